/** Does what somebody wants with a call, and says in the hint line what came of it. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { HomeAssistant } from "../home-assistant";
import { act } from "../live/actions";
import { clock } from "../model/duration";
import type { Outcome } from "../model/outcome";
import type { ActionCall } from "../model/request";
import type { Suggestion } from "../model/suggest";
import type { Deed } from "../model/tap";
import type { Translate } from "../texts";
import { type Hint, hintOf, SENDING_WORDS } from "../words";

/** How long an answer is worth reading; what is being sent is followed by one. */
const WORTH_READING: Readonly<Record<Hint["tone"], number | null>> = {
  quiet: null,
  good: 15_000,
  bad: 120_000,
};

/** Home Assistant makes its cards anew when the connection is back; what was said or typed must outlast it. */
const LEFT_ALONE = 30_000;

/** What is in the dial field. */
export interface Draft {
  readonly typed: string;
  /** The suggestion whose name that is. */
  readonly picked: Suggestion | null;
}

export const NOTHING_TYPED: Draft = { typed: "", picked: null };

/** What is said and typed in one card, even if that is made anew. */
class Board {
  hint: Hint | null = null;
  draft = NOTHING_TYPED;
  /** Whatever else the card wants to find again; null for nothing. */
  kept: unknown = null;
  /** What was sent last, to know the same again for a double tap. */
  wanted = "";
  draw: () => void = () => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(hint: Hint | null): void {
    const worth = hint && WORTH_READING[hint.tone];
    this.show(hint, () => this.say(null), worth);
  }

  /** Say for how many seconds it lasts, until it is over. */
  count(deadline: number, hintAt: (seconds: number) => Hint): void {
    const left = deadline - performance.now();
    if (left > 0) {
      const seconds = Math.ceil(left / 1000);
      this.show(hintAt(seconds), () => this.count(deadline, hintAt), left - (seconds - 1) * 1000);
    } else {
      this.say(null);
    }
  }

  private show(hint: Hint | null, next: () => void, milliseconds: number | null): void {
    clearTimeout(this.timer);
    this.hint = hint;
    if (milliseconds !== null) {
      this.timer = setTimeout(next, milliseconds);
    }
    this.draw();
  }
}

interface Left {
  readonly name: string;
  readonly board: Board;
}

/** What cards left behind a moment ago, for those that are made anew; the first left comes first. */
const left: Left[] = [];

function leave(name: string, board: Board): void {
  const each = { name, board };
  left.push(each);
  setTimeout(() => {
    const place = left.indexOf(each);
    if (place >= 0) {
      left.splice(place, 1);
      board.say(null);
    }
  }, LEFT_ALONE);
}

/** Take what a card of that name left behind. */
function take(name: string): Board {
  const place = left.findIndex((each) => each.name === name);
  return left.splice(place, place < 0 ? 0 : 1)[0]?.board ?? new Board();
}

export class Caller implements ReactiveController {
  /** How the card is set up: alike if it is made anew. */
  name = "";
  private board = new Board();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** What the hint line says; null for nothing in particular. */
  get hint(): Hint | null {
    return this.board.hint;
  }

  get draft(): Draft {
    return this.board.draft;
  }

  set draft(draft: Draft) {
    this.board.draft = draft;
    this.board.draw();
  }

  get kept(): unknown {
    return this.board.kept;
  }

  set kept(kept: unknown) {
    this.board.kept = kept;
  }

  hostConnected(): void {
    this.board = take(this.name);
    this.board.draw = () => this.host.requestUpdate();
  }

  hostDisconnected(): void {
    leave(this.name, this.board);
  }

  /** A name that was typed may be half of one: then the answer knows better. */
  async send(
    call: ActionCall,
    deed: Deed,
    name: string,
    t: Translate,
    hass: HomeAssistant,
    isWhole = false,
  ): Promise<Outcome | null> {
    const { board } = this;
    if (!hass.connected) {
      // The connection would send it when it is back, when nobody expects it.
      board.say({ text: t("not_sent"), tone: "bad" });
      return null;
    }
    const wanted = JSON.stringify(call);
    const answer = act(hass, call);
    if (answer === "busy") {
      // The same again is a double tap.
      if (wanted !== board.wanted) {
        board.say({ text: t("in_flight"), tone: "bad" });
      }
      return null;
    }
    board.wanted = wanted;
    if (answer === "doubtful") {
      board.say({ text: t("may_have_worked"), tone: "bad" });
      return null;
    }
    board.say({ text: t(SENDING_WORDS[deed], { name }), tone: "quiet" });
    const outcome = await answer;
    if (outcome.kind === "limit") {
      board.count(performance.now() + outcome.seconds * 1000, (seconds) => ({
        text: t("limit", { time: clock(seconds) }),
        tone: "bad",
        isCounting: seconds < outcome.seconds,
      }));
      return outcome;
    }
    const told = outcome.kind === "done" && !isWhole ? (outcome.name ?? outcome.readable) : null;
    board.say(await hintOf(outcome, deed, told ?? name, t, hass));
    return outcome;
  }

  say(hint: Hint): void {
    this.board.say(hint);
  }

  readonly forget = (): void => {
    this.board.say(null);
  };
}
