/** Call buttons below one of Home Assistant's own tiles, for any of a handset's entities. */
import { mdiClose, mdiPhoneReturn } from "@mdi/js";
import { css, html, nothing, type PropertyValues } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { formOf } from "../cards/form";
import { JinglCard } from "../cards/jingl-card";
import type { HomeAssistant } from "../home-assistant";
import { DEED_ICONS, icon } from "../icons";
import { buttonsFor } from "../model/feature";
import type { Phone } from "../model/phone";
import { handsetOf } from "../model/picker";
import { type Deed, isReachable, press, type Question, stillAsked } from "../model/tap";
import { accountOf, sightOf, type View, type ViewOptions } from "../model/view";
import { shared } from "../styles";
import type { Key } from "../texts";
import {
  DEED_WORDS,
  DOUBT_WORDS,
  type Hint,
  liveness,
  OBSTACLE_WORDS,
  STATE_WORDS,
} from "../words";
import { CALL_FEATURE_TYPE } from "./const";

/** What a tile tells its features. */
export interface FeatureContext {
  readonly entity_id?: string;
}

export interface CallFeatureConfig {
  readonly type: string;
  /** Whether there are buttons for joining a colleague's call. */
  readonly supervise?: boolean | undefined;
}

interface Button {
  /** Another one is another element, so that a press never means what slid under the finger. */
  readonly key: string;
  readonly path: string;
  readonly words: Key;
  readonly act: () => void;
}

/** Return whether the buttons can be added to a tile. */
export function isSupported({ entities }: HomeAssistant, { entity_id }: FeatureContext): boolean {
  return entity_id !== undefined && handsetOf(entities, entity_id) !== null;
}

export class CallFeature extends JinglCard<CallFeatureConfig & ViewOptions> {
  @state() private about: FeatureContext = {};
  @state() private ask: Question | null = null;

