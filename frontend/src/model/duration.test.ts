import { expect, test } from "vitest";
import { clock, elapsed, midnightBefore, startOfDay, timeOfDay } from "./duration";

test.each([
  [0, "0:00"],
  [6, "0:06"],
  [192, "3:12"],
  [3599, "59:59"],
  [3661, "1:01:01"],
])("%d seconds are %s", (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test("a call counts whole seconds", () => {
  expect(elapsed(1000, 7999)).toBe("0:06");
});

test("a call that began in the future, by another clock, has lasted no time", () => {
  expect(elapsed(10_000, 1000)).toBe("0:00");
});

test("the time of day follows the profile's settings", () => {
  const at = Date.UTC(2026, 10, 27, 3, 5);
  const timeZone = "Australia/Melbourne";
  expect(timeOfDay(at, { language: "en", timeFormat: "24", timeZone })).toBe("14:05");
  expect(timeOfDay(at, { language: "en", timeFormat: "12", timeZone })).toMatch(/^2:05\sPM$/);
  expect(timeOfDay(at, { language: "de", timeFormat: "language", timeZone })).toBe("14:05");
});

test("of another day, the day is said, too", () => {
  const at = Date.UTC(2026, 10, 27, 3, 5);
  const format = { language: "en", timeFormat: "24", timeZone: "Australia/Melbourne" };
  expect(timeOfDay(at, format, true)).toBe("Nov 27, 14:05");
});

test("the browser's own format and time zone are as good", () => {
  expect(timeOfDay(Date.now(), { language: "en", timeFormat: "system" })).toMatch(/\d/);
  const now = Date.now();
  expect(startOfDay(now)).toBe(new Date(now).setHours(0, 0, 0, 0));
});

test.each([
  ["an ordinary day", "2026-11-27T03:05:06.789Z", "2026-11-26T13:00:00Z"],
  ["midnight itself", "2026-11-26T13:00:00Z", "2026-11-26T13:00:00Z"],
  ["the day that an hour is left out", "2026-10-04T03:00:00Z", "2026-10-03T14:00:00Z"],
  ["the day that has an hour twice", "2026-04-05T06:00:00Z", "2026-04-04T13:00:00Z"],
])("%s began at midnight where the user is", (_, now, start) => {
  expect(startOfDay(Date.parse(now), "Australia/Melbourne")).toBe(Date.parse(start));
});

test("the next day begins at midnight, and a minute is another day's elsewhere", () => {
  const midnight = Date.parse("2026-11-26T13:00:00Z");
  expect(startOfDay(midnight - 1, "Australia/Melbourne")).toBe(midnight - 24 * 3_600_000);
  expect(startOfDay(midnight, "Australia/Melbourne")).toBe(midnight);
  expect(startOfDay(midnight, "UTC")).toBe(Date.parse("2026-11-26T00:00:00Z"));
});

test("a day begins at midnight, also where clocks change by half an hour", () => {
  const changes = Date.parse("2026-10-03T20:00:00Z");
  expect(new Date(midnightBefore(changes, "Australia/Lord_Howe")).toISOString()).toBe(
    "2026-10-03T13:30:00.000Z",
  );
});
