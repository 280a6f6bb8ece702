import { describe, expect, test } from "vitest";
import { phone } from "../testing/office";
import { arrange, arrangeAs, busyFirst, choose } from "./arrange";
import type { Phone } from "./phone";

const reception = phone(
  "100",
  "on_call",
  {},
  { name: "Reception", area_id: "front", labels: ["vip"] },
);
const sales = phone("20", "idle", {}, { name: "sales", area_id: "back" });
const gate = phone("9", "offline", {}, { name: "Gate", labels: ["outside"] });
const annex = phone("101", "idle", {}, { name: "Annex", area_id: "back" });
const all = [reception, sales, gate, annex];

const names = (phones: readonly Phone[]) => phones.map(({ handset }) => handset.name);

describe("the card shows", () => {
  test("all handsets if none are chosen", () => {
    expect(choose(all, {})).toEqual(all);
    expect(choose(all, { handsets: [], areas: [], labels: [] })).toEqual(all);
  });

  test("what is chosen by itself, by its area or by a label", () => {
    expect(choose(all, { handsets: ["device-9"] })).toEqual([gate]);
    expect(choose(all, { areas: ["back"] })).toEqual([sales, annex]);
    expect(choose(all, { areas: ["front"], labels: ["outside"] })).toEqual([reception, gate]);
  });

  test("nobody rather than all if what is chosen is gone", () => {
    expect(choose(all, { handsets: ["gone"] })).toEqual([]);
  });

  test("no offline handset if they are hidden", () => {
    expect(choose(all, { hide_offline: true })).toEqual([reception, sales, annex]);
  });
});

describe("the order", () => {
  const handsets = all.map(({ handset }) => handset);
  const order = (
    ...wanted: Parameters<typeof arrange> extends [unknown, ...infer Rest] ? Rest : never
  ) => arrange(handsets, ...wanted).map(({ name }) => name);

  test("by name takes no notice of capitals", () => {
    expect(order("name", "en")).toEqual(["Annex", "Gate", "Reception", "sales"]);
  });

  test("by extension counts", () => {
    expect(order("extension", "en")).toEqual(["Gate", "sales", "Reception", "Annex"]);
  });

  test("by area goes by the areas' names, who has none comes last", () => {
    const called = (id: string) => (id === "back" ? "Office" : "Entrance");
    expect(order("area", "en", called)).toEqual(["Reception", "Annex", "sales", "Gate"]);
    expect(order("area", "en")).toEqual(["Annex", "sales", "Reception", "Gate"]);
    const nowhere = phone("8", "idle").handset;
    expect(arrange([nowhere, gate.handset], "area", "en")).toEqual([gate.handset, nowhere]);
  });

  test("of namesakes goes by extension", () => {
    const [one, other] = ["102", "11"].map(
      (extension) => phone(extension, "idle", {}, { name: "X" }).handset,
    );
    expect(one && other && arrange([one, other], "name", "en")).toEqual([other, one]);
  });

  test("may have those in a call first", () => {
    expect(names(busyFirst([gate, annex, reception]))).toEqual(["Reception", "Gate", "Annex"]);
    expect(order("busy", "en")).toEqual(order("name", "en"));
  });

  test("can be kept, whoever is new comes last", () => {
    const kept = ["device-9", "device-100", "device-101"];
    expect(names(arrangeAs(all, kept))).toEqual(["Gate", "Reception", "Annex", "sales"]);
  });
});
