/** The numbers that were called last, by account: the same for all cards of a page. */
import type { Connection, HomeAssistant } from "../home-assistant";
import { readFor, writeFor } from "../model/read";
import { type Recent, readRecents, remember } from "../model/suggest";
import { Kept } from "./storage";

const KEY = "jingl_recent";

class Recents {
  private readonly lists = new Map<string, readonly Recent[]>();
  private readonly kept: Kept;

  constructor(hass: HomeAssistant) {
    this.kept = new Kept(KEY, hass, () => this.lists.clear());
  }

  /** Return an account's; it is the same list until one is added. */
  of(entryId: string): readonly Recent[] {
    const list = this.lists.get(entryId) ?? readRecents(readFor(this.kept.value, entryId));
    this.lists.set(entryId, list);
    return list;
  }

  add(entryId: string, called: Omit<Recent, "at">): void {
    const recent = { ...called, at: Date.now() };
    this.kept.change((stored) =>
      writeFor(stored, entryId, remember(readRecents(readFor(stored, entryId)), recent)),
    );
    this.lists.clear();
  }
}

const stores = new WeakMap<Connection, Recents>();

/** Return the numbers that the user of a connection called last. */
export function recentsOf(hass: HomeAssistant): Recents {
  let store = stores.get(hass.connection);
  if (!store) {
    store = new Recents(hass);
    stores.set(hass.connection, store);
  }
  return store;
}
