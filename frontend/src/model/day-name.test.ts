import { expect, test } from "vitest";
import { dayName } from "./day-name";
import { midnightBefore } from "./duration";

const ZONE = "Australia/Melbourne";
const midnight = (date: string) => midnightBefore(Date.parse(`${date}T12:00:00+11:00`), ZONE);
const today = midnight("2026-11-27");
const name = (date: string, language = "en-AU") => dayName(midnight(date), today, language, ZONE);

test("the last two days are called by how long ago they were", () => {
  expect([name("2026-11-27"), name("2026-11-26")]).toEqual(["Today", "Yesterday"]);
  expect(["de", "fr", "ja", "ar"].map((each) => name("2026-11-26", each))).toEqual([
    "Gestern",
    "Hier",
    "昨日",
    "أمس",
  ]);
});

test("the days of a week are called by their names, and older ones by their dates", () => {
  expect([name("2026-11-25"), name("2026-11-21"), name("2026-11-20"), name("2025-12-31")]).toEqual([
    "Wednesday",
    "Saturday",
    "Fri 20 November",
    "Wed 31 December 2025",
  ]);
});

test("a day to come, as a wrong clock may have it, is called by its date", () => {
  expect(name("2026-11-28")).toBe("Sat 28 November");
});

test("days of 25 and 23 hours are days, too", () => {
  const monday = midnightBefore(Date.parse("2026-04-06T12:00:00+10:00"), ZONE);
  const sunday = midnightBefore(Date.parse("2026-04-05T12:00:00+10:00"), ZONE);
  expect(dayName(sunday, monday, "en", ZONE)).toBe("Yesterday");
});

test("without a zone of Home Assistant's it is the browser's", () => {
  const start = new Date(2026, 10, 20).getTime();
  expect(dayName(start, new Date(2026, 10, 27).getTime(), "en-AU", undefined)).toBe(
    "Fri 20 November",
  );
  expect(
    dayName(new Date(2026, 10, 25).getTime(), new Date(2026, 10, 27).getTime(), "en", undefined),
  ).toBe("Wednesday");
});
