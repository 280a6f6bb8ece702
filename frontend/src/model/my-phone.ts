/** Which handset is mine. Never a guess: a handset is mine only because somebody chose it. */
import type { Account, Handset } from "../contract";
import { readFor, text } from "./read";

/** A device, null for none of them, undefined as long as nothing was chosen. */
export type Choice = string | null | undefined;

export interface Choices {
  /** What this device chose. */
  readonly device: Choice;
  /** What this user chose for all devices. */
  readonly user: Choice;
  /** What an administrator chose for this user. */
  readonly option: string | null;
}

/** Return the handsets that a user may call from. */
export function candidates(handsets: readonly Handset[]): Handset[] {
  return handsets.filter((handset) => handset.may_call);
}

/**
 * Return the device of my phone; null if none is chosen.
 *
 * If the choice that counts is gone, or may no longer be controlled, there is none: another phone
 * than the one that somebody sits at must not ring.
 */
export function myPhone(account: Account, { device, user, option }: Choices): string | null {
  const chosen = [device, user, option].find((each) => each !== undefined);
  return (
    candidates(account.handsets).find(({ device_id }) => device_id === chosen)?.device_id ?? null
  );
}

/** Return what is stored as the choice for an account; whatever else is found there is none. */
export function readChoice(stored: unknown, entryId: string): Choice {
  const chosen = readFor(stored, entryId);
  return chosen === null ? null : (text(chosen) ?? undefined);
}
