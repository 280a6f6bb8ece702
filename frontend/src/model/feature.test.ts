import { describe, expect, test } from "vitest";
import { phone } from "../testing/office";
import { buttonsFor } from "./feature";
import type { Rights, Sight } from "./tap";

const rights: Rights = { mayChoose: true, maySupervise: true };
const mine = phone("100", "idle");
const inCall = phone("100", "on_call", { other_party: "Cleo" });
const free = phone("101", "idle");
const busy = phone("101", "on_call", { other_party: "Anna" });
const missed = { at: 1, number: "0391234567", caller: "Anna", isNamed: true };

const of = (
  sight: Sight,
  { isMissed = false, mayJoin = false, may = rights }: Record<string, unknown> = {},
) =>
  buttonsFor(sight, may as Rights, { isMissed: isMissed as boolean, mayJoin: mayJoin as boolean });

describe("below a tile there is", () => {
  test("a call, and during a call of mine both ways to transfer it", () => {
    expect(of({ phone: free, mine })).toEqual(["call"]);
    expect(of({ phone: free, mine: inCall })).toEqual(["transfer", "consult"]);
  });

  test("joining a call only where that is wanted, and allowed", () => {
    expect(of({ phone: busy, mine })).toEqual(["call"]);
    const joins = ["call", "monitor", "coach", "barge"];
    expect(of({ phone: busy, mine }, { mayJoin: true })).toEqual(joins);
    const may = { ...rights, maySupervise: false };
    expect(of({ phone: busy, mine }, { mayJoin: true, may })).toEqual(["call"]);
  });

  test("a call back where one was missed today, by whoever can be called", () => {
    const called = { ...free, missed };
    expect(of({ phone: called, mine }, { isMissed: true })).toEqual(["call", "call_back"]);
    expect(of({ phone: called, mine })).toEqual(["call"]);
    const withheld = { ...free, missed: { ...missed, number: null } };
    expect(of({ phone: withheld, mine }, { isMissed: true })).toEqual(["call"]);
    const own = { ...mine, missed };
    expect(of({ phone: own, mine: own }, { isMissed: true })).toEqual(["call_back"]);
    expect(of({ phone: called, mine: inCall }, { isMissed: true })).toEqual([
      "transfer",
      "consult",
    ]);
  });

  test("nothing on my own phone, or if that can't call", () => {
    expect(of({ phone: mine, mine })).toEqual([]);
    expect(of({ phone: free, mine: phone("100", "offline") }, { isMissed: true })).toEqual([]);
    expect(of({ phone: null, mine })).toEqual([]);
  });

  test("a call to be told which phone is needed first, but only for who may choose one", () => {
    expect(of({ phone: free, mine: null })).toEqual(["call"]);
    const may = { ...rights, mayChoose: false };
    expect(of({ phone: free, mine: null }, { may })).toEqual([]);
  });
});
