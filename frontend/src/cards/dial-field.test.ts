// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Check } from "../model/outcome";
import type { Phone } from "../model/phone";
import { PhoneBook } from "../model/suggest";
import { phone } from "../testing/office";
import { textsOf } from "../texts";
import type { DialField } from "./dial-field";
import "../index";

const allowed: Check = {
  readable: "(03) 9876 5432",
  name: null,
  isAllowed: true,
  rule: null,
  reason: null,
  translation: null,
  seconds: null,
};
const refused = { ...allowed, isAllowed: false, rule: "any", reason: "Reception is offline." };
const check = vi.fn<(number: string) => Promise<Check | null>>();
let field: DialField;

beforeEach(() => {
  vi.useFakeTimers();
  check.mockReset().mockResolvedValue(allowed);
  field = document.createElement("jingl-phones-dial") as DialField;
  Object.assign(field, {
    t: textsOf("en"),
    mine: phone("100", "idle"),
    book: new PhoneBook([], []),
    hint: { text: "", tone: "quiet" },
    check,
  });
  document.body.append(field);
});

afterEach(() => {
  field.remove();
  vi.useRealTimers();
});

async function type(typed: string): Promise<void> {
  await field.updateComplete;
  const input = field.shadowRoot?.querySelector("input");
  if (input) {
    input.value = typed;
    input.dispatchEvent(new Event("input"));
  }
}

async function turn(mine: Phone): Promise<void> {
  field.mine = mine;
  await field.updateComplete;
}

async function hintIn(milliseconds: number): Promise<string | undefined> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await field.updateComplete;
  return field.shadowRoot?.querySelector("#hint")?.textContent?.trim();
}

test("what is typed is asked about again when my phone becomes another thing", async () => {
  check.mockResolvedValue(refused);
  await turn(phone("100", "offline"));
  await type("0398765432");
  expect(await hintIn(300)).toBe("Reception is offline.");
  check.mockResolvedValue(allowed);
  await turn(phone("100", "idle"));
  expect(await hintIn(300)).toBe("Calls (03) 9876 5432");
  await turn(phone("100", "idle", { started: "2026-11-27T08:00:00Z" }));
  expect(await hintIn(300)).toBe("Calls (03) 9876 5432");
  expect(check).toHaveBeenCalledTimes(2);
});

test("during a call it is not said that it calls, since it may as well be transferred", async () => {
  await turn(phone("100", "on_call"));
  await type("0398765432");
  expect(await hintIn(300)).toBe("Connects to (03) 9876 5432");
  check.mockResolvedValue({ ...allowed, name: "Ben" });
  await type("0398765432 ");
  expect(await hintIn(300)).toBe("Connects to Ben on (03) 9876 5432");
});

test("a limit is asked about again once its time is up", async () => {
  check.mockResolvedValue({ ...refused, reason: "Too many calls.", seconds: 7 });
  await type("0398765432");
  expect(await hintIn(300)).toBe("Too many calls.");
  check.mockResolvedValue(allowed);
  expect(await hintIn(6900)).toBe("Too many calls.");
  expect(await hintIn(200)).toBe("Calls (03) 9876 5432");
});

test("an answer to what is typed no more says nothing", async () => {
  await type("0398765432");
  let answer: (check: Check) => void = () => undefined;
  check.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  await hintIn(300);
  await type("");
  answer(allowed);
  expect(await hintIn(300)).toBe("");
});
