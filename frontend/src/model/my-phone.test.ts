import { describe, expect, test } from "vitest";
import { account, handset } from "../testing/office";
import { candidates, myPhone, readChoice } from "./my-phone";
import { writeFor } from "./read";

const office = account([handset("100"), handset("101"), handset("102", { may_call: false })]);
const nothing = { device: undefined, user: undefined, option: null };

describe("my phone", () => {
  test("is what this device chose before what the user chose before the option", () => {
    const option = "device-100";
    expect(myPhone(office, { ...nothing, option })).toBe("device-100");
    expect(myPhone(office, { device: undefined, user: "device-101", option })).toBe("device-101");
    expect(myPhone(office, { device: "device-100", user: "device-101", option: null })).toBe(
      "device-100",
    );
  });

  test("is no guess, even where there is only one handset", () => {
    expect(myPhone(account([handset("100")]), nothing)).toBeNull();
  });

  test.each(["device", "user", "option"])("is never one that may not be controlled (%s)", (by) => {
    expect(myPhone(office, { ...nothing, [by]: "device-102" })).toBeNull();
  });

  test("is none once the chosen one is gone; another must not ring instead", () => {
    expect(
      myPhone(office, { device: "gone", user: "device-100", option: "device-101" }),
    ).toBeNull();
  });

  test("is none where somebody chose none, whatever others chose for them", () => {
    const option = "device-100";
    expect(myPhone(office, { device: null, user: "device-101", option })).toBeNull();
    expect(myPhone(office, { device: undefined, user: null, option })).toBeNull();
  });

  test("is one of those that may be controlled", () => {
    expect(candidates(office.handsets).map(({ extension }) => extension)).toEqual(["100", "101"]);
  });
});

describe("what is stored", () => {
  test("is a choice for each account", () => {
    const stored = writeFor(writeFor(null, "one", "a"), "other", "b");
    expect([readChoice(stored, "one"), readChoice(stored, "other")]).toEqual(["a", "b"]);
    expect(writeFor(stored, "one", undefined)).toEqual({ other: "b" });
    expect(readChoice(writeFor(stored, "one", null), "one")).toBeNull();
  });

  test.each([null, 7, "text", ["entry"], { entry: 7 }, { entry: "" }, {}])(
    "may be anything, such as %j, and then is no choice",
    (stored) => {
      expect(readChoice(stored, "entry")).toBeUndefined();
    },
  );

  test("is not what every object has", () => {
    expect(readChoice({}, "constructor")).toBeUndefined();
  });
});
