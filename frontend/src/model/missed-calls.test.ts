import { expect, test } from "vitest";
import { handset, states } from "../testing/office";
import { missedParties } from "./missed-calls";
import { readPhone } from "./phone";

const at = (time: string) => Date.parse(`2026-11-27T${time}:00Z`);

/** A handset that missed a call; of somebody without a name, unless one is given. */
function missed(
  extension: string,
  time: string,
  number: string | null,
  name?: string,
  other_party?: string,
) {
  const attributes = { number, name, other_party };
  return readPhone(
    handset(extension),
    states({ [`sensor.h${extension}_missed`]: [`2026-11-27T${time}:00Z`, attributes] }),
  );
}

test("the newest call comes first", () => {
  const parties = missedParties([missed("100", "08:00", "111"), missed("101", "09:00", "222")], 0);
  expect(parties.map(({ caller }) => caller)).toEqual(["222", "111"]);
});

test("a number is one party, whichever way two handsets are told it", () => {
  const parties = missedParties(
    [
      missed("100", "08:00", "+61398765432", undefined, "+61 3 9876 5432"),
      missed("101", "09:00", "0398765432", undefined, "(03) 9876 5432"),
    ],
    0,
  );
  expect(parties.map(({ calls }) => calls.length)).toEqual([2]);
});

test("a party is there once, with each handset that they rang", () => {
  const parties = missedParties(
    [
      missed("100", "08:00", "0391234567", "Anna Smith"),
      missed("101", "10:00", "0409123456", "Anna Smith"),
      missed("102", "09:00", "0398765432", undefined, "(03) 9876 5432"),
      missed("103", "07:00", "0398765432"),
    ],
    0,
  );
  expect(parties).toEqual([
    {
      key: "party Anna Smith",
      caller: "Anna Smith",
      isNamed: true,
      number: "0409123456",
      calls: [
        { device: "device-101", name: "Handset 101", at: at("10:00") },
        { device: "device-100", name: "Handset 100", at: at("08:00") },
      ],
    },
    {
      key: "party 0398765432",
      caller: "(03) 9876 5432",
      isNamed: false,
      number: "0398765432",
      calls: [
        { device: "device-102", name: "Handset 102", at: at("09:00") },
        { device: "device-103", name: "Handset 103", at: at("07:00") },
      ],
    },
  ]);
});

test("withheld numbers are not taken for the same party", () => {
  const phones = [missed("100", "08:00", null), missed("101", "09:00", "anonymous")];
  const parties = missedParties(phones, 0);
  expect(parties.map(({ key }) => key)).toEqual(["withheld device-101", "withheld device-100"]);
  expect(parties.map(({ caller, number }) => [caller, number])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("what was missed before, or not at all, is left out", () => {
  const never = readPhone(handset("102"), {});
  const phones = [missed("100", "08:00", "111"), missed("101", "09:00", "222"), never];
  expect(missedParties(phones, at("08:30")).map(({ caller }) => caller)).toEqual(["222"]);
});
