/** The numbers that were called last: one list for all cards of a page. */
import type { Connection, HomeAssistant } from "../home-assistant";
import { type Recent, readRecents, remember } from "../model/suggest";
import { load, save } from "./storage";

const KEY = "jingl_recent";

const lists = new WeakMap<Connection, readonly Recent[]>();

/** Return the numbers that the user of a connection called last; the same list until one is added. */
export function recentsOf(hass: HomeAssistant): readonly Recent[] {
  const recents = lists.get(hass.connection) ?? readRecents(load(KEY, hass));
  lists.set(hass.connection, recents);
  return recents;
}

/** Add a number that was called. */
export function addRecent(hass: HomeAssistant, recent: Recent): void {
  const recents = remember(recentsOf(hass), recent);
  lists.set(hass.connection, recents);
  save(KEY, hass, recents);
}
