/** Calls as they are told, in their order: the newest comes first. */
import type { CallsChanged, CardCall } from "../contract";

/** Return the calls after a change; those it leaves alone are the same objects. */
export function changeCalls(
  calls: readonly CardCall[],
  { changed, removed }: Pick<CallsChanged, "changed" | "removed">,
): readonly CardCall[] {
  // What is set again keeps its place.
  const known = new Map(calls.map((call) => [call.key, call]));
  for (const key of removed) {
    known.delete(key);
  }
  for (const call of changed) {
    known.set(call.key, call);
  }
  return [...known.values()].sort((one, other) => startOf(other) - startOf(one));
}

const starts = new WeakMap<CardCall, number>();

/** Return when a call began, in milliseconds of the epoch. */
export function startOf(call: CardCall): number {
  // Thousands are compared again whenever one comes, and reading a time takes longest.
  let start = starts.get(call);
  if (start === undefined) {
    start = Date.parse(call.started);
    starts.set(call, start);
  }
  return start;
}
