/** Making phones ring, through Home Assistant's ordinary actions. Nothing is sent twice. */
import type { HomeAssistant } from "../home-assistant";
import { type Check, type Outcome, outcomeOf, outcomeOfError, readCheck } from "../model/outcome";
import type { Phone } from "../model/phone";
import { type ActionCall, Flights, type Refusal } from "../model/request";
import { translated } from "../words";

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

/** Return what would be dialled from my phone, and whether it may be; null if nobody can say. */
export async function check(
  hass: HomeAssistant,
  { handset, state }: Phone,
  number: string,
): Promise<Check | null> {
  const action = state === "on_call" ? "transfer_call" : "create_call";
  const target = { device_id: handset.device_id };
  try {
    const answer = readCheck(
      await hass.callService("jingl", "check_number", { number, action }, target, false, true),
    );
    // Home Assistant gives its own language, which need not be the user's.
    return answer && { ...answer, reason: await inWords(answer, hass) };
  } catch {
    return null;
  }
}

async function inWords({ translation, reason }: Check, hass: HomeAssistant) {
  return (await translated(translation, hass)) || reason;
}
