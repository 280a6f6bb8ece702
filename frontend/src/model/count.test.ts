import { expect, test } from "vitest";
import { writeCount } from "./count";

test.each([
  [undefined, "12.345"],
  ["language", "12.345"],
  ["comma_decimal", "12,345"],
  ["decimal_comma", "12.345"],
  ["space_comma", "12\u202f345"],
  ["quote_decimal", (12345).toLocaleString("de-CH")],
  ["none", "12345"],
  ["system", (12345).toLocaleString()],
])("in German with the format %s a count is %s", (format, written) => {
  expect(writeCount(12345, "de", format)).toBe(written);
});
