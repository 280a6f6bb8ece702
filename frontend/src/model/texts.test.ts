import { expect, test } from "vitest";
import { fill } from "./fill";
import { LANGUAGES, languageFile } from "./language";
import { configsFor } from "./suggestion-for";

test("placeholders are filled once, with whatever is put in", () => {
  expect(fill("{a} and {b}", { a: "{b}", b: "$&" })).toBe("{b} and $&");
  expect(fill("{unknown} {constructor}", {})).toBe("{unknown} {constructor}");
});

test("a language is taken as it is, then in general, else English", () => {
  expect(["de", "de-CH", "zh-Hans", "zh-Hant", "es-419", "pt-BR"].map(languageFile)).toEqual([
    "de",
    "de",
    "zh-Hans",
    "en",
    "es",
    "en",
  ]);
  expect(LANGUAGES).toHaveLength(11);
});

test("the picker is offered a card for our entities only", () => {
  const type = "custom:jingl-phones-card";
  expect(configsFor({ platform: "jingl", device_id: "d" }, type)).toEqual([
    { type, handsets: ["d"] },
    { type },
  ]);
  expect(configsFor({ platform: "jingl" }, type)).toEqual([{ type }]);
  expect(configsFor({ platform: "mqtt", device_id: "d" }, type)).toBeNull();
  expect(configsFor(undefined, type)).toBeNull();
});
