/** The accounts as Home Assistant tells them: one subscription for all cards of a page. */
import { type Account, type AccountsEvent, SUBSCRIBE } from "../contract";
import type { Connection } from "../home-assistant";

export type Accounts =
  | { readonly kind: "loading" }
  | { readonly kind: "absent" }
  | { readonly kind: "known"; readonly accounts: readonly Account[] };

type Listener = () => void;

/** Cards that come soon need not ask again. */
const LINGER = 10_000;

class AccountsStore {
  current: Accounts = { kind: "loading" };
  private readonly listeners = new Set<Listener>();
  private unsubscribe: (() => Promise<void>) | null = null;
  /** What is asked now; an answer to what was asked before comes too late. */
  private attempt: object | null = null;

  constructor(private readonly connection: Connection) {}

  add(listener: Listener): void {
    if (!this.listeners.size) {
      this.connection.addEventListener("ready", this.subscribe);
      void this.subscribe();
    }
    this.listeners.add(listener);
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener);
    if (!this.listeners.size) {
      this.connection.removeEventListener("ready", this.subscribe);
      this.attempt = null;
      void this.unsubscribe?.().catch(() => undefined);
      this.unsubscribe = null;
    }
  }

  /** Return once something is told, or that much time has passed. */
  told(milliseconds: number): Promise<void> {
    const isTold = this.listeners.size > 0 && this.current.kind !== "loading";
    return new Promise((resolve) => {
      const listener = () => resolve();
      this.add(listener);
      setTimeout(() => this.remove(listener), LINGER);
      if (isTold) {
        resolve();
      } else {
        setTimeout(resolve, milliseconds);
      }
    });
  }

  /** Ask again if nothing answered before, since the integration may only now be set up. */
  retry(): void {
    if (this.listeners.size && this.current.kind === "absent" && !this.attempt) {
      void this.subscribe();
    }
  }

  /**
   * Subscribe, also after each reconnection. The connection would do that by itself, but would give
   * up for good if the integration is not there yet, as it is while Home Assistant starts.
   */
  private readonly subscribe = async (): Promise<void> => {
    const attempt = {};
    this.attempt = attempt;
    this.unsubscribe = null;
    try {
      const unsubscribe = await this.connection.subscribeMessage<AccountsEvent>(
        ({ accounts }) => {
          if (this.attempt === attempt) {
            this.publish({ kind: "known", accounts });
          }
        },
        { type: SUBSCRIBE },
        { resubscribe: false },
      );
      if (this.attempt === attempt) {
        this.unsubscribe = unsubscribe;
      } else {
        await unsubscribe().catch(() => undefined);
      }
    } catch {
      if (this.attempt === attempt) {
        this.attempt = null;
        this.publish({ kind: "absent" });
      }
    }
  };

  private publish(accounts: Accounts): void {
    this.current = accounts;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const stores = new WeakMap<Connection, AccountsStore>();

/** Return the accounts that a connection tells of. */
export function accountsOf(connection: Connection): AccountsStore {
  let store = stores.get(connection);
  if (!store) {
    store = new AccountsStore(connection);
    stores.set(connection, store);
  }
  return store;
}

export type { AccountsStore };
