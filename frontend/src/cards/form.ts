/** What the cards' visual editors have in common, as forms that Home Assistant draws. */
import type { Order } from "../model/arrange";
import { type Key, pageLanguage, textsOf } from "../texts";

/** The account's own device has no event. */
export const HANDSETS = { integration: "jingl", domain: "event" };

/** Which handsets a card shows. */
export const WHICH_HANDSETS = [
  { name: "account", selector: { config_entry: { integration: "jingl" } } },
  { name: "handsets", selector: { device: { multiple: true, entity: HANDSETS } } },
  { name: "areas", selector: { area: { multiple: true, entity: HANDSETS } } },
  { name: "labels", selector: { label: { multiple: true } } },
];

export const ORDER_WORDS: Readonly<Record<Order, Key>> = {
  name: "order_name",
  extension: "order_extension",
  area: "order_area",
  busy: "order_busy",
};

const LABELS: Readonly<Record<string, Key>> = {
  account: "option_account",
  device: "option_device",
  handsets: "option_handsets",
  areas: "option_areas",
  labels: "option_labels",
  filter: "option_filter",
  order: "option_order",
  compact: "option_compact",
  hide_offline: "option_hide_offline",
  one_tap: "option_one_tap",
  dial: "option_dial",
  supervise: "option_supervise",
};

const HELPERS: Readonly<Record<string, Key>> = {
  handsets: "option_which_helper",
  device: "option_device_helper",
};

interface Field {
  readonly name: string;
}

/** Return a form in the language of the page. */
export function formOf(schema: readonly object[]) {
  const t = textsOf(pageLanguage());
  return {
    schema,
    computeLabel: ({ name }: Field) => {
      const key = LABELS[name];
      return key && t(key);
    },
    computeHelper: ({ name }: Field) => {
      const key = HELPERS[name];
      return key && t(key);
    },
  };
}
