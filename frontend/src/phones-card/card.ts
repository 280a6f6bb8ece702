/** The phones of an account: who is free, who is on a call, and calls by a tap. */
import { mdiChevronDown } from "@mdi/js";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { type AccountsStore, accountsOf } from "../live/accounts";
import { check } from "../live/actions";
import { type MyPhone, myPhoneOf } from "../live/my-phone";
import { load, save } from "../live/storage";
import { startOfDay, timeOfDay } from "../model/duration";
import { candidates } from "../model/my-phone";
import type { Check } from "../model/outcome";
import { isBusy, type Phone } from "../model/phone";
import { colleagueRequest, dialRequest } from "../model/request";
import { type Recent, readRecents, remember } from "../model/suggest";
import { configsFor } from "../model/suggestion-for";
import { type Deed, deeds, press, type Tap, tapTile } from "../model/tap";
import { sightOf, type View, ViewReader } from "../model/view";
import { shared, stateColours } from "../styles";
import { loadTexts, type Translate, textsOf } from "../texts";
import { type Hint, STATE_WORDS } from "../words";
import { Caller } from "./caller";
import { cardStyles } from "./card-styles";
import type { Chosen, PhoneChooser } from "./chooser";
import { checkConfig, type PhonesCardConfig } from "./config";
import { CARD_TYPE, CHOOSER_TYPE } from "./const";
import type { DialField, Dialled } from "./dial-field";
import { configForm } from "./editor";
import type { Offer, PhonesTile, TileEvent } from "./tile";

/** How many tiles are drawn at once; more when the end comes into view. */
const CHUNK = 60;

const RECENTS = "jingl_recent";

interface Opened {
  readonly device: string;
  readonly ask: Offer["ask"];
}

export class PhonesCard extends LitElement {
  @state() private config: PhonesCardConfig | undefined;
  @state() private view: View | null = null;
  @state() private opened: Opened | null = null;
  @state() private isChoosing = false;
  @state() private t: Translate = textsOf("en");
  @state() private drawn = CHUNK;
  @state() private recents: readonly Recent[] = [];
  @query(".more") private more!: HTMLElement | null;
  @query("jingl-phones-dial") private dial!: DialField | null;
  @query("jingl-phones-chooser") private chooser!: PhoneChooser | null;

  private readonly caller = new Caller(this);
  private readonly reader = new ViewReader();
  private home: HomeAssistant | undefined;
  private accounts: AccountsStore | undefined;
  private myPhone: MyPhone | undefined;
  /** What was drawn when the finger, or the key, went down. */
  private seen: View | null = null;
  /** The tile that was tapped before anybody said which phone is theirs. */
  private tapped: string | null = null;
  /** The order that an opened tile must not run away from. */
  private kept: readonly string[] | null = null;
  /** The tile whose button was pressed last, where the answer is shown, too. */
  private acted: string | null = null;
  private today = 0;
  private focused: Element | null = null;
  private watcher: IntersectionObserver | undefined;

  static override styles = [shared, stateColours, cardStyles];

  // --- What Home Assistant asks of a card

  static getConfigForm() {
    return configForm();
  }

  static getStubConfig(): Omit<PhonesCardConfig, "type"> {
    return {};
  }

  static getEntitySuggestion(hass: HomeAssistant, entityId: string) {
    const t = textsOf(hass.language);
    const configs = configsFor(hass.entities, entityId, `custom:${CARD_TYPE}`);
    return (
      configs?.map((config) => ({
        label: config.handsets ? t("suggest_one") : t("suggest_all"),
        config,
      })) ?? null
    );
  }

  setConfig(config: PhonesCardConfig): void {
    checkConfig(config);
    this.config = config;
    this.caller.use(JSON.stringify(config));
    this.opened = null;
    this.refresh();
  }

  getCardSize(): number {
    return 4 + Math.ceil((this.view?.shown.length ?? 4) / 2);
  }

  getGridOptions() {
    return { columns: "full", min_columns: 3, rows: "auto" };
  }

  get hass(): HomeAssistant | undefined {
    return this.home;
  }

