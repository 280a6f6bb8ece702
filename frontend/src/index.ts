/** Registers the cards with the page. Loaded twice, as after an update, the first one stays. */
import type { HomeAssistant } from "./home-assistant";
import { CallTimer } from "./live/clock";
import { CallBar } from "./phones-card/call-bar";
import { PhonesCard } from "./phones-card/card";
import { PhoneChooser } from "./phones-card/chooser";
import {
  BAR_TYPE,
  CARD_TYPE,
  CHOOSER_TYPE,
  DIAL_TYPE,
  TILE_TYPE,
  TIMER_TYPE,
} from "./phones-card/const";
import { DialField } from "./phones-card/dial-field";
import { PhonesTile } from "./phones-card/tile";
import { loadTexts, pageLanguage, textsOf } from "./texts";

interface CustomCard {
  readonly type: string;
  name: string;
  description: string;
  readonly preview: boolean;
  readonly documentationURL: string;
  readonly getEntitySuggestion: (hass: HomeAssistant, entityId: string) => unknown;
}

declare global {
  interface Window {
    customCards?: CustomCard[];
  }
}

const ELEMENTS: readonly (readonly [string, CustomElementConstructor])[] = [
  [TIMER_TYPE, CallTimer],
  [BAR_TYPE, CallBar],
  [CHOOSER_TYPE, PhoneChooser],
  [DIAL_TYPE, DialField],
  [TILE_TYPE, PhonesTile],
  [CARD_TYPE, PhonesCard],
];

if (!customElements.get(CARD_TYPE)) {
  for (const [type, element] of ELEMENTS) {
    customElements.define(type, element);
  }
  const card: CustomCard = {
    type: CARD_TYPE,
    name: "",
    description: "",
    preview: true,
    documentationURL: "https://github.com/hass-jingl/hass-jingl/blob/main/docs/dashboard.md",
    getEntitySuggestion: PhonesCard.getEntitySuggestion,
  };
  const describe = () => {
    const t = textsOf(pageLanguage());
    card.name = t("card_name");
    card.description = t("card_description");
  };
  describe();
  window.customCards ??= [];
  window.customCards.push(card);
  // The picker reads them when it is opened, long after this.
  void loadTexts(pageLanguage()).then(describe);
}
