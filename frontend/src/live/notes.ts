/** Changing the notes and the rating of a call, at Jingl. */
import type { CardCall } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { outcomeOfError } from "../model/outcome";
import type { Key, Translate } from "../texts";
import { translated } from "../words";

export interface Remarks {
  readonly notes: string;
  /** Up to 5 stars; 0 for none. */
  readonly rating: number;
}

/** Save what has changed; return why that failed, or null if it didn't. */
export async function save(
  hass: HomeAssistant,
  { id, device_id }: CardCall,
  changes: Partial<Remarks>,
  t: Translate,
): Promise<string | null> {
  if (!hass.connected) {
    // The connection would send it when it is back, when nobody expects it.
    return t("not_sent");
  }
  const target = device_id === null ? {} : { device_id };
  try {
    await hass.callService("jingl", "update_call", { id, ...changes }, target, false, true);
    return null;
  } catch (error) {
    const outcome = outcomeOfError(error);
    if (outcome.kind === "refused") {
      return (await translated(outcome.translation, hass)) || outcome.message;
    }
    const why: Key = outcome.kind === "not_permitted" ? "notes_not_permitted" : "notes_unclear";
    return t(why);
  }
}
