/** Whether a phone's calls are recorded, and the switch for it. */
import { mdiRecordRec } from "@mdi/js";
import { css, html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { turn } from "../live/switch";
import type { Outcome } from "../model/outcome";
import { shared } from "../styles";
import type { Translate } from "../texts";
import { translated } from "../words";

export class RecordingSwitch extends LitElement {
  @property({ attribute: false }) t!: Translate;
  @property({ attribute: false }) home!: HomeAssistant;
  @property({ attribute: false }) entity!: string;
  /** Null if nobody knows. */
  @property({ attribute: false }) isOn: boolean | null = null;

  /** What was asked for, and is not answered yet. */
  @state() private wanted: boolean | null = null;
  @state() private problem = "";

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      button {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        min-block-size: 48px;
        padding-inline: 8px;
        border-radius: 12px;
        font-size: 14px;
        text-align: start;
      }
      button:disabled {
        cursor: default;
      }
      button > svg {
        color: var(--quiet);
      }
      .label {
        flex: 1;
      }
      .now {
        color: var(--quiet);
      }
      .track {
        inline-size: 40px;
        block-size: 24px;
        flex: none;
        box-sizing: border-box;
        padding: 3px;
        border-radius: 12px;
        border: 1px solid var(--quiet);
      }
      .track::after {
        content: "";
        display: block;
        inline-size: 16px;
        block-size: 16px;
        border-radius: 50%;
        background: var(--quiet);
        transition: margin 0.15s ease;
      }
      [aria-checked="true"] .track {
        border-color: var(--accent-text);
        background: color-mix(in srgb, var(--accent) 35%, transparent);
      }
      [aria-checked="true"] .track::after {
        margin-inline-start: 16px;
        background: var(--accent-text);
      }
      [aria-busy="true"] .track {
        opacity: 0.6;
      }
      p {
        margin: 0;
        padding: 0 8px 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--error);
      }
      p:empty {
        padding: 0;
      }
      @media (prefers-reduced-motion: reduce) {
        .track::after {
          transition: none;
        }
      }
    `,
  ];

  protected override render() {
    const { t, isOn, wanted } = this;
    return html`
      <button
        role="switch"
        aria-checked=${(wanted ?? isOn) ? "true" : "false"}
        aria-busy=${wanted === null ? "false" : "true"}
        ?disabled=${isOn === null}
        @click=${this.toggle}
      >
        ${icon(mdiRecordRec)}
        <span class="label">${t("record_calls")}</span>
        ${isOn === null ? html`<span class="now">${t("state_unknown")}</span>` : ""}
        <span class="track"></span>
      </button>
      <p role="alert">${this.problem}</p>
    `;
  }

  private async toggle(): Promise<void> {
    const { t, home, entity, isOn } = this;
    // One thing at a time; the second click of a double click means nothing of its own.
    if (isOn === null || this.wanted !== null) {
      return;
    }
    if (!home.connected) {
      // The connection would send it when it is back, when nobody expects it.
      this.problem = t("not_sent");
      return;
    }
    this.wanted = !isOn;
    this.problem = "";
    const failure = await turn(home, entity, !isOn);
    this.problem = failure ? await this.words(failure) : "";
    this.wanted = null;
  }

  private async words(failure: Outcome): Promise<string> {
    const { t, home } = this;
    if (failure.kind === "not_permitted") {
      return t("not_permitted");
    }
    const isRefused = failure.kind === "refused";
    return (
      (isRefused && ((await translated(failure.translation, home)) || failure.message)) ||
      t("recording_failed")
    );
  }
}
