/** Does what somebody wants with a call, and says in the hint line what came of it. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { HomeAssistant } from "../home-assistant";
import { act } from "../live/actions";
import type { Outcome } from "../model/outcome";
import type { ActionCall } from "../model/request";
import type { Deed } from "../model/tap";
import type { Translate } from "../texts";
import { type Hint, hintOf, SENDING_WORDS } from "../words";

/** How long a success is worth reading. */
const GOOD_NEWS = 15_000;

export class Caller implements ReactiveController {
  hint: Hint | null = null;
  private last = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
  }

  async send(
    call: ActionCall,
    deed: Deed,
    name: string,
    t: Translate,
    hass: HomeAssistant,
  ): Promise<Outcome | null> {
    if (!hass.connected) {
      // The connection would send it when it is back, when nobody expects it.
      this.say({ text: t("not_sent"), tone: "bad" });
      return null;
    }
    const wanted = JSON.stringify(call);
    const answer = act(hass, call);
    if (answer) {
      this.last = wanted;
      this.say({ text: t(SENDING_WORDS[deed], { name }), tone: "quiet" });
    } else if (wanted !== this.last) {
      // The same again is a double tap.
      this.say({ text: t("in_flight"), tone: "bad" });
    }
    const outcome = await answer;
    if (outcome) {
      const who = outcome.kind === "done" ? (outcome.name ?? name) : name;
      this.say(await hintOf(outcome, deed, who, t, hass));
    }
    return outcome;
  }

  say(hint: Hint): void {
    clearTimeout(this.timer);
    this.hint = hint;
    this.host.requestUpdate();
    if (hint.tone === "good") {
      this.timer = setTimeout(this.forget, GOOD_NEWS);
    }
  }

  readonly forget = (): void => {
    this.hint = null;
    this.host.requestUpdate();
  };
}
