/** The card's visual editor, as a form that Home Assistant draws. */
import { ORDERS, type Order } from "../model/arrange";
import { type Key, pageLanguage, textsOf } from "../texts";

/** The account's own device has no event. */
const HANDSETS = { integration: "jingl", domain: "event" };

const ORDER_WORDS: Readonly<Record<Order, Key>> = {
  name: "order_name",
  extension: "order_extension",
  area: "order_area",
  busy: "order_busy",
};

const LABELS: Readonly<Record<string, Key>> = {
  account: "option_account",
  handsets: "option_handsets",
  areas: "option_areas",
  labels: "option_labels",
  order: "option_order",
  compact: "option_compact",
  hide_offline: "option_hide_offline",
  one_tap: "option_one_tap",
  dial: "option_dial",
};

interface Field {
  readonly name: string;
}

export function configForm() {
  const t = textsOf(pageLanguage());
  const options = ORDERS.map((value) => ({ value, label: t(ORDER_WORDS[value]) }));
  return {
    schema: [
      { name: "account", selector: { config_entry: { integration: "jingl" } } },
      { name: "handsets", selector: { device: { multiple: true, entity: HANDSETS } } },
      { name: "areas", selector: { area: { multiple: true, entity: HANDSETS } } },
      { name: "labels", selector: { label: { multiple: true } } },
      { name: "order", default: "name", selector: { select: { mode: "dropdown", options } } },
      {
        type: "grid",
        name: "",
        schema: [
          { name: "dial", default: true, selector: { boolean: {} } },
          { name: "one_tap", default: false, selector: { boolean: {} } },
          { name: "hide_offline", default: false, selector: { boolean: {} } },
          { name: "compact", default: false, selector: { boolean: {} } },
        ],
      },
    ],
    computeLabel: ({ name }: Field) => {
      const key = LABELS[name];
      return key && t(key);
    },
    computeHelper: ({ name }: Field) =>
      name === "handsets" ? t("option_which_helper") : undefined,
  };
}
