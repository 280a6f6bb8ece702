/** Which handsets a card shows, and in which order. */
import type { Handset } from "../contract";
import { isBusy, type Phone } from "./phone";

export const ORDERS = ["name", "extension", "area", "busy"] as const;
export type Order = (typeof ORDERS)[number];

export interface Choice {
  /** Devices; without any of these three, all handsets are shown. */
  readonly handsets?: readonly string[] | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly hide_offline?: boolean | undefined;
}

/** Return the handsets that are chosen by themselves, by their area or by a label. */
export function choose(phones: readonly Phone[], choice: Choice): Phone[] {
  const { handsets = [], areas = [], labels = [] } = choice;
  const all = handsets.length + areas.length + labels.length === 0;
  return phones.filter(({ handset, state }) => {
    if (choice.hide_offline && state === "offline") {
      return false;
    }
    return (
      all ||
      handsets.includes(handset.device_id) ||
      (handset.area_id !== null && areas.includes(handset.area_id)) ||
      labels.some((label) => handset.labels.includes(label))
    );
  });
}

/** Return handsets in the order that is wanted, as far as it does not change with their states. */
export function arrange(
  handsets: readonly Handset[],
  order: Order,
  language: string,
  areaName: (id: string) => string = (id) => id,
): Handset[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const byExtension = (a: Handset, b: Handset) => compare(a.extension, b.extension);
  const byName = (a: Handset, b: Handset) => compare(a.name, b.name) || byExtension(a, b);
  const area = ({ area_id }: Handset) => (area_id === null ? null : areaName(area_id));
  const byArea = (a: Handset, b: Handset) => {
    const [one, other] = [area(a), area(b)];
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || byName(a, b);
    }
    return compare(one, other) || byName(a, b);
  };
  const comparison = { name: byName, extension: byExtension, area: byArea, busy: byName };
  return [...handsets].sort(comparison[order]);
}

/** Return those in a call first, else in the order that they have. */
export function busyFirst(phones: readonly Phone[]): Phone[] {
  return [...phones.filter(isBusy), ...phones.filter((phone) => !isBusy(phone))];
}

/** Return handsets in the order of these devices; whoever is new comes last. */
export function arrangeAs(phones: readonly Phone[], devices: readonly string[]): Phone[] {
  const place = new Map(devices.map((device, index) => [device, index]));
  const of = ({ handset }: Phone) => place.get(handset.device_id) ?? devices.length;
  return [...phones].sort((a, b) => of(a) - of(b));
}
