/** One timer for all that ticks on a page; it stands still while there is nothing to count. */
import { elapsed } from "../model/duration";

const ticking = new Set<CallTimer>();
let timer: ReturnType<typeof setInterval> | undefined;

/** How long a call has been going on: `<jingl-call-timer .since=${…}>`. */
export class CallTimer extends HTMLElement {
  private start: number | null = null;
  private readonly shown = new Text();

  set since(since: number | null) {
    this.start = since;
    this.tick(Date.now());
  }

  connectedCallback(): void {
    this.setAttribute("aria-hidden", "true");
    this.append(this.shown);
    this.tick(Date.now());
    ticking.add(this);
    timer ??= setInterval(() => {
      const now = Date.now();
      for (const each of ticking) {
        each.tick(now);
      }
    }, 1000);
  }

  disconnectedCallback(): void {
    ticking.delete(this);
    if (!ticking.size) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  private tick(now: number): void {
    const text = this.start === null ? "" : elapsed(this.start, now);
    if (this.shown.data !== text) {
      this.shown.data = text;
    }
  }
}
