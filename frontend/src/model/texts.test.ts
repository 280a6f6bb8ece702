import { expect, test } from "vitest";
import { fill } from "./fill";
import { LANGUAGES, languageFile } from "./language";
import { configsFor, handsetOf } from "./picker";

test("placeholders are filled once, with whatever is put in", () => {
  expect(fill("{a} and {b}", { a: "{b}", b: "$&" })).toBe("{b} and $&");
  expect(fill("{unknown} {constructor}", {})).toBe("{unknown} {constructor}");
});

test("numbers and names keep their direction among words from right to left", () => {
  const number = { number: "(03) 9876 5432" };
  expect(fill("يتصل بالرقم {number}", number)).toBe("يتصل بالرقم \u2066(03) 9876 5432\u2069");
  expect(fill("Calling {name}", { name: "أحمد" })).toBe("Calling \u2068أحمد\u2069");
  expect(fill("Calls {number}", number)).toBe("Calls (03) 9876 5432");
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

test("the picker is offered a card for our entities only, with the handset if it is one's", () => {
  const type = "custom:jingl-phones-card";
  const entities = {
    "sensor.reception_status": { platform: "jingl", device_id: "reception" },
    "event.reception_call": { platform: "jingl", device_id: "reception" },
    "sensor.active_calls": { platform: "jingl", device_id: "account" },
    "sensor.loose": { platform: "jingl" },
    "sensor.other": { platform: "mqtt", device_id: "reception" },
  };
  const of = (entityId: string) => configsFor(entities, entityId, type);
  expect(of("sensor.reception_status")).toEqual([{ type, handsets: ["reception"] }, { type }]);
  expect(of("sensor.active_calls")).toEqual([{ type }]);
  expect(of("sensor.loose")).toEqual([{ type }]);
  expect(of("sensor.other")).toBeNull();
  expect(of("sensor.gone")).toBeNull();
  expect(Object.keys(entities).map((id) => handsetOf(entities, id))).toEqual([
    "reception",
    "reception",
    null,
    null,
    null,
  ]);
});