  set hass(hass: HomeAssistant) {
    const before = this.home;
    this.home = hass;
    if (before?.language !== hass.language) {
      this.speak(hass.language);
    }
    if (before?.connection !== hass.connection && this.isConnected) {
      this.listen(hass);
    }
    if (before?.connected !== hass.connected || before.locale !== hass.locale) {
      this.requestUpdate();
    }
    if (before?.config.components !== hass.config.components) {
      this.accounts?.retry();
    }
    if (before?.states !== hass.states || before.areas !== hass.areas) {
      this.refresh();
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.home) {
      this.listen(this.home);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.accounts?.remove(this.refresh);
    this.myPhone?.remove(this.refresh);
    this.watcher?.disconnect();
  }

  private listen(hass: HomeAssistant): void {
    this.accounts?.remove(this.refresh);
    this.myPhone?.remove(this.refresh);
    this.accounts = accountsOf(hass.connection);
    this.myPhone = myPhoneOf(hass);
    this.accounts.add(this.refresh);
    this.myPhone.add(this.refresh);
    this.recents = readRecents(load(RECENTS, hass));
    this.refresh();
  }

  private speak(language: string): void {
    this.t = textsOf(language);
    void loadTexts(language).then((isNew) => {
      if (isNew && this.home) {
        this.t = textsOf(this.home.language);
      }
    });
  }

  // --- What is drawn

  /** Read anew what there is to draw; it is the same object if nothing of it has changed. */
  private readonly refresh = (): void => {
    this.view = this.read();
    if (!this.view) {
      this.requestUpdate();
    }
  };

  private read(): View | null {
    const { home, config: options, accounts, myPhone, kept } = this;
    if (!home || !options || !myPhone || accounts?.current.kind !== "known") {
      return null;
    }
    const chosen = myPhone.of.bind(myPhone);
    return this.reader.read({ accounts: accounts.current.accounts, options, home, chosen, kept });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.opened && !this.view?.phones.has(this.opened.device)) {
      this.opened = null;
    }
    if (changed.has("opened") && Boolean(changed.get("opened")) !== Boolean(this.opened)) {
      this.kept = this.opened && (this.view?.shown.map(({ handset }) => handset.device_id) ?? null);
      this.view = this.read();
    }
    this.today = startOfDay(Date.now(), this.timeZone);
    // Whoever is moved in the document loses the focus.
    this.focused = this.shadowRoot?.activeElement ?? null;
  }

