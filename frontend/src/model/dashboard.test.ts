import { expect, test } from "vitest";
import { account, handset } from "../testing/office";
import { dashboardOf, viewOf } from "./dashboard";

const type = "custom:jingl-phones";
const areas = {
  shop: { name: "Shop", icon: "mdi:store" },
  office: { name: "Office", icon: null },
  garden: { name: "Garden" },
};
const office = account([
  handset("100", { area_id: "office" }),
  handset("101", { area_id: "shop" }),
  handset("102"),
]);
const other = account([handset("200", { area_id: "garden" })], {
  entry_id: "other",
  title: "Branch",
});

const TITLES = { phones: "Phones", calls: "Calls" };

const cardsOf = (...told: Parameters<typeof viewOf>) =>
  viewOf(...told).sections.map(({ cards }) => cards);

test("there is a view for all phones, one for calls, and one for each area where there are several", () => {
  expect(dashboardOf({ type, one_tap: true }, [office], areas, TITLES)).toEqual({
    views: [
      { title: "Phones", path: "phones", strategy: { type, one_tap: true } },
      { title: "Calls", path: "calls", strategy: { type, one_tap: true, view: "calls" } },
      {
        title: "Shop",
        path: "area-shop",
        icon: "mdi:store",
        show_icon_and_title: true,
        strategy: { type, one_tap: true, areas: ["shop"] },
      },
      {
        title: "Office",
        path: "area-office",
        strategy: { type, one_tap: true, areas: ["office"] },
      },
    ],
  });
});

test("one area is nothing to tell apart, nor is one that Home Assistant has lost", () => {
  const titles = (...told: Parameters<typeof dashboardOf>) =>
    dashboardOf(...told).views.map(({ title }) => title);
  expect(titles({ type }, [other], areas, TITLES)).toEqual(["Phones", "Calls"]);
  expect(titles({ type }, [office], { shop: { name: "Shop" } }, TITLES)).toEqual([
    "Phones",
    "Calls",
  ]);
  expect(titles({ type }, [office], undefined, TITLES)).toEqual(["Phones", "Calls"]);
  expect(titles({ type }, [office], { shop: {}, office: {} }, TITLES)).toEqual([
    "Phones",
    "Calls",
    "shop",
    "office",
  ]);
});

test("a dashboard may keep to some areas, or to an account", () => {
  const paths = (options: object) =>
    dashboardOf({ type, ...options }, [office, other], areas, TITLES).views.map(({ path }) => path);
  expect(paths({})).toEqual(["phones", "calls", "area-shop", "area-office", "area-garden"]);
  expect(paths({ account: "entry" })).toEqual(["phones", "calls", "area-shop", "area-office"]);
  expect(paths({ areas: ["garden", "shop"] })).toEqual([
    "phones",
    "calls",
    "area-shop",
    "area-garden",
  ]);
});

test("a view has the phones, and below them the calls that they missed", () => {
  const options = { type, areas: ["shop"], order: "busy", compact: true } as const;
  expect(viewOf(options, [office])).toEqual({
    type: "sections",
    max_columns: 4,
    sections: [
      {
        type: "grid",
        column_span: 4,
        cards: [
          { type: "custom:jingl-phones-card", areas: ["shop"], order: "busy", compact: true },
          { type: "custom:jingl-calls-card", areas: ["shop"], filter: "missed" },
        ],
      },
    ],
  });
});

test("a view of calls has nothing else", () => {
  const options = { type, view: "calls", order: "busy", dial: false } as const;
  expect(cardsOf(options, [office])).toEqual([[{ type: "custom:jingl-calls-card" }]]);
  expect(cardsOf({ ...options, areas: ["garden"] }, [office, other])).toEqual([
    [{ type: "custom:jingl-calls-card", account: "other", areas: ["garden"] }],
  ]);
});

test("of several accounts each has a section under its name", () => {
  expect(cardsOf({ type }, [office, other])).toEqual([
    [
      { type: "heading", heading: "Office" },
      { type: "custom:jingl-phones-card", account: "entry" },
      { type: "custom:jingl-calls-card", account: "entry", filter: "missed" },
    ],
    [
      { type: "heading", heading: "Branch" },
      { type: "custom:jingl-phones-card", account: "other" },
      { type: "custom:jingl-calls-card", account: "other", filter: "missed" },
    ],
  ]);
});

test("an account that is the only one with phones in an area is not any other", () => {
  expect(cardsOf({ type, areas: ["garden"] }, [office, other])).toEqual([
    [
      { type: "custom:jingl-phones-card", account: "other", areas: ["garden"] },
      { type: "custom:jingl-calls-card", account: "other", areas: ["garden"], filter: "missed" },
    ],
  ]);
});

test("without an account the phones card is there, which says what to do", () => {
  expect(cardsOf({ type }, [])).toEqual([[{ type: "custom:jingl-phones-card" }]]);
  expect(cardsOf({ type, account: "gone" }, [office])).toEqual([
    [{ type: "custom:jingl-phones-card", account: "gone" }],
  ]);
});
