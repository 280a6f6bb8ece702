/** Who called in vain today, and calling them back by a tap. */
import { mdiPhoneMissed, mdiPhoneReturn } from "@mdi/js";
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Chosen } from "../cards/chooser";
import { type CardConfig, checkLists } from "../cards/config";
import { formOf, WHICH_HANDSETS } from "../cards/form";
import { frame } from "../cards/frame";
import { JinglCard } from "../cards/jingl-card";
import { icon } from "../icons";
import { type MissedParty, missedParties } from "../model/missed-calls";
import type { View } from "../model/view";
import { shared, stateColours } from "../styles";
import { liveness } from "../words";

export class CallsCard extends JinglCard<CardConfig> {
  static override styles = [
    shared,
    stateColours,
    frame,
    css`
      p {
        margin: 0;
      }
      .calls {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
        align-items: start;
        gap: 0 16px;
        margin: 0 -5px;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 10px;
        min-block-size: 44px;
        padding-block: 6px;
        /* Room for the outlines, which would be cut off otherwise. */
        padding-inline: 5px;
        content-visibility: auto;
        contain-intrinsic-block-size: auto 44px;
      }
      .icon {
        inline-size: 40px;
        block-size: 40px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        color: var(--error);
        background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
      }
      .icon svg {
        inline-size: 22px;
        block-size: 22px;
      }
      .who {
        flex: 1 1 120px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .name {
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      .facts {
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .fact {
        display: inline-block;
      }
      li .button {
        margin-inline-start: auto;
      }
      li .hint {
        flex-basis: 100%;
        padding-block: 4px;
        padding-inline-start: 50px;
      }
    `,
  ];

  static getConfigForm() {
    return formOf(WHICH_HANDSETS);
  }

  static getStubConfig(): Omit<CardConfig, "type"> {
    return {};
  }

  override setConfig(config: CardConfig): void {
    checkLists(config);
    super.setConfig(config);
  }

  getCardSize(): number {
    return 1 + (this.view ? this.parties(this.view).length : 2);
  }

  protected override render() {
    const { t, view } = this;
    return html`<div class="card">
      <div class="title"><h2>${t("missed_calls")}</h2></div>
      ${view ? this.body(view) : html`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`;
  }

  private body(view: View) {
    const parties = this.parties(view);
    const { hint } = this.caller;
    // While Jingl can't be reached, nobody knows whether there are any.
    const isKnown = !view.shown.length || view.shown.some(({ state }) => state !== "unknown");
    // Who reads the screen hears it from here, even where it is shown beside the button.
    const isShown = parties.some(({ key }) => key === this.acted);
    return html`
      ${this.notices(view)}
      <div
        class="hint ${isShown ? "words" : (hint?.tone ?? "")}"
        role="status"
        aria-live=${liveness(hint)}
      >${hint?.text ?? ""}</div>
      ${
        parties.length
          ? html`<ul class="calls" role="list">
              ${repeat(
                parties,
                ({ key }) => key,
                (party, index) => this.row(party, index, view),
              )}
            </ul>`
          : html`<p>${this.t(isKnown ? "no_missed_calls" : "state_unknown")}</p>`
      }
    `;
  }

  private row(party: MissedParty, index: number, { book, rights }: View) {
    const { t } = this;
    const { key, caller, isNamed, number, calls } = party;
    const hint = this.acted === key ? this.caller.hint : null;
    return html`<li data-key=${key}>
      <span class="icon">${icon(mdiPhoneMissed)}</span>
      <div class="who">
        <div class="name" id="name-${index}"><bdi>${caller ?? t("withheld")}</bdi></div>
        <div class="facts">
          ${
            number !== null && isNamed
              ? html`<span class="fact"><bdi dir="ltr">${book.readable(number)}</bdi> ·</span> `
              : nothing
          }
          ${calls.map(
            ({ name, at }, place) =>
              html`${place ? html`<span aria-hidden="true"> · </span>` : nothing}<span class="fact"
                  ><bdi>${name}</bdi> ${this.time(at)}</span
                >`,
          )}
        </div>
      </div>
      ${
        number !== null && rights.mayChoose
          ? html`<button
              class="button"
              aria-describedby="name-${index}"
              @click=${(event: MouseEvent) => this.callBack(event, key)}
            >
              ${icon(mdiPhoneReturn)}${t("call_back")}
            </button>`
          : nothing
      }
      ${hint ? html`<div class="hint ${hint.tone}" aria-hidden="true">${hint.text}</div>` : nothing}
    </li>`;
  }

  private parties({ shown }: View): MissedParty[] {
    return missedParties(shown, this.today);
  }

  private callBack(event: MouseEvent, key: string): void {
    const now = this.read();
    const drawn = this.press.drawn ?? now;
    const party = drawn && this.parties(drawn).find((each) => each.key === key);
    // The second click of a double click means nothing of its own.
    if (event.detail > 1 || !now || !drawn || !party || party.number === null) {
      return;
    }
    this.acted = key;
    const { number, caller } = party;
    void this.dialNumber({ deed: "call", number, name: caller ?? number }, drawn, now);
  }

  protected override choose(event: CustomEvent<Chosen | null>): void {
    super.choose(event);
    // The next press calls.
    const index = this.view
      ? this.parties(this.view).findIndex(({ key }) => key === this.acted)
      : -1;
    this.renderRoot.querySelector<HTMLElement>(`[aria-describedby="name-${index}"]`)?.focus();
  }
}
