/** Which handset is mine. Never a guess: a handset is mine only because somebody chose it. */
import type { Account, Handset } from "../contract";

export interface Choices {
  /** What this device chose. */
  readonly device: string | null;
  /** What this user chose for all devices. */
  readonly user: string | null;
  /** What an administrator chose for this user. */
  readonly option: string | null;
}

/** Return the handsets that a user may call from. */
export function candidates(account: Account): Handset[] {
  return account.handsets.filter((handset) => handset.may_call);
}

/**
 * Return the device of my phone; null if none is chosen.
 *
 * If the choice that counts is gone, or may no longer be controlled, there is none: another phone
 * than the one that somebody sits at must not ring.
 */
export function myPhone(account: Account, { device, user, option }: Choices): string | null {
  const chosen = device ?? user ?? option;
  return candidates(account).some((handset) => handset.device_id === chosen) ? chosen : null;
}

/** Return what is stored as the choice for an account; null for whatever else is found there. */
export function readChoice(stored: unknown, entryId: string): string | null {
  if (typeof stored !== "object" || stored === null) {
    return null;
  }
  const chosen: unknown = Object.entries(stored).find(([key]) => key === entryId)?.[1];
  return typeof chosen === "string" && chosen !== "" ? chosen : null;
}

/** Return what is to be stored, now that another choice was made. */
export function writeChoice(
  stored: unknown,
  entryId: string,
  chosen: string | null,
): Record<string, unknown> {
  const kept = typeof stored === "object" && stored !== null ? { ...stored } : {};
  const { [entryId]: _, ...others } = kept as Record<string, unknown>;
  return chosen === null ? others : { ...others, [entryId]: chosen };
}
