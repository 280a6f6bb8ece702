/** Thousands of calls, of which only those in view are drawn. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Day, Row } from "../model/call-list";
import { HEADING_HEIGHT, Layout, type PlacedRow, ROW_HEIGHT } from "../model/layout";
import { shared } from "../styles";
import type { Hint } from "../words";
import type { CallDetails, Surroundings } from "./details";
import { listStyles } from "./list-styles";
import { rowHead } from "./row";

/** So many rows beyond what is in view are drawn, too, since scrolling is faster than drawing. */
const MARGIN = 10;

/** As many are left when more are drawn. */
const SLACK = 4;

/** So near to the end, older calls are asked for. */
const END_IS_NEAR = 30;

/** For as long as nobody knows how high the list is. */
const USUAL_HEIGHT = 600;

export interface CallBack {
  readonly row: Row;
  /** By which the row is known. */
  readonly key: string;
}

export class CallList extends LitElement {
  @property({ attribute: false }) days: readonly Day[] = [];
  /** What these calls are: another list begins at its top. */
  @property({ attribute: false }) source = "";
  @property({ attribute: false }) more = false;
  @property({ attribute: false }) around!: Surroundings;
  /** Whether to say which handset a call was at. */
  @property({ type: Boolean }) several = false;
  /** One of the calls of the row that is open. */
  @property({ attribute: false }) opened: string | null = null;
  /** What came of calling back from that row. */
  @property({ attribute: false }) hint: Hint | null = null;
  /** The rows that are drawn. */
  @state() private from = 0;
  @state() private to = 0;
  @query(".scroller") private scroller!: HTMLElement;
  private layout = new Layout([]);
  /** How high the details of the open row are. */
  @state() private extra = 0;
  /** The row with the focus, which must not go. */
  @state() private focused: string | null = null;
  /** Calls that are newer have just come. */
  private newestBefore = Number.POSITIVE_INFINITY;
  private isMoving = false;
  /** Where the list is to be scrolled to once it is drawn. */
  private goal: number | null = null;
  private readonly resized = new ResizeObserver(() => this.look());
  private readonly measured = new ResizeObserver(() => this.measure());

  static override styles = [shared, listStyles];

  /** Have the next press call back. */
  focusDetails(): void {
    this.renderRoot.querySelector<CallDetails>("jingl-call-details")?.focusButton();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.measured.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.resized.observe(this.scroller);
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    const isOther = changed.has("source");
    if (!["days", "source", "opened", "extra"].some((name) => changed.has(name))) {
      return;
    }
    const before = this.layout;
    const layout = changed.has("days") ? new Layout(this.days) : before;
    const opened = layout.find(this.opened);
    if (changed.has("opened") || opened === null) {
      this.extra = 0;
    }
    this.layout = layout.open(opened, this.extra);
    const scrolled = this.scroller?.scrollTop ?? 0;
    const top = isOther ? 0 : scrolled;
    // Whoever reads further down is not moved, and sees nothing move.
    this.isMoving = !isOther && top === 0;
    this.newestBefore =
      isOther || !changed.has("days")
        ? Number.POSITIVE_INFINITY
        : (before.row(0)?.calls[0].at ?? Number.POSITIVE_INFINITY);
    const goal = isOther ? 0 : this.kept(before, top, changed.has("opened"));
    this.goal = goal === scrolled ? null : goal;
    this.draw(goal);
  }

  /** Return where to scroll to so that what is read, or was pressed, stays where it is. */
  private kept(before: Layout, top: number, isToggled: boolean): number {
    const pressed = isToggled ? before.find(this.focused ?? this.opened) : null;
    if (pressed === null && top === 0) {
      return top;
    }
    const index = pressed ?? before.indexAt(top);
    const now = this.layout.find(before.row(index)?.calls[0].key ?? null);
    return now === null ? top : Math.max(0, this.layout.topOf(now) - before.topOf(index) + top);
  }

  protected override render() {
    const { layout, focused, more, around, isMoving } = this;
    const always = [layout.find(this.opened), layout.find(focused)];
    const days = layout.draw(this.from, this.to, always);
    return html`<div class="scroller ${isMoving ? "moving" : ""}" @scroll=${this.look}>
      <div style="block-size: ${layout.height}px">
        ${repeat(
          days,
          ({ start }) => start,
          ({ start, top, height, rows, count }) => html`<section
            style="inset-block-start: ${top}px; block-size: ${height}px"
          >
            <h3>${around.dayName(start)}</h3>
            <ul role="list">
              ${repeat(
                rows,
                ({ row }) => row.key,
                (each) => this.row(each, count),
              )}
            </ul>
          </section>`,
        )}
      </div>
      ${more ? html`<div class="older">${around.t("loading_older")}</div>` : nothing}
    </div>`;
  }

