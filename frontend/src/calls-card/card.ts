/** The call log: who called whom and when, with recordings and notes, and calling back by a tap. */
import { mdiMagnify } from "@mdi/js";
import { html, nothing, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Chosen } from "../cards/chooser";
import { formOf, WHICH_HANDSETS } from "../cards/form";
import { frame } from "../cards/frame";
import { JinglCard } from "../cards/jingl-card";
import type { CallsFilter, CardCall } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { CallFeed } from "../live/call-feed";
import { type Day, listCalls, numberOf, partyOf } from "../model/call-list";
import { searchFor } from "../model/call-search";
import { CALL_TABS, type CallTab, TAB_FILTERS, tabAfter } from "../model/call-tab";
import { dayName } from "../model/day-name";
import { midnightBefore } from "../model/duration";
import { Memo } from "../model/memo";
import { isBusy } from "../model/phone";
import type { View } from "../model/view";
import { shared, stateColours } from "../styles";
import { type Key, pageLanguage, textsOf } from "../texts";
import { liveness } from "../words";
import { cardStyles } from "./card-styles";
import { type CallsCardConfig, checkConfig, TAB_WORDS } from "./config";
import { CALL_LIST_TYPE } from "./const";
import type { Surroundings } from "./details";
import type { CallBack, CallList } from "./list";

const EMPTY_WORDS: Readonly<Record<CallTab, Key>> = {
  all: "no_calls",
  missed: "no_missed_calls",
  incoming: "no_incoming_calls",
  outgoing: "no_outgoing_calls",
};

/** So many calls are listed, until somebody scrolls to their end; then twice as many. */
const FEW = 500;

/** So much somebody may type: Home Assistant looks for no more. */
const LONGEST = 100;

export class CallsCard extends JinglCard<CallsCardConfig> {
  @state() private tab: CallTab = "all";
  @state() private typed = "";
  /** The only handset to show; null for all of the card's. */
  @state() private handset: string | null = null;
  /** One of the calls of the row that is open. */
  @state() private opened: string | null = null;
  /** How many calls are listed, of those that are here. */
  @state() private most = FEW;
  @query(CALL_LIST_TYPE) private list!: CallList | null;
  private readonly feed = new CallFeed(this);
  private readonly listed = new Memo<readonly Day[]>();
  private readonly surroundings = new Memo<Surroundings>();

  static override styles = [shared, stateColours, frame, cardStyles];

  static getConfigForm() {
    const t = textsOf(pageLanguage());
    const options = CALL_TABS.map((value) => ({ value, label: t(TAB_WORDS[value]) }));
    return formOf([
      ...WHICH_HANDSETS,
      { name: "filter", selector: { select: { mode: "dropdown", options } } },
    ]);
  }

  static getStubConfig(): Omit<CallsCardConfig, "type"> {
    return {};
  }

  override setConfig(config: CallsCardConfig): void {
    checkConfig(config);
    if (config.filter !== this.config?.filter) {
      this.tab = config.filter ?? "all";
    }
    super.setConfig(config);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    Object.assign(this, this.caller.kept);
  }

  override disconnectedCallback(): void {
    const { tab, typed, handset, opened } = this;
    this.caller.kept = { tab, typed, handset, opened };
    super.disconnectedCallback();
  }

  getCardSize(): number {
    return 10;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { view, home } = this;
    if (view && home && this.isConnected) {
      this.feed.follow(home.connection, this.filter(view), searchFor(this.typed));
      if (changed.has("view")) {
        this.feed.retry();
      }
    }
  }

  private filter({ account, shown }: View): CallsFilter {
    const { config, handset } = this;
    // Without a choice, calls belong to it of which Jingl doesn't say whose they are.
    const isChoice = [config?.handsets, config?.areas, config?.labels].some((each) => each?.length);
    const devices = shown.map((phone) => phone.handset.device_id);
    const wanted = handset !== null && devices.includes(handset) ? [handset] : null;
    return {
      entry_id: account.entry_id,
      ...((wanted || isChoice) && { device_ids: wanted ?? devices }),
      ...TAB_FILTERS[this.tab],
    };
  }

  protected override render() {
    const { t, view } = this;
    const nothingYet = view ? "" : this.nothingToDraw();
    return html`<div class="card">
      <div class="title"><h2 id="title">${t("calls_title")}</h2></div>
      ${view ? this.body(view) : nothingYet ? html`<p role="status">${nothingYet}</p>` : this.skeleton()}
    </div>`;
  }

  private body(view: View) {
    const { t, tab } = this;
    const { hint } = this.caller;
    // Who reads the screen hears it from here, even where it is shown beside the button.
    const isShown = this.acted !== null && this.acted === this.opened;
    return html`
      ${this.notices(view)}
      <div class="tabs" role="tablist" aria-labelledby="title" @keydown=${this.turn}>
        ${CALL_TABS.map(
          (each) => html`<button
            role="tab"
            id="tab-${each}"
            aria-controls="panel"
            aria-selected=${each === tab ? "true" : "false"}
            tabindex=${each === tab ? 0 : -1}
            @click=${() => this.show(each)}
          >
            ${t(TAB_WORDS[each])}
          </button>`,
        )}
      </div>
      <div class="find">
        <label class="search">
          ${icon(mdiMagnify)}
          <input
            type="search"
            maxlength=${LONGEST}
            autocomplete="off"
            placeholder=${t("search_calls")}
            aria-label=${t("search_calls")}
            .value=${this.typed}
            @input=${this.type}
          />
        </label>
        ${this.chooseHandset(view)}
      </div>
      <div
        class="hint ${isShown ? "words" : (hint?.tone ?? "")}"
        role="status"
        aria-live=${liveness(hint)}
      >${hint?.text ?? ""}</div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${tab}">${this.calls(view)}</div>
    `;
  }

