/** The tabs of the calls card, and which calls are in each. */
import type { CallsFilter } from "../contract";

export const CALL_TABS = ["all", "missed", "incoming", "outgoing"] as const;
export type CallTab = (typeof CALL_TABS)[number];

/** Internal calls are neither incoming nor outgoing, since nobody says who called whom. */
export const TAB_FILTERS: Readonly<Record<CallTab, CallsFilter>> = {
  all: {},
  missed: { results: ["missed"] },
  incoming: { directions: ["inbound"] },
  outgoing: { directions: ["outbound"] },
};

/** Return the tab that an arrow key leads to, from the first to the last and around; null for other keys. */
export function tabAfter(tab: CallTab, key: string, isRightToLeft: boolean): CallTab | null {
  const last = CALL_TABS.length - 1;
  const place = CALL_TABS.indexOf(tab);
  const forwards = isRightToLeft ? "ArrowLeft" : "ArrowRight";
  const backwards = isRightToLeft ? "ArrowRight" : "ArrowLeft";
  const places: Readonly<Record<string, number>> = {
    [forwards]: place === last ? 0 : place + 1,
    [backwards]: place === 0 ? last : place - 1,
    Home: 0,
    End: last,
  };
  const next = places[key];
  return next === undefined ? null : (CALL_TABS[next] ?? null);
}
