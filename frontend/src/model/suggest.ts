/** Whom somebody may mean by what is typed so far. */
import type { CardCall, Contact, Handset } from "../contract";
import { numberOf } from "./call-list";
import { startOf } from "./calls";
import { comparable, sameNumber } from "./number";
import { plain } from "./plain";
import { record, text } from "./read";

export interface Suggestion {
  readonly kind: "handset" | "favourite" | "contact" | "recent";
  readonly name: string | null;
  /** As an action takes it. */
  readonly number: string;
  /** As people read it. */
  readonly readable: string;
}

export interface Recent {
  /** As an action takes it. */
  readonly number: string;
  /** As people read it. */
  readonly readable: string;
  readonly name: string | null;
  /** In milliseconds of the epoch. */
  readonly at: number;
}

interface Indexed {
  readonly suggestion: Suggestion;
  readonly words: readonly string[];
  readonly digits: string;
  /** Among those who match alike, the lower comes first. */
  readonly rank: number;
}

const MOST = 6;

/** So many of whom was called last come before the favourites. */
const FEW = 4;

/** Everybody who can be suggested. */
export class PhoneBook {
  private index: { listed: readonly Indexed[]; byDigits: ReadonlyMap<string, Suggestion> } | null =
    null;

  constructor(
    private readonly handsets: readonly Handset[],
    private readonly contacts: readonly Contact[],
  ) {}

  /** Return a number as people read it, if it is somebody's; else as it is. */
  readable(number: string): string {
    return this.indexed().byDigits.get(comparable(number))?.readable ?? number;
  }

  /** Return who matches best; without a text, whom was called last, then favourites. */
  suggest(typed: string, recents: readonly Recent[]): Suggestion[] {
    const { listed, byDigits } = this.indexed();
    const last = recents.map((recent) => {
      const known = byDigits.get(comparable(recent.number));
      const readable = known?.readable ?? recent.readable;
      const name = recent.name ?? known?.name ?? null;
      return indexed({ kind: "recent", number: recent.number, readable, name }, 3);
    });
    const wanted = wordsOf(typed);
    if (!wanted.length) {
      const favourites = listed.filter(({ rank }) => rank === 0);
      return unique([...last.slice(0, FEW), ...favourites, ...last.slice(FEW)]);
    }
    const digits = comparable(typed);
    const found = [...listed, ...last].flatMap((each) => {
      const quality = match(each, wanted, digits);
      return quality === null ? [] : [{ each, quality }];
    });
    found.sort((a, b) => a.quality - b.quality || a.each.rank - b.each.rank);
    return unique(found.map(({ each }) => each));
  }

  /** Get ready for searching: once, not with every key, and not before somebody types. */
  private indexed() {
    if (!this.index) {
      const listed = [
        ...this.handsets.map(({ name, extension }) =>
          indexed({ kind: "handset", name, number: extension, readable: extension }, 1),
        ),
        ...this.contacts.flatMap(({ name, numbers, favourite }) =>
          numbers.map((each) => {
            const kind = favourite ? "favourite" : "contact";
            return indexed({ kind, name, ...each }, favourite ? 0 : 2);
          }),
        ),
      ];
      // Of several who have a number, the first counts.
      const byDigits = listed.map(({ digits, suggestion }) => [digits, suggestion] as const);
      this.index = { listed, byDigits: new Map(byDigits.reverse()) };
    }
    return this.index;
  }
}

/** Return the last numbers, with one more. */
export function remember(
  recents: readonly Recent[],
  { number, readable, name, at }: Recent,
): Recent[] {
  const others = recents.filter((each) => !sameNumber(each.number, number));
  return [{ number, readable, name, at }, ...others].slice(0, MOST);
}

/** Return with whom a phone spoke last: those of its calls, and those that the browser remembers. */
export function recentsOfCalls(calls: readonly CardCall[], kept: readonly Recent[]): Recent[] {
  const logged = calls.flatMap((call) => {
    const { readable, name } = call;
    const number = numberOf(call);
    return number ? [{ number, readable: readable ?? number, name, at: startOf(call) }] : [];
  });
  const recents = new Map<string, Recent>();
  for (const recent of [...logged, ...kept].sort((a, b) => b.at - a.at)) {
    const key = comparable(recent.number);
    if (!recents.has(key)) {
      recents.set(key, recent);
    }
  }
  return [...recents.values()];
}

/** Return the last numbers that are stored; none for whatever else is found there. */
export function readRecents(stored: unknown): Recent[] {
  return Array.isArray(stored)
    ? stored.flatMap((each: unknown) => {
        const { number: kept, readable: written, name, at } = record(each);
        const number = text(kept);
        const readable = text(written) ?? number;
        return number && readable
          ? [{ number, readable, name: text(name), at: typeof at === "number" ? at : 0 }]
          : [];
      })
    : [];
}

/** Return how well somebody matches, 0 for exactly; null if not at all. */
function match(
  { words, digits }: Indexed,
  wanted: readonly string[],
  typed: string,
): number | null {
  if (typed && digits === typed) {
    return 0;
  }
  if (wanted.every((word) => words.some((each) => each.startsWith(word)))) {
    return 1;
  }
  if (typed && digits.startsWith(typed)) {
    return 2;
  }
  // A few digits are in everybody's number somewhere, and whoever dials 000 wants nobody else.
  return typed.length > 3 && digits.includes(typed) ? 3 : null;
}

function indexed(suggestion: Suggestion, rank: number): Indexed {
  return {
    suggestion,
    words: wordsOf(suggestion.name ?? ""),
    digits: comparable(suggestion.number),
    rank,
  };
}

function unique(listed: readonly Indexed[]): Suggestion[] {
  const seen = new Set<string>();
  const result: Suggestion[] = [];
  for (const { suggestion, digits } of listed) {
    if (!seen.has(digits)) {
      seen.add(digits);
      result.push(suggestion);
    }
    if (result.length === MOST) {
      break;
    }
  }
  return result;
}

/** Return the words of a name as they are compared: without capitals and accents. */
function wordsOf(value: string): string[] {
  return plain(value)
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter(Boolean);
}
