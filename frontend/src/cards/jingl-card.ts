/** What all cards have in common: what they are told, my phone, and calls that are placed from it. */
import { mdiChevronDown } from "@mdi/js";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { type AccountsStore, accountsOf } from "../live/accounts";
import { type MyPhone, myPhoneOf } from "../live/my-phone";
import { recentsOf } from "../live/recents";
import { startOfDay, type TimeFormat, timeOfDay } from "../model/duration";
import { Memo } from "../model/memo";
import { candidates } from "../model/my-phone";
import type { Outcome } from "../model/outcome";
import type { Phone } from "../model/phone";
import { colleagueRequest, dialRequest } from "../model/request";
import { type Deed, press } from "../model/tap";
import { accountOf, sightOf, type View, type ViewOptions, ViewReader } from "../model/view";
import { loadTexts, type Translate, textsOf } from "../texts";
import { OBSTACLE_WORDS, STATE_WORDS } from "../words";
import { Caller } from "./caller";
import type { Chosen, PhoneChooser } from "./chooser";
import { CHOOSER_TYPE } from "./const";
import { Press } from "./press";

/** A number that somebody wants to reach. */
export interface Wanted {
  readonly deed: "call" | "transfer" | "consult";
  /** As an action takes it. */
  readonly number: string;
  /** As it is written in the hint line. */
  readonly name: string;
}

/** From the start of a day, this is always in the next one. */
const DAY_AND_A_HALF = 36 * 3_600_000;

export abstract class JinglCard<Config extends ViewOptions> extends LitElement {
  @state() protected config: Config | undefined;
  @state() protected view: View | null = null;
  @state() protected isChoosing = false;
  @state() protected t: Translate = textsOf("en");
  /** Whose button was pressed last, where the answer is shown, too. */
  @state() protected acted: string | null = null;
  @query(CHOOSER_TYPE) private chooser!: PhoneChooser | null;

  protected readonly caller = new Caller(this);
  protected home: HomeAssistant | undefined;
  protected accounts: AccountsStore | undefined;
  protected readonly press = new Press<View | null>(
    this,
    () => this.view,
    (event) => this.missed(event),
  );
  /** The order of handsets that must not change now, as an opened tile must not run away. */
  protected kept: readonly string[] | null = null;
  protected today = 0;
  private isTalking = false;
  private tomorrow = 0;
  private readonly reader = new ViewReader();
  private readonly whens = new Memo<(at: number) => string>();
  private myPhone: MyPhone | undefined;
  private focused: Element | null = null;

  // --- What Home Assistant asks of a card

