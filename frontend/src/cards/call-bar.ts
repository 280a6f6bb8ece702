/** The call of my phone. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { icon, STATE_ICONS } from "../icons";
import type { Phone } from "../model/phone";
import { isBusy } from "../model/phone";
import type { PhoneBook } from "../model/suggest";
import { shared, stateColours } from "../styles";
import type { Translate } from "../texts";
import { DIRECTION_WORDS, STATE_WORDS } from "../words";

export class CallBar extends LitElement {
  @property({ attribute: false }) phone: Phone | null = null;
  @property({ attribute: false }) t!: Translate;
  @property({ attribute: false }) book!: PhoneBook;
  /** For a card that is about this phone alone. */
  @property({ type: Boolean, reflect: true }) large = false;

  static override styles = [
    shared,
    stateColours,
    css`
      .space {
        display: grid;
        grid-template-rows: 0fr;
        transition: grid-template-rows 0.2s ease;
      }
      .space.open {
        grid-template-rows: 1fr;
      }
      .clip {
        overflow: hidden;
        min-block-size: 0;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 44px;
        box-sizing: border-box;
        padding: 8px 14px;
        margin-block-end: 12px;
        border-radius: 10px;
        color: var(--text);
        background: color-mix(in srgb, var(--state) 14%, transparent);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
        font-size: 14px;
        line-height: 18px;
        overflow-wrap: anywhere;
      }
      .who span {
        color: var(--quiet);
      }
      strong {
        font-weight: 500;
      }
      jingl-call-timer {
        display: block;
        contain: size layout style;
        inline-size: 4em;
        block-size: 24px;
        line-height: 24px;
        text-align: end;
        font-size: 18px;
        font-variant-numeric: tabular-nums;
      }
      :host([large]) .bar {
        gap: 16px;
        padding: 16px;
        border-radius: 12px;
      }
      :host([large]) .who {
        font-size: 16px;
        line-height: 22px;
      }
      :host([large]) strong {
        display: block;
        font-size: 24px;
        line-height: 30px;
      }
      :host([large]) svg {
        inline-size: 32px;
        block-size: 32px;
      }
      :host([large]) jingl-call-timer {
        block-size: 36px;
        line-height: 36px;
        font-size: 28px;
      }
      @container phones (max-width: 420px) {
        :host([large]) .bar {
          gap: 12px;
          padding: 12px;
        }
        :host([large]) strong {
          font-size: 20px;
          line-height: 26px;
        }
        :host([large]) jingl-call-timer {
          font-size: 22px;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .space {
          transition: none;
        }
      }
    `,
  ];

  protected override render() {
    const phone = this.phone && isBusy(this.phone) ? this.phone : null;
    return html`<div class="space ${phone ? "open" : ""}">
      <div class="clip">${phone ? this.bar(phone) : nothing}</div>
    </div>`;
  }

  private bar(phone: Phone) {
    const { t } = this;
    const facts = [
      phone.party && phone.state !== "on_call" ? t(STATE_WORDS[phone.state]) : null,
      phone.direction && t(DIRECTION_WORDS[phone.direction]),
      phone.isRecorded && phone.state === "on_call" ? t("recording") : null,
    ].filter(Boolean);
    return html`<div class="bar" data-state=${phone.state} role="group" aria-label=${t("my_phone")}>
      ${icon(STATE_ICONS[phone.state])}
      <div class="who">
        <strong><bdi>${phone.party ?? t(STATE_WORDS[phone.state])}</bdi></strong>
        <span>
          ${phone.number ? html`<bdi dir="ltr">${this.book.readable(phone.number)}</bdi> · ` : nothing}${facts.join(" · ")}
        </span>
      </div>
      <div><jingl-call-timer .since=${phone.since}></jingl-call-timer></div>
    </div>`;
  }
}
