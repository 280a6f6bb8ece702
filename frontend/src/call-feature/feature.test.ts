// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Account } from "../contract";
import type { HomeAssistant, States } from "../home-assistant";
import { account, handset, home, states } from "../testing/office";
import type { CallFeature } from "./feature";
import "../index";

const NOON = Date.parse("2026-11-27T12:00:00");
const EVIL = "<img src=x onerror=alert(1)>";

const office = account(
  [
    handset("100", { name: "Reception", may_supervise: true }),
    handset("101", { name: EVIL }),
    handset("102", { name: "Boardroom" }),
  ],
  { my_phone: "device-100" },
);
const other = account([handset("900")], { entry_id: "other", title: "Other" });
const idle = states({
  "sensor.h100_status": ["idle"],
  "sensor.h101_status": ["idle"],
  "sensor.h102_status": ["idle"],
});
const entities = Object.fromEntries(
  ["100", "101", "102"].flatMap((extension) => {
    const entity = { platform: "jingl", device_id: `device-${extension}` };
    return [
      [`sensor.h${extension}_status`, entity],
      [`event.h${extension}_call`, entity],
    ];
  }),
);
const told = (extension: string, state: string, attributes = {}): States =>
  states({ [`sensor.h${extension}_status`]: [state, attributes] });

const service = vi.fn<HomeAssistant["callService"]>();
let clock = 0;
let feature: CallFeature;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await feature.updateComplete;
  }
}

async function show(
  extension = "101",
  { shown = [other, office], options = {} }: { shown?: readonly Account[]; options?: object } = {},
): Promise<void> {
  feature = document.createElement("jingl-call-feature") as CallFeature;
  feature.setConfig({ type: "custom:jingl-call-feature", ...options });
  feature.hass = home(shown, { states: idle, entities, callService: service });
  feature.context = { entity_id: `event.h${extension}_call` };
  document.body.append(feature);
  await settle();
}

async function change(changed: States): Promise<void> {
  const { hass } = feature;
  if (hass) {
    feature.hass = { ...hass, states: { ...hass.states, ...changed } };
  }
  await settle();
}

