/** Making phones ring, through Home Assistant's ordinary actions. Nothing is sent twice. */
import type { HomeAssistant } from "../home-assistant";
import { type Check, type Outcome, outcomeOf, outcomeOfError, readCheck } from "../model/outcome";
import { type ActionCall, Flights, type Refusal } from "../model/request";

/** Of all cards of a page. */
const flights = new Flights();

/** Do it, or say why not. */
export function act(hass: HomeAssistant, call: ActionCall): Promise<Outcome> | Refusal {
  const began = performance.now();
  return flights.begin(call, began) ?? send(hass, call, began);
}

async function send(hass: HomeAssistant, call: ActionCall, began: number): Promise<Outcome> {
  const { service, data, target } = call;
  let outcome: Outcome;
  try {
    outcome = outcomeOf(
      await hass.callService("jingl", service, data, { device_id: target }, false, true),
    );
  } catch (error) {
    outcome = outcomeOfError(error);
  }
  flights.end(call, began, performance.now(), outcome.kind);
  return outcome;
}

/** Return what would be dialled, and whether it may be; null if nobody can say. */
export async function check(
  hass: HomeAssistant,
  device: string,
  number: string,
): Promise<Check | null> {
  try {
    const target = { device_id: device };
    return readCheck(
      await hass.callService("jingl", "check_number", { number }, target, false, true),
    );
  } catch {
    return null;
  }
}