  setConfig(config: Config): void {
    this.config = config;
    this.caller.name = JSON.stringify(config);
    this.refresh();
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
    if (Date.now() >= this.tomorrow) {
      // What was missed yesterday has to go.
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
    // What is only there while a card is shown, is made when it is drawn.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.accounts?.remove(this.refresh);
    this.myPhone?.remove(this.refresh);
  }

  private listen(hass: HomeAssistant): void {
    this.accounts?.remove(this.refresh);
    this.myPhone?.remove(this.refresh);
    this.accounts = accountsOf(hass.connection);
    this.myPhone = myPhoneOf(hass);
    this.accounts.add(this.refresh);
    this.myPhone.add(this.refresh);
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
  protected readonly refresh = (): void => {
    this.view = this.read();
    if (!this.view) {
      this.requestUpdate();
    }
  };

  /** What of Home Assistant this is about. */
  protected get options(): ViewOptions | undefined {
    return this.config;
  }

  protected read(): View | null {
    const { home, options, accounts, myPhone, kept } = this;
    if (!home || !options || !myPhone || accounts?.current.kind !== "known") {
      return null;
    }
    const chosen = myPhone.of.bind(myPhone);
    return this.reader.read({ accounts: accounts.current.accounts, options, home, chosen, kept });
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const today = startOfDay(Date.now(), this.timeZone);
    if (today !== this.today) {
      this.today = today;
      this.tomorrow = startOfDay(today + DAY_AND_A_HALF, this.timeZone);
    }
    const isTalking = this.view?.mine?.state === "on_call";
    if (isTalking && !this.isTalking && this.caller.hint?.isCalling) {
      // It was answered.
      this.caller.forget();
    }
    this.isTalking = isTalking;
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
  }

  /** What comes between the title and all else: the connection is lost, or which phone is mine? */
  protected notices({ phones, mine }: View) {
    const { t } = this;
    return html`
      ${this.home?.connected ? nothing : html`<p class="lost" role="alert">${t("disconnected")}</p>`}
      ${
        this.isChoosing
          ? html`<jingl-phones-chooser
              .t=${t}
              .handsets=${candidates([...phones.values()].map(({ handset }) => handset))}
              .chosen=${mine?.handset.device_id ?? null}
              @jingl-choose=${this.choose}
            ></jingl-phones-chooser>`
          : nothing
      }
    `;
  }

  protected myPhoneButton({ mine }: View) {
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

  protected nothingToDraw(): string {
    const { t, home, options } = this;
    const current = this.accounts?.current;
    if (!options || current?.kind !== "known") {
      return current?.kind === "absent" ? t("absent") : "";
    }
    const account = accountOf(current.accounts, options);
    if (account) {
      const words = { account: account.title };
      return account.state === "failed" ? t("account_failed", words) : t("account_loading", words);
    }
    if (!home?.user?.is_admin) {
      return t("not_visible");
    }
    if (!current.accounts.length) {
      return t("absent");
    }
    return t(options.device ? "phone_gone" : "account_gone");
  }

  protected isMissed({ missed }: Phone): boolean {
    return missed !== null && missed.at >= this.today;
  }

  protected get timeZone(): string | undefined {
    const { locale, config } = this.home ?? {};
    return locale?.time_zone === "server" ? config?.time_zone : undefined;
  }

  protected readonly time = (at: number): string => timeOfDay(at, this.timeFormat);

  /** Say when something was: also on which day, unless that is today. */
  protected get when(): (at: number) => string {
    const { today, timeFormat } = this;
    // Another function once it says something else, so that whoever is given it draws anew.
    return this.whens.of(
      [today, ...Object.values(timeFormat)],
      () => (at) => timeOfDay(at, timeFormat, at < today),
    );
  }

  private get timeFormat(): TimeFormat {
    return {
      language: this.home?.language ?? "en",
      timeFormat: this.home?.locale.time_format,
      timeZone: this.timeZone,
    };
  }

  // --- What somebody does

  /** Say that a press did nothing, beside what it went to. */
  private missed(event: Event): void {
    const path = event.composedPath().filter((each) => each instanceof HTMLElement);
    this.acted = path.find(({ dataset }) => dataset.key !== undefined)?.dataset.key ?? null;
    this.caller.say({ text: this.t("moved"), tone: "bad" });
  }

  /** Call a number from my phone, or transfer my call to it; return whether that was done. */
  protected async dialNumber(wanted: Wanted, drawn: View, now: View): Promise<boolean> {
    const { home, t } = this;
    const { deed, number, name } = wanted;
    const { mine, rights } = now;
    const tap = press(deed, sightOf(drawn, null), sightOf(now, null), rights, false);
    if (tap.kind === "choose") {
      this.isChoosing = true;
    } else if (tap.kind === "cannot") {
      this.caller.say({
        text: t(OBSTACLE_WORDS[tap.obstacle], { state: this.stateOf(mine) }),
        tone: "bad",
      });
    } else if (tap.kind === "ask") {
      // Pressed again, it acts on what is seen now.
      this.caller.say({ text: t("call_changed"), tone: "bad" });
    } else if (home && mine) {
      const call = dialRequest(deed, mine.handset, number);
      const outcome = await this.caller.send(call, deed, name, t, home);
      if (outcome?.kind === "done") {
        recentsOf(home).add(now.account.entry_id, outcome);
        this.requestUpdate();
        return true;
      }
    }
    return false;
  }

  /** Do with a colleague's handset what is meant for sure. */
  protected async perform(
    deed: Deed,
    device: string,
    { phones, mine }: View,
  ): Promise<Outcome | null> {
    const { home, t } = this;
    const colleague = phones.get(device)?.handset;
    if (!home || !mine || !colleague) {
      return null;
    }
    const call = colleagueRequest(deed, mine.handset, colleague);
    return this.caller.send(call, deed, colleague.name, t, home, true);
  }

  protected cannotCall(mine: Phone): string {
    return this.t("my_phone_cannot_call", { state: this.stateOf(mine) });
  }

  protected stateOf(phone: Phone | null): string {
    return this.t(STATE_WORDS[phone?.state ?? "unknown"]);
  }

  protected toggleChooser(): void {
    this.isChoosing = !this.isChoosing;
  }

  protected choose({ detail }: CustomEvent<Chosen | null>): void {
    const { view, myPhone } = this;
    this.isChoosing = false;
    if (!detail || !view || !myPhone) {
      return;
    }
    const { device, isEverywhere } = detail;
    myPhone.choose(view.account.entry_id, device, isEverywhere).catch(() => {
      this.caller.say({ text: this.t("choose_failed"), tone: "bad" });
    });
  }
}