const all = (selector: string) => [
  ...(feature.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const buttons = () => all(".button").map((each) => each.title);
const hint = () => all(".hint")[0]?.textContent?.trim();

async function press(title: string): Promise<void> {
  const target = all(".button").find((each) => each.title === title);
  expect(target).toBeDefined();
  target?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  target?.click();
  await settle();
}

beforeEach(() => {
  // Nothing of one test may hold up the next: a handset does one thing at a time.
  clock += 600_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  vi.spyOn(Date, "now").mockReturnValue(NOON);
  service.mockReset().mockResolvedValue({
    response: { number: "101", readable: "101", name: EVIL },
  });
});

afterEach(() => {
  // What is said outlasts a tile, but not if that shows another handset.
  feature.context = {};
  feature.remove();
  vi.restoreAllMocks();
});

describe("the buttons", () => {
  test("call the handset whose entity the tile shows, of whatever account", async () => {
    await show();
    expect(buttons()).toEqual(["Call"]);
    await press("Call");
    expect(service.mock.lastCall?.slice(1, 4)).toEqual([
      "create_call",
      { number: "101" },
      { device_id: "device-100" },
    ]);
    expect(hint()).toBe(`Calling ${EVIL}`);
    expect(all("img")).toEqual([]);
  });

  test("transfer my call", async () => {
    await show();
    await change(told("100", "on_call", { other_party: "Anna" }));
    expect(buttons()).toEqual(["Transfer now", "Speak first"]);
    await press("Speak first");
    expect(service.mock.lastCall?.slice(1, 3)).toEqual([
      "transfer_call",
      { number: "101", attended: true },
    ]);
  });

  test("join a call if the tile's options want that", async () => {
    await show("102", { options: { supervise: true } });
    await change(told("102", "on_call", { other_party: "Anna" }));
    expect(buttons()).toEqual(["Call", "Monitor", "Coach", "Barge in"]);
    await press("Monitor");
    expect(service.mock.lastCall?.slice(1, 4)).toEqual([
      "monitor_call",
      { number: "100" },
      { device_id: "device-102" },
    ]);
  });

  test("call back who was missed today", async () => {
    await show();
    await change(
      states({
        "sensor.h101_missed": [new Date(NOON - 60_000).toISOString(), { number: "0391234567" }],
      }),
    );
    expect(buttons()).toEqual(["Call", "Call back"]);
    await press("Call back");
    expect(service.mock.lastCall?.slice(1, 3)).toEqual(["create_call", { number: "0391234567" }]);
    feature.context = { entity_id: "sensor.h100_status" };
    await change(
      states({
        "sensor.h100_missed": [new Date(NOON - 60_000).toISOString(), { number: "131213" }],
      }),
    );
    expect(buttons()).toEqual(["Call back"]);
    expect(hint()).toBe("");
  });

  test("are none of the tile's own taps", async () => {
    await show();
    const tapped = vi.fn();
    feature.addEventListener("click", tapped);
    await press("Call");
    expect(tapped).not.toHaveBeenCalled();
  });
});

describe("before something doubtful, the tile", () => {
  test("asks, and does it once that is confirmed", async () => {
    await show();
    await change(told("101", "ringing"));
    await press("Call");
    expect(service).not.toHaveBeenCalled();
    expect(hint()).toBe(`${EVIL} is ringing. Continue?`);
    expect(buttons()).toEqual(["Call", "Cancel"]);
    await press("Call");
    expect(service).toHaveBeenCalledOnce();
  });

  test("asks no longer once that is cancelled, or there is no reason any more", async () => {
    await show();
    await change(told("101", "ringing"));
    await press("Call");
    await press("Cancel");
    expect(hint()).toBe("");
    await press("Call");
    all(".button")[0]?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Escape", bubbles: true }),
    );
    await settle();
    expect(hint()).toBe("");
    await press("Call");
    await change(told("101", "idle"));
    expect(hint()).toBe("");
    expect(buttons()).toEqual(["Call"]);
    expect(service).not.toHaveBeenCalled();
  });

  test("takes the second tap of a double one for no answer", async () => {
    await show();
    await change(told("101", "ringing"));
    await press("Call");
    const confirm = all(".button")[0];
    confirm?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
    confirm?.dispatchEvent(new MouseEvent("click", { detail: 2, bubbles: true, composed: true }));
    await settle();
    expect(service).not.toHaveBeenCalled();
    expect(hint()).toBe(`${EVIL} is ringing. Continue?`);
  });

  test("says so where another button came under the finger", async () => {
    await show();
    const target = all(".button")[0];
    target?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
    await change(told("100", "on_call", { other_party: "Anna" }));
    all(".button")[0]?.click();
    await settle();
    expect(service).not.toHaveBeenCalled();
    expect(hint()).toMatch(/^The card changed just as you pressed/);
  });

  test("does nothing that became impossible while it was pressed", async () => {
    await show();
    await change(told("100", "on_call", { other_party: "Anna" }));
    const target = all(".button")[0];
    const { hass } = feature;
    target?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
    // Told, but not drawn yet.
    feature.hass = { ...(hass as HomeAssistant), states: { ...hass?.states, ...idle } };
    target?.click();
    await settle();
    expect(service).not.toHaveBeenCalled();
    expect(hint()).toBe("Your phone has no connected call to transfer.");
  });
});

describe("where there is nothing to press, it says why", () => {
  test("that this is my phone", async () => {
    await show("100");
    expect(buttons()).toEqual([]);
    expect(hint()).toBe("This is your phone.");
  });

  test("that my phone is offline", async () => {
    await show();
    await change(told("100", "offline"));
    expect(hint()).toBe("Your phone can't call right now (Offline).");
  });

  test("that no phone may be used", async () => {
    const handsets = office.handsets.map((each) => ({ ...each, may_call: false }));
    await show("101", { shown: [{ ...office, handsets }] });
    expect(hint()).toMatch(/^You're not allowed to call from any phone/);
  });

  test("that the account is not loaded", async () => {
    await show("101", { shown: [account([], { title: "Office", state: "loading" })] });
    expect(hint()).toBe("Loading Office …");
  });

  test("and nothing of a handset that may not be seen", async () => {
    await show("101", { shown: [other] });
    expect(hint()).toBe("");
    expect(buttons()).toEqual([]);
  });
});

test("without a phone of one's own, a press says where to choose it, and never dials", async () => {
  await show("101", { shown: [{ ...office, my_phone: null }] });
  await press("Call");
  expect(hint()).toBe("Choose your phone in the Jingl phones card first.");
  expect(service).not.toHaveBeenCalled();
});

test("a tile that shows another handset now says nothing of the one before", async () => {
  await show();
  await change(told("101", "ringing"));
  await press("Call");
  feature.context = { entity_id: "sensor.h102_status" };
  await settle();
  expect(hint()).toBe("");
  await press("Call");
  expect(service.mock.lastCall?.slice(1, 3)).toEqual(["create_call", { number: "102" }]);
});

test("it begins without a button for joining calls, for which there is an option", () => {
  const type = customElements.get("jingl-call-feature") as unknown as {
    getStubConfig(): object;
    getConfigForm(): { schema: object[]; computeLabel(field: object): string };
  };
  expect(type.getStubConfig()).toEqual({ type: "custom:jingl-call-feature" });
  const { schema, computeLabel } = type.getConfigForm();
  expect(schema.map(computeLabel)).toEqual(["Monitor, coach and barge in"]);
});
