import { describe, expect, test } from "vitest";
import type { Contact } from "../contract";
import { call, handset } from "../testing/office";
import { PhoneBook, type Recent, readRecents, recentsOfCalls, remember } from "./suggest";

const NOON = Date.parse("2026-11-27T12:00:00Z");
const iso = (at: number) => new Date(at).toISOString();

const contact = (name: string, numbers: Record<string, string>, favourite = false): Contact => ({
  name,
  favourite,
  numbers: Object.entries(numbers).map(([number, readable]) => ({ number, readable })),
});

const book = new PhoneBook(
  [handset("100", { name: "Reception" }), handset("101", { name: "Anna's desk" }), handset("A1")],
  [
    contact("André Lévêque", { "+61391234567": "(03) 9123 4567" }),
    contact("Anna Smith", { "0409123456": "0409 123 456", "0391110000": "(03) 9111 0000" }, true),
    contact("Smith & Co", { "0290001111": "(02) 9000 1111" }),
  ],
);
const found = (typed: string) =>
  book.suggest(typed, []).map(({ name, number }) => `${name} ${number}`);

describe("suggestions", () => {
  test("have favourites first, then handsets, then contacts", () => {
    expect(found("an")).toEqual([
      "Anna Smith 0409123456",
      "Anna Smith 0391110000",
      "Anna's desk 101",
      "André Lévêque +61391234567",
    ]);
  });

  test("match the beginnings of all words, in any order", () => {
    expect(found("smith a")).toEqual(["Anna Smith 0409123456", "Anna Smith 0391110000"]);
    expect(found("nna")).toEqual([]);
  });

  test("take no notice of accents and capitals", () => {
    expect(found("LEVEQUE")).toEqual(["André Lévêque +61391234567"]);
  });

  test("have an exact extension first", () => {
    expect(found("101")).toEqual(["Anna's desk 101"]);
    expect(found("10")).toEqual(["Reception 100", "Anna's desk 101"]);
    expect(found("a1")).toEqual(["Handset A1 A1"]);
  });

  test("find numbers however they are written", () => {
    for (const typed of ["(03) 9123-4567", "+61 3 9123 4567", "9123 4567"]) {
      expect(found(typed)).toEqual(["André Lévêque +61391234567"]);
    }
  });

  test("find nobody by a few digits in the middle of a number, such as those of an emergency", () => {
    expect(found("12")).toEqual([]);
    expect(found("000")).toEqual([]);
    expect(found("0001")).toEqual(["Smith & Co 0290001111"]);
  });

  test("are few", () => {
    const many = new PhoneBook(
      Array.from({ length: 50 }, (_, index) => handset(String(200 + index))),
      [],
    );
    expect(many.suggest("handset", [])).toHaveLength(6);
  });

  test("before anything is typed are whom was called last, then favourites", () => {
    const recents = [
      { number: "0391234567", readable: "0391234567", name: null, at: 2 },
      { number: "131213", readable: "13 12 13", name: null, at: 1 },
    ];
    expect(book.suggest("", recents)).toEqual([
      { kind: "recent", name: "André Lévêque", number: "0391234567", readable: "(03) 9123 4567" },
      { kind: "recent", name: null, number: "131213", readable: "13 12 13" },
      { kind: "favourite", name: "Anna Smith", number: "0409123456", readable: "0409 123 456" },
      { kind: "favourite", name: "Anna Smith", number: "0391110000", readable: "(03) 9111 0000" },
    ]);
  });

  test("offer a last number that nobody else has", () => {
    const recents = [{ number: "131213", readable: "13 12 13", name: "Tax", at: 1 }];
    expect(book.suggest("tax", recents)).toMatchObject([{ kind: "recent", number: "131213" }]);
  });
});

test("a number is read as whoever has it writes it", () => {
  expect(book.readable("0391234567")).toBe("(03) 9123 4567");
  expect(book.readable("131213")).toBe("131213");
});

describe("the last numbers", () => {
  const recent = (number: string, name: string | null = null, at = 1) => ({
    number,
    readable: `no ${number}`,
    name,
    at,
  });

  test("have each number once, the newest first", () => {
    const kept = [recent("+61 409 123 456"), recent("101")].reduce<Recent[]>(remember, []);
    expect(remember(kept, recent("0409123456", "Anna"))).toEqual([
      recent("0409123456", "Anna"),
      recent("101"),
    ]);
  });

  test("are few", () => {
    const many = Array.from({ length: 20 }, (_, index) => recent(String(index)));
    expect(many.reduce<Recent[]>(remember, [])).toHaveLength(6);
  });

  test("have the calls of the log among them, and each number once", () => {
    const kept = [recent("102", "Workshop", NOON + 1), recent("0391234567", null, NOON - 3)];
    const calls = [
      call("b", { number: "101", name: "Sales", started: iso(NOON) }),
      call("c", { number: null, name: null, started: iso(NOON - 1) }),
      call("d", { number: "131213", readable: null, name: null, started: iso(NOON - 2) }),
      call("a", { number: "0391234567", readable: "(03) 9123 4567", started: iso(NOON - 4) }),
      call("e", { number: "101", name: "Old name", started: iso(NOON - 5) }),
    ];
    expect(recentsOfCalls(calls, kept)).toMatchObject([
      { number: "102", name: "Workshop" },
      { number: "101", name: "Sales" },
      { number: "131213", readable: "131213", name: null },
      { number: "0391234567", name: null },
    ]);
  });

  test("leave room for favourites", () => {
    const many = Array.from({ length: 9 }, (_, index) => recent(String(300 + index)));
    const kinds = book.suggest("", many).map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(4).fill("recent"), "favourite", "favourite"]);
    expect(new PhoneBook([], []).suggest("", many)).toHaveLength(6);
  });

  test("may be anything where they are stored", () => {
    expect(readRecents([{ number: "1", name: 7, at: "9" }, { number: 2 }, null, "3"])).toEqual([
      { number: "1", readable: "1", name: null, at: 0 },
    ]);
    expect(readRecents([recent("1", "One")])).toEqual([recent("1", "One")]);
    expect(readRecents("none")).toEqual([]);
  });
});
