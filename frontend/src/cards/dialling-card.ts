/** What all cards with a dial field have in common. */
import { html } from "lit";
import { query } from "lit/decorators.js";
import type { CardCall } from "../contract";
import { check } from "../live/actions";
import { CallFeed } from "../live/call-feed";
import { recentsOf } from "../live/recents";
import type { Check } from "../model/outcome";
import { isBusy } from "../model/phone";
import { type Recent, recentsOfCalls } from "../model/suggest";
import type { View, ViewOptions } from "../model/view";
import type { Hint } from "../words";
import { type Draft, NOTHING_TYPED } from "./caller";
import { DIAL_TYPE } from "./const";
import type { DialField } from "./dial-field";
import { JinglCard, type Wanted } from "./jingl-card";
import type { CallBack, Said } from "./last-calls";

/** Of how many calls the field suggests the other party. */
const RECENT = 20;

const NONE: readonly CardCall[] = [];

export abstract class DiallingCard<Config extends ViewOptions> extends JinglCard<Config> {
  @query(DIAL_TYPE) private field!: DialField | null;
  private readonly feed = new CallFeed(this);
  private recents: {
    readonly calls: readonly CardCall[];
    readonly kept: readonly Recent[];
    readonly all: readonly Recent[];
  } | null = null;

  /** Draw the field, whose hint line says what to do as long as there is nothing else to say. */
  protected dialField(view: View, advice: string, keypad = false) {
    const { hint } = this.caller;
    const quiet: Hint = { text: advice, tone: "quiet" };
    return html`<jingl-phones-dial
      .t=${this.t}
      .mine=${view.mine}
      .book=${view.book}
      .recents=${this.lastParties(view)}
      .hint=${hint ?? quiet}
      .isAnswer=${hint !== null}
      .check=${this.check}
      .draft=${this.caller.draft}
      ?keypad=${keypad}
      @focusin=${this.focusDial}
      @jingl-dial=${this.dialled}
      @jingl-typed=${this.typed}
    ></jingl-phones-dial>`;
  }

  /** Return what is said of a call in a list, beside it. */
  protected get said(): Said | null {
    const { acted: key, caller } = this;
    return key !== null && caller.hint ? { key, hint: caller.hint } : null;
  }

  /** Return the same list as long as it is made of the same. */
  private lastParties({ account }: View): readonly Recent[] {
    const { current } = this.feed;
    const calls = current.kind === "known" ? current.calls : NONE;
    const kept = this.home ? recentsOf(this.home).of(account.entry_id) : [];
    if (this.recents?.calls !== calls || this.recents.kept !== kept) {
      this.recents = { calls, kept, all: recentsOfCalls(calls, kept) };
    }
    return this.recents.all;
  }

  /** The log is only asked for once somebody is about to dial. */
  private focusDial(): void {
    const { home, view } = this;
    if (home && view?.mine) {
      const { device_id } = view.mine.handset;
      this.feed.follow(home.connection, { device_ids: [device_id], limit: RECENT }, null);
      this.feed.retry();
      // Another card may have been told already.
      this.requestUpdate();
    }
  }

  private typed({ detail }: CustomEvent<Draft>): void {
    this.caller.draft = detail;
    // What came of the last number is old news.
    this.caller.forget();
  }

  private dialled(event: CustomEvent<Wanted>): void {
    const now = this.read();
    this.acted = null;
    if (now) {
      void this.dialNumber(event.detail, this.press.drawn ?? now, now);
    }
  }

  /** Call the other party of a call in a list; during a call, the field asks what is meant. */
  protected callBack({ key, number, readable, name }: CallBack): void {
    const now = this.read();
    if (now?.mine && isBusy(now.mine) && !this.field) {
      // A tap on a call of the past is no reason to leave the present one.
      this.acted = key;
      this.caller.say({ text: this.cannotCall(now.mine), tone: "bad" });
    } else if (this.field && now?.mine && isBusy(now.mine)) {
      const picked = { kind: "recent", number, readable, name } as const;
      this.caller.draft = { typed: name ?? readable, picked };
      this.caller.forget();
      this.field.focus();
    } else if (now) {
      this.acted = key;
      const wanted: Wanted = { deed: "call", number, name: name ?? readable };
      void this.dialNumber(wanted, this.press.drawn ?? now, now);
    }
  }

  protected override async dialNumber(wanted: Wanted, drawn: View, now: View): Promise<boolean> {
    const isDone = await super.dialNumber(wanted, drawn, now);
    if (isDone) {
      this.caller.draft = NOTHING_TYPED;
    }
    return isDone;
  }

  private readonly check = async (number: string): Promise<Check | null> => {
    const { home, view } = this;
    return home?.connected && view?.mine ? check(home, view.mine, number) : null;
  };
}
