// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallTimer } from "./clock";

customElements.define("jingl-call-timer", CallTimer);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 27, 8) });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function show(seconds: number | null): CallTimer {
  const timer = document.createElement("jingl-call-timer") as CallTimer;
  timer.since = seconds === null ? null : Date.now() - seconds * 1000;
  document.body.append(timer);
  return timer;
}

test("one timer ticks for all calls, and none is left when they end", () => {
  const [one, other] = [show(59), show(3599)];
  expect([one.textContent, other.textContent]).toEqual(["0:59", "59:59"]);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1000);
  expect([one.textContent, other.textContent]).toEqual(["1:00", "1:00:00"]);
  one.remove();
  expect(vi.getTimerCount()).toBe(1);
  other.remove();
  expect(vi.getTimerCount()).toBe(0);
});

test("a tick writes into the text that is there", () => {
  const timer = show(0);
  const text = timer.firstChild;
  vi.advanceTimersByTime(5000);
  expect(timer.firstChild).toBe(text);
  expect(timer.textContent).toBe("0:05");
});

test("nobody knows how long a call has lasted that has no beginning", () => {
  const timer = show(null);
  vi.advanceTimersByTime(1000);
  expect(timer.textContent).toBe("");
});
