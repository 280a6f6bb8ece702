/** The accounts as Home Assistant tells them: one subscription for all cards of a page. */
import { type Account, type AccountsEvent, SUBSCRIBE_ACCOUNTS } from "../contract";
import type { Connection } from "../home-assistant";
import { type Message, Subscription } from "./subscription";

interface Accounts {
  readonly accounts: readonly Account[];
}

class AccountsStore extends Subscription<AccountsEvent, Accounts> {
  protected override message(): Message {
    return { type: SUBSCRIBE_ACCOUNTS };
  }

  protected override read({ accounts }: AccountsEvent): Accounts {
    return { accounts };
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
