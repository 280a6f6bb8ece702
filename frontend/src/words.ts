/** Which text says what. The keys are written out, so that they can be searched for. */
import type { HomeAssistant } from "./home-assistant";
import { needsAreaCode, type Outcome, type Translation } from "./model/outcome";
import type { Direction, PhoneState } from "./model/phone";
import type { Deed, Doubt, Obstacle } from "./model/tap";
import type { Key, Translate } from "./texts";

export const STATE_WORDS: Readonly<Record<PhoneState, Key>> = {
  free: "state_free",
  ringing: "state_ringing",
  calling: "state_calling",
  on_call: "state_on_call",
  on_hold: "state_on_hold",
  busy: "state_busy",
  offline: "state_offline",
  unknown: "state_unknown",
};

export const DIRECTION_WORDS: Readonly<Record<Direction, Key>> = {
  inbound: "inbound",
  outbound: "outbound",
  internal: "internal",
};

export const DEED_WORDS: Readonly<Record<Deed, Key>> = {
  call: "call",
  transfer: "transfer",
  consult: "consult",
  monitor: "monitor",
  coach: "coach",
  barge: "barge",
};

export const DOUBT_WORDS: Readonly<Record<Doubt, Key>> = {
  changed: "ask_changed",
  ringing: "ask_ringing",
  busy: "ask_busy",
  offline: "ask_offline",
  unknown: "ask_unknown",
};

export const OBSTACLE_WORDS: Readonly<Record<Obstacle, Key>> = {
  my_phone_cannot_call: "my_phone_cannot_call",
  is_my_phone: "is_my_phone",
  no_call: "no_call",
  no_call_there: "no_call_there",
  not_permitted: "not_permitted",
};

export const SENDING_WORDS: Readonly<Record<Deed, Key>> = {
  call: "sending_call",
  transfer: "sending_transfer",
  consult: "sending_call",
  monitor: "sending_join",
  coach: "sending_join",
  barge: "sending_join",
};

export const DONE_WORDS: Readonly<Record<Deed, Key>> = {
  call: "done_call",
  transfer: "done_transfer",
  consult: "done_consult",
  monitor: "done_join",
  coach: "done_join",
  barge: "done_join",
};

/** What the hint line says. */
export interface Hint {
  readonly text: string;
  readonly tone: "quiet" | "good" | "bad";
  /** Whether it only tells of a call that nobody has answered yet. */
  readonly isCalling?: boolean;
  /** Whether it only says for how long what was said before still lasts. */
  readonly isCounting?: boolean;
}

/** Return how a screen reader is told; it need not read out every second. */
export function liveness(hint: Hint | null): "off" | "polite" {
  return hint?.isCounting ? "off" : "polite";
}

/** Return what came of an action, in words; a limit is counted down. */
export async function hintOf(
  outcome: Exclude<Outcome, { kind: "limit" }>,
  deed: Deed,
  name: string,
  t: Translate,
  hass: HomeAssistant,
): Promise<Hint> {
  switch (outcome.kind) {
    case "done":
      return { text: t(DONE_WORDS[deed], { name }), tone: "good", isCalling: deed === "call" };
    case "unknown":
      return { text: t("outcome_unknown"), tone: "bad" };
    case "not_permitted":
      return { text: t("not_permitted"), tone: "bad" };
    case "refused":
      if (outcome.translation?.key === "invalid_number") {
        // Home Assistant's words are for those who write automations, too.
        return {
          text: incomplete(outcome.translation.placeholders.number ?? name, t),
          tone: "bad",
        };
      }
      return {
        text: (await translated(outcome.translation, hass)) || outcome.message,
        tone: "bad",
      };
  }
}

/** Say what a typed number lacks. */
export function incomplete(number: string, t: Translate): string {
  return needsAreaCode(number) ? t("needs_area_code", { number }) : t("incomplete", { number });
}

/** Return an error as Home Assistant translates it; nothing if it can't. */
export async function translated(
  translation: Translation | null,
  hass: HomeAssistant,
): Promise<string> {
  if (!translation) {
    return "";
  }
  const { domain, key, placeholders } = translation;
  try {
    const localise = await hass.loadBackendTranslation("exceptions", domain);
    return localise(`component.${domain}.exceptions.${key}.message`, placeholders);
  } catch {
    return "";
  }
}
