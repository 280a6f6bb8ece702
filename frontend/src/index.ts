/** Registers all that there is with the page. Loaded twice, as after an update, the first one stays. */
import { CALL_FEATURE_TYPE } from "./call-feature/const";
import { CallFeature, type FeatureContext, isSupported } from "./call-feature/feature";
import { CallsCard } from "./calls-card/card";
import {
  CALL_DETAILS_TYPE,
  CALL_LIST_TYPE,
  CALL_NOTES_TYPE,
  CALLS_CARD_TYPE,
} from "./calls-card/const";
import { CallDetails } from "./calls-card/details";
import { CallList } from "./calls-card/list";
import { CallNotes } from "./calls-card/notes";
import { CallBar } from "./cards/call-bar";
import { PhoneChooser } from "./cards/chooser";
import {
  BAR_TYPE,
  CHOOSER_TYPE,
  DIAL_TYPE,
  LAST_CALLS_TYPE,
  PLAYER_TYPE,
  TIMER_TYPE,
} from "./cards/const";
import { DialField } from "./cards/dial-field";
import { LastCalls } from "./cards/last-calls";
import { RecordingPlayer } from "./cards/player";
import type { HomeAssistant } from "./home-assistant";
import { CallTimer } from "./live/clock";
import { PhoneCard } from "./phone-card/card";
import { PHONE_CARD_TYPE, RECORDING_TYPE } from "./phone-card/const";
import { RecordingSwitch } from "./phone-card/recording";
import { PhonesCard } from "./phones-card/card";
import { CARD_TYPE, TILE_TYPE } from "./phones-card/const";
import { PhonesTile } from "./phones-card/tile";
import { EDITOR_TYPE, STRATEGY_TYPE } from "./strategy/const";
import { StrategyEditor } from "./strategy/editor";
import { PhonesDashboardStrategy, PhonesViewStrategy } from "./strategy/strategies";
import { loadTexts, pageLanguage, textsOf } from "./texts";

interface CustomCard {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly preview: boolean;
  readonly documentationURL: string;
  readonly getEntitySuggestion?: (hass: HomeAssistant, entityId: string) => unknown;
}

interface CustomCardFeature {
  readonly type: string;
  readonly name: string;
  readonly configurable: boolean;
  readonly isSupported: (hass: HomeAssistant, context: FeatureContext) => boolean;
}

interface CustomStrategy {
  readonly type: string;
  readonly strategyType: "dashboard" | "view";
  readonly name: string;
  readonly description: string;
  readonly documentationURL: string;
}

declare global {
  interface Window {
    customCards?: CustomCard[];
    customCardFeatures?: CustomCardFeature[];
    customStrategies?: CustomStrategy[];
  }
}

const ELEMENTS: readonly (readonly [string, CustomElementConstructor])[] = [
  [TIMER_TYPE, CallTimer],
  [BAR_TYPE, CallBar],
  [CHOOSER_TYPE, PhoneChooser],
  [DIAL_TYPE, DialField],
  [LAST_CALLS_TYPE, LastCalls],
  [TILE_TYPE, PhonesTile],
  [CARD_TYPE, PhonesCard],
  [PLAYER_TYPE, RecordingPlayer],
  [CALL_NOTES_TYPE, CallNotes],
  [CALL_DETAILS_TYPE, CallDetails],
  [CALL_LIST_TYPE, CallList],
  [CALLS_CARD_TYPE, CallsCard],
  [RECORDING_TYPE, RecordingSwitch],
  [PHONE_CARD_TYPE, PhoneCard],
  [CALL_FEATURE_TYPE, CallFeature],
  [EDITOR_TYPE, StrategyEditor],
  [`ll-strategy-dashboard-${STRATEGY_TYPE}`, PhonesDashboardStrategy],
  [`ll-strategy-view-${STRATEGY_TYPE}`, PhonesViewStrategy],
];

const DOCUMENTATION = "https://github.com/hass-jingl/hass-jingl/blob/main/docs/dashboard.md";

if (!customElements.get(CARD_TYPE)) {
  for (const [type, element] of ELEMENTS) {
    customElements.define(type, element);
  }
  window.customCards ??= [];
  window.customCards.push(
    {
      type: CARD_TYPE,
      get name() {
        return texts()("card_name");
      },
      get description() {
        return texts()("card_description");
      },
      preview: true,
      documentationURL: DOCUMENTATION,
      getEntitySuggestion: PhonesCard.getEntitySuggestion,
    },
    {
      type: CALLS_CARD_TYPE,
      get name() {
        return texts()("calls_card_name");
      },
      get description() {
        return texts()("calls_card_description");
      },
      preview: true,
      documentationURL: DOCUMENTATION,
    },
    {
      type: PHONE_CARD_TYPE,
      get name() {
        return texts()("phone_card_name");
      },
      get description() {
        return texts()("phone_card_description");
      },
      preview: true,
      documentationURL: DOCUMENTATION,
      getEntitySuggestion: PhoneCard.getEntitySuggestion,
    },
  );
  window.customCardFeatures ??= [];
  window.customCardFeatures.push({
    type: CALL_FEATURE_TYPE,
    get name() {
      return texts()("feature_name");
    },
    configurable: true,
    isSupported,
  });
  window.customStrategies ??= [];
  window.customStrategies.push(
    ...(["dashboard", "view"] as const).map((strategyType) => ({
      type: STRATEGY_TYPE,
      strategyType,
      get name() {
        return texts()("card_name");
      },
      get description() {
        return texts()(strategyType === "dashboard" ? "dashboard_description" : "view_description");
      },
      documentationURL: DOCUMENTATION,
    })),
  );
  // The picker reads them when it is opened, long after this.
  void loadTexts(pageLanguage());
}

/** Return the texts in the language of the page, which may have changed since this was loaded. */
function texts() {
  const language = pageLanguage();
  void loadTexts(language);
  return textsOf(language);
}
