// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import type { HomeAssistant } from "./home-assistant";
import german from "./languages/de.json";
import { home } from "./testing/office";
import { loadTexts } from "./texts";
import "./index";

afterEach(() => {
  document.documentElement.lang = "";
  vi.unstubAllGlobals();
});

const listed = () => window.customCards?.map(({ type, name }) => [type, name]);

test("all cards are in the picker, with a preview and nothing to set beforehand", () => {
  expect(listed()).toEqual([
    ["jingl-phones-card", "Jingl phones"],
    ["jingl-calls-card", "Jingl calls"],
    ["jingl-phone-card", "Jingl phone"],
  ]);
  for (const { type, preview } of window.customCards ?? []) {
    const card = customElements.get(type) as unknown as {
      getStubConfig(hass?: HomeAssistant): object;
    };
    expect(preview).toBe(true);
    expect(card.getStubConfig()).toEqual({});
  }
});

test("a tile can have call buttons only where it shows something of a handset", () => {
  const [feature] = window.customCardFeatures ?? [];
  expect(feature).toMatchObject({
    type: "jingl-call-feature",
    name: "Jingl call buttons",
    configurable: true,
  });
  const entities = {
    "sensor.reception_status": { platform: "jingl", device_id: "reception" },
    "event.reception_call": { platform: "jingl", device_id: "reception" },
    "sensor.active_calls": { platform: "jingl", device_id: "account" },
  };
  const of = (context: object) => feature?.isSupported(home([], { entities }), context);
  expect(of({ entity_id: "sensor.reception_status" })).toBe(true);
  expect(of({ entity_id: "sensor.active_calls" })).toBe(false);
  expect(of({})).toBe(false);
});

test("they are called as in the language that the page has now", async () => {
  document.documentElement.lang = "de";
  vi.stubGlobal("fetch", async () => Response.json(german));
  await loadTexts("de");
  expect(listed()?.map(([, name]) => name)).toEqual([
    "Jingl-Telefone",
    "Jingl-Anrufe",
    "Jingl-Telefon",
  ]);
  expect(window.customStrategies?.map(({ description }) => description)).toEqual([
    german.dashboard_description,
    german.view_description,
  ]);
});
