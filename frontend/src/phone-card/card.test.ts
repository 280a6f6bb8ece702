// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Account, CardCall } from "../contract";
import type { HomeAssistant, States } from "../home-assistant";
import { FakeConnection } from "../testing/connection";
import { account, call, handset, home, states } from "../testing/office";
import type { PhoneCard } from "./card";
import type { PhoneCardConfig } from "./config";
import "../index";

const EVIL = "<img src=x onerror=alert(1)>";

const office = account(
  [
    handset("100", { name: "Reception" }),
    handset("101", { name: "Sales" }),
    handset("102", { name: "Boardroom", may_call: false }),
  ],
  { my_phone: "device-100" },
);
const idle = states({
  "sensor.h100_status": ["idle"],
  "sensor.h101_status": ["idle"],
  "sensor.h102_status": ["idle"],
  "switch.h100_recording": ["off"],
});
const inCall = states({
  "sensor.h100_status": [
    "on_call",
    { other_party: EVIL, number: "0398765432", direction: "inbound" },
  ],
});
const calls = [
  call("b", {
    name: null,
    number: "131213",
    readable: "13 12 13",
    result: "answered",
    duration: 65,
  }),
  call("a", { started: "2026-11-20T09:30:00+11:00", name: EVIL }),
  call("c", { started: "2026-11-19T09:30:00+11:00", name: null, number: null, readable: null }),
];

const service = vi.fn<HomeAssistant["callService"]>();
let clock = 0;
let card: PhoneCard;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await card.updateComplete;
  }
}

async function show(
  options: Partial<PhoneCardConfig> = {},
  shown: readonly Account[] = [office],
  changes: Partial<HomeAssistant> = {},
  logged: readonly CardCall[] = calls,
): Promise<void> {
  card = document.createElement("jingl-phone-card") as PhoneCard;
  card.setConfig({ type: "custom:jingl-phone-card", ...options });
  card.hass = home(shown, { states: idle, callService: service, ...changes }, logged);
  document.body.append(card);
  await settle();
}

async function change(changed: States): Promise<void> {
  const { hass } = card;
  if (hass) {
    card.hass = { ...hass, states: { ...hass.states, ...changed } };
  }
  await settle();
}