  protected override updated(changed: PropertyValues): void {
    const { focused } = this;
    if (focused?.isConnected && focused !== this.shadowRoot?.activeElement) {
      (focused as HTMLElement).focus();
    }
    if (this.isChoosing && changed.has("isChoosing")) {
      void this.chooser?.updateComplete.then(() => this.chooser?.focus());
    } else if (focused?.matches(CHOOSER_TYPE) && !focused.isConnected) {
      this.renderRoot.querySelector<HTMLElement>(".mine")?.focus();
    }
    this.watcher?.disconnect();
    if (this.more) {
      this.watcher ??= new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) {
            this.drawn += CHUNK;
          }
        },
        { rootMargin: "800px" },
      );
      this.watcher.observe(this.more);
    }
  }

  protected override render() {
    const { t, view } = this;
    return html`<div
      class="card ${this.config?.compact ? "compact" : ""}"
      @pointerdown=${this.look}
      @keydown=${this.look}
    >
      <div class="title">
        <h2>${t("title")}</h2>
        ${view ? this.summary(view) : nothing}
        ${view?.rights.mayChoose ? this.myPhoneButton(view) : nothing}
      </div>
      ${view ? this.body(view) : html`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`;
  }

  private body(view: View) {
    const { t, config } = this;
    const { shown, mine, account, book } = view;
    const tiles = shown.slice(0, this.drawn);
    return html`
      ${this.home?.connected ? nothing : html`<p class="lost" role="alert">${t("disconnected")}</p>`}
      ${
        this.isChoosing
          ? html`<jingl-phones-chooser
              .t=${t}
              .handsets=${candidates(account)}
              .chosen=${mine?.handset.device_id ?? null}
              @jingl-choose=${this.choose}
            ></jingl-phones-chooser>`
          : nothing
      }
      <jingl-phones-call .t=${t} .phone=${mine} .book=${book}></jingl-phones-call>
      ${this.dialField(view)}
      <div class="tiles" role="list" @jingl-tile=${this.tile}>
        ${repeat(
          tiles,
          ({ handset }) => handset.device_id,
          (phone) => html`<jingl-phones-tile
            role="listitem"
            .phone=${phone}
            .t=${t}
            .time=${this.time}
            .offer=${this.opened?.device === phone.handset.device_id ? this.offer(phone, view) : null}
            .mine=${phone === mine}
            .missed=${this.isMissed(phone)}
            ?compact=${config?.compact}
          ></jingl-phones-tile>`,
        )}
      </div>
      ${
        shown.length > tiles.length
          ? html`<div class="more" style="block-size:${(shown.length - tiles.length) * 24}px"></div>`
          : nothing
      }
      ${shown.length ? nothing : html`<p>${account.handsets.length ? t("none_match") : t("no_handsets")}</p>`}
    `;
  }

  private dialField({ mine, book, rights }: View) {
    const { t } = this;
    const { hint } = this.caller;
    if (!rights.mayChoose || this.config?.dial === false) {
      return html`<div
        class="hint ${hint?.tone ?? ""}"
        role="status"
        ?data-reserved=${rights.mayChoose}
      >
        ${hint?.text ?? ""}
      </div>`;
    }
    const quiet: Hint = { text: mine ? t("dial_hint") : t("no_phone_hint"), tone: "quiet" };
    return html`<jingl-phones-dial
      .t=${t}
      .mine=${mine}
      .book=${book}
      .recents=${this.recents}
      .hint=${hint ?? quiet}
      .isAnswer=${hint !== null}
      .check=${this.check}
      @jingl-dial=${this.dialled}
      @jingl-typed=${this.caller.forget}
    ></jingl-phones-dial>`;
  }

  private summary({ shown }: View) {
    const { t } = this;
    const number = new Intl.NumberFormat(this.home?.language);
    const count = (phones: readonly Phone[]) => ({ count: number.format(phones.length) });
    const missed = shown.filter((phone) => this.isMissed(phone));
    const parts = [
      t("count_free", count(shown.filter(({ state }) => state === "free"))),
      t("count_busy", count(shown.filter(isBusy))),
      ...(missed.length ? [t("count_missed", count(missed))] : []),
    ];
    return html`<span class="summary">${parts.join(" · ")}</span>`;
  }

  private myPhoneButton({ mine }: View) {
    const { t } = this;
    return html`<button
      class="button mine"
      data-state=${mine?.state ?? "unknown"}
      aria-expanded=${this.isChoosing ? "true" : "false"}
      @click=${this.toggleChooser}
    >
      <span class="dot"></span>
      <span class="quiet">${t("my_phone")}:</span>
      <bdi>${mine?.handset.name ?? t("choose")}</bdi>
      ${mine ? html`<span class="words">${t(STATE_WORDS[mine.state])}</span>` : nothing}
      ${icon(mdiChevronDown)}
    </button>`;
  }

  private nothingToDraw(): string {
    const current = this.accounts?.current;
    if (current?.kind === "known" && this.config?.account && current.accounts.length) {
      return this.t("account_gone");
    }
    return !current || current.kind === "loading" ? "" : this.t("absent");
  }

  private offer(phone: Phone, { mine, rights }: View): Offer {
    const isReachable = mine !== null && mine.state !== "offline" && mine.state !== "unknown";
    return {
      deeds: deeds({ phone, mine }, rights),
      ask: this.opened?.ask ?? null,
      note: this.note(phone, mine, isReachable),
      mayCallBack: isReachable && this.isMissed(phone) && phone.missed?.number !== null,
    };
  }

  private note(phone: Phone, mine: Phone | null, isReachable: boolean): Hint | null {
    const { t } = this;
    const { hint } = this.caller;
    if (hint && this.acted === phone.handset.device_id) {
      return hint;
    }
    if (phone === mine) {
      return { text: t("is_my_phone"), tone: "quiet" };
    }
    return mine && !isReachable ? { text: t("mine_offline"), tone: "bad" } : null;
  }

  private isMissed({ missed }: Phone): boolean {
    return missed !== null && missed.at >= this.today;
  }

  private get timeZone(): string | undefined {
    const { locale, config } = this.home ?? {};
    return locale?.time_zone === "server" ? config?.time_zone : undefined;
  }

  private readonly time = (at: number): string =>
    timeOfDay(at, {
      language: this.home?.language ?? "en",
      timeFormat: this.home?.locale.time_format,
      timeZone: this.timeZone,
    });

  // --- What somebody does

  /** Keep what is drawn now: it is what the finger, or the key, is about to mean. */
  private look(event: Event): void {
    this.seen = this.view;
    const isHeld = event instanceof KeyboardEvent && event.repeat && event.key === "Enter";
    // A key that is held down is one press.
    if (isHeld && !(event.composedPath()[0] instanceof HTMLInputElement)) {
      event.preventDefault();
    }
  }

  private tile(event: CustomEvent<TileEvent>): void {
    const { detail } = event;
    const { phone } = event.target as PhonesTile;
    const device = phone.handset.device_id;
    const now = this.read();
    const drawn = this.seen ?? now;
    if (!now || !drawn) {
      return;
    }
    const sights = [sightOf(drawn, device), sightOf(now, device), now.rights] as const;
    switch (detail.kind) {
      case "tap":
        if (this.opened?.device === device) {
          this.opened = null;
        } else {
          this.acted = null;
          this.follow(tapTile(...sights, this.config?.one_tap ?? false), device, now);
        }
        break;
      case "deed":
        this.acted = device;
        this.follow(press(detail.deed, ...sights, detail.isConfirmed), device, now);
        break;
      case "call_back": {
        const missed = sights[0].phone?.missed;
        this.acted = device;
        if (missed?.number) {
          const { number, caller } = missed;
          void this.dialNumber({ deed: "call", number, name: caller ?? number }, drawn, now);
        }
        break;
      }
      case "cancel":
        this.opened = this.opened?.ask ? { device, ask: null } : null;
        break;
      case "more_info":
        this.moreInfo(phone);
        break;
    }
  }

  private follow(tap: Tap, device: string, now: View): void {
    switch (tap.kind) {
      case "open":
        if (this.acted) {
          // What was to be done is not possible any more.
          this.caller.say({ text: this.t("call_changed"), tone: "bad" });
        }
        this.opened = { device, ask: null };
        break;
      case "choose":
        this.tapped = device;
        this.isChoosing = true;
        break;
      case "ask":
        this.opened = { device, ask: { deed: tap.deed, doubt: tap.doubt } };
        break;
      case "do":
        void this.perform(tap.deed, device, now);
        break;
    }
  }

  private async perform(deed: Deed, device: string, { phones, mine }: View): Promise<void> {
    const { home, t } = this;
    const colleague = phones.get(device)?.handset;
    if (home && mine && colleague) {
      const call = colleagueRequest(deed, mine.handset, colleague);
      this.acted = device;
      const outcome = await this.caller.send(call, deed, colleague.name, t, home);
      if (outcome && outcome.kind !== "done") {
        // The hint line may be out of sight.
        this.opened = { device, ask: null };
      } else if (outcome && this.opened?.device === device) {
        this.opened = null;
      }
    }
  }

  private dialled(event: CustomEvent<Dialled>): void {
    const now = this.read();
    if (now?.mine) {
      void this.dialNumber(event.detail, this.seen ?? now, now);
    } else {
      this.isChoosing = true;
    }
  }

  private async dialNumber({ deed, number, name }: Dialled, drawn: View, now: View): Promise<void> {
    const { home, t } = this;
    const { mine, rights } = now;
    const tap = press(deed, sightOf(drawn, null), sightOf(now, null), rights, false);
    if (!home || !mine || tap.kind === "open") {
      this.caller.say({
        text: deed === "call" ? t("mine_offline") : t("call_changed"),
        tone: "bad",
      });
    } else if (tap.kind === "ask") {
      // Pressed again, it acts on what is seen now.
      this.caller.say({ text: t("call_changed"), tone: "bad" });
    } else {
      const call = dialRequest(deed, mine.handset, number);
      const outcome = await this.caller.send(call, deed, name, t, home);
      if (outcome?.kind === "done") {
        this.recents = remember(this.recents, { number, name: outcome.name });
        save(RECENTS, home, this.recents);
        this.dial?.clear();
      }
    }
  }

  private readonly check = async (number: string): Promise<Check | null> => {
    const device = this.view?.mine?.handset.device_id;
    return this.home?.connected && device ? check(this.home, device, number) : null;
  };

  private toggleChooser(): void {
    this.tapped = null;
    this.isChoosing = !this.isChoosing;
  }

  private choose({ detail }: CustomEvent<Chosen | null>): void {
    const { view, tapped, myPhone } = this;
    this.isChoosing = false;
    this.tapped = null;
    if (!detail || !view || !myPhone) {
      return;
    }
    const { device, isEverywhere } = detail;
    myPhone.choose(view.account.entry_id, device, isEverywhere).catch(() => {
      this.caller.say({ text: this.t("choose_failed"), tone: "bad" });
    });
    if (device && tapped) {
      this.opened = { device: tapped, ask: null };
    }
  }

  private moreInfo({ handset }: Phone): void {
    const { status, busy, call, last_missed_call } = handset.entities;
    const entityId = status ?? busy ?? call ?? last_missed_call;
    if (entityId) {
      this.dispatchEvent(
        new CustomEvent("hass-more-info", { detail: { entityId }, bubbles: true, composed: true }),
      );
    }
  }
}
