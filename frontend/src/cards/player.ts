/** Plays a recording. Nothing of it is fetched before somebody wants to hear it. */
import { mdiPause, mdiPlay } from "@mdi/js";
import { css, html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { HomeAssistant } from "../home-assistant";
import { icon } from "../icons";
import { resolve } from "../live/recording";
import { clock } from "../model/duration";
import { shared } from "../styles";
import type { Translate } from "../texts";

const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;

/** An address that ends sooner, in seconds, has not expired: the recording itself can't be played on. */
const STEP = 1;

/** The one that can be heard: there is only one on a page. */
let heard: RecordingPlayer | null = null;

export class RecordingPlayer extends LitElement {
  @property({ attribute: false }) hass!: HomeAssistant;
  @property({ attribute: false }) t!: Translate;
  /** What Home Assistant calls the recording. */
  @property({ attribute: false }) media!: string;
  /** How long the call was, in seconds, for as long as the recording doesn't say. */
  @property({ attribute: false }) seconds: number | null = null;
  @state() private mode: "paused" | "fetching" | "playing" = "paused";
  @state() private position = 0;
  @state() private length: number | null = null;
  @state() private speed = 1;
  @state() private trouble = "";
  @query("audio") private audio!: HTMLAudioElement;
  /** Whether anything could be heard from the present address. */
  private isProven = false;
  /** Where the address ended that came before. */
  private endedAt = Number.POSITIVE_INFINITY;
  /** What is being fetched; whatever came before comes too late. */
  private attempt: object | null = null;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      /* Time goes from left to right on every player. */
      .player {
        display: flex;
        align-items: center;
        gap: 4px 10px;
      }
      .toggle {
        inline-size: 44px;
        block-size: 44px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        flex: none;
        background: color-mix(in srgb, var(--accent) 14%, transparent);
        color: var(--accent-text);
      }
      .toggle:hover {
        background: color-mix(in srgb, var(--accent) 22%, transparent);
      }
      .fetching svg {
        animation: wait 1s ease-in-out infinite alternate;
      }
      @keyframes wait {
        to {
          opacity: 0.3;
        }
      }
      input {
        flex: 1;
        min-inline-size: 60px;
        block-size: 44px;
        margin: 0;
        appearance: none;
        background: linear-gradient(
            to right,
            var(--accent) var(--played),
            color-mix(in srgb, var(--text) 20%, transparent) var(--played)
          )
          center / 100% 4px no-repeat;
        cursor: pointer;
      }
      input::-webkit-slider-thumb {
        appearance: none;
        inline-size: 16px;
        block-size: 16px;
        border-radius: 50%;
        background: var(--accent);
      }
      input::-moz-range-thumb {
        border: 0;
        inline-size: 16px;
        block-size: 16px;
        background: var(--accent);
      }
      input:focus-visible {
        outline-offset: -8px;
        border-radius: 12px;
      }
      input:disabled {
        cursor: default;
      }
      .time {
        font-size: 12px;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      select {
        font: inherit;
        font-size: 13px;
        min-block-size: 44px;
        padding-inline: 6px;
        color: var(--text);
        background: transparent;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      option {
        color: initial;
        background: initial;
      }
      p {
        margin: 0;
        font-size: 13px;
        line-height: 18px;
        color: var(--error);
      }
      @media (prefers-reduced-motion: reduce) {
        .fetching svg {
          animation: none;
        }
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
    this.drop();
    if (heard === this) {
      heard = null;
    }
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("media") && this.hasUpdated) {
      this.pause();
      this.drop();
      this.position = 0;
      this.length = null;
      this.trouble = "";
    }
  }

  protected override render() {
    const { t, mode, position, total, trouble } = this;
    const isOn = mode !== "paused";
    const time = `${clock(Math.floor(position))} / ${total === null ? "–:––" : clock(Math.round(total))}`;
    return html`
      <audio
        preload="none"
        @playing=${this.begun}
        @waiting=${this.waited}
        @pause=${this.paused}
        @ended=${this.ended}
        @timeupdate=${this.moved}
        @durationchange=${this.measured}
        @error=${this.failed}
      ></audio>
      <div class="player" dir="ltr">
        <button
          class="toggle ${mode}"
          aria-label=${t(isOn ? "pause" : "play")}
          title=${t(isOn ? "pause" : "play")}
          aria-busy=${mode === "fetching" ? "true" : "false"}
          @click=${this.toggle}
        >
          ${icon(isOn ? mdiPause : mdiPlay)}
        </button>
        <input
          type="range"
          min="0"
          max=${total ?? 0}
          .value=${String(position)}
          style="--played: ${total ? Math.min(100, (position / total) * 100) : 0}%"
          ?disabled=${total === null}
          aria-label=${t("position")}
          aria-valuetext=${time}
          @input=${this.seek}
        />
        <span class="time" aria-hidden="true">${time}</span>
        <select aria-label=${t("speed")} @change=${this.choose}>
          ${SPEEDS.map(
            (each) =>
              html`<option value=${each} ?selected=${each === this.speed}>${each}×</option>`,
          )}
        </select>
      </div>
      <div role="status">${trouble ? html`<p>${trouble}</p>` : nothing}</div>
    `;
  }

  /** How long it is; null if nobody knows. */
  private get total(): number | null {
    return this.length ?? this.seconds;
  }

  private toggle(): void {
    if (this.mode === "paused") {
      void this.play();
    } else {
      this.pause();
    }
  }

  private async play(): Promise<void> {
    if (!this.hass.connected && !this.audio.hasAttribute("src")) {
      // The connection would ask when it is back, when nobody expects to hear it.
      this.fail(this.t("not_sent"));
      return;
    }
    if (heard !== this) {
      heard?.pause();
      heard = this;
    }
    this.trouble = "";
    this.mode = "fetching";
    if (!this.audio.hasAttribute("src")) {
      const attempt = {};
      this.attempt = attempt;
      const resolved = await resolve(this.hass, this.media);
      if (this.attempt !== attempt) {
        return;
      }
      if (resolved.kind === "not_here") {
        this.fail(resolved.why);
        return;
      }
      this.audio.src = resolved.url;
      this.audio.currentTime = this.position;
    }
    this.pace();
    try {
      await this.audio.play();
    } catch {
      // What can't be played is told by an event, and whoever paused meanwhile knows.
      if (!this.audio.error && this.audio.paused) {
        this.mode = "paused";
      }
    }
  }

  private pause(): void {
    this.attempt = null;
    this.mode = "paused";
    this.audio?.pause();
  }

  /** End whatever is still being fetched. */
  private drop(): void {
    this.isProven = false;
    if (this.audio?.hasAttribute("src")) {
      this.audio.removeAttribute("src");
      this.audio.load();
    }
  }

  private fail(why: string | null): void {
    this.drop();
    this.endedAt = Number.POSITIVE_INFINITY;
    this.mode = "paused";
    this.trouble = why ?? this.t("listen_failed");
  }

  private begun(): void {
    this.isProven = true;
    this.mode = "playing";
  }

  private waited(): void {
    if (this.mode === "playing") {
      this.mode = "fetching";
    }
  }

  private paused(): void {
    // It also pauses at the end, and by a headset's button.
    if (this.mode === "playing") {
      this.mode = "paused";
    }
  }

  private ended(): void {
    this.mode = "paused";
    this.position = 0;
    this.audio.currentTime = 0;
  }

  private moved(): void {
    if (this.mode === "playing") {
      this.position = this.audio.currentTime;
    }
  }

  private measured(): void {
    const { duration } = this.audio;
    if (Number.isFinite(duration) && duration > 0) {
      this.length = duration;
    }
  }

  private failed(): void {
    if (!this.audio.hasAttribute("src")) {
      return;
    }
    const { position, endedAt } = this;
    if (this.isProven && this.mode === "paused") {
      this.drop();
    } else if (this.isProven && Math.abs(position - endedAt) >= STEP) {
      // The address has expired: another one goes on where this one ended.
      this.drop();
      this.endedAt = position;
      void this.play();
    } else {
      this.fail(null);
    }
  }

  private seek({ target }: Event): void {
    this.position = Number((target as HTMLInputElement).value);
    if (this.audio.hasAttribute("src")) {
      this.audio.currentTime = this.position;
    }
  }

  private choose({ target }: Event): void {
    this.speed = Number((target as HTMLSelectElement).value);
    this.pace();
  }

  private pace(): void {
    this.audio.defaultPlaybackRate = this.speed;
    this.audio.playbackRate = this.speed;
  }
}
