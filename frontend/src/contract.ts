/**
 * What `jingl/accounts/subscribe` tells the cards. Python's side is frontend/accounts.py.
 *
 * Every event is the whole of what this user may read, so that nothing has to be put together here.
 */

export const SUBSCRIBE = "jingl/accounts/subscribe";

/** The ids of a handset's entities; absent where one is disabled or may not be read. */
export interface HandsetEntities {
  readonly status?: string;
  readonly busy?: string;
  readonly last_missed_call?: string;
  readonly call?: string;
  readonly recording?: string;
}

export interface Handset {
  readonly extension: string;
  /** As the user calls the device. */
  readonly name: string;
  readonly device_id: string;
  readonly area_id: string | null;
  readonly labels: readonly string[];
  readonly entities: HandsetEntities;
  /** Whether this user may place and change this handset's calls. */
  readonly may_call: boolean;
  /** Whether it may monitor, coach and barge in on other calls for this user. */
  readonly may_supervise: boolean;
}

export interface ContactNumber {
  /** As an action takes it. */
  readonly number: string;
  /** As people read it. */
  readonly readable: string;
}

export interface Contact {
  readonly name: string;
  readonly numbers: readonly ContactNumber[];
  readonly favourite: boolean;
}

export interface Account {
  readonly entry_id: string;
  readonly title: string;
  /** Of an account that is not loaded, nothing more is known. */
  readonly state: "loaded" | "loading" | "failed";
  readonly handsets: readonly Handset[];
  /** Empty for a user who may control no handset of the account. */
  readonly contacts: readonly Contact[];
  /** The device that the options name as this user's phone. */
  readonly my_phone: string | null;
}

export interface AccountsEvent {
  readonly accounts: readonly Account[];
}
