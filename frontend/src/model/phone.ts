/** What a handset is doing, read from its entities' states. */
import type { Handset } from "../contract";
import type { EntityState, States } from "../home-assistant";
import { sameNumber } from "./number";
import { text } from "./read";

export type PhoneState =
  | "free"
  | "ringing"
  | "calling"
  | "on_call"
  | "on_hold"
  | "busy"
  | "offline"
  | "unknown";

export type Direction = "inbound" | "outbound" | "internal";

export interface MissedCall {
  /** In milliseconds of the epoch. */
  readonly at: number;
  readonly number: string | null;
  /** The caller's name, else the number as people read it; null if it was withheld. */
  readonly caller: string | null;
  /** Whether that is a name. */
  readonly isNamed: boolean;
}

export interface Phone {
  readonly handset: Handset;
  readonly state: PhoneState;
  /** The other party's name, else the number as people read it. */
  readonly party: string | null;
  /** The other party's number, where `party` is a name. */
  readonly number: string | null;
  readonly direction: Direction | null;
  /** When the call was connected, or began to ring, in milliseconds of the epoch. */
  readonly since: number | null;
  readonly missed: MissedCall | null;
  /** Whether its calls are recorded; null if nobody knows. */
  readonly isRecorded: boolean | null;
}

const STATES: ReadonlyMap<string | undefined, PhoneState> = new Map([
  ["idle", "free"],
  ["ringing", "ringing"],
  ["calling", "calling"],
  ["on_call", "on_call"],
  ["on_hold", "on_hold"],
  ["offline", "offline"],
]);

const SWITCHED: ReadonlyMap<string | undefined, boolean> = new Map([
  ["on", true],
  ["off", false],
]);

const DIRECTIONS: readonly unknown[] = ["inbound", "outbound", "internal"] satisfies Direction[];

/** Return what a handset is doing. */
export function readPhone(handset: Handset, states: States): Phone {
  const { entities } = handset;
  const status = entities.status ? states[entities.status] : undefined;
  const state = readState(status, entities.busy ? states[entities.busy] : undefined);
  const party = text(status?.attributes.other_party);
  const number = text(status?.attributes.number);
  const direction = status?.attributes.direction;
  return {
    handset,
    state,
    party: party ?? number,
    number: party === null || number === null || sameNumber(party, number) ? null : number,
    direction: DIRECTIONS.includes(direction) ? (direction as Direction) : null,
    since: time(status?.attributes.started) ?? ringingSince(state, status),
    missed: readMissed(entities.last_missed_call ? states[entities.last_missed_call] : undefined),
    isRecorded: SWITCHED.get(entities.recording && states[entities.recording]?.state) ?? null,
  };
}

interface Seen {
  readonly handset: Handset;
  readonly status: EntityState | undefined;
  readonly busy: EntityState | undefined;
  readonly missed: EntityState | undefined;
  readonly recording: EntityState | undefined;
  readonly phone: Phone;
}

/**
 * Reads many handsets, whenever anything in the house changes.
 *
 * It gives back the same object for whom nothing changed, and the same list if that is everybody.
 */
export class PhoneReader {
  private known = new Map<string, Seen>();
  private handsets: readonly Handset[] = [];
  private phones: readonly Phone[] = [];

  read(handsets: readonly Handset[], states: States): readonly Phone[] {
    const of = (id: string | undefined) => (id === undefined ? undefined : states[id]);
    const known: typeof this.known = handsets === this.handsets ? this.known : new Map();
    let isSame = handsets === this.handsets;
    for (const handset of handsets) {
      const { entities, device_id } = handset;
      const before = this.known.get(device_id);
      const status = of(entities.status);
      const busy = of(entities.busy);
      const missed = of(entities.last_missed_call);
      const recording = of(entities.recording);
      if (
        before?.handset === handset &&
        before.status === status &&
        before.busy === busy &&
        before.missed === missed &&
        before.recording === recording
      ) {
        known.set(device_id, before);
      } else {
        isSame = false;
        const phone = readPhone(handset, states);
        known.set(device_id, { handset, status, busy, missed, recording, phone });
      }
    }
    if (!isSame) {
      this.known = known;
      this.handsets = handsets;
      this.phones = [...known.values()].map(({ phone }) => phone);
    }
    return this.phones;
  }
}

/** Return whether a handset is in a call, from the first ring on. */
export function isBusy(phone: Phone): boolean {
  return !["free", "offline", "unknown"].includes(phone.state);
}

function readState(status?: EntityState, busy?: EntityState): PhoneState {
  const state = STATES.get(status?.state);
  // Without a status, not being busy may as well be offline.
  return state ?? (busy?.state === "on" ? "busy" : "unknown");
}

/** Return since when it rings: what Jingl tells of a call begins when it is answered. */
function ringingSince(state: PhoneState, status?: EntityState): number | null {
  return state === "ringing" || state === "calling" ? time(status?.last_changed) : null;
}

function readMissed(entity?: EntityState): MissedCall | null {
  const at = time(entity?.state);
  if (at === null) {
    return null;
  }
  const told = text(entity?.attributes.number);
  // In the place of a number that is withheld there may be a word.
  const number = told !== null && /\d/.test(told) ? told : null;
  const name = text(entity?.attributes.name);
  return {
    at,
    number,
    caller: name ?? (number && (text(entity?.attributes.other_party) ?? number)),
    isNamed: name !== null,
  };
}

function time(value: unknown): number | null {
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}
