import { expect, test } from "vitest";
import type { CardCall } from "../contract";
import { call } from "../testing/office";
import { listCalls, numberOf, partyOf } from "./call-list";

const DAY = 86_400_000;
const startOfDay = (at: number) => at - (at % DAY);

/** A call of an hour and minute, of yesterday if it is below zero. */
function at(minute: number, changes: Partial<CardCall> = {}): CardCall {
  const started = new Date(Date.UTC(2026, 10, 27, 12, minute)).toISOString();
  return call(`${minute}`, { key: `${minute}/${changes.extension ?? 100}`, started, ...changes });
}

const ids = (calls: readonly CardCall[]) =>
  listCalls(calls, startOfDay).map(({ rows }) =>
    rows.map((row) => row.calls.map(({ records }) => records.map(({ key }) => key).join("+"))),
  );

const ANNA = {};
const BEN = { number: "0398765432", readable: "(03) 9876 5432", name: "Ben" };
const OUT = { direction: "outbound", result: "answered" } as const;

test("calls of a party that follow each other are one row, and other rows divide them", () => {
  expect(ids([at(5), at(4), at(3, BEN), at(2)])).toEqual([
    [["5/100", "4/100"], ["3/100"], ["2/100"]],
  ]);
});

test("a number is one party, however it is written", () => {
  const written = { number: "+61 3 9123 4567", name: null };
  expect(ids([at(5), at(4, written)])).toEqual([[["5/100", "4/100"]]]);
});

test("calls that turned out otherwise, or went the other way, are not folded", () => {
  const answered = { result: "answered" } as const;
  expect(ids([at(5), at(4, OUT), at(3, answered), at(2)])).toEqual([
    [["5/100"], ["4/100"], ["3/100"], ["2/100"]],
  ]);
});

test("whoever withholds the number may be anybody", () => {
  const withheld = { number: null, readable: null, name: null };
  const anonymous = { number: "anonymous", readable: "anonymous", name: null };
  expect(
    ids([at(5, withheld), at(4, withheld), at(3, anonymous), at(2, anonymous)])[0],
  ).toHaveLength(4);
});

test("a day ends a row", () => {
  expect(ids([at(5), at(-13 * 60), at(-14 * 60)])).toEqual([
    [["5/100"]],
    [["-780/100", "-840/100"]],
  ]);
  expect(listCalls([at(5)], startOfDay)[0]?.start).toBe(Date.UTC(2026, 10, 27));
});

test("a call that rang at several handsets is one, told by the one that says most", () => {
  const elsewhere = { result: "answered_elsewhere", extension: "101", id: "5" } as const;
  const answered = { result: "answered", id: "5" } as const;
  const unknown = { result: null, extension: "102", id: "5" } as const;
  expect(
    ids([at(5, elsewhere), at(5, answered), at(5, unknown), at(4, { result: "answered" })]),
  ).toEqual([[["5/100+5/101+5/102", "4/100"]]]);
});

test("calls of two accounts are not the same because their ids are", () => {
  expect(ids([at(5, { name: "x" }), at(5, { entry_id: "other", key: "other" })])).toEqual([
    [["5/100", "other"]],
  ]);
});

test("a row keeps its key while calls come, and calls alike are found again by their own", () => {
  const keys = (calls: readonly CardCall[]) =>
    listCalls(calls, startOfDay).flatMap(({ rows }) => rows.map(({ key }) => key));
  expect(keys([at(4), at(3, BEN)])).toEqual(["entry/4", "entry/3"]);
  expect(keys([at(5), at(4), at(3, BEN)])).toEqual(["entry/4", "entry/3"]);
});

test("a party is called by name, else by number, else not at all", () => {
  expect(partyOf(at(1, ANNA))).toBe("Anna Smith");
  expect(partyOf(at(1, { name: null }))).toBe("(03) 9123 4567");
  expect(partyOf(at(1, { name: null, readable: null }))).toBe("0391234567");
  const withheld = at(1, { name: null, number: "anonymous", readable: "anonymous" });
  expect(partyOf(withheld)).toBeNull();
  expect(numberOf(withheld)).toBeNull();
});
