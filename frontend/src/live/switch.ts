/** Turning an entity on and off, through Home Assistant's ordinary actions. */
import type { HomeAssistant } from "../home-assistant";
import { type Outcome, outcomeOfError } from "../model/outcome";

/** Do it; null if that was done, else why not. */
export async function turn(
  hass: HomeAssistant,
  entityId: string,
  isOn: boolean,
): Promise<Outcome | null> {
  const target = { entity_id: entityId };
  try {
    await hass.callService("switch", isOn ? "turn_on" : "turn_off", {}, target, false, false);
    return null;
  } catch (error) {
    return outcomeOfError(error);
  }
}
