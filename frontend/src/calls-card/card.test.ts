// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HomeAssistant } from "../home-assistant";
import { account, handset, home, states } from "../testing/office";
import type { CallsCard } from "./card";
import "../index";

const NOON = Date.parse("2026-11-27T12:00:00");
const EVIL = "<img src=x onerror=alert(1)>";

const office = account(
  [
    handset("100", { name: "Reception" }),
    handset("101", { name: "Sales" }),
    handset("102", { name: EVIL }),
  ],
  { my_phone: "device-100" },
);

/** What the handsets missed, so many minutes before noon. */
function missed(told: Readonly<Record<string, [minutes: number, number?: string, name?: string]>>) {
  return states({
    ...Object.fromEntries(
      ["100", "101", "102"].map((extension) => [`sensor.h${extension}_status`, ["idle"]]),
    ),
    ...Object.fromEntries(
      Object.entries(told).map(([extension, [minutes, number, name]]) => [
        `sensor.h${extension}_missed`,
        [new Date(NOON - minutes * 60_000).toISOString(), { number, name }],
      ]),
    ),
  });
}

const call = vi.fn<HomeAssistant["callService"]>();
let clock = 0;
let card: CallsCard;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await card.updateComplete;
  }
}

async function show(
  told: Parameters<typeof missed>[0],
  shown = office,
  options: object = {},
): Promise<void> {
  card = document.createElement("jingl-calls-card") as CallsCard;
  card.setConfig({ type: "custom:jingl-calls-card", ...options });
  card.hass = home([shown], { states: missed(told), callService: call });
  document.body.append(card);
  await settle();
}

async function change(told: Parameters<typeof missed>[0]): Promise<void> {
  card.hass = { ...(card.hass as HomeAssistant), states: missed(told) };
  await settle();
}

const buttons = () => [...(card.shadowRoot?.querySelectorAll<HTMLElement>("li .button") ?? [])];

const words = (selector: string) =>
  [...(card.shadowRoot?.querySelectorAll(selector) ?? [])].map((each) =>
    each.textContent?.trim().replace(/\s+/g, " "),
  );
const status = () => words("[role=status]")[0];

async function press(index = 0): Promise<void> {
  buttons()[index]?.click();
  await settle();
}

beforeEach(() => {
  vi.spyOn(Date, "now").mockReturnValue(NOON);
  // Nothing of one test may hold up the next: a handset does one thing at a time.
  clock += 600_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  call.mockReset().mockResolvedValue({ response: { number: "0391234567", name: "Anna Smith" } });
});

afterEach(() => {
  card.remove();
});

test("who called in vain is there once, with each phone and the time", async () => {
  await show({
    100: [60, "0391234567", "Anna Smith"],
    101: [30, "0391234567", "Anna Smith"],
    102: [10],
  });
  expect(words(".name")).toEqual(["Withheld number", "Anna Smith"]);
  expect(words(".facts")).toEqual([
    `${EVIL} 11:50 AM`,
    "0391234567 · Sales 11:30 AM · Reception 11:00 AM",
  ]);
  expect(words("li .button")).toEqual(["Call back"]);
  expect(card.shadowRoot?.querySelector("img")).toBeNull();
});

test("a call of yesterday is not shown, nor one of another phone", async () => {
  await show({ 100: [13 * 60, "1"], 101: [1, "2"] }, office, { handsets: ["device-100"] });
  expect(words("p")).toEqual(["No missed calls today"]);
});

test("nobody claims that no call was missed while Jingl can't be reached", async () => {
  await show({});
  const gone = ["100", "101", "102"].map((each) => [`sensor.h${each}_status`, ["unavailable"]]);
  card.hass = { ...(card.hass as HomeAssistant), states: states(Object.fromEntries(gone)) };
  await settle();
  expect(words("p")).toEqual(["Unavailable"]);
});

test("what was missed goes at midnight", async () => {
  await show({ 100: [60, "1"] });
  expect(words("li")).toHaveLength(1);
  vi.spyOn(Date, "now").mockReturnValue(NOON + 13 * 3_600_000);
  card.hass = { ...(card.hass as HomeAssistant) };
  await settle();
  expect(words("p")).toEqual(["No missed calls today"]);
});

test("my phone calls back, and the answer is at the button", async () => {
  await show({ 101: [30, "0391234567", "Anna Smith"] });
  await press();
  expect(call.mock.calls).toEqual([
    ["jingl", "create_call", { number: "0391234567" }, { device_id: "device-100" }, false, true],
  ]);
  expect(words("li .hint")).toEqual(["Calling Anna Smith"]);
  expect(status()).toBe("Calling Anna Smith");
});

test("a second press that comes at once is no second call, and an unclear outcome is told", async () => {
  await show({ 101: [30, "0391234567", "Ben Smith"] });
  call.mockRejectedValue({ error: { code: 3, message: "Connection lost" } });
  await press();
  await press();
  expect(call).toHaveBeenCalledOnce();
  expect(words("li .hint")[0]).toMatch(/^Outcome unknown/);
});

test("without a phone of one's own a press asks which it is, and calls nobody", async () => {
  await show({ 101: [30, "0391234567"] }, { ...office, my_phone: null });
  await press();
  const chooser = card.shadowRoot?.querySelector("jingl-phones-chooser")?.shadowRoot;
  chooser?.querySelector<HTMLElement>(".phones .button")?.click();
  await settle();
  expect(call).not.toHaveBeenCalled();
  await press();
  expect(call).toHaveBeenCalledOnce();
});

test("whoever may call from no phone sees who called, and nothing to call with", async () => {
  const handsets = office.handsets.map((each) => ({ ...each, may_call: false }));
  await show({ 101: [30, "0391234567"] }, { ...office, handsets });
  expect(words(".name")).toEqual(["0391234567"]);
  expect(words("li .button")).toEqual([]);
});

test("a touch calls nobody who slid under the finger", async () => {
  await show({ 100: [60, "0391234567", "Anna Smith"] });
  buttons()[0]?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  await change({ 100: [60, "0391234567", "Anna Smith"], 101: [0, "0398765432", "Ben Jones"] });
  expect(words(".name")).toEqual(["Ben Jones", "Anna Smith"]);
  // A touch's click goes to what is under the finger when it goes up.
  await press(0);
  expect(call).not.toHaveBeenCalled();
  expect(words("li:first-child .hint")[0]).toMatch(/^The card changed just as you pressed/);
  await press(0);
  expect(call).toHaveBeenCalledOnce();
});

test("whoever rings again from another number meanwhile is called on the one that was shown", async () => {
  await show({ 100: [60, "0391234567", "Anna Smith"] });
  buttons()[0]?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  await change({ 100: [0, "0409123456", "Anna Smith"] });
  await press(0);
  expect(call.mock.lastCall?.[2]).toEqual({ number: "0391234567" });
});
