/** What the buttons below a handset's tile in Home Assistant offer: there is room for little. */
import { type Deed, deeds, isReachable, type Rights, type Sight, SUPERVISION } from "./tap";

export type Button = Deed | "call_back";

/** Return the buttons, the likeliest first; none where a word says why. */
export function buttonsFor(
  sight: Sight,
  rights: Rights,
  { isMissed, mayJoin }: { readonly isMissed: boolean; readonly mayJoin: boolean },
): Button[] {
  const { phone, mine } = sight;
  if (!phone) {
    return [];
  }
  if (!mine) {
    // A press says which phone is needed first.
    return rights.mayChoose ? ["call"] : [];
  }
  const isOnCall = mine.state === "on_call";
  const wanted = deeds(sight, rights).filter((deed) => {
    // During a call of mine, another one is hardly meant.
    return deed === "call" ? !isOnCall : mayJoin || !SUPERVISION.includes(deed);
  });
  const mayCallBack = isMissed && phone.missed?.number && isReachable(mine) && !isOnCall;
  return [...wanted, ...(mayCallBack ? (["call_back"] as const) : [])];
}
