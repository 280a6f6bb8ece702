/** The options of a dashboard, for Home Assistant's dialog, which draws no form for a strategy. */
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { ORDER_WORDS } from "../cards/form";
import type { Account } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { type AccountsStore, accountsOf } from "../live/accounts";
import { ORDERS } from "../model/arrange";
import type { StrategyConfig } from "../model/dashboard";
import { shared } from "../styles";
import { type Key, loadTexts, pageLanguage, type Translate, textsOf } from "../texts";

const SWITCHES = {
  dial: { label: "option_dial", byDefault: true },
  one_tap: { label: "option_one_tap", byDefault: false },
  hide_offline: { label: "option_hide_offline", byDefault: false },
  compact: { label: "option_compact", byDefault: false },
} as const satisfies Record<string, { label: Key; byDefault: boolean }>;

type Switch = keyof typeof SWITCHES;

export class StrategyEditor extends LitElement {
  @state() private config: StrategyConfig | undefined;
  @state() private t: Translate = textsOf(pageLanguage());
  private home: HomeAssistant | undefined;
  private accounts: AccountsStore | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 4px;
        color: var(--text);
        font-size: 14px;
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 16px;
        min-block-size: 44px;
      }
      select {
        font: inherit;
        color: inherit;
        min-block-size: 44px;
        min-inline-size: 160px;
        max-inline-size: 100%;
        padding-inline: 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--surface);
      }
      select:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: 2px;
      }
      input {
        inline-size: 20px;
        block-size: 20px;
        accent-color: var(--accent);
      }
    `,
  ];

  setConfig(config: StrategyConfig): void {
    this.config = config;
  }

  set hass(hass: HomeAssistant) {
    if (!this.home) {
      void loadTexts(hass.language).then(() => {
        this.t = textsOf(hass.language);
      });
    }
    this.home = hass;
    if (this.isConnected) {
      this.listen();
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.accounts?.remove(this.draw);
  }

  private listen(): void {
    if (this.home) {
      this.accounts = accountsOf(this.home.connection);
      this.accounts.add(this.draw);
    }
  }

  private readonly draw = (): void => {
    this.requestUpdate();
  };

  protected override render() {
    const { t, config, accounts } = this;
    if (!config) {
      return nothing;
    }
    const told = accounts?.current.kind === "known" ? accounts.current.accounts : [];
    return html`
      ${told.length > 1 || config.account ? this.accountField(told, config) : nothing}
      <label>
        ${t("option_order")}
        <select @change=${(event: Event) => this.set("order", chosenIn(event))}>
          ${ORDERS.map(
            (each) => html`<option value=${each} ?selected=${each === (config.order ?? "name")}>
              ${t(ORDER_WORDS[each])}
            </option>`,
          )}
        </select>
      </label>
      ${(Object.keys(SWITCHES) as Switch[]).map((name) => this.switchField(name, config))}
    `;
  }

  private accountField(told: readonly Account[], { account }: StrategyConfig) {
    const { t } = this;
    const isGone = account !== undefined && !told.some(({ entry_id }) => entry_id === account);
    return html`<label>
      ${t("option_account")}
      <select @change=${(event: Event) => this.set("account", chosenIn(event) || undefined)}>
        <option value="" ?selected=${!account}>${t("all_accounts")}</option>
        ${told.map(
          ({ entry_id, title }) => html`<option value=${entry_id} ?selected=${entry_id === account}>
            ${title}
          </option>`,
        )}
        ${isGone ? html`<option value=${account} selected>${account}</option>` : nothing}
      </select>
    </label>`;
  }

  private switchField(name: Switch, config: StrategyConfig) {
    const { label, byDefault } = SWITCHES[name];
    return html`<label>
      ${this.t(label)}
      <input
        type="checkbox"
        .checked=${config[name] ?? byDefault}
        @change=${(event: Event) => {
          const { checked } = event.target as HTMLInputElement;
          this.set(name, checked === byDefault ? undefined : checked);
        }}
      />
    </label>`;
  }

  private set(option: keyof StrategyConfig, value: unknown): void {
    const { [option]: _, ...others } = this.config ?? { type: "" };
    const config = value === undefined ? others : { ...others, [option]: value };
    this.dispatchEvent(
      new CustomEvent("config-changed", { detail: { config }, bubbles: true, composed: true }),
    );
  }
}

function chosenIn(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
