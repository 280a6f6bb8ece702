/** The call log as Home Assistant tells it: one subscription per filter for all cards of a page. */
import {
  type CallsEvent,
  type CallsFilter,
  type CardCall,
  PAGE_CALLS,
  SUBSCRIBE_CALLS,
} from "../contract";
import type { Connection } from "../home-assistant";
import { changeCalls } from "../model/calls";
import { type Message, Subscription } from "./subscription";

interface Calls {
  /** The newest that match, newest first: as many as were asked for. */
  readonly calls: readonly CardCall[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** How many to begin with, unless the filter says. */
const FEW = 100;

/** How many Home Assistant tells at a time. */
const MOST = 1000;

export class CallsStore extends Subscription<CallsEvent, Calls> {
  private subscription: number | null = null;
  /** Of how many calls Home Assistant was asked to tell. */
  private asked: number;

  constructor(
    connection: Connection,
    private readonly filter: CallsFilter,
    private readonly forget: () => void,
  ) {
    super(connection);
    this.asked = filter.limit ?? FEW;
  }

  /** Ask for older calls: as many again as there are. Until they are here, asking again does nothing. */
  async loadMore(): Promise<void> {
    const { current, subscription, asked } = this;
    if (
      current.kind !== "known" ||
      !current.more ||
      current.calls.length < asked ||
      subscription === null
    ) {
      return;
    }
    const limit = Math.min(asked, MOST);
    this.asked += limit;
    try {
      await this.connection.sendMessagePromise({ type: PAGE_CALLS, subscription, limit });
    } catch {
      // Unless it was asked anew meanwhile, whoever comes to the end again asks again.
      if (this.subscription === subscription) {
        this.asked = asked;
      }
    }
  }

  protected override ended(): void {
    this.forget();
  }

  protected override message(): Message {
    // After a reconnection nobody's place in the list shall be gone.
    this.subscription = null;
    this.asked = Math.min(this.asked, MOST);
    return { type: SUBSCRIBE_CALLS, ...this.filter, limit: this.asked };
  }

  protected override read(event: CallsEvent): Calls {
    const { more } = event;
    if ("calls" in event) {
      this.subscription = event.subscription;
      return { calls: event.calls, more };
    }
    const before = this.current.kind === "known" ? this.current.calls : [];
    return { calls: changeCalls(before, event), more };
  }
}

const stores = new WeakMap<Connection, Map<string, CallsStore>>();

/** Return the calls that a connection tells of; those with the same filter are the same. */
export function callsOf(connection: Connection, filter: CallsFilter): CallsStore {
  const all = stores.get(connection) ?? new Map<string, CallsStore>();
  stores.set(connection, all);
  const key = JSON.stringify(filter);
  const store =
    all.get(key) ??
    new CallsStore(connection, filter, () => {
      // What somebody searched for once need not stay.
      if (all.get(key) === store) {
        all.delete(key);
      }
    });
  all.set(key, store);
  return store;
}
