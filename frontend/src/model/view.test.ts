import { describe, expect, test } from "vitest";
import type { States } from "../home-assistant";
import { account, handset, states } from "../testing/office";
import { accountOf, type Source, sightOf, ViewReader } from "./view";

const office = account([
  handset("100", { name: "Reception", area_id: "front" }),
  handset("101", { name: "Annex", area_id: "back" }),
  handset("102", { name: "Gate", may_call: false }),
]);
const idle = states({ "sensor.h100_status": ["idle"], "sensor.h101_status": ["idle"] });
const ringing = { ...idle, ...states({ "sensor.h100_status": ["ringing"] }) };

function source(changes: Partial<Source> = {}, told: States = idle): Source {
  return {
    accounts: [office],
    options: {},
    home: { states: told, areas: {}, language: "en" },
    chosen: () => ({ device: "device-100", user: null, option: null }),
    kept: null,
    ...changes,
  };
}

const shown = (of: Source) => new ViewReader().read(of)?.shown.map(({ handset: { name } }) => name);

describe("a card draws", () => {
  test("all handsets of the first account, and mine", () => {
    const view = new ViewReader().read(source());
    expect(view?.shown.map(({ handset: { name } }) => name)).toEqual([
      "Annex",
      "Gate",
      "Reception",
    ]);
    expect(view?.mine?.handset.name).toBe("Reception");
    expect(view?.rights).toEqual({ mayChoose: true, maySupervise: false });
  });

  test("the account that is wanted, and nothing if it is gone", () => {
    const other = account([handset("1")], { entry_id: "other" });
    const accounts = [office, other];
    expect(shown(source({ accounts, options: { account: "other" } }))).toEqual(["Handset 1"]);
    expect(new ViewReader().read(source({ options: { account: "gone" } }))).toBeNull();
    expect(new ViewReader().read(source({ accounts: [] }))).toBeNull();
  });

  test("no other account while the first is not loaded", () => {
    const first = account([], { entry_id: "first", state: "loading" });
    expect(new ViewReader().read(source({ accounts: [first, office] }))).toBeNull();
  });

  test("my phone also where it is not among the chosen handsets", () => {
    const view = new ViewReader().read(source({ options: { handsets: ["device-101"] } }));
    expect(view?.shown).toHaveLength(1);
    expect(view?.mine?.handset.name).toBe("Reception");
  });

  test("no phone as mine that may not be controlled", () => {
    const chosen = () => ({ device: "device-102", user: null, option: null });
    expect(new ViewReader().read(source({ chosen }))?.mine).toBeNull();
  });

  test("what my phone may do, whatever another one of mine may", () => {
    const boss = account([handset("100"), handset("101", { may_supervise: true })]);
    const rights = (device: string) =>
      new ViewReader().read(
        source({ accounts: [boss], chosen: () => ({ device, user: null, option: null }) }),
      )?.rights.maySupervise;
    expect(rights("device-100")).toBe(false);
    expect(rights("device-101")).toBe(true);
    expect(rights("gone")).toBe(false);
  });

  test("calls from the phone that it is set up for, whoever's that is, and never from another", () => {
    const other = account([handset("1")], { entry_id: "other" });
    const of = (device: string, accounts = [other, office]) =>
      new ViewReader().read(source({ accounts, options: { device } }));
    expect(of("device-101")?.mine?.handset.name).toBe("Annex");
    expect(of("device-101")?.rights.mayChoose).toBe(false);
    expect(of("device-102")?.phones.has("device-102")).toBe(true);
    expect(of("device-102")?.mine).toBeNull();
    expect(of("gone")).toBeNull();
  });

  test("nothing while the account of that phone may be one that is not loaded", () => {
    const loading = account([], { entry_id: "loading", state: "loading" });
    const accounts = [office, loading];
    expect(accountOf(accounts, { device: "gone" })).toBe(loading);
    expect(accountOf(accounts, { device: "device-100" })).toBe(office);
    expect(accountOf([office], { device: "gone" })).toBeUndefined();
  });

  test("areas by their names", () => {
    const areas = { front: { name: "Atrium" }, back: { name: "Barn" } };
    const home = { states: idle, areas, language: "en" };
    expect(shown(source({ options: { order: "area" }, home }))).toEqual([
      "Reception",
      "Annex",
      "Gate",
    ]);
    expect(shown(source({ options: { order: "area" } }))).toEqual(["Annex", "Reception", "Gate"]);
  });

  test("those in a call first, unless an order is to be kept", () => {
    const options = { order: "busy" } as const;
    expect(shown(source({ options }, ringing))).toEqual(["Reception", "Annex", "Gate"]);
    const kept = ["device-102", "device-101", "device-100"];
    expect(shown(source({ options, kept }, ringing))).toEqual(["Gate", "Annex", "Reception"]);
  });
});

describe("a card draws anew", () => {
  test("only if something of it has changed", () => {
    const reader = new ViewReader();
    const chosen = source().chosen;
    const options = {};
    const first = reader.read(source({ options, chosen }));
    const elsewhere = { ...idle, ...states({ "light.hall": ["on"] }) };
    expect(reader.read(source({ options, chosen }, elsewhere))).toBe(first);
    expect(reader.read(source({ options, chosen }, ringing))).not.toBe(first);
  });

  test("when another phone is mine", () => {
    const reader = new ViewReader();
    const options = {};
    reader.read(source({ options }));
    const chosen = () => ({ device: "device-101", user: null, option: null });
    expect(reader.read(source({ options, chosen }))?.mine?.handset.name).toBe("Annex");
  });
});

test("a tap is about a handset, or about my phone alone", () => {
  const view = new ViewReader().read(source());
  const mine = view?.mine;
  expect(view && sightOf(view, "device-101")).toMatchObject({ phone: { state: "free" }, mine });
  expect(view && sightOf(view, null)).toEqual({ phone: null, mine });
  expect(view && sightOf(view, "gone")).toEqual({ phone: null, mine });
});
