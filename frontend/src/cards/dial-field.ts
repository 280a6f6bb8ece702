/** Names and numbers that are typed, pasted or tapped; the hint line says what comes of them. */
import {
  mdiAccount,
  mdiBackspaceOutline,
  mdiDialpad,
  mdiHistory,
  mdiMagnify,
  mdiPhone,
  mdiStar,
} from "@mdi/js";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { DEED_ICONS, icon } from "../icons";
import type { Check } from "../model/outcome";
import type { Phone } from "../model/phone";
import type { PhoneBook, Recent, Suggestion } from "../model/suggest";
import { shared } from "../styles";
import type { Translate } from "../texts";
import { DEED_WORDS, type Hint, incomplete, liveness } from "../words";
import { type Draft, NOTHING_TYPED } from "./caller";
import type { Wanted } from "./jingl-card";

/** Somebody types faster than this. */
const TYPING = 300;

const SUGGESTION_ICONS: Readonly<Record<Suggestion["kind"], string>> = {
  handset: mdiPhone,
  favourite: mdiStar,
  contact: mdiAccount,
  recent: mdiHistory,
};

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#", "+"] as const;

export class DialField extends LitElement {
  @property({ attribute: false }) t!: Translate;
  @property({ attribute: false }) mine: Phone | null = null;
  @property({ attribute: false }) book!: PhoneBook;
  @property({ attribute: false }) recents: readonly Recent[] = [];
  /** What the card has to say. */
  @property({ attribute: false }) hint!: Hint;
  /** Whether that comes before what is said of the typed. */
  @property({ attribute: false }) isAnswer = false;
  @property({ attribute: false }) check!: (number: string) => Promise<Check | null>;
  /** What the card keeps of what was typed, or picked. */
  @property({ attribute: false }) draft = NOTHING_TYPED;
  /** Whether the keypad is there from the beginning. */
  @property({ type: Boolean }) keypad = false;

