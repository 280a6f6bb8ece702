import { describe, expect, test } from "vitest";
import { needsAreaCode, outcomeOf, outcomeOfError, readCheck } from "./outcome";

const refusal = (key: string, translation_placeholders: unknown = {}) => ({
  code: "service_validation_error",
  message: "No.",
  translation_domain: "jingl",
  translation_key: key,
  translation_placeholders,
});

describe("an answer", () => {
  test("tells what was dialled", () => {
    const response = { number: "0409123456", readable: "0409 123 456", name: "Anna" };
    expect(outcomeOf({ response })).toEqual({ kind: "done", ...response });
    expect(outcomeOf({ response: { number: "101" } })).toEqual({
      kind: "done",
      number: "101",
      readable: "101",
      name: null,
    });
  });

  test.each([undefined, null, {}, { context: { id: "" } }, { response: null }, { response: {} }])(
    "that tells nothing (%j) leaves the outcome open",
    (answer) => {
      expect(outcomeOf(answer)).toEqual({ kind: "unknown" });
    },
  );
});

describe("the outcome is unknown", () => {
  test.each([
    3,
    { code: 3, message: "Connection lost" },
    { type: "result", success: false, error: { code: 3, message: "Connection lost" } },
    { code: "timeout" },
    { code: "unknown_error" },
    {
      code: "home_assistant_error",
      translation_domain: "jingl",
      translation_key: "outcome_unknown",
    },
    new Error("anything"),
    undefined,
    "text",
  ])("after %j", (error) => {
    expect(outcomeOfError(error)).toEqual({ kind: "unknown" });
  });
});

describe("a refusal", () => {
  test("is told as Home Assistant translates it", () => {
    const error = refusal("dial_premium_refused", { number: 1900123456, account: "Office" });
    expect(outcomeOfError(error)).toEqual({
      kind: "refused",
      message: "No.",
      translation: {
        domain: "jingl",
        key: "dial_premium_refused",
        placeholders: { number: "1900123456", account: "Office" },
      },
    });
  });

  test("without a translation is told as it is", () => {
    expect(outcomeOfError({ code: "not_found", message: "Action not found" })).toEqual({
      kind: "refused",
      message: "Action not found",
      translation: null,
    });
    expect(outcomeOfError({ code: "invalid_format" })).toMatchObject({ message: "invalid_format" });
  });

  test("by the limit says how long to wait", () => {
    const error = refusal("too_many_calls", { seconds: "130" });
    expect(outcomeOfError(error)).toEqual({ kind: "limit", seconds: 130 });
    expect(outcomeOfError(refusal("too_many_calls"))).toMatchObject({ kind: "refused" });
  });

  test("for lack of permission says so", () => {
    expect(outcomeOfError({ code: "unauthorized", message: "" })).toEqual({
      kind: "not_permitted",
    });
  });
});

describe("a check", () => {
  test("tells what would be dialled, or why not", () => {
    const answer = {
      readable: "0409 123 456",
      name: "Anna",
      allowed: true,
      rule: null,
      reason: null,
    };
    expect(readCheck({ response: answer })).toEqual({
      readable: "0409 123 456",
      name: "Anna",
      isAllowed: true,
      rule: null,
      reason: null,
      translation: null,
      seconds: null,
    });
    const placeholders = { number: "1900123456" };
    const refused = { allowed: false, rule: "dial_denied", placeholders, reason: "Never." };
    expect(readCheck({ response: refused })).toMatchObject({
      isAllowed: false,
      reason: "Never.",
      translation: { domain: "jingl", key: "dial_denied", placeholders },
      seconds: null,
    });
  });

  test("knows when a limit lets somebody call again", () => {
    const refused = { allowed: false, rule: "too_many_calls", placeholders: { seconds: "7" } };
    expect(readCheck({ response: refused })?.seconds).toBe(7);
  });

  test("that answers something else says nothing", () => {
    expect(readCheck({})).toBeNull();
  });

  test.each([
    ["9123 4567", true],
    ["9123-4567", true],
    ["0391234567", false],
    ["912345", false],
    ["Anna", false],
  ])("of %s knows whether only the area code is missing", (typed, needs) => {
    expect(needsAreaCode(typed)).toBe(needs);
  });
});
