import { expect, test, vi } from "vitest";
import { Memo } from "./memo";

test("something is made anew only from something else", () => {
  const memo = new Memo<object>();
  const make = vi.fn(() => ({}));
  const calls = [1, 2];
  const first = memo.of([calls, "a"], make);
  expect(memo.of([calls, "a"], make)).toBe(first);
  expect(memo.of([[1, 2], "a"], make)).not.toBe(first);
  expect(make).toHaveBeenCalledTimes(2);
});
