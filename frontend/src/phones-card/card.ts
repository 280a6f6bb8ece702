/** The phones of an account: who is free, who is on a call, and calls by a tap. */
import { html, nothing, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Chosen } from "../cards/chooser";
import { DiallingCard } from "../cards/dialling-card";
import { frame } from "../cards/frame";
import type { HomeAssistant } from "../home-assistant";
import { writeCount } from "../model/count";
import { isBusy, type Phone } from "../model/phone";
import { configsFor } from "../model/picker";
import {
  type Deed,
  deeds,
  isReachable,
  press,
  type Question,
  stillAsked,
  type Tap,
  tapTile,
} from "../model/tap";
import { sightOf, type View } from "../model/view";
import { shared, stateColours } from "../styles";
import { textsOf } from "../texts";
import { type Hint, liveness, OBSTACLE_WORDS } from "../words";
import { cardStyles } from "./card-styles";
import { checkConfig, type PhonesCardConfig } from "./config";
import { CARD_TYPE } from "./const";
import { configForm } from "./editor";
import type { Offer, PhonesTile, TileEvent } from "./tile";

/** How many tiles are drawn at once; more when the end comes into view. */
const CHUNK = 60;

interface Opened {
  readonly device: string;
  readonly ask: Question | null;
  /** Whether its last calls are shown. */
  readonly isInfo?: boolean;
}

export class PhonesCard extends DiallingCard<PhonesCardConfig> {
  @state() private opened: Opened | null = null;
  @state() private drawn = CHUNK;
  @query(".more") private more!: HTMLElement | null;

  /** The tile that was tapped before anybody said which phone is theirs. */
  private tapped: string | null = null;
  private watcher: IntersectionObserver | undefined;

  static override styles = [shared, stateColours, frame, cardStyles];

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

  override setConfig(config: PhonesCardConfig): void {
    checkConfig(config);
    this.opened = null;
    super.setConfig(config);
  }

  getCardSize(): number {
    return 4 + Math.ceil((this.view?.shown.length ?? 4) / 2);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher?.disconnect();
  }

  // --- What is drawn

