/** The notes and the rating of a call, to be read or changed. */
import { mdiStar, mdiStarOff, mdiStarOutline } from "@mdi/js";
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { CardCall } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { type Remarks, save } from "../live/notes";
import { shared } from "../styles";
import type { Translate } from "../texts";

const STARS = [1, 2, 3, 4, 5];
const MOST = STARS.length;

/** As long as Jingl's texts may be. */
const LONGEST = 255;

/** What somebody has typed or chosen and is not saved, by call, even if the card is made anew. */
const drafts = new Map<string, Partial<Remarks>>();

export class CallNotes extends LitElement {
  @property({ attribute: false }) hass!: HomeAssistant;
  @property({ attribute: false }) t!: Translate;
  @property({ attribute: false }) call!: CardCall;
  @state() private isSaving = false;
  @state() private said: { readonly text: string; readonly tone: "good" | "bad" } | null = null;
  /** What is saved, but not told yet. */
  private saved: Partial<Remarks> = {};

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: 14px;
      }
      form {
        display: grid;
        gap: 4px;
      }
      .label {
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
      }
      textarea {
        display: block;
        inline-size: 100%;
        box-sizing: border-box;
        min-block-size: 60px;
        padding: 8px 10px;
        font: inherit;
        color: var(--text);
        background: transparent;
        border: 1px solid var(--line);
        border-radius: 8px;
        resize: vertical;
      }
      textarea:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: -1px;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      .stars {
        display: flex;
      }
      .star {
        position: relative;
        inline-size: 40px;
        block-size: 44px;
        display: grid;
        place-items: center;
        border-radius: 8px;
        color: var(--quiet);
      }
      .star.filled {
        color: var(--accent-text);
      }
      .star input {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .star:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: -2px;
      }
      .said {
        font-size: 13px;
        line-height: 18px;
      }
      .bad {
        color: var(--error);
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get("call") as CardCall | undefined;
    if (before && (before.notes !== this.call.notes || before.rating !== this.call.rating)) {
      this.saved = {};
    }
  }

  protected override render() {
    return this.call.may_update ? this.form() : this.text();
  }

  private text() {
    const { notes, rating } = this.call;
    return html`
      ${notes ? html`<p><bdi>${notes}</bdi></p>` : nothing}
      ${
        rating
          ? html`<div class="stars" role="img" aria-label=${this.stars(rating)}>
              ${STARS.map((each) => this.star(each, rating))}
            </div>`
          : nothing
      }
    `;
  }

  private form() {
    const { t, said, isSaving } = this;
    const { notes, rating } = this.shown;
    return html`<form @submit=${this.submit}>
      <label>
        <span class="label">${t("notes")}</span>
        <textarea
          rows="2"
          maxlength=${LONGEST}
          dir="auto"
          .value=${notes}
          @input=${this.type}
          @keydown=${this.key}
        ></textarea>
      </label>
      <div class="end">
        <div class="stars" role="radiogroup" aria-label=${t("rating")}>
          ${[0, ...STARS].map(
            (each) => html`<label
              class="star ${each && each <= rating ? "filled" : ""}"
              title=${this.stars(each)}
            >
              <input
                type="radio"
                name="rating"
                value=${each}
                .checked=${each === rating}
                aria-label=${this.stars(each)}
                @change=${() => this.change({ rating: each })}
              />${each ? this.star(each, rating) : icon(mdiStarOff)}
            </label>`,
          )}
        </div>
        <button class="button tinted" aria-disabled=${isSaving || !this.changes ? "true" : "false"}>
          ${t("save")}
        </button>
        <span class="said ${said?.tone ?? ""}" role="status">${said?.text ?? ""}</span>
      </div>
    </form>`;
  }

  private star(each: number, rating: number) {
    return icon(each <= rating ? mdiStar : mdiStarOutline);
  }

  private stars(rating: number): string {
    const { t } = this;
    return rating ? t("stars", { count: String(rating), most: String(MOST) }) : t("no_rating");
  }

  /** What is known to be at Jingl. */
  private get kept(): Remarks {
    return { notes: this.call.notes ?? "", rating: this.call.rating ?? 0, ...this.saved };
  }

  private get shown(): Remarks {
    return { ...this.kept, ...drafts.get(this.call.key) };
  }

  /** What there is to save; null for nothing. */
  private get changes(): Partial<Remarks> | null {
    const { kept, shown } = this;
    const changes = {
      ...(shown.notes !== kept.notes && { notes: shown.notes }),
      ...(shown.rating !== kept.rating && { rating: shown.rating }),
    };
    return Object.keys(changes).length ? changes : null;
  }

  private change(change: Partial<Remarks>): void {
    const { key } = this.call;
    drafts.set(key, { ...drafts.get(key), ...change });
    this.said = null;
    this.requestUpdate();
  }

  private type({ target }: Event): void {
    // Jingl's texts have one line.
    this.change({ notes: (target as HTMLTextAreaElement).value.replace(/\s*\n\s*/g, " ") });
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      void this.send();
    }
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.send();
  }

  private async send(): Promise<void> {
    const { call, changes, hass, t } = this;
    if (!changes || this.isSaving) {
      return;
    }
    this.isSaving = true;
    this.said = null;
    const why = await save(hass, call, changes, t);
    this.isSaving = false;
    if (why === null) {
      this.saved = { ...this.saved, ...changes };
      this.forget(call.key, changes);
    }
    this.said = why === null ? { text: t("saved"), tone: "good" } : { text: why, tone: "bad" };
  }

  /** Drop of the draft what is saved; somebody may have typed on meanwhile. */
  private forget(key: string, { notes, rating }: Partial<Remarks>): void {
    const draft = drafts.get(key) ?? {};
    const left = {
      ...(draft.notes !== undefined && draft.notes !== notes && { notes: draft.notes }),
      ...(draft.rating !== undefined && draft.rating !== rating && { rating: draft.rating }),
    };
    if (Object.keys(left).length) {
      drafts.set(key, left);
    } else {
      drafts.delete(key);
    }
  }
}