  private chooseHandset({ shown }: View) {
    const { t, handset } = this;
    return shown.length > 1
      ? html`<select aria-label=${t("option_handsets")} @change=${this.pick}>
          <option value="" ?selected=${handset === null}>${t("suggest_all")}</option>
          ${repeat(
            shown,
            // What was picked stays with its element.
            (each) => each.handset.device_id,
            (each) => html`<option
              value=${each.handset.device_id}
              ?selected=${each.handset.device_id === handset}
            >
              ${each.handset.name}
            </option>`,
          )}
        </select>`
      : nothing;
  }

  private calls(view: View) {
    const { t, tab, typed } = this;
    const { current } = this.feed;
    if (current.kind === "absent") {
      return html`<p role="status">${t("absent")}</p>`;
    }
    if (current.kind === "loading" || (!current.calls.length && current.more)) {
      return this.skeleton();
    }
    if (!current.calls.length) {
      return html`<p class="empty" role="status">${t(this.why(view, searchFor(typed) !== null))}</p>`;
    }
    return html`<jingl-call-list
      .days=${this.days(current.calls, view)}
      .source=${JSON.stringify([tab, typed, this.handset])}
      .more=${current.more || current.calls.length > this.most}
      .around=${this.around(view)}
      .several=${view.shown.length > 1 && this.handset === null}
      .opened=${this.opened}
      .hint=${this.acted === this.opened ? this.caller.hint : null}
      @jingl-more=${this.listMore}
      @jingl-open=${this.open}
      @jingl-call=${this.callBack}
    ></jingl-call-list>`;
  }

  /** Return why there are no calls. */
  private why({ shown, phones }: View, isSearch: boolean): Key {
    if (!phones.size) {
      return "no_handsets";
    }
    if (!shown.length) {
      return "none_match";
    }
    // While Jingl can't be reached, nobody knows whether there are any.
    const isKnown = shown.some((phone) => phone.state !== "unknown");
    return isSearch ? "no_calls_found" : isKnown ? EMPTY_WORDS[this.tab] : "state_unknown";
  }

  private skeleton() {
    return html`<div role="status">
      <span class="words">${this.t("loading_calls")}</span>
      ${[1, 2, 3, 4].map(() => html`<div class="skeleton"></div>`)}
    </div>`;
  }

  private days(calls: readonly CardCall[], { mine }: View): readonly Day[] {
    const { most, timeZone } = this;
    const device = mine?.handset.device_id ?? null;
    return this.listed.of([calls, most, timeZone, device], () =>
      listCalls(calls.slice(0, most), (at) => midnightBefore(at, timeZone), device),
    );
  }

  /** Return what the rows are drawn with; it is the same for as long as they need not be drawn anew. */
  private around({ account, phones, rights }: View): Surroundings {
    const { t, time, today, timeZone } = this;
    const hass = this.home as HomeAssistant;
    const { connected, language, locale } = hass;
    const mayCall = rights.mayChoose;
    return this.surroundings.of([t, locale, connected, today, mayCall, account], () => ({
      hass,
      t,
      time,
      dayName: (start) => dayName(start, today, language, timeZone),
      handset: ({ device_id, extension }) =>
        (device_id !== null && phones.get(device_id)?.handset.name) || extension,
      mayCall,
    }));
  }

  // --- What somebody does

  private show(tab: CallTab): void {
    this.tab = tab;
    this.beginAnew();
  }

  private beginAnew(): void {
    this.opened = null;
    this.most = FEW;
  }

  private listMore(): void {
    const { current } = this.feed;
    if (current.kind === "known" && current.calls.length > this.most) {
      this.most *= 2;
    } else {
      this.feed.loadMore();
    }
  }

  private turn(event: KeyboardEvent): void {
    const tab = tabAfter(this.tab, event.key, getComputedStyle(this).direction === "rtl");
    if (tab) {
      event.preventDefault();
      this.show(tab);
      this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
    }
  }

  private type({ target }: Event): void {
    this.typed = (target as HTMLInputElement).value;
    this.beginAnew();
  }

  private pick({ target }: Event): void {
    this.handset = (target as HTMLSelectElement).value || null;
    this.beginAnew();
  }

  private open({ detail }: CustomEvent<string | null>): void {
    this.opened = detail;
  }

  private callBack({ detail: { row, key } }: CustomEvent<CallBack>): void {
    const now = this.read();
    const drawn = this.press.drawn ?? now;
    const [call] = row.calls[0].records;
    const number = numberOf(call);
    if (now && drawn && number !== null) {
      this.acted = key;
      if (now.mine && isBusy(now.mine)) {
        // A call of the past is no reason to leave the present one.
        this.caller.say({ text: this.cannotCall(now.mine), tone: "bad" });
        return;
      }
      void this.dialNumber({ deed: "call", number, name: partyOf(call) ?? number }, drawn, now);
    }
  }

  protected override choose(event: CustomEvent<Chosen | null>): void {
    super.choose(event);
    // The next press calls.
    this.list?.focusDetails();
  }
}
