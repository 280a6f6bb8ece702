import { expect, test } from "vitest";
import { tabAfter } from "./call-tab";

test("arrow keys go from tab to tab, and around", () => {
  expect([tabAfter("all", "ArrowRight", false), tabAfter("outgoing", "ArrowRight", false)]).toEqual(
    ["missed", "all"],
  );
  expect([tabAfter("all", "ArrowLeft", false), tabAfter("missed", "ArrowLeft", false)]).toEqual([
    "outgoing",
    "all",
  ]);
});

test("from right to left they point the other way", () => {
  expect(tabAfter("missed", "ArrowLeft", true)).toBe("incoming");
  expect(tabAfter("missed", "ArrowRight", true)).toBe("all");
});

test("Home and End lead to the first and the last, and no other key anywhere", () => {
  expect([tabAfter("missed", "Home", false), tabAfter("missed", "End", false)]).toEqual([
    "all",
    "outgoing",
  ]);
  expect(tabAfter("missed", "Tab", false)).toBeNull();
});
