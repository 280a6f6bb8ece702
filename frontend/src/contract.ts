/** What Home Assistant tells the cards. Python's side is frontend/accounts.py and frontend/calls.py. */

/** Every event is the whole of what this user may read, so that nothing has to be put together here. */
export const SUBSCRIBE_ACCOUNTS = "jingl/accounts/subscribe";

/** The newest calls that match, then what is new of them. */
export const SUBSCRIBE_CALLS = "jingl/calls/subscribe";

/** Asks for older calls, which an event of the subscription brings. */
export const PAGE_CALLS = "jingl/calls/page";

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

export const CALL_DIRECTIONS = ["inbound", "outbound", "internal"] as const;
export type CallDirection = (typeof CALL_DIRECTIONS)[number];

export type CallResult = "answered" | "missed" | "voicemail" | "no_answer" | "answered_elsewhere";

/** A call of one handset, as it is remembered; null is what nobody knows. */
export interface CardCall {
  /** This call's alone, for as long as it is remembered. */
  readonly key: string;
  readonly entry_id: string;
  readonly device_id: string | null;
  /** The same for all handsets that took part. */
  readonly id: string;
  readonly extension: string | null;
  readonly direction: CallDirection | null;
  /** The other party's; null if it was withheld, too. */
  readonly number: string | null;
  /** The number as people read it. */
  readonly readable: string | null;
  readonly name: string | null;
  readonly result: CallResult | null;
  readonly started: string;
  readonly answered: string | null;
  readonly ended: string | null;
  /** For how many seconds it was connected. */
  readonly duration: number | null;
  readonly recording: boolean | null;
  /** What to resolve for listening to the recording; null for who may not, or if there is none. */
  readonly media_content_id: string | null;
  readonly notes: string | null;
  /** Up to 5 stars; 0 and null are none. */
  readonly rating: number | null;
  /** Whether this user may change notes and rating. */
  readonly may_update: boolean;
  readonly source: "seen" | "jingl" | "both";
}

/** Which calls to be told of; what is left out stands for any. */
export interface CallsFilter {
  readonly entry_id?: string;
  readonly device_ids?: readonly string[];
  readonly directions?: readonly CallDirection[];
  readonly results?: readonly CallResult[];
  /** The other party's name or number, in which * stands for anything. */
  readonly party?: string;
  readonly since?: string;
  readonly until?: string;
  /** How many to begin with, at most 1000. */
  readonly limit?: number;
}

/** The first event of a subscription. */
export interface CallsAtFirst {
  readonly subscription: number;
  readonly calls: readonly CardCall[];
  readonly more: boolean;
}

/** What is new since the last event. */
export interface CallsChanged {
  readonly changed: readonly CardCall[];
  /** The keys of those that are gone. */
  readonly removed: readonly string[];
  /** Whether there are older ones that match. */
  readonly more: boolean;
}

export type CallsEvent = CallsAtFirst | CallsChanged;
