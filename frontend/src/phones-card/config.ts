/** The card's options, as they stand in a dashboard. */
import { type CardConfig, checkLists } from "../cards/config";
import type { Order } from "../model/arrange";
import { ORDERS } from "../model/arrange";

export interface PhonesCardConfig extends CardConfig {
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
  checkLists(config);
}
