import { expect, test } from "vitest";
import { call } from "../testing/office";
import { searchFor } from "./call-search";

const jose = call("1", { name: "José Ramírez Ōta", number: "+61391234567" });
const nobody = call("2", { name: null, number: null });

test.each([
  "jose",
  "RAM",
  "ota josé",
  "ramirez*jos",
  "03 9123",
  "(03) 9123-4567",
  "+61 3 9123",
  "567",
])("%s finds a name without accents, and digits without what divides them", (typed) => {
  expect(searchFor(typed)?.matches(jose)).toBe(true);
  expect(searchFor(typed)?.matches(nobody)).toBe(false);
});

test.each(["maria", "-", "jose maria", "0409"])("%s is somebody else", (typed) => {
  expect(searchFor(typed)?.matches(jose)).toBe(false);
});

test("blanks and asterisks look for nobody", () => {
  expect(searchFor(" * ")).toBeNull();
});

test("Home Assistant is asked for it anywhere in a name or number", () => {
  expect(searchFor(" 03 91 ")?.party).toBe("*03 91*");
});
