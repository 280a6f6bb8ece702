/** Days as a person names them. */
import { formatOf } from "./duration";

const DAY = 86_400_000;

/** After so many days, the name of a weekday may be taken for the one before. */
const WEEK = 7;

/** Return what a day is called today: by how long ago it was, by its weekday or by its date. */
export function dayName(
  start: number,
  today: number,
  language: string,
  timeZone: string | undefined,
): string {
  // Days are not all of the same length.
  const ago = Math.round((today - start) / DAY);
  if (ago === 0 || ago === 1) {
    const name = relativeOf(language).format(-ago, "day");
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  }
  const zone = timeZone === undefined ? {} : { timeZone };
  if (ago > 1 && ago < WEEK) {
    return formatOf(language, { weekday: "long", ...zone }).format(start);
  }
  const year = formatOf("en", { year: "numeric", ...zone });
  return formatOf(language, {
    weekday: "short",
    day: "numeric",
    month: "long",
    ...(year.format(start) === year.format(today) ? {} : { year: "numeric" }),
    ...zone,
  }).format(start);
}

const relatives = new Map<string, Intl.RelativeTimeFormat>();

function relativeOf(language: string): Intl.RelativeTimeFormat {
  const format =
    relatives.get(language) ?? new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  relatives.set(language, format);
  return format;
}
