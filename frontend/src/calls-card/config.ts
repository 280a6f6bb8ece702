/** What can be set of the card. */
import { type CardConfig, checkLists } from "../cards/config";
import { CALL_TABS, type CallTab } from "../model/call-tab";
import type { Key } from "../texts";

export interface CallsCardConfig extends CardConfig {
  /** The tab to begin with. */
  readonly filter?: CallTab | undefined;
}

export const TAB_WORDS: Readonly<Record<CallTab, Key>> = {
  all: "tab_all",
  missed: "tab_missed",
  incoming: "tab_incoming",
  outgoing: "tab_outgoing",
};

/** Refuse what no form has left so; Home Assistant shows why. */
export function checkConfig(config: CallsCardConfig): void {
  checkLists(config);
  if (config.filter !== undefined && !CALL_TABS.includes(config.filter)) {
    throw new Error(`filter: ${CALL_TABS.join(", ")}`);
  }
}
