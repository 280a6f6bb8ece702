/** The call log as a list: by day, each call once, and repeated calls of a party folded into a row. */
import type { CallResult, CardCall } from "../contract";
import { startOf } from "./calls";
import { comparable } from "./number";

/** A call; each handset that took part has a record of it. */
export interface ListedCall {
  readonly key: string;
  /** When it began, in milliseconds of the epoch. */
  readonly at: number;
  /** The one that says most comes first. */
  readonly records: readonly [CardCall, ...CardCall[]];
}

/** Calls of one party, one after the other, that turned out alike. */
export interface Row {
  /** The same for as long as the row has the same oldest call. */
  readonly key: string;
  /** Newest first. */
  readonly calls: readonly [ListedCall, ...ListedCall[]];
}

export interface Day {
  /** When it began, in milliseconds of the epoch. */
  readonly start: number;
  readonly rows: readonly Row[];
}

/** Who was reached says more of a call than who wasn't. */
const SAYS_MOST: readonly (CallResult | null)[] = [
  "answered",
  "voicemail",
  "missed",
  "no_answer",
  "answered_elsewhere",
  null,
];

/** Return the list of calls that are told newest first, as the handset that is mine saw them. */
export function listCalls(
  calls: readonly CardCall[],
  startOfDay: (at: number) => number,
  mine: string | null = null,
): readonly Day[] {
  const days: { start: number; rows: OpenRow[] }[] = [];
  const keyOf = partyKeys();
  let before = "";
  for (const call of gather(calls, mine)) {
    let day = days.at(-1);
    if (!day || call.at < day.start) {
      day = { start: startOfDay(call.at), rows: [] };
      days.push(day);
      before = "";
    }
    const key = keyOf(call.records[0]);
    const row = day.rows.at(-1);
    if (row && key && key === before) {
      row.calls.push(call);
      row.key = call.key;
    } else {
      day.rows.push({ key: call.key, calls: [call] });
    }
    before = key;
  }
  return days;
}

/** A row that more calls may be folded into. */
interface OpenRow {
  key: string;
  readonly calls: [ListedCall, ...ListedCall[]];
}

/** Return each call once, where its newest record is. */
function gather(calls: readonly CardCall[], mine: string | null): readonly ListedCall[] {
  const gathered: ListedCall[] = [];
  const known = new Map<string, CardCall[]>();
  for (const call of calls) {
    const key = `${call.entry_id}/${call.id}`;
    const records = known.get(key);
    if (!records) {
      const first: [CardCall] = [call];
      known.set(key, first);
      gathered.push({ key, at: startOf(call), records: first });
    } else if (saysMore(call, records[0], mine)) {
      records.unshift(call);
    } else {
      records.push(call);
    }
  }
  return gathered;
}

function saysMore(one: CardCall, other: CardCall | undefined, mine: string | null): boolean {
  if (one.direction === "internal" && one.device_id !== other?.device_id) {
    // Each of the two names the other one: only mine says whom I spoke with, and would call back.
    if (mine !== null && [one.device_id, other?.device_id].includes(mine)) {
      return one.device_id === mine;
    }
  }
  return SAYS_MOST.indexOf(one.result) < SAYS_MOST.indexOf(other?.result ?? null);
}

/** Return what gives the same key for calls to fold; nothing for a call that stays alone. */
function partyKeys(): (call: CardCall) => string {
  // Thousands of calls are of a few hundred numbers.
  const known = new Map<string, string>();
  return (call) => {
    const { direction, result } = call;
    const number = numberOf(call);
    if (number === null) {
      // Whoever withholds the number may be anybody.
      return "";
    }
    const same = known.get(number) ?? comparable(number);
    known.set(number, same);
    return `${direction} ${result} ${same}`;
  };
}

/** Return the other party's number; null if it was withheld, in whose place there may be a word. */
export function numberOf({ number }: CardCall): string | null {
  return number !== null && /\d/.test(number) ? number : null;
}

/** Return how the other party is called: their name, else their number; null if it was withheld. */
export function partyOf(call: CardCall): string | null {
  return call.name ?? (numberOf(call) === null ? null : (call.readable ?? call.number));
}
