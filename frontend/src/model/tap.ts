/** What a tap means. It acts on what was drawn when the finger went down, or else asks. */
import { isBusy, type Phone } from "./phone";

export type Deed = "call" | "transfer" | "consult" | "monitor" | "coach" | "barge";

/** What somebody saw: a colleague's handset, none beside the dial field, and their own. */
export interface Sight {
  readonly phone: Phone | null;
  readonly mine: Phone | null;
}

/** Why somebody is asked. */
export type Doubt = "changed" | "ringing" | "busy" | "offline" | "unknown";

/** Why something can't be done any more. */
export type Obstacle =
  | "my_phone_cannot_call"
  | "is_my_phone"
  | "no_call"
  | "no_call_there"
  | "not_permitted";

export type Tap =
  | { readonly kind: "open" }
  | { readonly kind: "choose" }
  | { readonly kind: "do"; readonly deed: Deed }
  | { readonly kind: "ask"; readonly deed: Deed; readonly doubt: Doubt }
  | { readonly kind: "cannot"; readonly obstacle: Obstacle };

/** What somebody is asked, and what there was to see when they were. */
export interface Question {
  readonly deed: Deed;
  readonly doubt: Doubt;
  readonly sight: Sight;
}

export interface Rights {
  /** Whether there is a handset that this user may call from, and choose to. */
  readonly mayChoose: boolean;
  readonly maySupervise: boolean;
}

export const SUPERVISION: readonly Deed[] = ["monitor", "coach", "barge"];

/** Return what a tap on a handset's tile does. */
export function tapTile(drawn: Sight, now: Sight, rights: Rights, oneTap: boolean): Tap {
  if (!now.mine) {
    return { kind: rights.mayChoose ? "choose" : "open" };
  }
  // During a call of mine, a tap may as well mean a transfer.
  if (!oneTap || isMine(now) || now.mine.state !== "free") {
    return { kind: "open" };
  }
  return press("call", drawn, now, rights, false);
}

/** Return what can be done with a colleague's handset, the likeliest first. */
export function deeds(sight: Sight, rights: Rights): Deed[] {
  const { phone, mine } = sight;
  if (!isReachable(mine) || isMine(sight)) {
    return [];
  }
  if (mine.state === "on_call") {
    return ["transfer", "consult", "call"];
  }
  const joins = phone?.state === "on_call" && phone.handset.may_call && rights.maySupervise;
  return joins ? ["call", ...SUPERVISION] : ["call"];
}

/** Return whether a press of a button does what it says; once asked, only another change asks. */
export function press(
  deed: Deed,
  drawn: Sight,
  now: Sight,
  rights: Rights,
  isConfirmed: boolean,
): Tap {
  if (!now.mine) {
    return rights.mayChoose ? { kind: "choose" } : { kind: "cannot", obstacle: "not_permitted" };
  }
  if (!deeds(now, rights).includes(deed)) {
    return { kind: "cannot", obstacle: obstacleTo(deed, now) };
  }
  const doubt = isSame(drawn, now) ? !isConfirmed && doubtOf(deed, now) : "changed";
  return doubt ? { kind: "ask", deed, doubt } : { kind: "do", deed };
}

/** Return what is still to be asked: nothing once the reason is gone, or my phone is in another call. */
export function stillAsked(asked: Question, now: Sight, rights: Rights): Question | null {
  const { deed, sight } = asked;
  if (isSame(sight, now)) {
    return asked;
  }
  if (situation(sight.mine) !== situation(now.mine) || !deeds(now, rights).includes(deed)) {
    return null;
  }
  const doubt = doubtOf(deed, now);
  return doubt && { deed, doubt, sight: now };
}

function obstacleTo(deed: Deed, sight: Sight): Obstacle {
  const { phone, mine } = sight;
  if (!isReachable(mine)) {
    return "my_phone_cannot_call";
  }
  if (isMine(sight)) {
    return "is_my_phone";
  }
  if (!SUPERVISION.includes(deed)) {
    return "no_call";
  }
  return phone?.state === "on_call" ? "not_permitted" : "no_call_there";
}

/** Return whether nothing happened in between that a tap could have meant otherwise. */
function isSame(drawn: Sight, now: Sight): boolean {
  return (
    situation(drawn.phone) === situation(now.phone) && situation(drawn.mine) === situation(now.mine)
  );
}

function situation(phone: Phone | null): string {
  return JSON.stringify(
    phone && [phone.handset.device_id, phone.state, phone.party, phone.number, phone.since],
  );
}

function doubtOf(deed: Deed, { phone }: Sight): Doubt | null {
  if (!phone || SUPERVISION.includes(deed)) {
    return null;
  }
  if (phone.state === "ringing") {
    return "ringing";
  }
  if (isBusy(phone)) {
    return "busy";
  }
  return phone.state === "free" ? null : phone.state === "offline" ? "offline" : "unknown";
}

function isMine({ phone, mine }: Sight): boolean {
  return phone !== null && phone.handset.device_id === mine?.handset.device_id;
}

/** Return whether calls can be placed from a phone. */
export function isReachable(phone: Phone | null): phone is Phone {
  return phone !== null && phone.state !== "offline" && phone.state !== "unknown";
}