const all = (root: ParentNode | null | undefined, selector: string) => [
  ...(root?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const inside = (type: string) => card.shadowRoot?.querySelector(type)?.shadowRoot;
const words = (root: ParentNode | null | undefined, selector: string) =>
  all(root, selector).map((each) => each.textContent?.trim().replace(/\s+/g, " "));
const hint = () => words(inside("jingl-phones-dial"), ".hint")[0];
const rows = () => all(inside("jingl-last-calls"), ".call");
const recording = () => inside("jingl-phone-recording")?.querySelector("button");

async function press(target: HTMLElement | null | undefined): Promise<void> {
  expect(target).toBeTruthy();
  target?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  target?.click();
  await settle();
}

beforeEach(() => {
  // Nothing of one test may hold up the next: a handset does one thing at a time.
  clock += 600_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  service.mockReset().mockResolvedValue({
    response: { number: "131213", readable: "13 12 13", name: null },
  });
});

afterEach(() => {
  // What is said in the hint line outlasts a card; typing ends it.
  card.shadowRoot
    ?.querySelector("jingl-phones-dial")
    ?.dispatchEvent(new CustomEvent("jingl-typed", { detail: { typed: "", picked: null } }));
  card.remove();
  vi.restoreAllMocks();
});

describe("the card is about", () => {
  test("my phone, which can be chosen in it", async () => {
    await show();
    expect(words(card.shadowRoot, "h2")).toEqual(["Reception"]);
    expect(words(card.shadowRoot, ".state")).toEqual(["Free · extension 100"]);
    await press(card.shadowRoot?.querySelector<HTMLElement>(".mine"));
    await press(all(inside("jingl-phones-chooser"), ".phones .button")[1]);
    expect(words(card.shadowRoot, "h2")).toEqual(["Sales"]);
  });

  test("no phone as long as none is mine, and says so", async () => {
    await show({}, [{ ...office, my_phone: null }]);
    expect(words(card.shadowRoot, "h2")).toEqual(["My phone"]);
    expect(words(card.shadowRoot, ".mine")).toEqual(["Choose"]);
    expect(words(card.shadowRoot, "p")).toEqual(["Choose your phone to place calls."]);
    expect(inside("jingl-last-calls")).toBeUndefined();
  });

  test("no phone for who may call from none", async () => {
    const handsets = office.handsets.map((each) => ({ ...each, may_call: false }));
    await show({}, [{ ...office, handsets }]);
    expect(words(card.shadowRoot, "p")[0]).toMatch(/^You're not allowed to call from any phone/);
    expect(all(card.shadowRoot, "button")).toEqual([]);
  });

  test("the phone that it is set up for, from which it calls, whoever's it is", async () => {
    await show({ device: "device-101" });
    expect(words(card.shadowRoot, "h2")).toEqual(["Sales"]);
    expect(card.shadowRoot?.querySelector(".mine")).toBeNull();
    await press(rows()[0]);
    expect(service.mock.lastCall?.slice(0, 4)).toEqual([
      "jingl",
      "create_call",
      { number: "131213" },
      { device_id: "device-101" },
    ]);
  });

  test("a phone that may not be controlled, without anything that makes it ring", async () => {
    await show({ device: "device-102" });
    expect(words(card.shadowRoot, "h2")).toEqual(["Boardroom"]);
    expect(inside("jingl-phones-dial")).toBeUndefined();
    expect(recording()).toBeUndefined();
    expect(rows()).toHaveLength(3);
    expect(rows().every((row) => row.localName === "div")).toBe(true);
  });

  test("nothing if that phone is gone, or its account can't be loaded", async () => {
    await show({ device: "gone" });
    expect(words(card.shadowRoot, "p")[0]).toMatch(/^This card's phone was removed/);
    card.remove();
    const failed = account([], { title: "Shop", state: "failed" });
    await show({ device: "gone" }, [office, failed]);
    expect(words(card.shadowRoot, "p")[0]).toMatch(/^Shop couldn't be loaded/);
  });

  test("no device that is none", () => {
    expect(() => card.setConfig({ type: "x", device: 7 } as unknown as PhoneCardConfig)).toThrow();
  });
});

describe("a call", () => {
  test("is shown with who it is, as text", async () => {
    await show();
    await change(inCall);
    expect(words(inside("jingl-phones-call"), "strong")).toEqual([EVIL]);
    expect(words(inside("jingl-phones-call"), ".who span")[0]).toContain("incoming");
    expect(all(inside("jingl-phones-call"), "img")).toEqual([]);
    expect(hint()).toBe("Enter a name or number to transfer your call.");
  });

  test("is transferred to what is typed", async () => {
    await show();
    await change(inCall);
    const detail = { deed: "transfer", number: "131213", name: "13 12 13" };
    card.shadowRoot
      ?.querySelector("jingl-phones-dial")
      ?.dispatchEvent(new CustomEvent("jingl-dial", { detail }));
    await settle();
    expect(service.mock.lastCall?.slice(1, 3)).toEqual([
      "transfer_call",
      { number: "131213", attended: false },
    ]);
    expect(hint()).toBe("Transferred to 13 12 13");
  });

  test("can't be placed while the phone is offline", async () => {
    await show();
    await change(states({ "sensor.h100_status": ["offline"] }));
    expect(hint()).toBe("Your phone can't call right now (Offline).");
    expect(rows().every((row) => row.localName === "div")).toBe(true);
  });
});

describe("the last calls", () => {
  test("say who, when and how long; a missed one says so, and names are text", async () => {
    vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-11-27T12:00:00+11:00"));
    await show({}, [office], {
      locale: { time_zone: "server", time_format: "24" },
      config: { components: [], time_zone: "Australia/Melbourne" },
    });
    const shown = words(inside("jingl-last-calls"), ".who");
    expect(shown).toEqual([
      "13 12 13 Incoming · 09:30 · 1:05",
      `${EVIL} Missed · Nov 20, 09:30 · (03) 9123 4567`,
      "Withheld number Missed · Nov 19, 09:30",
    ]);
    expect(all(inside("jingl-last-calls"), "img")).toEqual([]);
    expect(rows().map(({ localName }) => localName)).toEqual(["button", "button", "div"]);
  });

  test("are those of the phone, and follow when another one is mine", async () => {
    await show();
    const { connection } = card.hass as HomeAssistant;
    const asked = () =>
      (connection as FakeConnection).asked
        .map(({ message }) => message)
        .filter(({ type }) => type === "jingl/calls/subscribe");
    expect(asked()).toEqual([
      { type: "jingl/calls/subscribe", device_ids: ["device-100"], limit: 10 },
    ]);
    await press(card.shadowRoot?.querySelector<HTMLElement>(".mine"));
    await press(all(inside("jingl-phones-chooser"), ".phones .button")[1]);
    expect(asked()[1]).toMatchObject({ device_ids: ["device-101"] });
  });

  test("are called back by a tap, and what came of it is said beside it, too", async () => {
    await show();
    await press(rows()[0]);
    expect(service.mock.lastCall?.slice(1, 3)).toEqual(["create_call", { number: "131213" }]);
    expect(hint()).toBe("Calling 13 12 13");
    expect(words(inside("jingl-last-calls"), "li p")).toEqual(["Calling 13 12 13"]);
  });

  test("are put into the dial field during a call, to be transferred to", async () => {
    await show();
    await change(inCall);
    await press(rows()[0]);
    expect(service).not.toHaveBeenCalled();
    const field = inside("jingl-phones-dial");
    expect(field?.querySelector("input")?.value).toBe("13 12 13");
    expect(words(field, ".transfers .button")).toEqual(["Transfer now", "Speak first"]);
    await press(all(field, ".transfers .button")[0]);
    expect(service.mock.lastCall?.slice(1, 3)).toEqual([
      "transfer_call",
      { number: "131213", attended: false },
    ]);
  });

  test("are never called back by a tap while the phone rings or is on hold", async () => {
    await show();
    for (const state of ["ringing", "on_hold"]) {
      await change(states({ "sensor.h100_status": [state] }));
      await press(rows()[0]);
      expect(inside("jingl-phones-dial")?.querySelector("input")?.value).toBe("13 12 13");
    }
    expect(service.mock.calls.map(([, action]) => action)).not.toContain("create_call");
  });

  test("may be none yet, or not to be had", async () => {
    await show({}, [office], {}, []);
    expect(words(inside("jingl-last-calls"), "p")).toEqual(["No calls yet"]);
    card.remove();
    const connection = new FakeConnection({
      "jingl/accounts/subscribe": { accounts: [office] },
      "frontend/subscribe_user_data": { value: null },
    });
    const subscribe = connection.subscribeMessage.bind(connection);
    connection.subscribeMessage = async (callback, message) => {
      if (message.type === "jingl/calls/subscribe") {
        throw { code: "unknown_command" };
      }
      return subscribe(callback, message);
    };
    await show({}, [office], { connection });
    expect(words(inside("jingl-last-calls"), "p")[0]).toMatch(/^Jingl isn't ready/);
  });
});

describe("the recording switch", () => {
  test("turns on what it says, and shows it at once", async () => {
    let answer: (value: object) => void = () => undefined;
    service.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await show();
    expect(recording()?.getAttribute("aria-checked")).toBe("false");
    await press(recording());
    await press(recording());
    expect(service.mock.calls).toEqual([
      ["switch", "turn_on", {}, { entity_id: "switch.h100_recording" }, false, false],
    ]);
    expect(recording()?.getAttribute("aria-checked")).toBe("true");
    expect(recording()?.getAttribute("aria-busy")).toBe("true");
    await change(states({ "switch.h100_recording": ["on"] }));
    answer({});
    await settle();
    expect(recording()?.getAttribute("aria-checked")).toBe("true");
    expect(recording()?.getAttribute("aria-busy")).toBe("false");
  });

  test.each([
    [{ code: "unauthorized" }, "You're not allowed to use this phone."],
    [{ code: "home_assistant_error", message: EVIL }, EVIL],
    [3, "Couldn't change the recording. Try again."],
  ])("says why it is as it was (%#)", async (error, said) => {
    service.mockRejectedValue(error);
    await show();
    await press(recording());
    expect(words(inside("jingl-phone-recording"), "p")).toEqual([said]);
    expect(recording()?.getAttribute("aria-checked")).toBe("false");
  });

  test("sends nothing while there is no connection", async () => {
    await show({}, [office], { connected: false });
    await press(recording());
    expect(service).not.toHaveBeenCalled();
    expect(words(inside("jingl-phone-recording"), "p")[0]).toMatch(/^No connection/);
  });

  test("does nothing while nobody knows whether calls are recorded", async () => {
    await show();
    await change(states({ "switch.h100_recording": ["unavailable"] }));
    expect(recording()?.hasAttribute("disabled")).toBe(true);
    expect(words(inside("jingl-phone-recording"), ".now")).toEqual(["Unavailable"]);
  });
});

test("the picker offers it for a handset's entity alone", () => {
  const entities = {
    "sensor.reception_status": { platform: "jingl", device_id: "reception" },
    "event.reception_call": { platform: "jingl", device_id: "reception" },
    "sensor.active_calls": { platform: "jingl", device_id: "account" },
  };
  const suggest = window.customCards?.find(
    ({ type }) => type === "jingl-phone-card",
  )?.getEntitySuggestion;
  const hass = home([], { entities });
  expect(suggest?.(hass, "sensor.reception_status")).toEqual({
    config: { type: "custom:jingl-phone-card", device: "reception" },
  });
  expect(suggest?.(hass, "sensor.active_calls")).toBeNull();
});

test("a call of yesterday says so once it is midnight", async () => {
  const now = vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-11-27T12:00:00Z"));
  await show({}, [office], {}, [call("b", { started: "2026-11-27T09:30:00Z" })]);
  expect(words(inside("jingl-last-calls"), ".facts")[0]).not.toContain("Nov");
  now.mockReturnValue(Date.parse("2026-11-28T12:00:00Z"));
  await change(states({ "sensor.h101_status": ["ringing"] }));
  expect(words(inside("jingl-last-calls"), ".facts")[0]).toContain("Nov 27");
});

test("a press on the recording switch never means another phone's", async () => {
  await show();
  const pressed = recording();
  pressed?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  const { connection } = card.hass as HomeAssistant;
  (connection as FakeConnection).asked
    .find(({ message }) => message.type === "frontend/subscribe_user_data")
    ?.tell({ value: { entry: "device-101" } });
  await change(states({ "switch.h101_recording": ["off"] }));
  pressed?.click();
  await settle();
  expect(words(card.shadowRoot, "h2")).toEqual(["Sales"]);
  expect(service.mock.calls.map(([, , , target]) => target)).not.toContainEqual({
    entity_id: "switch.h101_recording",
  });
});
