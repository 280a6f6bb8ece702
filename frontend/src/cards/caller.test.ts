import type { ReactiveControllerHost } from "lit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dialRequest } from "../model/request";
import { handset, home } from "../testing/office";
import { textsOf } from "../texts";
import { liveness } from "../words";
import { Caller } from "./caller";

const t = textsOf("en");
let number = 0;

/** What a card that is set up like this has, on a page. */
function caller(name: string): Caller {
  const host = { addController: () => undefined, requestUpdate: () => undefined };
  const made = new Caller(host as unknown as ReactiveControllerHost);
  made.name = name;
  made.hostConnected();
  return made;
}

/** Call, and be answered like this. */
async function call(by: Caller, code: string, placeholders: object = {}): Promise<void> {
  number += 1;
  const error = {
    code,
    message: "No",
    translation_domain: "jingl",
    translation_key: "too_many_calls",
    translation_placeholders: placeholders,
  };
  const hass = home([], { callService: () => Promise.reject(error) });
  const request = dialRequest("call", handset(String(number)), "0409123456");
  await by.send(request, "call", "Anna", t, hass);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a limit is counted down, but read out once, and ends when its time is up", async () => {
  const made = caller("limit");
  await call(made, "service_validation_error", { seconds: "70" });
  expect(made.hint?.text).toBe("Call limit reached. Try again in 1:10.");
  expect(liveness(made.hint)).toBe("polite");
  await vi.advanceTimersByTimeAsync(65_000);
  expect(made.hint?.text).toBe("Call limit reached. Try again in 0:05.");
  expect(liveness(made.hint)).toBe("off");
  await vi.advanceTimersByTimeAsync(5000);
  expect(made.hint).toBeNull();
});

test("a new answer ends the count", async () => {
  const made = caller("count");
  await call(made, "service_validation_error", { seconds: "70" });
  await call(made, "unauthorized");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(made.hint?.text).toBe("You're not allowed to use this phone.");
});

test("no answer stays for hours", async () => {
  const made = caller("answer");
  await call(made, "unauthorized");
  await vi.advanceTimersByTimeAsync(119_000);
  expect(made.hint).not.toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(made.hint).toBeNull();
});

test("cards that are set up alike each say their own", async () => {
  const [one, other] = [caller("alike"), caller("alike")];
  await call(one, "unauthorized");
  one.draft = { typed: "Anna", picked: null };
  expect(other.hint).toBeNull();
  expect(other.draft.typed).toBe("");
  one.hostDisconnected();
  other.hostDisconnected();
  expect([caller("alike"), caller("alike")].map(({ draft }) => draft.typed)).toEqual(["Anna", ""]);
});

test("what is left behind is kept for a card that is made anew, but not for long", async () => {
  const made = caller("left");
  await call(made, "unauthorized");
  made.draft = { typed: "Anna", picked: null };
  made.hostDisconnected();
  await vi.advanceTimersByTimeAsync(29_000);
  const anew = caller("left");
  expect([anew.draft.typed, anew.hint?.tone]).toEqual(["Anna", "bad"]);
  anew.hostDisconnected();
  await vi.advanceTimersByTimeAsync(30_000);
  made.hostConnected();
  expect([made.draft.typed, made.hint]).toEqual(["", null]);
  expect(caller("left").draft.typed).toBe("");
});

test("an answer that comes after its card was made anew is said there", async () => {
  const made = caller("late");
  const answer = call(made, "unauthorized");
  made.hostDisconnected();
  const anew = caller("late");
  await answer;
  expect(anew.hint?.text).toBe("You're not allowed to use this phone.");
});