  protected override willUpdate(changed: PropertyValues): void {
    if (this.opened && !this.view?.phones.has(this.opened.device)) {
      this.opened = null;
    }
    if (this.opened?.ask && this.view) {
      const { device, ask } = this.opened;
      const still = stillAsked(ask, sightOf(this.view, device), this.view.rights);
      if (still !== ask) {
        this.opened = { device, ask: still };
      }
    }
    if (changed.has("opened") && Boolean(changed.get("opened")) !== Boolean(this.opened)) {
      this.kept = this.opened && (this.view?.shown.map(({ handset }) => handset.device_id) ?? null);
      this.view = this.read();
    }
    super.willUpdate(changed);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.watcher?.disconnect();
    if (this.more) {
      this.watcher ??= new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) {
            this.drawn += CHUNK;
          }
        },
        { rootMargin: "300px" },
      );
      this.watcher.observe(this.more);
    }
  }

  protected override render() {
    const { t, view } = this;
    return html`<div class="card ${this.config?.compact ? "compact" : ""}">
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
      ${this.notices(view)}
      <jingl-phones-call .t=${t} .phone=${mine} .book=${book}></jingl-phones-call>
      ${this.dial(view)}
      <div class="tiles" role="list" @jingl-tile=${this.tile}>
        ${repeat(
          tiles,
          ({ handset }) => handset.device_id,
          (phone) => html`<jingl-phones-tile
            role="listitem"
            data-key=${phone.handset.device_id}
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

  private dial(view: View) {
    const { rights } = view;
    const { hint } = this.caller;
    if (!rights.mayChoose || this.config?.dial === false) {
      return html`<div
        class="hint ${hint?.tone ?? ""}"
        role="status"
        aria-live=${liveness(hint)}
        ?data-reserved=${rights.mayChoose}
      >${hint?.text ?? ""}</div>`;
    }
    return this.dialField(view, this.advice(view.mine));
  }

  private summary({ shown }: View) {
    const { t, home } = this;
    const count = ({ length }: readonly Phone[]) => ({
      count: writeCount(length, home?.language ?? "en", home?.locale.number_format),
    });
    const missed = shown.filter((phone) => this.isMissed(phone));
    const unavailable = shown.filter(({ state }) => state === "unknown");
    const parts = [
      t("count_free", count(shown.filter(({ state }) => state === "free"))),
      t("count_busy", count(shown.filter(isBusy))),
      ...(unavailable.length ? [t("count_unavailable", count(unavailable))] : []),
      ...(missed.length ? [t("count_missed", count(missed))] : []),
    ];
    return html`<span class="summary">${parts.join(" · ")}</span>`;
  }

  /** Say what to do next. */
  private advice(mine: Phone | null): string {
    const { t } = this;
    if (!mine) {
      return t("no_phone_hint");
    }
    if (!isReachable(mine)) {
      return this.cannotCall(mine);
    }
    return mine.state === "on_call" ? t("transfer_hint") : t("dial_hint");
  }

  private offer(phone: Phone, { mine, rights }: View): Offer {
    return {
      deeds: deeds({ phone, mine }, rights),
      ask: this.opened?.ask ?? null,
      note: this.note(phone, mine),
      mayCallBack: isReachable(mine) && this.isMissed(phone) && phone.missed?.number !== null,
      calls:
        this.opened?.isInfo && this.home
          ? {
              connection: this.home.connection,
              when: this.when,
              said: this.said,
              isCallable: isReachable(mine),
            }
          : null,
    };
  }

  private note(phone: Phone, mine: Phone | null): Hint | null {
    const { t } = this;
    const { hint } = this.caller;
    if (hint && this.acted === phone.handset.device_id) {
      return hint;
    }
    if (phone === mine) {
      return { text: t("is_my_phone"), tone: "quiet" };
    }
    return mine && !isReachable(mine) ? { text: this.cannotCall(mine), tone: "bad" } : null;
  }

  // --- What somebody does

  private tile(event: CustomEvent<TileEvent>): void {
    const { detail } = event;
    const { phone } = event.target as PhonesTile;
    const device = phone.handset.device_id;
    const now = this.read();
    const drawn = this.press.drawn ?? now;
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
      case "call":
        this.callBack(detail.call);
        break;
      case "more_info":
        this.opened = { device, ask: null, isInfo: !this.opened?.isInfo };
        break;
      case "all_details":
        this.moreInfo(phone);
        break;
    }
  }

  private follow(tap: Tap, device: string, now: View): void {
    switch (tap.kind) {
      case "cannot": {
        const name = now.phones.get(device)?.handset.name ?? "";
        this.caller.say({
          text: this.t(OBSTACLE_WORDS[tap.obstacle], { name, state: this.stateOf(now.mine) }),
          tone: "bad",
        });
        this.opened = { device, ask: null };
        break;
      }
      case "open":
        this.opened = { device, ask: null };
        break;
      case "choose":
        this.tapped = device;
        this.isChoosing = true;
        break;
      case "ask":
        this.opened = {
          device,
          ask: { deed: tap.deed, doubt: tap.doubt, sight: sightOf(now, device) },
        };
        break;
      case "do":
        void this.carryOut(tap.deed, device, now);
        break;
    }
  }

  private async carryOut(deed: Deed, device: string, now: View): Promise<void> {
    this.acted = device;
    const outcome = await this.perform(deed, device, now);
    const isElsewhere = this.opened !== null && this.opened.device !== device;
    if (outcome && !isElsewhere) {
      // Where something failed, the hint line may be out of sight.
      this.opened = outcome.kind === "done" ? null : { device, ask: null };
    }
  }

  protected override toggleChooser(): void {
    this.tapped = null;
    super.toggleChooser();
  }

  protected override choose(event: CustomEvent<Chosen | null>): void {
    const { tapped } = this;
    this.tapped = null;
    super.choose(event);
    if (tapped) {
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
