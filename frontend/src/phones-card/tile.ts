/** A handset: who it is, what it does, and, once opened, what can be done with it. */
import { mdiDotsHorizontal, mdiPhoneMissed, mdiPhoneReturn } from "@mdi/js";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { CallBack, Said } from "../cards/last-calls";
import type { Connection } from "../home-assistant";
import { DEED_ICONS, DIRECTION_ICONS, icon, STATE_ICONS } from "../icons";
import type { Phone } from "../model/phone";
import type { Deed, Doubt } from "../model/tap";
import { shared, stateColours } from "../styles";
import type { Translate } from "../texts";
import { DEED_WORDS, DIRECTION_WORDS, DOUBT_WORDS, type Hint, STATE_WORDS } from "../words";

/** As many calls as a tile has room for. */
const LAST_CALLS = 5;

/** What an opened tile offers. */
export interface Offer {
  readonly deeds: readonly Deed[];
  /** What the user is asked before something is done. */
  readonly ask: { readonly deed: Deed; readonly doubt: Doubt } | null;
  /** Why there is nothing to do, or what came of what was done. */
  readonly note: Hint | null;
  readonly mayCallBack: boolean;
  /** The last calls, if they are to be seen. */
  readonly calls: LastCallsOffer | null;
}

interface LastCallsOffer {
  readonly connection: Connection;
  readonly when: (at: number) => string;
  readonly said: Said | null;
  readonly isCallable: boolean;
}

export type TileEvent =
  | { readonly kind: "tap" }
  | { readonly kind: "deed"; readonly deed: Deed; readonly isConfirmed: boolean }
  | { readonly kind: "call_back" }
  | { readonly kind: "call"; readonly call: CallBack }
  | { readonly kind: "more_info" }
  | { readonly kind: "all_details" }
  | { readonly kind: "cancel" };

export class PhonesTile extends LitElement {
  @property({ attribute: false }) phone!: Phone;
  @property({ attribute: false }) t!: Translate;
  @property({ attribute: false }) time!: (at: number) => string;
  /** Null while the tile is closed. */
  @property({ attribute: false }) offer: Offer | null = null;
  @property({ type: Boolean }) mine = false;
  /** Whether the last missed call is one to be shown. */
  @property({ type: Boolean }) missed = false;
  @property({ type: Boolean, reflect: true }) compact = false;

  private focused: Element | null = null;

