/** What a listed call looks like, and what is said of it. */
import {
  mdiPhone,
  mdiPhoneIncoming,
  mdiPhoneMissed,
  mdiPhoneOutgoing,
  mdiSwapHorizontal,
  mdiVoicemail,
} from "@mdi/js";
import type { CallDirection, CallResult, CardCall } from "../contract";
import type { Key } from "../texts";

/** Which colour a call has. */
export type Tone = "missed" | "inbound" | "outbound" | "plain";

const DIRECTION_ICONS: Readonly<Record<CallDirection, string>> = {
  inbound: mdiPhoneIncoming,
  outbound: mdiPhoneOutgoing,
  internal: mdiSwapHorizontal,
};

export function iconOf({ direction, result }: CardCall): string {
  if (result === "missed") {
    return mdiPhoneMissed;
  }
  return result === "voicemail"
    ? mdiVoicemail
    : direction === null
      ? mdiPhone
      : DIRECTION_ICONS[direction];
}

export function toneOf({ direction, result }: CardCall): Tone {
  if (result === "missed") {
    return "missed";
  }
  return result === "answered" && direction !== null && direction !== "internal"
    ? direction
    : "plain";
}

/** What is said of calls that nobody spoke in; an answered one is told by its duration. */
export const RESULT_WORDS: Readonly<Record<Exclude<CallResult, "answered">, Key>> = {
  missed: "result_missed",
  voicemail: "result_voicemail",
  no_answer: "result_no_answer",
  answered_elsewhere: "result_elsewhere",
};

export const CALL_DIRECTION_WORDS: Readonly<Record<CallDirection, Key>> = {
  inbound: "result_incoming",
  outbound: "result_outgoing",
  internal: "result_internal",
};

/** Return in a word what a call was; null if nobody knows. */
export function wordOf({ direction, result }: CardCall): Key | null {
  if (result !== null && result !== "answered") {
    return RESULT_WORDS[result];
  }
  return direction && CALL_DIRECTION_WORDS[direction];
}
