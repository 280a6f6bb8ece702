/** What can be done with a row of the call log, and what there is to hear and to read. */
import { mdiChevronDown, mdiPhoneReturn } from "@mdi/js";
import { css, html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { wordOf } from "../cards/call-words";
import type { CardCall } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { type ListedCall, numberOf, type Row } from "../model/call-list";
import { startOf } from "../model/calls";
import { clock } from "../model/duration";
import { shared } from "../styles";
import type { Translate } from "../texts";
import type { Hint } from "../words";

/** Who calls all day long is told of the last calls. */
const MOST = 50;

/** What a row is shown with. */
export interface Surroundings {
  readonly hass: HomeAssistant;
  readonly t: Translate;
  /** Say at which time of the day something was. */
  readonly time: (at: number) => string;
  /** Return what a day is called now. */
  readonly dayName: (start: number) => string;
  /** Return what the handset of a call is called; null if nobody knows which it was. */
  readonly handset: (call: CardCall) => string | null;
  /** Whether the user has a phone to call back from. */
  readonly mayCall: boolean;
}

export class CallDetails extends LitElement {
  @property({ attribute: false }) row!: Row;
  @property({ attribute: false }) around!: Surroundings;
  /** What came of calling back. */
  @property({ attribute: false }) hint: Hint | null = null;
  /** Which of several calls are opened. */
  @state() private opened: ReadonlySet<string> = new Set();
  @query(".back") private button!: HTMLElement | null;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding-block: 4px 12px;
        padding-inline: 52px 4px;
      }
      .act {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      .hint,
      p {
        margin: 0;
        font-size: 13px;
        line-height: 18px;
        color: var(--quiet);
      }
      .hint {
        flex: 1 1 160px;
      }
      .hint.bad {
        color: var(--error);
      }
      .hint.good {
        color: var(--text);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 28px;
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
      .time {
        min-inline-size: 64px;
        white-space: nowrap;
      }
      .what {
        flex: 1;
        min-inline-size: 0;
        color: var(--quiet);
        overflow-wrap: anywhere;
      }
      .more {
        inline-size: 44px;
        block-size: 44px;
        display: grid;
        place-items: center;
        border-radius: 50%;
        color: var(--quiet);
      }
      .more[aria-expanded="true"] svg {
        rotate: 180deg;
      }
      .extras {
        display: grid;
        gap: 8px;
        padding-block: 8px 4px;
      }
      @media (max-width: 500px) {
        :host {
          padding-inline-start: 4px;
        }
      }
    `,
  ];

  /** Have the next press call back. */
  focusButton(): void {
    this.button?.focus();
  }

  protected override render() {
    const { row, around, hint } = this;
    const [newest] = row.calls;
    const isSingle = row.calls.length === 1;
    const mayCall = around.mayCall && numberOf(newest.records[0]) !== null;
    // What a row says of its only call need not be said again.
    const isTold = isSingle && newest.records.length === 1 && (mayCall || hasExtras(newest));
    return html`
      <div class="act">
        ${
          mayCall
            ? html`<button class="button back" @click=${this.callBack}>
                ${icon(mdiPhoneReturn)}${around.t("call_back")}
              </button>`
            : nothing
        }
        ${hint ? html`<div class="hint ${hint.tone}" aria-hidden="true">${hint.text}</div>` : nothing}
      </div>
      <ul role="list">
        ${repeat(
          row.calls.slice(0, MOST),
          ({ key }) => key,
          (call) => html`<li>
            ${isTold ? nothing : this.lines(call, isSingle)}
            ${this.extras(call, isSingle || this.opened.has(call.key))}
          </li>`,
        )}
      </ul>
      ${row.calls.length > MOST ? html`<p>…</p>` : nothing}
    `;
  }

  /** Say of each handset what the call was there. */
  private lines(call: ListedCall, isSingle: boolean) {
    const { t, time, handset } = this.around;
    return call.records.map((record, place) => {
      const name = handset(record);
      const word = wordOf(record);
      return html`<div class="line">
        <span class="time">${time(startOf(record))}</span>
        <span class="what"
          >${name === null ? nothing : html`<bdi>${name}</bdi>${word ? " · " : ""}`}${word && t(word)}</span
        >
        ${record.duration ? html`<span>${clock(record.duration)}</span>` : nothing}
        ${!isSingle && !place && extrasOf(call).remarks ? this.toggle(call.key) : nothing}
      </div>`;
    });
  }

  private toggle(key: string) {
    return html`<button
      class="more"
      aria-label=${this.around.t("notes")}
      title=${this.around.t("notes")}
      aria-expanded=${this.opened.has(key) ? "true" : "false"}
      @click=${() => {
        const opened = new Set(this.opened);
        this.opened = opened.delete(key) ? opened : opened.add(key);
      }}
    >
      ${icon(mdiChevronDown)}
    </button>`;
  }

  private extras(call: ListedCall, isOpen: boolean) {
    const { hass, t } = this.around;
    const { recording, remarks, isWithheld } = extrasOf(call);
    const shown = isOpen ? remarks : undefined;
    if (!recording && !isWithheld && !shown) {
      return nothing;
    }
    return html`<div class="extras">
      ${
        recording
          ? html`<jingl-recording-player
              .hass=${hass}
              .t=${t}
              .media=${recording.media_content_id}
              .seconds=${recording.duration}
            ></jingl-recording-player>`
          : nothing
      }
      ${isWithheld ? html`<p>${t("listen_not_permitted")}</p>` : nothing}
      ${shown ? html`<jingl-call-notes .hass=${hass} .t=${t} .call=${shown}></jingl-call-notes>` : nothing}
    </div>`;
  }

  private callBack(event: MouseEvent): void {
    // The second click of a double click means nothing of its own.
    if (event.detail < 2) {
      this.dispatchEvent(new CustomEvent("jingl-call-back", { bubbles: true, composed: true }));
    }
  }
}

interface Extras {
  /** The record with a recording to listen to. */
  readonly recording: CardCall | undefined;
  /** Whether there is one that this user may not listen to. */
  readonly isWithheld: boolean;
  /** The record with notes and a rating, or which may get some. */
  readonly remarks: CardCall | undefined;
}

function extrasOf({ records }: ListedCall): Extras {
  const recording = records.find(({ media_content_id }) => media_content_id !== null);
  return {
    recording,
    isWithheld: !recording && records.some((each) => each.recording),
    remarks:
      records.find(({ may_update }) => may_update) ??
      records.find(({ notes, rating }) => notes || rating),
  };
}

function hasExtras(call: ListedCall): boolean {
  return Object.values(extrasOf(call)).some(Boolean);
}