  static override styles = [
    shared,
    stateColours,
    css`
      :host {
        display: block;
        content-visibility: auto;
        contain-intrinsic-block-size: auto 66px;
        /* Room for the outlines, which would be cut off otherwise. */
        padding: 3px;
      }
      .tile {
        border: 1px solid var(--line);
        border-radius: var(--ha-card-border-radius, 12px);
        background: var(--surface);
        color: var(--text);
        position: relative;
      }
      .tile.open {
        border-color: transparent;
        outline: 2px solid var(--accent-text);
        outline-offset: -1px;
      }
      .tile[data-state="ringing"]::after,
      .tile[data-state="calling"]::after {
        content: "";
        position: absolute;
        inset: -2px;
        border-radius: inherit;
        border: 2px solid var(--state);
        animation: pulse 1.2s ease-in-out infinite alternate;
        pointer-events: none;
      }
      @keyframes pulse {
        to {
          opacity: 0.25;
        }
      }
      .head {
        display: grid;
        grid-template-columns: 40px minmax(0, 1fr) auto;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: 64px;
        padding: 10px 12px;
        text-align: start;
        border-radius: inherit;
      }
      /* Around the head alone, the ring would strike out what is below it. */
      .tile.open .head:focus-visible {
        outline-offset: -5px;
      }
      :host([compact]) .head {
        min-block-size: 48px;
        padding-block: 3px;
      }
      .icon {
        inline-size: 40px;
        block-size: 40px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        background: color-mix(in srgb, var(--state) 20%, transparent);
        color: color-mix(in srgb, var(--state) 75%, var(--text));
      }
      :host([compact]) .icon {
        inline-size: 32px;
        block-size: 32px;
      }
      :host([compact]) .head {
        grid-template-columns: 32px minmax(0, 1fr) auto;
        padding-inline: 8px;
      }
      :host([compact]) .pill .time {
        display: none;
      }
      .icon svg {
        inline-size: 22px;
        block-size: 22px;
      }
      .name,
      .state {
        display: flex;
        align-items: center;
        gap: 6px;
        min-inline-size: 0;
      }
      .name {
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      .state {
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
        gap: 4px;
      }
      /* Rather the tag is cut off than the name. */
      .tag {
        flex-shrink: 5;
      }
      .name bdi,
      .tag,
      .state bdi {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .state svg {
        inline-size: 13px;
        block-size: 13px;
      }
      .state span {
        white-space: nowrap;
      }
      .tag {
        font-size: 11px;
        line-height: 14px;
        padding-inline: 6px;
        border-radius: 8px;
        border: 1px solid var(--accent-text);
        color: var(--accent-text);
        font-weight: 400;
      }
      .pill {
        margin-inline-start: 4px;
        flex: none;
        display: inline-flex;
        align-items: center;
        gap: 4px;
        line-height: 18px;
        /* Rather than make its line higher, it reaches into the gaps around it. */
        margin-block: -1px;
        padding-inline: 7px;
        border-radius: 9px;
        color: var(--error);
        background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
      }
      .pill svg {
        inline-size: 13px;
        block-size: 13px;
      }
      .icon {
        position: relative;
      }
      .corner {
        position: absolute;
        inset-block-start: -3px;
        inset-inline-end: -3px;
        display: grid;
        place-items: center;
        inline-size: 18px;
        block-size: 18px;
        border-radius: 50%;
        color: var(--error);
        background: color-mix(in srgb, var(--error-color, #db4437) 14%, var(--surface));
        border: 1px solid var(--surface);
        box-sizing: border-box;
      }
      .icon .corner svg {
        inline-size: 12px;
        block-size: 12px;
      }
      .end {
        text-align: end;
        min-inline-size: 36px;
        font-variant-numeric: tabular-nums;
      }
      jingl-call-timer {
        display: block;
        /* Of a size of its own, so that a tick moves nothing else. */
        contain: size layout style;
        inline-size: 4em;
        block-size: 20px;
        font-size: 14px;
        line-height: 20px;
      }
      .extension {
        display: block;
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
      }
      .offline .name {
        color: var(--quiet);
        font-weight: 400;
      }
      .offer {
        padding: 0 12px 12px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      /* So that both ways to transfer have one row of a tile. */
      .buttons .button {
        font-size: 13px;
        padding-inline: 12px;
        gap: 6px;
      }
      p {
        margin: 0 0 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--quiet);
      }
      p.ask {
        color: var(--text);
        font-weight: 500;
      }
      p.bad {
        color: var(--error);
      }
      .button[aria-expanded="true"] {
        background: color-mix(in srgb, var(--accent) 14%, transparent);
        color: var(--accent-text);
      }
      section {
        margin-block-start: 12px;
      }
      h3 {
        margin: 0;
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      jingl-last-calls {
        margin: 4px -8px;
      }
      .buttons + p {
        margin: 8px 0 0;
        font-size: 12px;
      }
      @media (prefers-reduced-motion: reduce) {
        .tile::after {
          animation: none !important;
        }
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { phone, t, offer } = this;
    const { handset, state } = phone;
    const classes = `tile ${offer ? "open" : ""} ${state === "offline" || state === "unknown" ? "offline" : ""}`;
    return html`
      <div class=${classes} data-state=${state} @keydown=${this.escape}>
        <button
          class="head"
          aria-expanded=${offer ? "true" : "false"}
          aria-controls="offer"
          @click=${this.tap}
        >
          <span class="icon">${icon(STATE_ICONS[state])}${this.missedCorner()}</span>
          <span>
            <span class="name">
              <bdi>${handset.name}</bdi>
              ${this.mine ? html`<span class="tag">${t("my_phone_tag")}</span>` : nothing}
            </span>
            <span class="state"
              ><span>${t(STATE_WORDS[state])}</span>${this.party()}
              ${this.missed ? this.missedPill() : nothing}</span
            >
          </span>
          <span class="end">
            ${
              phone.since !== null && state !== "free"
                ? html`<jingl-call-timer .since=${phone.since}></jingl-call-timer>`
                : nothing
            }
            <span class="words">${t("extension", { extension: handset.extension })}</span>
            <span class="extension" aria-hidden="true"><bdi>${handset.extension}</bdi></span>
          </span>
        </button>
        <div id="offer" class="offer" ?hidden=${!offer}>
          ${offer ? this.offered(offer) : nothing}
        </div>
      </div>
    `;
  }

  protected override willUpdate(): void {
    this.focused = this.renderRoot.querySelector(":focus");
  }

  protected override updated(): void {
    // The button that was pressed may be gone.
    if (this.focused && !this.focused.isConnected) {
      this.focus();
    }
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".head")?.focus();
  }

  private party() {
    const { phone, t } = this;
    if (!phone.party && !phone.direction) {
      return nothing;
    }
    return html`
      <span aria-hidden="true">·</span>
      ${
        phone.direction
          ? html`${icon(DIRECTION_ICONS[phone.direction])}<span class="words"
                >${t(DIRECTION_WORDS[phone.direction])}</span
              >`
          : nothing
      }
      <bdi>${phone.party}</bdi>
    `;
  }

  private missedWords(): string {
    const { missed } = this.phone;
    if (!missed) {
      return "";
    }
    const time = this.time(missed.at);
    return missed.caller
      ? this.t("missed_from", { time, caller: missed.caller })
      : this.t("missed", { time });
  }

  private missedPill() {
    const { missed, since } = this.phone;
    const words = html`<span class="words">${this.missedWords()}</span>`;
    return missed && since === null
      ? html`<span class="pill" title=${this.missedWords()}>
          ${icon(mdiPhoneMissed)}<span class="time" aria-hidden="true">${this.time(missed.at)}</span>
          ${words}
        </span>`
      : words;
  }

  /** During a call, the name and the timer need the room that the pill takes. */
  private missedCorner() {
    return this.missed && this.phone.since !== null
      ? html`<span class="corner" title=${this.missedWords()}>${icon(mdiPhoneMissed)}</span>`
      : nothing;
  }

  private offered({ deeds, ask, note, mayCallBack, calls }: Offer) {
    const { t, phone } = this;
    if (ask) {
      const words = { name: phone.handset.name, state: t(STATE_WORDS[phone.state]) };
      return html`
        <p class="ask" role="alert">${t(DOUBT_WORDS[ask.doubt], words)}</p>
        <div class="buttons">
          <button class="button filled" @click=${() => this.deed(ask.deed, true)}>
            ${icon(DEED_ICONS[ask.deed])}${t(DEED_WORDS[ask.deed])}
          </button>
          <button class="button" @click=${() => this.send({ kind: "cancel" })}>${t("cancel")}</button>
        </div>
      `;
    }
    return html`
      ${note ? html`<p class=${note.tone}>${note.text}</p>` : nothing}
      ${this.missed ? html`<p>${this.missedWords()}</p>` : nothing}
      <div class="buttons">
        ${deeds.map(
          (deed, index) => html`<button
            class="button ${index === 0 ? "filled" : deed === "consult" ? "tinted" : ""}"
            @click=${() => this.deed(deed, false)}
          >
            ${icon(DEED_ICONS[deed])}${t(DEED_WORDS[deed])}
          </button>`,
        )}
        ${
          mayCallBack
            ? html`<button class="button" @click=${() => this.send({ kind: "call_back" })}>
                ${icon(mdiPhoneReturn)}${t("call_back")}
              </button>`
            : nothing
        }
        <button
          class="button"
          title=${t("more_info")}
          aria-label=${t("more_info")}
          aria-expanded=${calls ? "true" : "false"}
          @click=${() => this.send({ kind: "more_info" })}
        >
          ${icon(mdiDotsHorizontal)}${deeds.length ? nothing : t("more_info")}
        </button>
      </div>
      ${deeds.includes("monitor") ? html`<p>${t("duty")}</p>` : nothing}
      ${calls ? this.lastCalls(calls) : nothing}
    `;
  }

  private lastCalls({ connection, when, said, isCallable }: LastCallsOffer) {
    const { t, phone } = this;
    return html`<section aria-labelledby="last-calls">
      <h3 id="last-calls">${t("last_calls")}</h3>
      <jingl-last-calls
        .t=${t}
        .connection=${connection}
        .device=${phone.handset.device_id}
        .limit=${LAST_CALLS}
        .when=${when}
        .said=${said}
        ?callable=${isCallable}
        @jingl-call-back=${({ detail: call }: CustomEvent<CallBack>) => this.send({ kind: "call", call })}
      ></jingl-last-calls>
      <button class="button" @click=${() => this.send({ kind: "all_details" })}>
        ${t("all_details")}
      </button>
    </section>`;
  }

  private tap(event: MouseEvent): void {
    // The second click of a double click means nothing of its own.
    if (event.detail < 2) {
      this.send({ kind: "tap" });
    }
  }

  private deed(deed: Deed, isConfirmed: boolean): void {
    this.send({ kind: "deed", deed, isConfirmed });
  }

  private escape(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.offer) {
      event.stopPropagation();
      this.send({ kind: "cancel" });
      this.focus();
    }
  }

  private send(detail: TileEvent): void {
    this.dispatchEvent(new CustomEvent<TileEvent>("jingl-tile", { detail, bubbles: true }));
  }
}
