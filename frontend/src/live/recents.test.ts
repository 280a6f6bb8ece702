// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HomeAssistant } from "../home-assistant";
import { home } from "../testing/office";
import { recentsOf } from "./recents";

const NOW = 1_700_000_000_000;
const anna = { number: "0409123456", readable: "0409 123 456", name: "Anna", at: NOW };
const workshop = { number: "102", readable: "102", name: "Workshop", at: NOW };
let hass: HomeAssistant;

/** Another tab of the same browser; it is told of what others write only by the browser. */
const tab = () => recentsOf({ ...hass, connection: { ...hass.connection } });

beforeEach(() => {
  vi.spyOn(Date, "now").mockReturnValue(NOW);
  hass = home([]);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a number that was called from one account is not suggested for another", () => {
  recentsOf(hass).add("here", workshop);
  expect(recentsOf(hass).of("here")).toEqual([workshop]);
  expect(recentsOf(hass).of("there")).toEqual([]);
  recentsOf(hass).add("there", anna);
  expect(tab().of("here")).toEqual([workshop]);
});

test("the list is the same until one is added, and nothing but the number and the time is kept", () => {
  const before = recentsOf(hass).of("here");
  expect(recentsOf(hass).of("here")).toBe(before);
  recentsOf(hass).add("here", { ...anna, kind: "done" } as typeof anna);
  expect(recentsOf(hass).of("here")).toEqual([anna]);
});

test("two tabs lose nothing of each other's", () => {
  const other = tab();
  expect(other.of("here")).toEqual([]);
  recentsOf(hass).add("here", anna);
  other.add("here", workshop);
  expect(other.of("here")).toEqual([workshop, anna]);
  dispatchEvent(new StorageEvent("storage", { key: `jingl_recent_${hass.user?.id}` }));
  expect(recentsOf(hass).of("here")).toEqual([workshop, anna]);
});
