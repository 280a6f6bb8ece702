/** Where the rows of a long list are, of which only those in view are drawn. */
import type { Day, Row } from "./call-list";

export const HEADING_HEIGHT = 32;
export const ROW_HEIGHT = 60;

/** A row in its place. */
export interface PlacedRow {
  readonly row: Row;
  /** Among all rows. */
  readonly index: number;
  /** Among those of its day. */
  readonly place: number;
  /** From the start of its day. */
  readonly top: number;
}

/** A day with those of its rows that are drawn. */
export interface PlacedDay {
  readonly start: number;
  readonly top: number;
  readonly height: number;
  /** How many rows it has. */
  readonly count: number;
  readonly rows: readonly PlacedRow[];
}

interface DaySpan {
  readonly day: Day;
  readonly top: number;
  readonly height: number;
  /** How many rows come before. */
  readonly first: number;
}

/** A list whose rows are all of the same height, but for one that may be open. */
export class Layout {
  readonly height: number;
  readonly count: number;
  private readonly spans: readonly DaySpan[];

  constructor(
    private readonly days: readonly Day[],
    private readonly opened: number | null = null,
    /** How much higher the open row is. */
    private readonly extra = 0,
    /** Where each call is, by its key; that does not depend on what is open. */
    private places: ReadonlyMap<string, number> | null = null,
  ) {
    const spans: DaySpan[] = [];
    let [top, first] = [0, 0];
    for (const day of days) {
      const count = day.rows.length;
      const isOpen = opened !== null && opened >= first && opened < first + count;
      const height = HEADING_HEIGHT + count * ROW_HEIGHT + (isOpen ? extra : 0);
      spans.push({ day, top, height, first });
      top += height;
      first += count;
    }
    this.spans = spans;
    this.height = top;
    this.count = first;
  }

  /** Return the same list with another row open, or none. */
  open(opened: number | null, extra: number): Layout {
    const isSame = opened === this.opened && extra === this.extra;
    return isSame ? this : new Layout(this.days, opened, extra, this.places);
  }

  /** Return where a call is; null if it is in none of the rows. */
  find(key: string | null): number | null {
    if (key === null) {
      return null;
    }
    // It is seldom asked for, but takes a look at every call.
    this.places ??= placesOf(this.days);
    return this.places.get(key) ?? null;
  }

  row(index: number): Row | null {
    const span = this.spanOf(index);
    return span?.day.rows[index - span.first] ?? null;
  }

  /** Return where a row begins. */
  topOf(index: number): number {
    const span = this.spanOf(index);
    return span ? span.top + this.topInside(span, index) : 0;
  }

  /** Return which row is there, or begins next. */
  indexAt(y: number): number {
    const span = lastOf(this.spans, ({ top }) => top <= y);
    if (!span) {
      return 0;
    }
    const { first, day } = span;
    const inside = Math.max(0, y - span.top - HEADING_HEIGHT);
    const { opened } = this;
    let index = Math.floor(inside / ROW_HEIGHT);
    if (opened !== null && opened >= first && opened - first < index) {
      // What is open reaches further down.
      index = Math.max(opened - first, Math.floor((inside - this.extra) / ROW_HEIGHT));
    }
    return first + Math.min(index, day.rows.length - 1);
  }

  /** Return the rows from one to another, and some that are always drawn, by day. */
  draw(from: number, to: number, always: readonly (number | null)[]): readonly PlacedDay[] {
    const wanted = new Set(always.flatMap((index) => index ?? []));
    for (let index = Math.max(0, from); index < to && index < this.count; index += 1) {
      wanted.add(index);
    }
    const days: (PlacedDay & { rows: PlacedRow[] })[] = [];
    let before: DaySpan | undefined;
    for (const index of [...wanted].sort((a, b) => a - b)) {
      const span = this.spanOf(index);
      const row = span?.day.rows[index - span.first];
      if (!span || !row) {
        continue;
      }
      if (span !== before) {
        const { day, top, height } = span;
        days.push({ start: day.start, top, height, count: day.rows.length, rows: [] });
        before = span;
      }
      const place = index - span.first;
      days.at(-1)?.rows.push({ row, index, place, top: this.topInside(span, index) });
    }
    return days;
  }

  private topInside({ first }: DaySpan, index: number): number {
    const { opened, extra } = this;
    const below = opened !== null && opened >= first && opened < index ? extra : 0;
    return HEADING_HEIGHT + (index - first) * ROW_HEIGHT + below;
  }

  private spanOf(index: number): DaySpan | undefined {
    return lastOf(this.spans, ({ first }) => first <= index);
  }
}

function placesOf(days: readonly Day[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let index = 0;
  for (const { rows } of days) {
    for (const { calls } of rows) {
      for (const { key } of calls) {
        places.set(key, index);
      }
      index += 1;
    }
  }
  return places;
}

/** Return the last of those for which it is true; it is for the first ones, and for no more. */
function lastOf<T>(sorted: readonly T[], isTrue: (each: T) => boolean): T | undefined {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const each = sorted[middle];
    if (each !== undefined && isTrue(each)) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return sorted[from - 1];
}