  @state() private typed = "";
  @state() private picked: Suggestion | null = null;
  @state() private suggestions: readonly Suggestion[] = [];
  /** Which suggestion the arrow keys are at; none by itself, so that Enter calls what is typed. */
  @state() private active = -1;
  @state() private isListOpen = false;
  @state() private isKeypadOpen: boolean | null = null;
  @state() private checked: Hint | null = null;
  @query("input") private input!: HTMLInputElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
      }
      .field {
        display: flex;
        align-items: center;
        gap: 4px;
        border: 1px solid var(--line);
        border-radius: 28px;
        padding: 4px;
        padding-inline-start: 14px;
        color: var(--text);
      }
      .field:has(input:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: -1px;
      }
      .field > svg {
        color: var(--quiet);
        inline-size: 20px;
      }
      input {
        flex: 1;
        min-inline-size: 0;
        block-size: 44px;
        box-sizing: border-box;
        padding-inline: 8px;
        border: 0;
        border-radius: 8px;
        background: none;
        color: inherit;
        font: inherit;
        font-size: 16px;
        text-overflow: ellipsis;
      }
      /* The whole field has the outline. */
      input:focus-visible {
        outline: none;
      }
      input::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      .round {
        inline-size: 44px;
        block-size: 44px;
        display: grid;
        place-items: center;
        border-radius: 50%;
        color: var(--quiet);
        flex: none;
      }
      .round[aria-pressed="true"] {
        color: var(--accent-text);
        background: color-mix(in srgb, var(--accent) 14%, transparent);
      }
      .hint {
        font-size: 13px;
        line-height: 18px;
        min-block-size: 18px;
        padding-block: 6px 10px;
        padding-inline: 16px;
        color: var(--quiet);
        overflow-wrap: anywhere;
      }
      .hint.bad {
        color: var(--error);
      }
      .hint.good {
        color: var(--text);
      }
      .list {
        position: absolute;
        z-index: 4;
        inset-inline: 8px;
        margin: -4px 0 0;
        padding: 4px;
        list-style: none;
        border-radius: 12px;
        border: 1px solid var(--line);
        background: var(--surface);
        background: color-mix(in srgb, var(--surface), var(--card-background-color, #fff));
        color: var(--text);
        box-shadow: 0 6px 20px rgba(0, 0, 0, 0.25);
      }
      .list li {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 44px;
        padding-inline: 12px;
        border-radius: 8px;
        cursor: pointer;
        font-size: 14px;
      }
      .list li:hover,
      .list li[aria-selected="true"] {
        background: color-mix(in srgb, var(--accent) 16%, transparent);
      }
      .list svg {
        inline-size: 18px;
        color: var(--quiet);
      }
      .list .who {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .list .number {
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .transfers {
        display: flex;
        gap: 6px;
        flex-wrap: wrap;
        margin-block-start: 6px;
      }
      .keypad {
        display: grid;
        grid-template-columns: repeat(4, minmax(44px, 80px));
        justify-content: center;
        gap: 6px;
        margin-block-end: 10px;
      }
      .keypad .button {
        min-block-size: 48px;
        font-size: 18px;
      }
      /* As on a phone, with the other two keys beside. */
      .keypad :nth-child(3n + 1) {
        grid-column: 1;
      }
      .keypad .delete {
        grid-area: 1 / 4;
      }
      .keypad .plus {
        grid-area: 2 / 4;
      }
      @container phones (max-width: 420px) {
        .field {
          padding-inline-start: 8px;
        }
        .field > svg {
          display: none;
        }
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override focus(): void {
    this.input.focus();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { typed, picked } = this.draft;
    if (changed.has("draft") && (typed !== this.typed || picked !== this.picked)) {
      this.set(this.draft);
    }
    // The contacts may come later than the handsets, and the last calls only now.
    if ((changed.has("book") || changed.has("recents")) && this.isListOpen && this.active < 0) {
      this.open();
    }
    // What was typed may be another thing to another phone, or during a call.
    const before = changed.get("mine") as Phone | null | undefined;
    const isOther =
      before?.handset.device_id !== this.mine?.handset.device_id ||
      before?.state !== this.mine?.state;
    if (changed.has("mine") && isOther) {
      this.checkSoon();
    }
  }

  protected override render() {
    const { t, isListOpen, suggestions, active } = this;
    const isOpen = isListOpen && suggestions.length > 0;
    return html`
      <div class="field">
        ${icon(mdiMagnify)}
        <input
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          enterkeyhint="go"
          aria-autocomplete="list"
          aria-expanded=${isOpen ? "true" : "false"}
          aria-controls="list"
          aria-activedescendant=${isOpen && active >= 0 ? `option-${active}` : nothing}
          aria-label=${t("dial_label")}
          aria-describedby="hint"
          placeholder=${t("dial_label")}
          .value=${this.typed}
          @input=${this.typing}
          @focus=${this.open}
          @blur=${this.close}
          @keydown=${this.key}
        />
        <button
          class="round"
          title=${t("keypad")}
          aria-label=${t("keypad")}
          aria-pressed=${this.isKeypadShown ? "true" : "false"}
          @click=${this.toggleKeypad}
        >
          ${icon(mdiDialpad)}
        </button>
        <button class="button filled" @click=${() => this.send("call")}>
          ${icon(DEED_ICONS.call)}${t("call")}
        </button>
      </div>
      ${this.mine?.state === "on_call" && this.typed.trim() ? this.transfers() : nothing}
      ${this.hintLine()}
      <ul
        class="list"
        id="list"
        role="listbox"
        aria-label=${t("suggestions")}
        ?hidden=${!isOpen}
        @pointerdown=${this.keepFocus}
      >
        ${repeat(
          suggestions,
          // Another one is another element: a press never means whom the log put under the finger.
          ({ number }) => number,
          (each, index) => this.option(each, index),
        )}
      </ul>
      ${this.isKeypadShown ? this.keys() : nothing}
    `;
  }

  private hintLine() {
    const hint = this.checked && !this.isAnswer ? this.checked : this.hint;
    return html`<div id="hint" class="hint ${hint.tone}" role="status" aria-live=${liveness(hint)}
      >${hint.text}</div>`;
  }

  private option({ kind, name, readable }: Suggestion, index: number) {
    return html`<li
      role="option"
      id="option-${index}"
      aria-selected=${index === this.active ? "true" : "false"}
      @click=${() => this.pick(index)}
    >
      ${icon(SUGGESTION_ICONS[kind])}
      <span class="who"><bdi>${name ?? readable}</bdi></span>
      <span class="number">${name === null ? nothing : html`<bdi dir="ltr">${readable}</bdi>`}</span>
    </li>`;
  }

  private get isKeypadShown(): boolean {
    return this.isKeypadOpen ?? this.keypad;
  }

  private keys() {
    return html`<div class="keypad" role="group" aria-label=${this.t("keypad")} dir="ltr">
      ${KEYS.map(
        (each) => html`<button
          class="button ${each === "+" ? "plus" : ""}"
          @click=${() => this.press(each)}
        >
          ${each}
        </button>`,
      )}
      <button
        class="button delete"
        aria-label=${this.t("delete_digit")}
        title=${this.t("delete_digit")}
        @click=${() => this.edit(this.typed.slice(0, -1))}
      >
        ${icon(mdiBackspaceOutline)}
      </button>
    </div>`;
  }

  private transfers() {
    return html`<div class="transfers">
      ${(["transfer", "consult"] as const).map(
        (deed) => html`<button class="button tinted" @click=${() => this.send(deed)}>
          ${icon(DEED_ICONS[deed])}${this.t(DEED_WORDS[deed])}
        </button>`,
      )}
    </div>`;
  }

  private typing(): void {
    this.edit(this.input.value);
    this.isListOpen = true;
  }

  private press(digit: string): void {
    this.edit(this.typed + digit);
  }

  private edit(typed: string, picked: Suggestion | null = null): void {
    const detail: Draft = { typed, picked };
    this.dispatchEvent(new CustomEvent<Draft>("jingl-typed", { detail }));
    this.set(detail);
  }

  private set({ typed, picked }: Draft): void {
    this.typed = typed;
    this.picked = picked;
    this.active = -1;
    this.suggestions = picked ? [] : this.book.suggest(typed, this.recents);
    this.checkSoon();
  }

  private open(): void {
    this.suggestions = this.picked ? [] : this.book.suggest(this.typed, this.recents);
    this.isListOpen = true;
  }

  private close(): void {
    this.isListOpen = false;
    this.active = -1;
  }

  /** A tap on a suggestion would otherwise first close the list. */
  private keepFocus(event: PointerEvent): void {
    event.preventDefault();
  }

  private toggleKeypad(): void {
    this.isKeypadOpen = !this.isKeypadShown;
  }

  private key(event: KeyboardEvent): void {
    const { suggestions, active } = this;
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.isListOpen = true;
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = suggestions.length + 1;
      // One more place than suggestions: none of them, which is what is typed.
      this.active = ((active + 1 + step + places) % places) - 1;
    } else if (event.key === "Enter" && !event.repeat) {
      event.preventDefault();
      if (this.isListOpen && active >= 0) {
        this.pick(active);
      } else {
        this.send("call");
      }
    } else if (event.key === "Escape") {
      if (this.isListOpen && suggestions.length) {
        this.close();
      } else {
        this.edit("");
      }
    }
  }

  private pick(index: number): void {
    const suggestion = this.suggestions[index];
    if (suggestion) {
      this.edit(suggestion.name ?? suggestion.readable, suggestion);
      this.isListOpen = false;
    }
  }

  private send(deed: Wanted["deed"]): void {
    const typed = this.typed.trim();
    if (!typed) {
      this.input.focus();
      return;
    }
    this.isListOpen = false;
    const detail: Wanted = { deed, number: this.picked?.number ?? typed, name: typed };
    this.dispatchEvent(new CustomEvent<Wanted>("jingl-dial", { detail }));
  }

  private checkSoon(milliseconds = TYPING): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.checked = null;
    const typed = this.typed.trim();
    if (typed && this.mine) {
      this.timer = setTimeout(() => void this.checkNow(typed), milliseconds);
    }
  }

  private async checkNow(typed: string): Promise<void> {
    const { picked, timer } = this;
    const answer = await this.check(picked?.number ?? typed);
    // Otherwise something else is asked by now.
    if (answer && timer === this.timer) {
      this.checked = this.hintOf(answer, typed);
      if (answer.seconds !== null) {
        this.timer = setTimeout(() => this.checkSoon(0), answer.seconds * 1000);
      }
    }
  }

  private hintOf({ isAllowed, readable, name, rule, reason }: Check, typed: string): Hint | null {
    const { t } = this;
    if (isAllowed) {
      const number = readable ?? typed;
      const isTransfer = this.mine?.state === "on_call";
      const [named, bare] = isTransfer
        ? (["would_reach", "would_reach_number"] as const)
        : (["would_call", "would_call_number"] as const);
      return { text: name ? t(named, { name, number }) : t(bare, { number }), tone: "good" };
    }
    if (rule === "invalid_number") {
      return { text: incomplete(typed, t), tone: "quiet" };
    }
    // Half a name is nobody's; the suggestions say whose it may be.
    const isName = rule?.startsWith("name_");
    return isName && this.suggestions.length ? null : { text: reason ?? "", tone: "bad" };
  }
}
