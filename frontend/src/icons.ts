/** Icons as drawings of our own: Home Assistant's icon element is not meant for cards. */
import {
  mdiAccountMultiplePlus,
  mdiAccountVoice,
  mdiArrowBottomLeft,
  mdiArrowTopRight,
  mdiEarHearing,
  mdiPhone,
  mdiPhoneAlert,
  mdiPhoneForward,
  mdiPhoneInTalk,
  mdiPhoneOff,
  mdiPhoneOutgoing,
  mdiPhonePaused,
  mdiPhoneRing,
  mdiSwapHorizontal,
} from "@mdi/js";
import { html, type TemplateResult } from "lit";
import type { Direction, PhoneState } from "./model/phone";
import type { Deed } from "./model/tap";

export function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
}

export const STATE_ICONS: Readonly<Record<PhoneState, string>> = {
  free: mdiPhone,
  ringing: mdiPhoneRing,
  calling: mdiPhoneOutgoing,
  on_call: mdiPhoneInTalk,
  on_hold: mdiPhonePaused,
  busy: mdiPhoneInTalk,
  offline: mdiPhoneOff,
  unknown: mdiPhoneAlert,
};

export const DIRECTION_ICONS: Readonly<Record<Direction, string>> = {
  inbound: mdiArrowBottomLeft,
  outbound: mdiArrowTopRight,
  internal: mdiSwapHorizontal,
};

export const DEED_ICONS: Readonly<Record<Deed, string>> = {
  call: mdiPhone,
  transfer: mdiPhoneForward,
  consult: mdiAccountVoice,
  monitor: mdiEarHearing,
  coach: mdiAccountVoice,
  barge: mdiAccountMultiplePlus,
};
