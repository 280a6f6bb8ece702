/** What all cards with a dial field have in common. */
import { html } from "lit";
import { check } from "../live/actions";
import { recentsOf } from "../live/recents";
import type { Check } from "../model/outcome";
import type { View, ViewOptions } from "../model/view";
import type { Hint } from "../words";
import { type Draft, NOTHING_TYPED } from "./caller";
import { JinglCard, type Wanted } from "./jingl-card";

export abstract class DiallingCard<Config extends ViewOptions> extends JinglCard<Config> {
  /** Draw the field, whose hint line says what to do as long as there is nothing else to say. */
  protected dialField({ account, mine, book }: View, advice: string) {
    const { hint } = this.caller;
    const quiet: Hint = { text: advice, tone: "quiet" };
    return html`<jingl-phones-dial
      .t=${this.t}
      .mine=${mine}
      .book=${book}
      .recents=${this.home ? recentsOf(this.home).of(account.entry_id) : []}
      .hint=${hint ?? quiet}
      .isAnswer=${hint !== null}
      .check=${this.check}
      .draft=${this.caller.draft}
      @jingl-dial=${this.dialled}
      @jingl-typed=${this.typed}
    ></jingl-phones-dial>`;
  }

  private typed({ detail }: CustomEvent<Draft>): void {
    this.caller.draft = detail;
    // What came of the last number is old news.
    this.caller.forget();
  }

  private dialled(event: CustomEvent<Wanted>): void {
    const now = this.read();
    if (now) {
      void this.dialNumber(event.detail, this.press.drawn ?? now, now);
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
