import { describe, expect, test } from "vitest";
import { phone } from "../testing/office";
import type { Phone } from "./phone";
import { deeds, press, type Question, type Rights, type Sight, stillAsked, tapTile } from "./tap";

const rights: Rights = { mayChoose: true, maySupervise: true };
const mine = phone("100", "idle");
const inCall = phone("100", "on_call", { other_party: "Anna", started: "2026-11-27T08:00:00Z" });
const free = phone("101", "idle");
const ringing = phone("101", "ringing");
const busy = phone("101", "on_call", { other_party: "Ben" });

const sight = (of: Phone | null, me: Phone | null = mine): Sight => ({ phone: of, mine: me });
/** A tap on what stayed as it was drawn. */
const tap = (seen: Sight, oneTap: boolean, may = rights) => tapTile(seen, seen, may, oneTap);

describe("a tap on a tile", () => {
  test("opens it", () => {
    expect(tap(sight(free), false)).toEqual({ kind: "open" });
  });

  test("asks which phone is mine if that is not chosen, and never dials", () => {
    expect(tap(sight(free, null), true)).toEqual({ kind: "choose" });
    expect(tap(sight(free, null), false)).toEqual({ kind: "choose" });
  });

  test("opens it for whoever may call from no phone", () => {
    expect(tap(sight(free, null), true, { ...rights, mayChoose: false })).toEqual({ kind: "open" });
  });
});

describe("with one-tap calls, a tap", () => {
  test("calls a free colleague", () => {
    expect(tap(sight(free), true)).toEqual({ kind: "do", deed: "call" });
  });

  test.each([
    [ringing, "ringing"],
    [busy, "busy"],
    [phone("101", "on_hold"), "busy"],
    [phone("101", "offline"), "offline"],
    [phone("101", "unavailable"), "unknown"],
  ])("asks before it calls anybody else (%#)", (colleague, doubt) => {
    expect(tap(sight(colleague), true)).toEqual({ kind: "ask", deed: "call", doubt });
  });

  test("asks if the colleague was another thing when the finger went down", () => {
    const asks = { kind: "ask", deed: "call", doubt: "changed" };
    expect(tapTile(sight(free), sight(ringing), rights, true)).toEqual(asks);
    expect(tapTile(sight(ringing), sight(free), rights, true)).toEqual(asks);
  });

  test("asks if another phone became mine meanwhile", () => {
    const other = sight(free, phone("105", "idle"));
    expect(tapTile(sight(free), other, rights, true)).toMatchObject({ doubt: "changed" });
    expect(tapTile(sight(free, null), sight(free), rights, true)).toMatchObject({
      doubt: "changed",
    });
  });

  test("opens my own tile", () => {
    expect(tap(sight(mine), true)).toEqual({ kind: "open" });
  });

  test.each(["on_call", "ringing", "calling", "on_hold", "offline", "unavailable"])(
    "opens the tile while my phone is %s",
    (state) => {
      expect(tap(sight(free, phone("100", state)), true)).toEqual({ kind: "open" });
    },
  );
});

describe("an opened tile offers", () => {
  test("a call", () => {
    expect(deeds(sight(free), rights)).toEqual(["call"]);
  });

  test("transfers first while my phone is connected", () => {
    expect(deeds(sight(free, inCall), rights)).toEqual(["transfer", "consult", "call"]);
  });

  test.each(["ringing", "calling", "on_hold"])("no transfer while my phone is %s", (state) => {
    expect(deeds(sight(free, phone("100", state)), rights)).toEqual(["call"]);
  });

  test("to join a colleague's call where that is permitted", () => {
    expect(deeds(sight(busy), rights)).toEqual(["call", "monitor", "coach", "barge"]);
    expect(deeds(sight(busy), { ...rights, maySupervise: false })).toEqual(["call"]);
    const foreign = phone("101", "on_call", {}, { may_call: false });
    expect(deeds(sight(foreign), rights)).toEqual(["call"]);
  });

  test("to join no call that is not connected", () => {
    expect(deeds(sight(ringing), rights)).toEqual(["call"]);
  });

  test("nothing without my phone, for my phone, or while it is offline", () => {
    expect(deeds(sight(free, null), rights)).toEqual([]);
    expect(deeds(sight(mine), rights)).toEqual([]);
    expect(deeds(sight(free, phone("100", "offline")), rights)).toEqual([]);
    expect(deeds(sight(free, phone("100", "unavailable")), rights)).toEqual([]);
  });
});

