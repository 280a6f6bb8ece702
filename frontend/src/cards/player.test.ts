// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { home } from "../testing/office";
import { textsOf } from "../texts";
import type { RecordingPlayer } from "./player";
import "../index";

const MEDIA = "media-source://jingl/entry/2026-11-27/7";

const resolve = vi.fn<(message: object) => Promise<unknown>>();
let players: RecordingPlayer[] = [];
/** Whether anything can be played. */
let isPlayable = true;

async function show(seconds: number | null = 180): Promise<RecordingPlayer> {
  const player = document.createElement("jingl-recording-player") as RecordingPlayer;
  const hass = home([], { callWS: resolve as never });
  Object.assign(player, { hass, t: textsOf("en"), media: MEDIA, seconds });
  document.body.append(player);
  players.push(player);
  await settle();
  return player;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise((done) => setTimeout(done));
    await Promise.all(players.map((each) => each.updateComplete));
  }
}

const find = <E extends HTMLElement>(player: RecordingPlayer, selector: string) =>
  player.shadowRoot?.querySelector<E>(selector) as E;
const audio = (player: RecordingPlayer) => find<HTMLAudioElement>(player, "audio");
const button = (player: RecordingPlayer) => find(player, "button").getAttribute("aria-label");
const time = (player: RecordingPlayer) => find(player, ".time").textContent;
const trouble = (player: RecordingPlayer) => find(player, "[role=status]").textContent?.trim();

async function press(player: RecordingPlayer): Promise<void> {
  find(player, "button").click();
  await settle();
}

/** What the browser tells while it plays. */
async function tell(player: RecordingPlayer, type: string): Promise<void> {
  audio(player).dispatchEvent(new Event(type));
  await settle();
}

beforeEach(() => {
  players = [];
  isPlayable = true;
  resolve.mockReset().mockResolvedValue({ url: "/recording?1", mime_type: "audio/mpeg" });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(async function (
    this: HTMLMediaElement,
  ) {
    if (!isPlayable) {
      this.dispatchEvent(new Event("error"));
      throw new Error("NotSupportedError");
    }
    this.dispatchEvent(new Event("playing"));
  });
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(function (
    this: HTMLMediaElement,
  ) {
    this.dispatchEvent(new Event("pause"));
  });
});

afterEach(() => {
  for (const each of players) {
    each.remove();
  }
  vi.restoreAllMocks();
});

test("nothing is fetched before somebody wants to hear it", async () => {
  const player = await show();
  expect(resolve).not.toHaveBeenCalled();
  expect(audio(player).hasAttribute("src")).toBe(false);
  expect([audio(player).preload, audio(player).controls]).toEqual(["none", false]);
  expect([button(player), time(player)]).toEqual(["Play", "0:00 / 3:00"]);
});

test("a press plays it, and another one pauses", async () => {
  const player = await show();
  await press(player);
  expect(resolve).toHaveBeenCalledWith({
    type: "media_source/resolve_media",
    media_content_id: MEDIA,
  });
  expect(audio(player).getAttribute("src")).toBe("/recording?1");
  expect(button(player)).toBe("Pause");
  await press(player);
  expect(button(player)).toBe("Play");
  await press(player);
  expect(resolve).toHaveBeenCalledOnce();
});

test("the position follows, and somebody may move it before or while it plays", async () => {
  const player = await show();
  const slider = find<HTMLInputElement>(player, "input");
  slider.value = "60";
  slider.dispatchEvent(new Event("input"));
  await settle();
  expect([time(player), slider.getAttribute("aria-valuetext")]).toEqual([
    "1:00 / 3:00",
    "1:00 / 3:00",
  ]);
  await press(player);
  expect(audio(player).currentTime).toBe(60);
  Object.defineProperty(audio(player), "duration", { value: 200.4 });
  await tell(player, "durationchange");
  audio(player).currentTime = 61.7;
  await tell(player, "timeupdate");
  expect(time(player)).toBe("1:01 / 3:20");
  slider.value = "100";
  slider.dispatchEvent(new Event("input"));
  expect(audio(player).currentTime).toBe(100);
  await tell(player, "ended");
  expect([button(player), time(player)]).toEqual(["Play", "0:00 / 3:20"]);
});

test("a recording that doesn't say how long it is can be heard, but not moved in", async () => {
  const player = await show(null);
  expect([find<HTMLInputElement>(player, "input").disabled, time(player)]).toEqual([
    true,
    "0:00 / –:––",
  ]);
  await press(player);
  Object.defineProperty(audio(player), "duration", { value: Number.POSITIVE_INFINITY });
  await tell(player, "durationchange");
  expect(time(player)).toBe("0:00 / –:––");
});

