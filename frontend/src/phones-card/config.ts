/** The card's options, as they stand in a dashboard. */
import type { Choice, Order } from "../model/arrange";
import { ORDERS } from "../model/arrange";

export interface PhonesCardConfig extends Choice {
  readonly type: string;
  /** A config entry's id; the first account if there is none. */
  readonly account?: string | undefined;
  readonly order?: Order | undefined;
  readonly compact?: boolean | undefined;
  readonly one_tap?: boolean | undefined;
  readonly dial?: boolean | undefined;
}

/** Refuse what no form has left so; Home Assistant shows why. */
export function checkConfig(config: PhonesCardConfig): void {
  const order: unknown = config.order;
  if (order !== undefined && !ORDERS.some((each) => each === order)) {
    throw new Error(`order: one of ${ORDERS.join(", ")}`);
  }
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
