import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { LANGUAGES } from "./model/language";

const BUILT = join(import.meta.dirname, "../../custom_components/jingl/frontend/built");

test("the script is small enough for a slow tablet", () => {
  const script = readFileSync(join(BUILT, "jingl-cards.js"));
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(65_000);
});

test("all languages but English, which is in the script, are beside it", () => {
  const files = readdirSync(join(BUILT, "languages")).sort();
  expect(files).toEqual(LANGUAGES.filter((each) => each !== "en").map((each) => `${each}.json`));
});
