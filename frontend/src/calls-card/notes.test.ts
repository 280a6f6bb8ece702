// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CardCall } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { call, home } from "../testing/office";
import { textsOf } from "../texts";
import type { CallNotes } from "./notes";
import "../index";

const t = textsOf("en");
const act = vi.fn<HomeAssistant["callService"]>();
let element: CallNotes;
let calls = 0;

/** A call that nobody has left a draft for. */
function some(changes: Partial<CardCall> = {}): CardCall {
  calls += 1;
  return call(`${calls}`, { may_update: true, ...changes });
}

async function show(of: CardCall): Promise<void> {
  element = document.createElement("jingl-call-notes") as CallNotes;
  Object.assign(element, { hass: home([], { callService: act }), t, call: of });
  document.body.append(element);
  await settle();
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  }
}

const find = <E extends HTMLElement>(selector: string) =>
  element.shadowRoot?.querySelector<E>(selector) as E;
const field = () => find<HTMLTextAreaElement>("textarea");
const button = () => find<HTMLButtonElement>("button");
const isOff = () => button().getAttribute("aria-disabled") === "true";
const chosen = () => find<HTMLInputElement>("input:checked").value;
const said = () => find("[role=status]").textContent;

async function type(text: string): Promise<void> {
  field().value = text;
  field().dispatchEvent(new Event("input"));
  await settle();
}

async function rate(stars: number): Promise<void> {
  const star = find<HTMLInputElement>(`input[value="${stars}"]`);
  star.checked = true;
  star.dispatchEvent(new Event("change"));
  await settle();
}

async function save(): Promise<void> {
  find("form").dispatchEvent(new Event("submit", { cancelable: true }));
  await settle();
}

const sent = () => act.mock.calls.map(([, , data]) => data);

beforeEach(() => {
  act.mockReset().mockResolvedValue({});
});

afterEach(() => {
  element.remove();
});

test("whoever may not change them reads them", async () => {
  await show(some({ may_update: false, notes: "<b>Sold</b>", rating: 3 }));
  expect(find("p").textContent).toBe("<b>Sold</b>");
  expect(find("[role=img]").getAttribute("aria-label")).toBe("3 of 5 stars");
  expect(find("form")).toBeNull();
});

test("what somebody changes is saved once they say so", async () => {
  const of = some({ notes: "Sold", rating: 2 });
  await show(of);
  expect([field().value, chosen(), isOff()]).toEqual(["Sold", "2", true]);
  await type("Sold twice");
  await rate(5);
  expect(isOff()).toBe(false);
  await save();
  expect(sent()).toEqual([{ id: of.id, notes: "Sold twice", rating: 5 }]);
  expect(said()).toBe("Saved");
  expect([field().value, chosen(), isOff()]).toEqual(["Sold twice", "5", true]);
  await save();
  expect(act).toHaveBeenCalledOnce();
});

test("a rating can be taken away", async () => {
  const of = some({ rating: 2 });
  await show(of);
  await rate(0);
  await save();
  expect(sent()).toEqual([{ id: of.id, rating: 0 }]);
});

test("Enter saves, since Jingl's notes have one line", async () => {
  await show(some());
  await type("One\n  two");
  field().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
  await settle();
  expect(sent()).toEqual([{ id: expect.any(String), notes: "One two" }]);
});

test("what could not be saved stays, and it is said why", async () => {
  await show(some());
  act.mockRejectedValue(3);
  await type("Sold");
  await save();
  expect([field().value, said(), isOff()]).toEqual(["Sold", t("notes_unclear"), false]);
  await type("Sold!");
  expect(said()).toBe("");
});

test("while somebody types, nothing that is told overwrites it", async () => {
  const of = some({ notes: "Sold" });
  await show(of);
  await type("Mine");
  element.call = { ...of, notes: "Theirs", rating: 4 };
  await settle();
  expect([field().value, chosen()]).toEqual(["Mine", "4"]);
});

test("what is typed while it is saved is not saved, but stays", async () => {
  const of = some();
  await show(of);
  let answer = () => undefined as unknown;
  act.mockReturnValue(
    new Promise((resolve) => {
      answer = () => resolve({});
    }),
  );
  await type("One");
  await rate(3);
  await save();
  await type("One two");
  await rate(4);
  answer();
  await settle();
  expect([field().value, chosen(), isOff()]).toEqual(["One two", "4", false]);
  element.call = { ...of, notes: "One", rating: 3 };
  await save();
  expect(sent()[1]).toEqual({ id: of.id, notes: "One two", rating: 4 });
});

test("what is saved is shown until it is told, and then what is told", async () => {
  const of = some({ notes: "Old" });
  await show(of);
  await type("New");
  await save();
  element.call = { ...of, name: "Anna" };
  await settle();
  expect(field().value).toBe("New");
  element.call = { ...of, notes: "Newer" };
  await settle();
  expect(field().value).toBe("Newer");
});

test("what is typed outlasts the element, since Home Assistant makes its cards anew", async () => {
  const of = some();
  await show(of);
  await type("Half a");
  element.remove();
  await show(of);
  expect(field().value).toBe("Half a");
});
