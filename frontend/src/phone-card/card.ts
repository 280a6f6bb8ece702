/** One phone, large, as for a tablet on a desk: its call, its dial field and its last calls. */
import { mdiChevronDown } from "@mdi/js";
import { css, html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { DiallingCard } from "../cards/dialling-card";
import { formOf, HANDSETS } from "../cards/form";
import { frame } from "../cards/frame";
import type { CallBack } from "../cards/last-calls";
import type { HomeAssistant } from "../home-assistant";
import { icon, STATE_ICONS } from "../icons";
import type { Phone } from "../model/phone";
import { handsetOf } from "../model/picker";
import { isReachable } from "../model/tap";
import type { View } from "../model/view";
import { shared, stateColours } from "../styles";
import { STATE_WORDS } from "../words";
import { checkConfig, type PhoneCardConfig } from "./config";
import { PHONE_CARD_TYPE } from "./const";

export class PhoneCard extends DiallingCard<PhoneCardConfig> {
  static override styles = [
    shared,
    stateColours,
    frame,
    css`
      :host {
        container: phones / inline-size;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-block-end: 16px;
      }
      .icon {
        inline-size: 56px;
        block-size: 56px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        background: color-mix(in srgb, var(--state) 20%, transparent);
        color: color-mix(in srgb, var(--state) 75%, var(--text));
      }
      .icon svg {
        inline-size: 30px;
        block-size: 30px;
      }
      .who {
        flex: 1 1 120px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      h2 {
        font-size: 24px;
        line-height: 30px;
      }
      .state {
        font-size: 16px;
        line-height: 22px;
        color: var(--quiet);
      }
      .state strong {
        font-weight: 500;
        color: color-mix(in srgb, var(--state) 40%, var(--text));
      }
      h3 {
        margin: 0 0 4px;
        padding-inline-start: 8px;
        font-size: 16px;
        line-height: 22px;
        font-weight: 500;
      }
      .state span {
        display: inline-block;
      }
      .mine {
        font-weight: 500;
      }
      @container phones (min-width: 760px) {
        .halves {
          display: grid;
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          gap: 24px;
        }
      }
    `,
  ];

  // --- What Home Assistant asks of a card

  static getConfigForm() {
    return formOf([
      { name: "device", selector: { device: { entity: HANDSETS } } },
      { name: "account", selector: { config_entry: { integration: "jingl" } } },
    ]);
  }

  static getStubConfig(): Omit<PhoneCardConfig, "type"> {
    return {};
  }

  static getEntitySuggestion(hass: HomeAssistant, entityId: string) {
    const device = handsetOf(hass.entities, entityId);
    return device && { config: { type: `custom:${PHONE_CARD_TYPE}`, device } };
  }

  override setConfig(config: PhoneCardConfig): void {
    checkConfig(config);
    super.setConfig(config);
  }

  getCardSize(): number {
    return 10;
  }

  // --- What is drawn

  protected override render() {
    const { view } = this;
    return html`<div class="card">
      ${view ? this.body(view) : html`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`;
  }

  private body(view: View) {
    const phone = this.phone(view);
    return html`
      ${this.head(phone, view)} ${this.notices(view)}
      ${phone ? this.halves(phone, view) : html`<p>${this.advice(view)}</p>`}
    `;
  }

  /** Return the phone that this is about: also where the user may only see it. */
  private phone({ phones, mine }: View): Phone | null {
    const device = this.config?.device;
    return device ? (phones.get(device) ?? null) : mine;
  }

  private head(phone: Phone | null, { rights }: View) {
    const { t } = this;
    const state = phone?.state ?? "unknown";
    return html`<div class="head" data-state=${state}>
      <span class="icon">${icon(STATE_ICONS[state])}</span>
      <div class="who">
        <h2><bdi>${phone?.handset.name ?? t("my_phone")}</bdi></h2>
        ${
          phone
            ? html`<div class="state">
                <strong>${t(STATE_WORDS[state])}</strong> ·
                <span>${t("extension", { extension: phone.handset.extension })}</span>
              </div>`
            : nothing
        }
      </div>
      ${
        rights.mayChoose
          ? html`<button
              class="button mine"
              aria-expanded=${this.isChoosing ? "true" : "false"}
              @click=${this.toggleChooser}
            >
              ${t(phone ? "my_phone" : "choose")}${icon(mdiChevronDown)}
            </button>`
          : nothing
      }
    </div>`;
  }

  private halves(phone: Phone, view: View) {
    const { t, home } = this;
    const { mine, book } = view;
    const { recording } = phone.handset.entities;
    return html`
      <jingl-phones-call large .t=${t} .phone=${phone} .book=${book}></jingl-phones-call>
      <div class="halves">
        <div>
          ${mine ? this.dialField(view, this.advice(view), true) : nothing}
          ${
            mine && home && recording
              ? keyed(
                  // Another phone's is another switch: a press never means that one.
                  recording,
                  html`<jingl-phone-recording
                    .t=${t}
                    .home=${home}
                    .entity=${recording}
                    .isOn=${phone.isRecorded}
                  ></jingl-phone-recording>`,
                )
              : nothing
          }
        </div>
        <section aria-labelledby="last-calls">
          <h3 id="last-calls">${t("last_calls")}</h3>
          <jingl-last-calls
            .t=${t}
            .connection=${home?.connection}
            .device=${phone.handset.device_id}
            .when=${this.when}
            .said=${this.said}
            ?callable=${isReachable(mine)}
            @jingl-call-back=${({ detail }: CustomEvent<CallBack>) => this.callBack(detail)}
          ></jingl-last-calls>
        </section>
      </div>
    `;
  }

  /** Say what to do next. */
  private advice({ mine, rights }: View): string {
    const { t } = this;
    if (!mine) {
      return t(rights.mayChoose ? "no_phone_hint" : "no_own_phone");
    }
    if (!isReachable(mine)) {
      return this.cannotCall(mine);
    }
    return t(mine.state === "on_call" ? "type_to_transfer" : "type_to_call");
  }
}
