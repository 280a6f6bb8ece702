/** What came of an action, told from what Home Assistant's connection gives back. */
import { comparable } from "./number";
import { record, text } from "./read";

export interface Translation {
  readonly domain: string;
  readonly key: string;
  readonly placeholders: Readonly<Record<string, string>>;
}

export type Outcome =
  | {
      readonly kind: "done";
      /** As an action takes it. */
      readonly number: string;
      /** As people read it. */
      readonly readable: string;
      readonly name: string | null;
    }
  /** Nobody knows whether a phone rings, so nothing is tried again. */
  | { readonly kind: "unknown" }
  | { readonly kind: "limit"; readonly seconds: number }
  | { readonly kind: "not_permitted" }
  /** What Home Assistant says, translated where it can be. */
  | {
      readonly kind: "refused";
      readonly translation: Translation | null;
      readonly message: string;
    };

/** What home-assistant-js-websocket calls a connection that broke during a request. */
const ERR_CONNECTION_LOST = 3;

/** By these codes Home Assistant says that it did nothing. */
const NOTHING_DONE: readonly unknown[] = [
  "invalid_format",
  "not_found",
  "service_validation_error",
  "home_assistant_error",
];

/** Return what an answer says; one that does not say what was dialled leaves it open. */
export function outcomeOf(answer: unknown): Outcome {
  const response = record(record(answer).response);
  const number = text(response.number);
  return number === null
    ? { kind: "unknown" }
    : {
        kind: "done",
        number,
        readable: text(response.readable) ?? number,
        name: text(response.name),
      };
}

/** Return what an error says. */
export function outcomeOfError(error: unknown): Outcome {
  if (error === ERR_CONNECTION_LOST) {
    return { kind: "unknown" };
  }
  // The connection rejects with the message, whose part `error` it is for the actions.
  const nested = record(error).error;
  const { code, message, translation_domain, translation_key, translation_placeholders } = record(
    typeof nested === "object" && nested !== null ? nested : error,
  );
  if (code === "unauthorized") {
    return { kind: "not_permitted" };
  }
  if (!NOTHING_DONE.includes(code) || translation_key === "outcome_unknown") {
    return { kind: "unknown" };
  }
  const placeholders = texts(translation_placeholders);
  const seconds = secondsOf(translation_key, placeholders);
  if (seconds !== null) {
    return { kind: "limit", seconds };
  }
  const [domain, key] = [text(translation_domain), text(translation_key)];
  return {
    kind: "refused",
    translation: domain && key ? { domain, key, placeholders } : null,
    message: text(message) ?? String(code),
  };
}

export interface Check {
  readonly readable: string | null;
  readonly name: string | null;
  readonly isAllowed: boolean;
  readonly rule: string | null;
  /** In the user's language once it is translated, else in Home Assistant's. */
  readonly reason: string | null;
  /** The reason as it can be translated. */
  readonly translation: Translation | null;
  /** After how long the answer is another one; null if nobody knows. */
  readonly seconds: number | null;
}

/** Return what `jingl.check_number` answers; null if it is no such answer. */
export function readCheck(answer: unknown): Check | null {
  const response = record(record(answer).response);
  const isAllowed = response.allowed;
  if (typeof isAllowed !== "boolean") {
    return null;
  }
  const rule = text(response.rule);
  const placeholders = texts(response.placeholders);
  return {
    readable: text(response.readable),
    name: text(response.name),
    isAllowed,
    rule,
    reason: text(response.reason),
    translation: rule ? { domain: "jingl", key: rule, placeholders } : null,
    seconds: secondsOf(rule, placeholders),
  };
}

/** Return whether typed digits lack only their area code: as many as a local number has. */
export function needsAreaCode(typed: string): boolean {
  return /^[2-9]\d{7}$/.test(comparable(typed));
}

/** Return after how long a limit lets somebody call again; null for anything else. */
function secondsOf(key: unknown, placeholders: Translation["placeholders"]): number | null {
  const seconds = Number(placeholders.seconds);
  return key === "too_many_calls" && seconds > 0 ? seconds : null;
}

function texts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([key, each]) => [key, String(each)]),
  );
}