  private row({ row, index, place, top }: PlacedRow, count: number) {
    const isOpen = index === this.layout.find(this.opened);
    const isNew = row.calls[0].at > this.newestBefore;
    // An open row is known by the call that it was opened with.
    const key = isOpen ? this.opened : row.key;
    return html`<li
      class="${isNew ? "new" : ""} ${isOpen ? "open" : ""}"
      style="inset-block-start: ${top}px"
      data-key=${key}
      aria-posinset=${place + 1}
      aria-setsize=${count}
      @focusin=${() => this.focusIn(row.key)}
      @focusout=${this.focusOut}
    >
      <button
        class="head"
        data-index=${index}
        aria-expanded=${isOpen ? "true" : "false"}
        @click=${() => this.toggle(isOpen ? null : row.key)}
        @keydown=${(event: KeyboardEvent) => this.move(event, index)}
      >
        ${rowHead(row, this.around, this.several)}
      </button>
      ${
        isOpen
          ? html`<jingl-call-details
              .row=${row}
              .around=${this.around}
              .hint=${this.hint}
              @jingl-call-back=${() => this.callBack({ row, key: key ?? row.key })}
              @keydown=${this.escape}
            ></jingl-call-details>`
          : nothing
      }
    </li>`;
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.scroller);
  }

  protected override updated(): void {
    if (this.goal !== null) {
      this.scroller.scrollTop = this.goal;
      this.goal = null;
    }
    const details = this.renderRoot.querySelector("jingl-call-details");
    this.measured.disconnect();
    if (details) {
      this.measured.observe(details);
    }
    const { more, layout } = this;
    if (more && this.to - MARGIN > layout.count - END_IS_NEAR) {
      this.dispatchEvent(new CustomEvent("jingl-more"));
    }
  }

  /** Draw what has come into view, unless it is drawn already. */
  private look(): void {
    const { scrollTop } = this.scroller;
    const [first, last] = this.inView(scrollTop);
    const isEnough =
      (this.from <= first - SLACK || this.from === 0) &&
      (this.to >= last + SLACK || this.to >= this.layout.count);
    if (!isEnough) {
      this.newestBefore = Number.POSITIVE_INFINITY;
      this.draw(scrollTop);
    }
  }

  private draw(top: number): void {
    const [first, last] = this.inView(top);
    this.from = Math.max(0, first - MARGIN);
    this.to = last + MARGIN;
  }

  private inView(top: number): [first: number, last: number] {
    const height = this.scroller?.clientHeight || USUAL_HEIGHT;
    return [this.layout.indexAt(top), this.layout.indexAt(top + height) + 1];
  }

  private measure(): void {
    const before = this.extra;
    const details = this.renderRoot.querySelector<HTMLElement>("jingl-call-details");
    this.extra = details?.offsetHeight ?? 0;
    if (!before && this.extra) {
      void this.updateComplete.then(() => this.reveal());
    }
  }

  /** Scroll until what was opened can be seen, from its beginning if it is too high. */
  private reveal(): void {
    const index = this.layout.find(this.opened);
    if (index === null) {
      return;
    }
    const { scrollTop, clientHeight } = this.scroller;
    const start = this.layout.topOf(index) - HEADING_HEIGHT;
    const end = this.layout.topOf(index) + ROW_HEIGHT + this.extra - clientHeight;
    if (end > scrollTop) {
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const top = Math.min(start, end);
      this.scroller.scrollTo({ top, behavior: isStill ? "auto" : "smooth" });
    }
  }

  private toggle(opened: string | null): void {
    this.dispatchEvent(new CustomEvent<string | null>("jingl-open", { detail: opened }));
  }

  private escape(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      const row = (event.currentTarget as Element).closest("li");
      this.toggle(null);
      row?.querySelector("button")?.focus();
    }
  }

  private callBack(detail: CallBack): void {
    this.dispatchEvent(new CustomEvent<CallBack>("jingl-call", { detail }));
  }

  private focusIn(key: string): void {
    this.focused = key;
  }

  private focusOut({ relatedTarget }: FocusEvent): void {
    // Whoever goes to another window comes back.
    if (relatedTarget) {
      this.focused = null;
    }
  }

  /** Go from row to row by the arrow keys. */
  private move(event: KeyboardEvent, index: number): void {
    const last = this.layout.count - 1;
    const goals: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(index + 1, last),
      ArrowUp: Math.max(index - 1, 0),
      Home: 0,
      End: last,
    };
    const goal = goals[event.key];
    if (goal === undefined) {
      return;
    }
    event.preventDefault();
    this.focused = this.layout.row(goal)?.key ?? null;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-index="${goal}"]`)?.focus();
    });
  }
}
