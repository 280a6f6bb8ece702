import { describe, expect, test } from "vitest";
import { handset, phone, states } from "../testing/office";
import { isBusy, PhoneReader, readPhone } from "./phone";

describe("a handset", () => {
  test.each([
    ["idle", "free", false],
    ["ringing", "ringing", true],
    ["calling", "calling", true],
    ["on_call", "on_call", true],
    ["on_hold", "on_hold", true],
    ["offline", "offline", false],
    ["unavailable", "unknown", false],
    ["unknown", "unknown", false],
    ["constructor", "unknown", false],
  ])("that is %s is shown as %s", (told, state, busy) => {
    const read = phone("100", told);
    expect(read.state).toBe(state);
    expect(isBusy(read)).toBe(busy);
  });

  test("tells who it is in a call with, and since when", () => {
    const read = phone("100", "on_call", {
      other_party: "Anna Smith",
      number: "0409123456",
      direction: "inbound",
      started: "2026-11-27T08:01:00+00:00",
    });
    expect(read).toMatchObject({
      party: "Anna Smith",
      number: "0409123456",
      direction: "inbound",
      since: Date.UTC(2026, 10, 27, 8, 1),
    });
  });

  test("tells a number once, however it is written", () => {
    const read = phone("100", "on_call", { other_party: "(03) 9123 4567", number: "0391234567" });
    expect(read).toMatchObject({ party: "(03) 9123 4567", number: null });
  });

  test("tells a bare number if that is all there is", () => {
    const read = phone("100", "on_call", { number: "0391234567" });
    expect(read).toMatchObject({ party: "0391234567", number: null, since: null });
  });

  test("rings since its state changed, for no call has begun yet", () => {
    expect(phone("100", "ringing").since).toBe(Date.UTC(2026, 10, 27, 8));
  });

  test("tells nothing of attributes that it does not know", () => {
    const read = phone("100", "on_call", { direction: "sideways", started: 7, other_party: "" });
    expect(read).toMatchObject({ direction: null, since: null, party: null });
  });

  test("without a status is busy or unknown, never free", () => {
    const only = handset("100", { entities: { busy: "binary_sensor.busy" } });
    const read = (state: string) =>
      readPhone(only, states({ "binary_sensor.busy": [state] })).state;
    expect([read("on"), read("off")]).toEqual(["busy", "unknown"]);
  });

  test("whose entities are disabled is unknown", () => {
    const read = readPhone(handset("100", { entities: {} }), {});
    expect(read).toMatchObject({ state: "unknown", missed: null, isRecorded: null });
  });

  test("tells its last missed call by name, by number, or by none", () => {
    const missed = (attributes: Record<string, unknown>, at = "2026-11-27T07:30:00+00:00") =>
      readPhone(handset("100"), states({ "sensor.h100_missed": [at, attributes] })).missed;
    const at = Date.UTC(2026, 10, 27, 7, 30);
    expect(missed({ number: "0409123456", name: "Anna" })).toEqual({
      at,
      number: "0409123456",
      caller: "Anna",
      isNamed: true,
    });
    expect(missed({ number: "0409123456" })).toMatchObject({ caller: "0409123456" });
    expect(missed({ number: "0409123456", other_party: "0409 123 456" })).toMatchObject({
      number: "0409123456",
      caller: "0409 123 456",
      isNamed: false,
    });
    const withheld = { at, number: null, caller: null, isNamed: false };
    expect(missed({})).toEqual(withheld);
    expect(missed({ number: "anonymous", other_party: "anonymous" })).toEqual(withheld);
    expect(missed({}, "unavailable")).toBeNull();
  });

  test("tells that its calls are recorded", () => {
    const read = readPhone(handset("100"), states({ "switch.h100_recording": ["on"] }));
    expect(read.isRecorded).toBe(true);
  });
});

describe("reading all handsets", () => {
  test("gives back the same object for whom nothing changed", () => {
    const reader = new PhoneReader();
    const handsets = [handset("100"), handset("101")];
    const before = states({ "sensor.h100_status": ["idle"], "sensor.h101_status": ["idle"] });
    const [first, second] = reader.read(handsets, before);
    const after = { ...before, ...states({ "sensor.h101_status": ["ringing"] }) };
    const [same, changed] = reader.read(handsets, after);
    expect(same).toBe(first);
    expect(changed).not.toBe(second);
    expect(changed?.state).toBe("ringing");
  });

  test("gives back the same list if nothing changed", () => {
    const reader = new PhoneReader();
    const handsets = [handset("100"), handset("101")];
    const told = states({ "sensor.h100_status": ["idle"], "switch.h101_recording": ["on"] });
    const first = reader.read(handsets, told);
    expect(reader.read(handsets, { ...told, ...states({ "light.hall": ["on"] }) })).toBe(first);
    expect(reader.read(handsets, {})).not.toBe(first);
    expect(reader.read([...handsets].reverse(), {}).map((each) => each.handset.extension)).toEqual([
      "101",
      "100",
    ]);
    expect(reader.read([], {})).toEqual([]);
  });

  test("reads a handset anew that has another name", () => {
    const reader = new PhoneReader();
    reader.read([handset("100")], {});
    expect(reader.read([handset("100", { name: "Sales" })], {})[0]?.handset.name).toBe("Sales");
  });
});
