/** A dashboard, and a view, that Home Assistant has us make; they follow what there is. */
import type { Account } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { accountsOf } from "../live/accounts";
import { dashboardOf, type StrategyConfig, viewOf } from "../model/dashboard";
import { loadTexts, textsOf } from "../texts";
import { EDITOR_TYPE } from "./const";

/** How long somebody may look at an empty page before they are told that Jingl isn't ready. */
const PATIENCE = 3000;

type Make = (
  config: StrategyConfig,
  accounts: readonly Account[],
  hass: HomeAssistant,
) => { readonly views: unknown } | { readonly sections: unknown };

/** What something was made from, and what it became. */
interface Made {
  readonly from: readonly unknown[];
  readonly made: string;
}

/** Makes something, and knows when it would become something else. */
class Maker {
  /** By the options that Home Assistant keeps. */
  private readonly known = new WeakMap<StrategyConfig, Made>();

  /** While an account is not loaded it is as it was before: its cards say so, where they are. */
  private readonly loaded = new Map<string, Account>();

  constructor(private readonly make: Make) {}

  async generate(config: StrategyConfig, hass: HomeAssistant) {
    const accounts = accountsOf(hass.connection);
    await Promise.all([accounts.told(PATIENCE), loadTexts(hass.language)]);
    const { current } = accounts;
    const told = current.kind === "known" ? current.accounts : [];
    const made = this.make(config, this.remembered(told), hass);
    this.known.set(config, { from: sourceOf(hass), made: JSON.stringify(made) });
    return made;
  }

  /** Return whether to make it anew; asked whenever anything in the house changes. */
  isOutdated(config: StrategyConfig, hass: HomeAssistant): boolean {
    const known = this.known.get(config);
    const { current } = accountsOf(hass.connection);
    const from = sourceOf(hass);
    if (!known || from.every((each, index) => each === known.from[index])) {
      return false;
    }
    if (current.kind !== "known") {
      return false;
    }
    const made = JSON.stringify(this.make(config, this.remembered(current.accounts), hass));
    this.known.set(config, { from, made });
    return made !== known.made;
  }

  private remembered(accounts: readonly Account[]): Account[] {
    return accounts.map((account) => {
      if (account.state === "loaded") {
        this.loaded.set(account.entry_id, account);
      }
      return this.loaded.get(account.entry_id) ?? account;
    });
  }
}

function sourceOf({ connection, areas, language }: HomeAssistant): readonly unknown[] {
  return [accountsOf(connection).current, areas, language];
}

const dashboards = new Maker((config, accounts, { areas, language }) => {
  const t = textsOf(language);
  return dashboardOf(config, accounts, areas, { phones: t("title"), calls: t("calls_title") });
});
const views = new Maker(viewOf);

export class PhonesDashboardStrategy extends HTMLElement {
  static async getCreateSuggestions({ language }: HomeAssistant) {
    await loadTexts(language);
    return { title: textsOf(language)("title"), icon: "mdi:deskphone" };
  }

  /** Home Assistant takes no form of a strategy, as it does of a card. */
  static getConfigElement(): HTMLElement {
    return document.createElement(EDITOR_TYPE);
  }

  static generate(config: StrategyConfig, hass: HomeAssistant) {
    return dashboards.generate(config, hass);
  }

  static shouldRegenerate(config: StrategyConfig, _: HomeAssistant, hass: HomeAssistant): boolean {
    return dashboards.isOutdated(config, hass);
  }
}

export class PhonesViewStrategy extends HTMLElement {
  static generate(config: StrategyConfig, hass: HomeAssistant) {
    return views.generate(config, hass);
  }

  static shouldRegenerate(config: StrategyConfig, _: HomeAssistant, hass: HomeAssistant): boolean {
    return views.isOutdated(config, hass);
  }
}