describe("a button", () => {
  const push = (deed: Parameters<typeof press>[0], seen: Sight, now = seen, isConfirmed = false) =>
    press(deed, seen, now, rights, isConfirmed);

  test("does what it says", () => {
    expect(push("transfer", sight(free, inCall))).toEqual({ kind: "do", deed: "transfer" });
    expect(push("monitor", sight(busy))).toEqual({ kind: "do", deed: "monitor" });
  });

  test("asks about a colleague who is busy, and does it once that is confirmed", () => {
    expect(push("transfer", sight(busy, inCall))).toMatchObject({ kind: "ask", doubt: "busy" });
    expect(push("transfer", sight(busy, inCall), undefined, true)).toMatchObject({ kind: "do" });
  });

  test("asks again if something changed after it was confirmed", () => {
    const now = sight(ringing, inCall);
    expect(push("transfer", sight(busy, inCall), now, true)).toMatchObject({ doubt: "changed" });
  });

  test("asks if my phone is in another call by now", () => {
    const other = phone("100", "on_call", { other_party: "Dora", started: "2026-11-27T08:05:00Z" });
    expect(push("transfer", sight(free, inCall), sight(free, other))).toMatchObject({
      doubt: "changed",
    });
  });

  test.each([
    ["transfer", sight(free), "no_call"],
    ["consult", sight(free, phone("100", "on_hold")), "no_call"],
    ["monitor", sight(free), "no_call_there"],
    ["call", sight(free, phone("100", "offline")), "my_phone_cannot_call"],
    ["call", sight(mine), "is_my_phone"],
  ] as const)("does nothing that is no longer possible: %s (%#)", (deed, now, obstacle) => {
    expect(push(deed, sight(busy, inCall), now)).toEqual({ kind: "cannot", obstacle });
  });

  test("does nothing that is no longer permitted", () => {
    const may = { ...rights, maySupervise: false };
    expect(press("monitor", sight(busy), sight(busy), may, false)).toEqual({
      kind: "cannot",
      obstacle: "not_permitted",
    });
  });

  test("asks which phone is mine once it is none", () => {
    expect(push("call", sight(free), sight(free, null))).toEqual({ kind: "choose" });
    const may = { ...rights, mayChoose: false };
    expect(press("call", sight(free), sight(free, null), may, false)).toEqual({
      kind: "cannot",
      obstacle: "not_permitted",
    });
  });

  test("beside the dial field calls whatever is typed", () => {
    expect(push("call", sight(null))).toEqual({ kind: "do", deed: "call" });
    expect(push("call", sight(null), sight(null, inCall))).toMatchObject({ doubt: "changed" });
  });
});

describe("a question", () => {
  const asked: Question = { deed: "transfer", doubt: "busy", sight: sight(busy, inCall) };

  test("stays as long as nothing changes", () => {
    expect(stillAsked(asked, sight(busy, inCall), rights)).toBe(asked);
  });

  test("asks what there is to ask by now", () => {
    const now = sight(ringing, inCall);
    expect(stillAsked(asked, now, rights)).toEqual({
      deed: "transfer",
      doubt: "ringing",
      sight: now,
    });
  });

  test("is withdrawn once the colleague is free, or my call is another one or over", () => {
    const other = phone("100", "on_call", { other_party: "Dora", started: "2026-11-27T08:05:00Z" });
    expect(stillAsked(asked, sight(free, inCall), rights)).toBeNull();
    expect(stillAsked(asked, sight(busy, other), rights)).toBeNull();
    expect(stillAsked(asked, sight(busy), rights)).toBeNull();
  });

  test("is withdrawn once there is no call to join any more", () => {
    const joining: Question = { deed: "monitor", doubt: "changed", sight: sight(busy) };
    expect(stillAsked(joining, sight(free), rights)).toBeNull();
  });
});
