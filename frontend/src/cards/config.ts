/** What can be set of any card. */
import type { Choice } from "../model/arrange";

export interface CardConfig extends Choice {
  readonly type: string;
  /** A config entry's id; the first account if there is none. */
  readonly account?: string | undefined;
}

/** Refuse what no form has left so; Home Assistant shows why. */
export function checkLists(config: CardConfig): void {
  for (const list of ["handsets", "areas", "labels"] as const) {
    const value: unknown = config[list];
    if (
      value !== undefined &&
      !(Array.isArray(value) && value.every((id) => typeof id === "string"))
    ) {
      throw new Error(`${list}: a list of ids`);
    }
  }
}
