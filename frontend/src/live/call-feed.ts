/** The calls that a card shows: those that match its filter and, while somebody searches, the search. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CallsFilter, CardCall } from "../contract";
import type { Connection } from "../home-assistant";
import type { Search } from "../model/call-search";
import { changeCalls } from "../model/calls";
import { Memo } from "../model/memo";
import { type CallsStore, callsOf } from "./calls";

/** Whoever types on does so within this time; only then is Home Assistant asked. */
const STILL_TYPING = 300;

type Calls = CallsStore["current"];

export class CallFeed implements ReactiveController {
  private listed: CallsStore | null = null;
  /** What Home Assistant finds among older calls. */
  private found: CallsStore | null = null;
  private search: Search | null = null;
  /** What the found ones are, or will be. */
  private wanted = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly merged = new Memo<Calls>();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    // Home Assistant takes cards away only to show them again elsewhere.
    this.listed?.linger();
    this.listed?.remove(this.changed);
    this.listed = null;
    this.find("", null);
  }

  /** Show these from now on; the same again changes nothing. */
  follow(connection: Connection, filter: CallsFilter, search: Search | null): void {
    const store = callsOf(connection, filter);
    if (store !== this.listed) {
      // Whoever looks through the tabs comes back.
      this.listed?.linger();
      this.listed?.remove(this.changed);
      this.listed = store;
      store.add(this.changed);
    }
    this.search = search;
    const { current } = store;
    const isHalf = current.kind === "known" && current.more;
    // Where all calls are here, nobody need be asked.
    const party = isHalf ? (search?.party ?? null) : null;
    const wanted = party === null ? null : { ...filter, party };
    this.find(wanted && JSON.stringify(wanted), wanted && (() => callsOf(connection, wanted)));
  }

  /** Return what there is to show; it is the same until it changes. */
  get current(): Calls {
    const { listed, found, search, wanted } = this;
    const here: Calls = listed?.current ?? { kind: "loading" };
    if (!search || here.kind !== "known") {
      return here;
    }
    const others = found?.current;
    return this.merged.of([here, others, search, wanted], () => {
      const calls = here.calls.filter(search.matches);
      const older: readonly CardCall[] = others?.kind === "known" ? others.calls : [];
      // As long as nothing was found, there may be more.
      const more = others?.kind === "known" ? others.more : others?.kind !== "absent";
      return {
        kind: "known",
        calls: changeCalls(calls, { changed: older, removed: [] }),
        more: wanted !== "" && more,
      };
    });
  }

  loadMore(): void {
    void (this.search ? this.found : this.listed)?.loadMore();
  }

  /** Ask again if the integration was not there before. */
  retry(): void {
    this.listed?.retry();
  }

  private find(wanted: string | null, store: (() => CallsStore) | null): void {
    const key = wanted ?? "";
    if (key === this.wanted) {
      return;
    }
    this.wanted = key;
    clearTimeout(this.timer);
    this.found?.remove(this.changed);
    this.found = null;
    if (store) {
      this.timer = setTimeout(() => {
        this.found = store();
        this.found.add(this.changed);
      }, STILL_TYPING);
    }
  }

  private readonly changed = (): void => this.host.requestUpdate();
}
