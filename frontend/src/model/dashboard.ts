/** The dashboard that is made of what accounts there are: all phones, their calls, and the areas. */
import type { Account } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import type { Order } from "./arrange";

/** What can be set of a dashboard, or of one view. */
export interface StrategyConfig {
  readonly type: string;
  /** What a view is about; phones, unless it says calls. */
  readonly view?: "phones" | "calls" | undefined;
  /** A config entry's id; all accounts if there is none. */
  readonly account?: string | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly order?: Order | undefined;
  readonly dial?: boolean | undefined;
  readonly one_tap?: boolean | undefined;
  readonly hide_offline?: boolean | undefined;
  readonly compact?: boolean | undefined;
}

interface Card {
  readonly type: string;
  readonly [option: string]: unknown;
}

interface Section {
  readonly type: "grid";
  readonly column_span: number;
  readonly cards: readonly Card[];
}

export interface ViewConfig {
  readonly type: "sections";
  readonly max_columns: number;
  readonly sections: readonly Section[];
}

export interface DashboardView {
  readonly title: string;
  readonly path: string;
  readonly icon?: string;
  readonly show_icon_and_title?: boolean;
  readonly strategy: StrategyConfig;
}

export interface DashboardConfig {
  readonly views: readonly DashboardView[];
}

const PHONES_CARD = "custom:jingl-phones-card";
const CALLS_CARD = "custom:jingl-calls-card";

/** A card is as wide as the view, which is as wide as so many columns of Home Assistant's. */
const COLUMNS = 4;

/**
 * Return the dashboard: a view with all phones, one with all calls, and one for each area where
 * there are several.
 *
 * Each view is left to the strategy for views, so that a view is only drawn anew if its own cards
 * change.
 */
export function dashboardOf(
  options: StrategyConfig,
  accounts: readonly Account[],
  areas: HomeAssistant["areas"] = {},
  titles: { readonly phones: string; readonly calls: string },
): DashboardConfig {
  const used = new Set(wanted(options, accounts).flatMap(({ handsets }) => areasOf(handsets)));
  // In the order that Home Assistant gives its areas.
  const shown = Object.entries(areas).flatMap(([id, area]) =>
    area && used.has(id) && isWanted(id, options) ? [{ id, ...area }] : [],
  );
  return {
    views: [
      { title: titles.phones, path: "phones", strategy: options },
      { title: titles.calls, path: "calls", strategy: { ...options, view: "calls" } },
      ...(shown.length > 1 ? shown : []).map(({ id, name, icon }) => ({
        title: name ?? id,
        path: `area-${id}`,
        ...(icon ? { icon, show_icon_and_title: true } : {}),
        strategy: { ...options, areas: [id] },
      })),
    ],
  };
}

/** Return a view: of each account the phones and the calls that they missed, or all their calls. */
export function viewOf(options: StrategyConfig, accounts: readonly Account[]): ViewConfig {
  const { type: _, view, account, areas, ...look } = options;
  const shown = wanted(options, accounts);
  const sections = shown.map(({ entry_id, title }) => {
    // A card without an account is about the first one, whichever that is.
    const which = { ...(accounts.length > 1 && { account: entry_id }), ...(areas && { areas }) };
    return sectionOf([
      ...(shown.length > 1 ? [{ type: "heading", heading: title }] : []),
      ...(view === "calls"
        ? [{ type: CALLS_CARD, ...which }]
        : [
            { type: PHONES_CARD, ...which, ...look },
            { type: CALLS_CARD, ...which, filter: "missed" },
          ]),
    ]);
  });
  // Where there is nothing to show, the card says what to do.
  const empty = sectionOf([{ type: PHONES_CARD, ...(account && { account }) }]);
  return {
    type: "sections",
    max_columns: COLUMNS,
    sections: sections.length ? sections : [empty],
  };
}

function sectionOf(cards: readonly Card[]): Section {
  return { type: "grid", column_span: COLUMNS, cards };
}

/** Return the accounts that have what a dashboard or view is to show. */
function wanted({ account, areas }: StrategyConfig, accounts: readonly Account[]): Account[] {
  const chosen = accounts.filter(({ entry_id }) => !account || entry_id === account);
  const inside = chosen.filter(({ handsets }) =>
    areasOf(handsets).some((id) => areas?.includes(id)),
  );
  return areas?.length && inside.length ? inside : chosen;
}

function areasOf(handsets: Account["handsets"]): string[] {
  return handsets.flatMap(({ area_id }) => area_id ?? []);
}

function isWanted(area: string, { areas }: StrategyConfig): boolean {
  return !areas?.length || areas.includes(area);
}