test("it plays faster or slower", async () => {
  const player = await show();
  const speed = find<HTMLSelectElement>(player, "select");
  expect([...speed.options].map(({ text }) => text)).toEqual([
    "0.75×",
    "1×",
    "1.25×",
    "1.5×",
    "2×",
  ]);
  expect(speed.value).toBe("1");
  speed.value = "1.5";
  speed.dispatchEvent(new Event("change"));
  await press(player);
  expect([audio(player).playbackRate, audio(player).defaultPlaybackRate]).toEqual([1.5, 1.5]);
});

test("only one can be heard on a page", async () => {
  const [one, other] = [await show(), await show()];
  await press(one);
  await press(other);
  expect([button(one), button(other)]).toEqual(["Play", "Pause"]);
});

test("what Home Assistant says is for people to read", async () => {
  resolve.mockRejectedValue({ code: "resolve_media_failed", message: "<b>Not ready yet</b>" });
  const player = await show();
  await press(player);
  expect([button(player), trouble(player)]).toEqual(["Play", "<b>Not ready yet</b>"]);
  resolve.mockResolvedValue({ url: "/recording?2" });
  await press(player);
  expect([button(player), trouble(player)]).toEqual(["Pause", ""]);
});

test("what can't be played is told, and fetched anew by the next press", async () => {
  isPlayable = false;
  const player = await show();
  await press(player);
  expect([button(player), trouble(player)]).toEqual([
    "Play",
    "Couldn't play the recording. Try again later.",
  ]);
  expect(audio(player).hasAttribute("src")).toBe(false);
  isPlayable = true;
  await press(player);
  expect(resolve).toHaveBeenCalledTimes(2);
  expect(button(player)).toBe("Pause");
});

test("where an address has expired, another one goes on at the same place", async () => {
  const player = await show();
  await press(player);
  audio(player).currentTime = 42;
  await tell(player, "timeupdate");
  resolve.mockResolvedValue({ url: "/recording?2" });
  await tell(player, "error");
  expect(audio(player).getAttribute("src")).toBe("/recording?2");
  expect(audio(player).currentTime).toBe(42);
  expect([button(player), trouble(player)]).toEqual(["Pause", ""]);
});

test("an address that expires while it is paused is only fetched when it goes on", async () => {
  const player = await show();
  await press(player);
  await press(player);
  await tell(player, "error");
  expect([resolve.mock.calls.length, trouble(player)]).toEqual([1, ""]);
  await press(player);
  expect(resolve).toHaveBeenCalledTimes(2);
});

test("a recording that breaks again at the same place is not fetched for ever", async () => {
  const player = await show();
  await press(player);
  await tell(player, "error");
  await tell(player, "error");
  await tell(player, "error");
  expect(resolve).toHaveBeenCalledTimes(2);
  expect([button(player), trouble(player)]).toEqual([
    "Play",
    "Couldn't play the recording. Try again later.",
  ]);
});

test("without a connection nothing is asked for that would be heard later", async () => {
  const player = await show();
  player.hass = { ...player.hass, connected: false };
  await press(player);
  expect(resolve).not.toHaveBeenCalled();
  expect(button(player)).toBe("Play");
  expect(trouble(player)).not.toBe("");
});

test("whoever pauses before it is there hears nothing", async () => {
  let answer: (value: unknown) => void = () => undefined;
  resolve.mockReturnValue(
    new Promise((done) => {
      answer = done;
    }),
  );
  const player = await show();
  await press(player);
  expect(find(player, "button").getAttribute("aria-busy")).toBe("true");
  await press(player);
  answer({ url: "/recording?1" });
  await settle();
  expect(audio(player).hasAttribute("src")).toBe(false);
  expect(button(player)).toBe("Play");
});

test("while it waits for more, it says so, and a headset may pause it", async () => {
  const player = await show();
  await press(player);
  await tell(player, "waiting");
  expect(find(player, "button").getAttribute("aria-busy")).toBe("true");
  await tell(player, "playing");
  await tell(player, "pause");
  expect(button(player)).toBe("Play");
});

test("an element that goes stops, and fetches nothing more", async () => {
  const player = await show();
  await press(player);
  const load = vi.spyOn(audio(player), "load");
  player.remove();
  expect(load).toHaveBeenCalledOnce();
  expect(audio(player).hasAttribute("src")).toBe(false);
});

test("another recording begins at its own start", async () => {
  const player = await show();
  await press(player);
  audio(player).currentTime = 42;
  await tell(player, "timeupdate");
  player.media = `${MEDIA}8`;
  await settle();
  expect([button(player), time(player), audio(player).hasAttribute("src")]).toEqual([
    "Play",
    "0:00 / 3:00",
    false,
  ]);
});
