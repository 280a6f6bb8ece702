import { expect, test } from "vitest";
import { call } from "../testing/office";
import { changeCalls, startOf } from "./calls";

const at = (id: string, time: string) => call(id, { started: `2026-11-27T${time}:00+11:00` });
const ids = (calls: ReturnType<typeof changeCalls>) => calls.map(({ id }) => id);

const calls = [at("c", "11:00"), at("b", "10:00"), at("a", "09:00")];

test("a new call comes where its time says", () => {
  const changed = [at("e", "12:00"), at("d", "09:30")];
  expect(ids(changeCalls(calls, { changed, removed: [] }))).toEqual(["e", "c", "b", "d", "a"]);
});

test("a call that changes keeps its place, and the others are the same", () => {
  const changed = [{ ...at("b", "10:00"), notes: "Sold" }];
  const after = changeCalls(calls, { changed, removed: [] });
  expect(after).toEqual([calls[0], changed[0], calls[2]]);
  expect(after[0]).toBe(calls[0]);
});

test("of calls at the same time, the one that was told first comes first", () => {
  const changed = [at("x", "10:00")];
  const after = changeCalls(calls, { changed, removed: ["entry/100/c"] });
  expect(ids(after)).toEqual(["b", "x", "a"]);
});

test("times in different zones are compared as what they mean", () => {
  const before = call("a", { started: "2026-04-05T02:30:00+11:00" });
  const after = call("b", { started: "2026-04-05T02:10:00+10:00" });
  expect(startOf(after)).toBeGreaterThan(startOf(before));
  expect(ids(changeCalls([before], { changed: [after], removed: [] }))).toEqual(["b", "a"]);
});
