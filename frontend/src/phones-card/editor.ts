/** The card's visual editor, as a form that Home Assistant draws. */
import { formOf, ORDER_WORDS, WHICH_HANDSETS } from "../cards/form";
import { ORDERS } from "../model/arrange";
import { pageLanguage, textsOf } from "../texts";

export function configForm() {
  const t = textsOf(pageLanguage());
  const options = ORDERS.map((value) => ({ value, label: t(ORDER_WORDS[value]) }));
  return formOf([
    ...WHICH_HANDSETS,
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
  ]);
}
