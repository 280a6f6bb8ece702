import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import english from "./languages/en.json";
import { LANGUAGES } from "./model/language";

const FOLDER = join(import.meta.dirname, "languages");

function texts(language: string): Record<string, string> {
  return JSON.parse(readFileSync(join(FOLDER, `${language}.json`), "utf8"));
}

const placeholders = (text = "") => (text.match(/\{\w+\}/g) ?? []).sort();

test("there is a file for each language, and no other", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(LANGUAGES.map((each) => `${each}.json`).sort());
});

test.each(LANGUAGES)("%s says all that English says, with the same placeholders", (language) => {
  const said = texts(language);
  expect(Object.keys(said)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(english)) {
    expect(said[key]?.trim(), key).toBeTruthy();
    expect(placeholders(said[key]), key).toEqual(placeholders(text));
  }
});

test.each(LANGUAGES)("in %s, too, who looks for Jingl in a list finds it", (language) => {
  const { card_name, calls_card_name, phone_card_name, feature_name } = texts(language);
  const names = [card_name, calls_card_name, phone_card_name, feature_name];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect(name).toMatch(/^Jingl/);
  }
});

test("every text is used, and by its whole name", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => readFileSync(join(import.meta.dirname, path), "utf8"))
    .join("\n");
  expect(Object.keys(english).filter((key) => !sources.includes(`"${key}"`))).toEqual([]);
});
