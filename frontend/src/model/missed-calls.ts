/** The calls that nobody took, as a list of whom to call back. */
import { comparable } from "./number";
import type { Phone } from "./phone";

/** A handset that somebody did not reach. */
export interface MissedAt {
  readonly device: string;
  /** As the handset is called. */
  readonly name: string;
  readonly at: number;
}

/** Who called in vain, perhaps at several handsets. */
export interface MissedParty {
  /** The same for as long as it is the same party. */
  readonly key: string;
  /** Their name, else the number as people read it; null if it was withheld. */
  readonly caller: string | null;
  /** Whether that is a name. */
  readonly isNamed: boolean;
  /** The number of the newest call. */
  readonly number: string | null;
  /** The newest first. */
  readonly calls: readonly MissedAt[];
}

/** Return who called in vain since then, the newest first; a party is there once. */
export function missedParties(phones: readonly Phone[], since: number): MissedParty[] {
  const missed = phones
    .flatMap(({ handset, missed: call }) => (call && call.at >= since ? [{ handset, call }] : []))
    .sort((a, b) => b.call.at - a.call.at);
  const parties = new Map<string, Omit<MissedParty, "calls"> & { calls: MissedAt[] }>();
  for (const { handset, call } of missed) {
    const { device_id: device, name } = handset;
    const { caller, isNamed, number, at } = call;
    // Whoever withholds the number may be anybody, so each of these is a party of its own.
    const key =
      caller === null ? `withheld ${device}` : `party ${isNamed ? caller : comparable(caller)}`;
    const party = parties.get(key);
    if (party) {
      party.calls.push({ device, name, at });
    } else {
      parties.set(key, { key, caller, isNamed, number, calls: [{ device, name, at }] });
    }
  }
  return [...parties.values()];
}
