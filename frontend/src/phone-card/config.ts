/** The card's options, as they stand in a dashboard. */
export interface PhoneCardConfig {
  readonly type: string;
  /** A config entry's id, where my phone is meant; the first account if there is none. */
  readonly account?: string | undefined;
  /** The phone that the card is about, and calls from; my phone if there is none. */
  readonly device?: string | undefined;
}

/** Refuse what no form has left so; Home Assistant shows why. */
export function checkConfig({ device }: PhoneCardConfig): void {
  const value: unknown = device;
  if (value !== undefined && typeof value !== "string") {
    throw new Error("device: an id");
  }
}
