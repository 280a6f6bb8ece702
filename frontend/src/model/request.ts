/** Which action of Home Assistant does what somebody wants. */
import type { Handset } from "../contract";
import type { Outcome } from "./outcome";
import type { Deed } from "./tap";

export interface ActionCall {
  readonly service: string;
  readonly data: Readonly<Record<string, string | boolean>>;
  /** The device whose call it is. */
  readonly target: string;
  /** The devices that take part, and do one thing at a time. */
  readonly involved: readonly string[];
}

/** Return the action that calls a number from my phone, or transfers my call to it. */
export function dialRequest(
  deed: "call" | "transfer" | "consult",
  mine: Handset,
  number: string,
): ActionCall {
  const target = mine.device_id;
  return deed === "call"
    ? { service: "create_call", data: { number }, target, involved: [target] }
    : {
        service: "transfer_call",
        data: { number, attended: deed === "consult" },
        target,
        involved: [target],
      };
}

const JOINS = { monitor: "monitor_call", coach: "coach_call", barge: "barge_call" } as const;

/** Return the action for a colleague's handset: whose call is joined is the target, mine joins. */
export function colleagueRequest(deed: Deed, mine: Handset, colleague: Handset): ActionCall {
  if (deed === "call" || deed === "transfer" || deed === "consult") {
    return dialRequest(deed, mine, colleague.extension);
  }
  return {
    service: JOINS[deed],
    data: { number: mine.extension },
    target: colleague.device_id,
    involved: [mine.device_id, colleague.device_id],
  };
}

/** Two taps that quick are one, however fast the answer comes. */
const DOUBLE_TAP = 1000;

/** Until it is seen to ring, somebody may press again what was done already. */
const IMPATIENCE = 5000;

/** So long a call of which nobody knows may ring, or go on. */
const DOUBT = 300_000;

/** Why nothing is sent: one of the devices is busy, or the same may have been done already. */
export type Refusal = "busy" | "doubtful";

/** Which devices are busy with a request, so that each does one thing at a time. */
export class Flights {
  private readonly until = new Map<string, number>();
  private readonly doubtfulUntil = new Map<string, number>();

  /** Take off; null if nothing is in the way. What may have been done is refused once. */
  begin(call: ActionCall, now: number): Refusal | null {
    const wanted = key(call);
    if ([...call.involved, wanted].some((each) => now < (this.until.get(each) ?? 0))) {
      return "busy";
    }
    const doubtfulUntil = this.doubtfulUntil.get(wanted) ?? 0;
    this.doubtfulUntil.delete(wanted);
    if (now < doubtfulUntil) {
      this.until.set(wanted, now + DOUBLE_TAP);
      return "doubtful";
    }
    for (const device of call.involved) {
      this.until.set(device, Number.POSITIVE_INFINITY);
    }
    return null;
  }

  /** Land. */
  end(call: ActionCall, began: number, now: number, outcome: Outcome["kind"]): void {
    for (const device of call.involved) {
      this.until.set(device, began + DOUBLE_TAP);
    }
    if (outcome === "done") {
      this.until.set(key(call), now + IMPATIENCE);
    } else if (outcome === "unknown") {
      this.doubtfulUntil.set(key(call), now + DOUBT);
    }
  }
}

function key({ service, data, target }: ActionCall): string {
  return JSON.stringify([service, data, target]);
}
