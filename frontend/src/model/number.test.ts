import { describe, expect, test } from "vitest";
import { sameNumber } from "./number";

describe("a number", () => {
  test.each([
    "(03) 9123 4567",
    "03-9123-4567",
    "+61 3 9123 4567",
    "+61 (0)3 9123 4567",
    "03 9123–4567",
  ])("is the same however it is written: %s", (written) => {
    expect(sameNumber(written, "0391234567")).toBe(true);
  });

  test("is another one in another country, or with a letter", () => {
    expect(sameNumber("+49 3 9123 4567", "0391234567")).toBe(false);
    expect(sameNumber("A101", "101")).toBe(false);
    expect(sameNumber("a101", "A101")).toBe(true);
  });

  test("that was typed as a name is nobody else's", () => {
    expect(sameNumber("Anna Smith", "Ben Jones")).toBe(false);
  });
});
