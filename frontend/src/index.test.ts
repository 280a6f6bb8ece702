// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import type { HomeAssistant } from "./home-assistant";
import german from "./languages/de.json";
import { loadTexts } from "./texts";
import "./index";

afterEach(() => {
  document.documentElement.lang = "";
  vi.unstubAllGlobals();
});

const listed = () => window.customCards?.map(({ type, name }) => [type, name]);

test("both cards are in the picker, with a preview and nothing to set beforehand", () => {
  expect(listed()).toEqual([
    ["jingl-phones-card", "Jingl phones"],
    ["jingl-calls-card", "Jingl calls"],
  ]);
  for (const { type, preview } of window.customCards ?? []) {
    const card = customElements.get(type) as unknown as {
      getStubConfig(hass?: HomeAssistant): object;
    };
    expect(preview).toBe(true);
    expect(card.getStubConfig()).toEqual({});
  }
});

test("they are called as in the language that the page has now", async () => {
  document.documentElement.lang = "de";
  vi.stubGlobal("fetch", async () => Response.json(german));
  await loadTexts("de");
  expect(listed()?.map(([, name]) => name)).toEqual(["Jingl-Telefone", "Jingl-Anrufe"]);
  expect(window.customStrategies?.map(({ description }) => description)).toEqual([
    german.dashboard_description,
    german.view_description,
  ]);
});
