/** Times as a person reads them. */

/** Return how long a call has been going on, as m:ss or h:mm:ss; clocks that differ make it 0:00. */
export function elapsed(started: number, now: number): string {
  return clock(Math.max(0, Math.floor((now - started) / 1000)));
}

/** Return a time span in seconds as m:ss or h:mm:ss. */
export function clock(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = two(seconds % 60);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

export interface TimeFormat {
  readonly language: string;
  /** Home Assistant's setting: language, system, 12 or 24. */
  readonly timeFormat?: string | undefined;
  /** Undefined for the browser's own. */
  readonly timeZone?: string | undefined;
}

/** Return the time of day, as the user's profile wants it; with the day, if it may be another one. */
export function timeOfDay(
  at: number,
  { language, timeFormat, timeZone }: TimeFormat,
  withDay = false,
): string {
  const hour12 = timeFormat === "12" ? true : timeFormat === "24" ? false : undefined;
  return formatOf(timeFormat === "system" ? undefined : language, {
    ...(withDay ? { day: "numeric", month: "short" } : {}),
    hour: "numeric",
    minute: "2-digit",
    ...(hour12 === undefined ? {} : { hour12 }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let today = { minute: Number.NaN, timeZone: "" as string | undefined, start: 0 };

/** Return when the day began, in milliseconds of the epoch, where the user is. */
export function startOfDay(now: number, timeZone?: string): number {
  // Wherever it is, a day begins with a minute: during one, the calendar is asked once.
  const minute = Math.floor(now / MINUTE);
  if (today.minute !== minute || today.timeZone !== timeZone) {
    today = { minute, timeZone, start: midnightBefore(now, timeZone) };
  }
  return today.start;
}

/** Return when the day of any time began; whoever wants today's often asks `startOfDay`. */
export function midnightBefore(now: number, timeZone: string | undefined): number {
  const format = formatOf("en", {
    dateStyle: "short",
    timeStyle: "medium",
    hourCycle: "h23",
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const parts = (at: number) =>
    new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (at: number, type: Intl.DateTimeFormatPartTypes) => parts(at).get(type) ?? 0;
  const start =
    now -
    (now % 1000) -
    ((part(now, "hour") * 60 + part(now, "minute")) * 60 + part(now, "second")) * 1000;
  // Where the clocks changed since midnight, the day is an hour longer or shorter.
  const isToday = (at: number) => part(at, "day") === part(now, "day");
  // On Lord Howe Island, by half an hour.
  const changes = [-HOUR, -HOUR / 2, 0, HOUR / 2, HOUR];
  return changes.map((change) => start + change).find(isToday) ?? start;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Return a format, which takes longer to make than to use. */
export function formatOf(
  language: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, options);
    formats.set(key, format);
  }
  return format;
}
