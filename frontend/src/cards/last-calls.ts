/** The last calls of one handset; a tap calls back. */
import { mdiPhoneReturn } from "@mdi/js";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { CardCall } from "../contract";
import type { Connection } from "../home-assistant";
import { icon } from "../icons";
import { CallFeed } from "../live/call-feed";
import { numberOf, partyOf } from "../model/call-list";
import { startOf } from "../model/calls";
import { clock } from "../model/duration";
import { shared } from "../styles";
import type { Translate } from "../texts";
import type { Hint } from "../words";
import { iconOf, toneOf, wordOf } from "./call-words";

/** A call that somebody wants to answer now. */
export interface CallBack {
  readonly key: string;
  /** As an action takes it. */
  readonly number: string;
  readonly readable: string;
  readonly name: string | null;
}

/** What came of a tap, to be read beside what was tapped. */
export interface Said {
  readonly key: string;
  readonly hint: Hint;
}

export class LastCalls extends LitElement {
  @property({ attribute: false }) t!: Translate;
  @property({ attribute: false }) connection!: Connection;
  @property({ attribute: false }) device!: string;
  @property({ attribute: false }) limit = 10;
  /** Says when a call was. */
  @property({ attribute: false }) when!: (at: number) => string;
  @property({ attribute: false }) said: Said | null = null;
  /** Whether a tap does anything. */
  @property({ type: Boolean }) callable = false;

  private readonly feed = new CallFeed(this);
  private isNew = false;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .call {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        box-sizing: border-box;
        min-block-size: 48px;
        padding: 4px 8px;
        border-radius: 8px;
        text-align: start;
        color: var(--text);
      }
      button.call:hover {
        background: color-mix(in srgb, var(--text) 6%, transparent);
      }
      button.call:focus-visible {
        outline-offset: -2px;
      }
      svg {
        inline-size: 20px;
        block-size: 20px;
        color: var(--quiet);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      .facts {
        display: block;
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .facts bdi {
        white-space: nowrap;
      }
      .missed .name,
      .missed svg:first-of-type {
        color: var(--error);
      }
      p {
        margin: 0;
        padding: 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--quiet);
      }
      p.bad {
        color: var(--error);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.isNew = true;
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    if (this.isConnected) {
      const { connection, device, limit } = this;
      this.feed.follow(connection, { device_ids: [device], limit }, null);
      if (this.isNew) {
        // Whoever was told before that there is no integration may be wrong by now.
        this.isNew = false;
        this.feed.retry();
      }
    }
  }

  protected override render() {
    const { t, feed } = this;
    const { current } = feed;
    if (current.kind !== "known") {
      return current.kind === "absent" ? html`<p>${t("absent")}</p>` : nothing;
    }
    return current.calls.length
      ? html`<ul role="list">
          ${repeat(
            current.calls,
            ({ key }) => key,
            (call) => this.row(call),
          )}
        </ul>`
      : html`<p>${t("no_calls")}</p>`;
  }

  private row(call: CardCall) {
    const { t, callable, said } = this;
    const { key } = call;
    const number = numberOf(call);
    const classes = `call ${toneOf(call)}`;
    return html`<li data-key=${key}>
      ${
        callable && number !== null
          ? html`<button
              class=${classes}
              title=${t("call_back")}
              @click=${(event: MouseEvent) => this.tap(event, call, number)}
            >
              ${this.facts(call)}<span class="words">${t("call_back")}</span>
              ${icon(mdiPhoneReturn)}
            </button>`
          : html`<div class=${classes}>${this.facts(call)}</div>`
      }
      ${said?.key === key ? html`<p class=${said.hint.tone} aria-hidden="true">${said.hint.text}</p>` : nothing}
    </li>`;
  }

  private facts(call: CardCall) {
    const { t } = this;
    const { name, readable, number, duration } = call;
    const party = partyOf(call);
    const word = wordOf(call);
    const isNamed = name !== null && numberOf(call) !== null;
    return html`
      ${icon(iconOf(call))}
      <span class="who">
        <span class="name"
          ><bdi dir=${name === null && party !== null ? "ltr" : nothing}>${party ?? t("withheld")}</bdi></span
        >
        <span class="facts">
          ${word ? html`${t(word)} · ` : nothing}${this.when(startOf(call))}${
            duration ? ` · ${clock(duration)}` : nothing
          }${isNamed ? html` · <bdi dir="ltr">${readable ?? number}</bdi>` : nothing}
        </span>
      </span>
    `;
  }

  private tap(event: MouseEvent, { key, readable, name }: CardCall, number: string): void {
    // The second click of a double click means nothing of its own.
    if (event.detail < 2) {
      const detail: CallBack = { key, number, readable: readable ?? number, name };
      this.dispatchEvent(new CustomEvent<CallBack>("jingl-call-back", { detail }));
    }
  }
}