  private account: ViewOptions = {};
  private found: {
    readonly entities: HomeAssistant["entities"] | undefined;
    readonly about: FeatureContext;
    readonly device: string | null;
  } | null = null;
  private pressed: Element | null = null;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container: feature / inline-size;
        font-family: var(--ha-font-family-body, inherit);
        color: var(--text);
      }
      .row {
        display: flex;
        align-items: center;
        gap: 8px;
        block-size: var(--feature-height, 42px);
      }
      .hint {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        font-size: 11px;
        line-height: 14px;
        color: var(--quiet);
      }
      .hint:empty {
        display: none;
      }
      .hint.good {
        color: var(--text);
      }
      .hint.bad {
        color: var(--error);
      }
      .buttons {
        display: flex;
        flex: 1;
        gap: 8px;
        block-size: 100%;
        min-inline-size: 0;
      }
      .hint:not(:empty) + .buttons {
        flex: none;
      }
      .buttons .button {
        flex: 1 1 42px;
        min-inline-size: 42px;
        min-block-size: 0;
        block-size: 100%;
        padding-inline: 10px;
        border-radius: var(--feature-border-radius, 12px);
        overflow: hidden;
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      /* Rather no words than half of them. */
      .hint:not(:empty) + .buttons .label {
        display: none;
      }
      @container feature (max-width: 240px) {
        [data-count="2"] .label {
          display: none;
        }
        .row,
        .buttons {
          gap: 4px;
        }
        .hint:not(:empty) + .buttons .button {
          flex-basis: 36px;
          min-inline-size: 36px;
          padding-inline: 8px;
        }
      }
      @container feature (max-width: 420px) {
        [data-count="3"] .label {
          display: none;
        }
      }
      @container feature (max-width: 560px) {
        .buttons:not([data-count="1"], [data-count="2"], [data-count="3"]) .label {
          display: none;
        }
      }
    `,
  ];

  // --- What Home Assistant asks of a feature

  static getStubConfig(): CallFeatureConfig {
    return { type: `custom:${CALL_FEATURE_TYPE}` };
  }

  static getConfigForm() {
    return formOf([{ name: "supervise", default: false, selector: { boolean: {} } }]);
  }

  set context(context: FeatureContext) {
    if (context.entity_id !== this.about.entity_id) {
      this.about = context;
      this.ask = null;
      this.caller.forget();
      this.caller.name = JSON.stringify([CALL_FEATURE_TYPE, context]);
      this.refresh();
    }
  }

  override setConfig(config: CallFeatureConfig): void {
    const { name } = this.caller;
    super.setConfig(config);
    // The same buttons below another tile are others.
    this.caller.name = name;
  }

  // --- What is drawn

  /** The handset that the tile is about. Looked for once, since every state of the house asks. */
  private get device(): string | null {
    const { home, about } = this;
    if (this.found?.entities !== home?.entities || this.found?.about !== about) {
      const { entity_id } = about;
      const device = home && entity_id ? handsetOf(home.entities, entity_id) : null;
      this.found = { entities: home?.entities, about, device };
    }
    return this.found.device;
  }

  /** The account whose handset this is; the same object as long as it is the same. */
  protected override get options(): ViewOptions | undefined {
    const { device, accounts } = this;
    if (device === null || accounts?.current.kind !== "known") {
      return undefined;
    }
    const account = accountOf(accounts.current.accounts, { device })?.entry_id;
    if (account !== this.account.account) {
      this.account = { account };
    }
    return account === undefined ? undefined : this.account;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { ask, view, device } = this;
    if (ask && view) {
      this.ask = stillAsked(ask, sightOf(view, device), view.rights);
    }
    this.pressed = this.renderRoot.querySelector(":focus");
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // The button that was pressed may be gone.
    if (this.pressed && !this.pressed.isConnected) {
      this.renderRoot.querySelector<HTMLElement>(".button")?.focus();
    }
  }

  protected override render() {
    const { t, view, ask } = this;
    const phone = view?.phones.get(this.device ?? "");
    if (!view || !phone) {
      return this.row({ text: this.nothingToDraw(), tone: "quiet" }, []);
    }
    if (ask) {
      const words = { name: phone.handset.name, state: t(STATE_WORDS[phone.state]) };
      return this.row({ text: t(DOUBT_WORDS[ask.doubt], words), tone: "good" }, [
        { ...this.deed(ask.deed, true), key: "confirm" },
        { key: "cancel", path: mdiClose, words: "cancel", act: () => this.cancel() },
      ]);
    }
    const offered = buttonsFor(sightOf(view, this.device), view.rights, {
      isMissed: this.isMissed(phone),
      mayJoin: this.config?.supervise ?? false,
    });
    return this.row(
      this.caller.hint ?? this.note(phone, view, offered.length > 0),
      offered.map((each) =>
        each === "call_back"
          ? { key: each, path: mdiPhoneReturn, words: each, act: () => this.callBack() }
          : this.deed(each, false),
      ),
    );
  }

  /** Say why there is nothing to press, or what has to be chosen first. */
  private note(phone: Phone, { mine, rights }: View, isOffered: boolean): Hint | null {
    const { t } = this;
    if (!mine && rights.mayChoose) {
      return this.isChoosing ? { text: t("choose_first"), tone: "bad" } : null;
    }
    if (!mine) {
      return { text: t("no_own_phone"), tone: "quiet" };
    }
    if (!isReachable(mine)) {
      return { text: this.cannotCall(mine), tone: "quiet" };
    }
    return phone === mine && !isOffered ? { text: t("is_my_phone"), tone: "quiet" } : null;
  }

  /** In one line, since a tile gives its features no more: what is said leaves icons to press. */
  private row(hint: Hint | null, buttons: readonly Button[]) {
    return html`<div class="row" @click=${this.keep} @keydown=${this.escape}>
      <div
        class="hint ${hint?.tone ?? ""}"
        role="status"
        aria-live=${liveness(hint)}
        title=${hint?.text || nothing}
      >${hint?.text ?? ""}</div>
      <div class="buttons" data-count=${buttons.length} ?hidden=${!buttons.length}>
        ${repeat(
          buttons,
          ({ key }) => key,
          (each) => this.button(each),
        )}
      </div>
    </div>`;
  }

  private button({ path, words, act }: Button) {
    const label = this.t(words);
    return html`<button
      class="button tinted"
      title=${label}
      aria-label=${label}
      @click=${({ detail }: MouseEvent) => {
        // The second click of a double click means nothing of its own, least of all yes.
        if (detail < 2) {
          act();
        }
      }}
    >
      ${icon(path)}<span class="label">${label}</span>
    </button>`;
  }

  private deed(deed: Deed, isConfirmed: boolean): Button {
    const act = () => this.act(deed, isConfirmed);
    return { key: deed, path: DEED_ICONS[deed], words: DEED_WORDS[deed], act };
  }

  // --- What somebody does

  private act(deed: Deed, isConfirmed: boolean): void {
    const { t, device } = this;
    const now = this.read();
    const drawn = this.press.drawn ?? now;
    if (!now || !drawn || device === null) {
      return;
    }
    const [seen, sight] = [sightOf(drawn, device), sightOf(now, device)];
    const tap = press(deed, seen, sight, now.rights, isConfirmed);
    this.ask = tap.kind === "ask" ? { deed, doubt: tap.doubt, sight } : null;
    if (tap.kind === "do") {
      void this.perform(deed, device, now);
    } else if (tap.kind === "choose") {
      this.isChoosing = true;
    } else if (tap.kind === "cannot") {
      const words = { name: sight.phone?.handset.name ?? "", state: this.stateOf(now.mine) };
      this.caller.say({ text: t(OBSTACLE_WORDS[tap.obstacle], words), tone: "bad" });
    }
  }

  private callBack(): void {
    const now = this.read();
    const drawn = this.press.drawn ?? now;
    const missed = drawn && sightOf(drawn, this.device).phone?.missed;
    if (now && drawn && missed?.number) {
      const { number, caller } = missed;
      void this.dialNumber({ deed: "call", number, name: caller ?? number }, drawn, now);
    }
  }

  private cancel(): void {
    this.ask = null;
  }

  private escape(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.ask) {
      event.stopPropagation();
      this.cancel();
    }
  }

  /** A press is no tap on the tile. */
  private keep(event: Event): void {
    event.stopPropagation();
  }
}
