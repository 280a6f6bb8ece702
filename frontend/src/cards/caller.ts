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

/** Home Assistant makes its cards anew when the connection is back; what was said or typed must outlast it. */
const LEFT_ALONE = 30_000;

class Board {
  hint: Hint | null = null;
  /** What is being typed. */
  draft = "";
  /** What was sent last, to know the same again for a double tap. */
  wanted = "";
  private readonly readers = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(hint: Hint | null, milliseconds = 0): void {
    clearTimeout(this.timer);
    this.hint = hint;
    if (milliseconds) {
      this.timer = setTimeout(() => this.say(null), milliseconds);
    }
    for (const reader of this.readers) {
      reader();
    }
  }

  add(reader: () => void): void {
    this.readers.add(reader);
    if (this.hint) {
      this.say(this.hint, this.hint.tone === "good" ? GOOD_NEWS : 0);
    }
  }

  remove(reader: () => void): void {
    this.readers.delete(reader);
    if (this.hint && !this.readers.size) {
      this.say(this.hint, LEFT_ALONE);
    }
  }
}

const boards = new Map<string, Board>();

export class Caller implements ReactiveController {
  private board = new Board();

  constructor(private readonly host: ReactiveControllerHost & { readonly isConnected: boolean }) {
    host.addController(this);
  }

  /** What the hint line says; null for nothing in particular. */
  get hint(): Hint | null {
    return this.board.hint;
  }

  get draft(): string {
    return this.board.draft;
  }

  set draft(draft: string) {
    this.board.draft = draft;
  }

  /** Share what is said and typed with the cards that are set up alike, such as this one made anew. */
  use(name: string): void {
    const board = boards.get(name) ?? new Board();
    boards.set(name, board);
    if (this.host.isConnected) {
      this.board.remove(this.draw);
      board.add(this.draw);
    }
    this.board = board;
  }

  hostConnected(): void {
    this.board.add(this.draw);
  }

  hostDisconnected(): void {
    this.board.remove(this.draw);
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
      this.say({ text: t("not_sent"), tone: "bad" });
      return null;
    }
    const wanted = JSON.stringify(call);
    const answer = act(hass, call);
    if (answer === "busy") {
      // The same again is a double tap.
      if (wanted !== board.wanted) {
        this.say({ text: t("in_flight"), tone: "bad" });
      }
      return null;
    }
    board.wanted = wanted;
    if (answer === "doubtful") {
      this.say({ text: t("may_have_worked"), tone: "bad" });
      return null;
    }
    this.say({ text: t(SENDING_WORDS[deed], { name }), tone: "quiet" });
    const outcome = await answer;
    const told = outcome.kind === "done" && !isWhole ? (outcome.name ?? outcome.number) : null;
    this.say(await hintOf(outcome, deed, told ?? name, t, hass));
    return outcome;
  }

  say(hint: Hint): void {
    this.board.say(hint, hint.tone === "good" ? GOOD_NEWS : 0);
  }

  readonly forget = (): void => {
    this.board.say(null);
  };

  private readonly draw = (): void => {
    this.host.requestUpdate();
  };
}
