/** Whom somebody looks for in the call log. */
import type { CardCall } from "../contract";
import { comparable } from "./number";
import { plain } from "./plain";

export interface Search {
  readonly matches: (call: CardCall) => boolean;
  /** As Home Assistant looks for it among calls that are not here. */
  readonly party: string;
}

/** Return what is looked for; null for nothing in particular. */
export function searchFor(typed: string): Search | null {
  const words = plain(typed)
    .split(/[\s*]+/)
    .filter(Boolean);
  if (!words.length) {
    return null;
  }
  const digits = comparable(typed.replaceAll("*", ""));
  return {
    matches: (call) => {
      const known = compared(call);
      const hasDigits = digits !== "" && known.number.includes(digits);
      return hasDigits || words.every((word) => known.name.includes(word));
    },
    party: `*${typed.trim()}*`,
  };
}

interface Compared {
  readonly name: string;
  readonly number: string;
}

const known = new WeakMap<CardCall, Compared>();

/** Return a call's party as it is compared: thousands are, with every key. */
function compared(call: CardCall): Compared {
  let found = known.get(call);
  if (!found) {
    found = { name: plain(call.name ?? ""), number: comparable(call.number ?? "") };
    known.set(call, found);
  }
  return found;
}
