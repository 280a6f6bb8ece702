/** Asks which phone is mine. */
import { css, html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Handset } from "../contract";
import { shared } from "../styles";
import type { Translate } from "../texts";

export interface Chosen {
  /** Null for none. */
  readonly device: string | null;
  readonly isEverywhere: boolean;
}

export class PhoneChooser extends LitElement {
  @property({ attribute: false }) handsets: readonly Handset[] = [];
  @property({ attribute: false }) chosen: string | null = null;
  @property({ attribute: false }) t!: Translate;
  @state() private isEverywhere = false;

  static override styles = [
    shared,
    css`
      section {
        border: 1px solid var(--line);
        border-radius: 12px;
        padding: 12px;
        margin-block-end: 12px;
        color: var(--text);
      }
      h3 {
        margin: 0;
        font-size: 16px;
        line-height: 22px;
        font-weight: 500;
      }
      p {
        margin: 0 0 8px;
        font-size: 13px;
        color: var(--quiet);
      }
      .phones {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        max-block-size: 300px;
        overflow-y: auto;
        padding: 3px;
      }
      .phones .button {
        white-space: normal;
      }
      .extension {
        color: var(--quiet);
        font-weight: 400;
      }
      .filled .extension {
        color: inherit;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        margin-block-start: 8px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 44px;
        font-size: 14px;
        cursor: pointer;
      }
      input {
        inline-size: 18px;
        block-size: 18px;
        accent-color: var(--accent);
      }
      .buttons {
        display: flex;
        gap: 6px;
      }
    `,
  ];

  protected override render() {
    const { t, chosen } = this;
    return html`<section aria-labelledby="title" @keydown=${this.escape}>
      <h3 id="title">${t("choose_title")}</h3>
      <p>${t("choose_why")}</p>
      <div class="phones">
        ${repeat(
          this.handsets,
          ({ device_id }) => device_id,
          ({ device_id, name, extension }) => html`<button
            class="button ${device_id === chosen ? "filled" : ""}"
            aria-pressed=${device_id === chosen ? "true" : "false"}
            @click=${() => this.choose(device_id)}
          >
            <bdi>${name}</bdi><span class="extension">${extension}</span>
          </button>`,
        )}
      </div>
      <div class="end">
        <label>
          <input type="checkbox" .checked=${this.isEverywhere} @change=${this.toggle} />
          ${t("choose_everywhere")}
        </label>
        <div class="buttons">
          ${
            chosen === null
              ? ""
              : html`<button class="button" @click=${() => this.choose(null)}>
                  ${t("choose_none")}
                </button>`
          }
          <button class="button" @click=${this.cancel}>${t("cancel")}</button>
        </div>
      </div>
    </section>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".filled, .button")?.focus();
  }

  private toggle(event: Event): void {
    this.isEverywhere = (event.target as HTMLInputElement).checked;
  }

  private choose(device: string | null): void {
    const detail: Chosen = { device, isEverywhere: this.isEverywhere };
    this.dispatchEvent(new CustomEvent<Chosen>("jingl-choose", { detail }));
  }

  private cancel(): void {
    this.dispatchEvent(new CustomEvent<null>("jingl-choose", { detail: null }));
  }

  private escape(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.cancel();
    }
  }
}
