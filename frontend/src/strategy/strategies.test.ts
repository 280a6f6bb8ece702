// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Account, AccountsEvent } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { FakeConnection } from "../testing/connection";
import { account, handset, home } from "../testing/office";
import type { StrategyEditor } from "./editor";
import { PhonesDashboardStrategy as Dashboard, PhonesViewStrategy as View } from "./strategies";
import "../index";

const type = "custom:jingl-phones";
const office = account([handset("100", { area_id: "hall" }), handset("101", { area_id: "shop" })]);
const areas = { hall: { name: "Hall" }, shop: { name: "Shop" }, yard: { name: "Yard" } };

let connection: FakeConnection;

/** Home Assistant, whose accounts are told when the test wants it. */
function silent(changes: Partial<HomeAssistant> = {}): HomeAssistant {
  connection = new FakeConnection();
  return home([], { areas, connection, ...changes });
}

function tell(event: AccountsEvent): void {
  connection.asked.at(-1)?.tell(event);
}

async function generated(hass: HomeAssistant, config: object, accounts: readonly Account[]) {
  const making = Dashboard.generate({ type, ...config }, hass);
  await vi.advanceTimersByTimeAsync(1);
  tell({ accounts });
  return making;
}

const titles = (made: unknown) =>
  (made as { views: { title: string }[] }).views.map(({ title }) => title);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("Home Assistant is told of a dashboard and a view by names of ours", () => {
  const told = window.customStrategies?.map((each) => [each.strategyType, each.type, each.name]);
  expect(told).toEqual([
    ["dashboard", "jingl-phones", "Jingl phones"],
    ["view", "jingl-phones", "Jingl phones"],
  ]);
  expect(customElements.get("ll-strategy-dashboard-jingl-phones")).toBe(Dashboard);
  expect(customElements.get("ll-strategy-view-jingl-phones")).toBe(View);
});

test("a new dashboard has a title and an icon", async () => {
  expect(await Dashboard.getCreateSuggestions(silent())).toEqual({
    title: "Phones",
    icon: "mdi:deskphone",
  });
});

test("a dashboard waits for what there is", async () => {
  expect(titles(await generated(silent(), {}, [office]))).toEqual([
    "Phones",
    "Calls",
    "Hall",
    "Shop",
  ]);
});

test("nobody waits for an answer that does not come", async () => {
  const making = View.generate({ type }, silent());
  await vi.advanceTimersByTimeAsync(3000);
  expect((await making) as unknown).toMatchObject({
    sections: [{ cards: [{ type: "custom:jingl-phones-card" }] }],
  });
});

test("it is made anew only if it becomes something else", async () => {
  const config = { type };
  const hass = silent();
  const making = Dashboard.generate(config, hass);
  await vi.advanceTimersByTimeAsync(1);
  tell({ accounts: [office] });
  await making;
  const isOutdated = (now: HomeAssistant) => Dashboard.shouldRegenerate(config, hass, now);

  expect(isOutdated({ ...hass, states: {} })).toBe(false);
  // A name is the cards' own affair.
  const handsets = office.handsets.map((each) => ({ ...each, name: "New" }));
  tell({ accounts: [{ ...office, handsets }] });
  expect(isOutdated(hass)).toBe(false);
  // So is an account that is reloaded, or cannot be.
  tell({ accounts: [{ ...office, state: "loading", handsets: [] }] });
  expect(isOutdated(hass)).toBe(false);
  tell({ accounts: [{ ...office, state: "failed", handsets: [] }] });
  expect(isOutdated(hass)).toBe(false);
  tell({ accounts: [office] });
  expect(isOutdated(hass)).toBe(false);

  const moved = office.handsets.map((each) => ({ ...each, area_id: "yard" }));
  tell({ accounts: [{ ...office, handsets: moved }] });
  expect(isOutdated(hass)).toBe(true);
  // It is being made.
  expect(isOutdated(hass)).toBe(false);
  tell({ accounts: [office] });
  expect(isOutdated(hass)).toBe(true);
  expect(isOutdated({ ...hass, areas: { ...areas, hall: { name: "Foyer" } } })).toBe(true);
});

test("a view follows accounts, and no areas", async () => {
  const config = { type };
  const hass = silent();
  const making = View.generate(config, hass);
  await vi.advanceTimersByTimeAsync(1);
  tell({ accounts: [office] });
  await making;
  expect(View.shouldRegenerate(config, hass, { ...hass, areas: {} })).toBe(false);
  tell({ accounts: [office, { ...office, entry_id: "other" }] });
  expect(View.shouldRegenerate(config, hass, hass)).toBe(true);
});

test("nothing is drawn anew while one of two accounts is reloaded, and all once it is gone", async () => {
  const config = { type, areas: ["hall"] };
  const hass = silent();
  const branch = { ...office, entry_id: "other" };
  const making = View.generate(config, hass);
  await vi.advanceTimersByTimeAsync(1);
  tell({ accounts: [office, branch] });
  const made = await making;
  expect(JSON.stringify(made)).toContain('"account":"other"');
  tell({ accounts: [office, { ...branch, state: "loading", handsets: [] }] });
  expect(View.shouldRegenerate(config, hass, hass)).toBe(false);
  expect(await View.generate(config, hass)).toEqual(made);
  tell({ accounts: [office] });
  expect(View.shouldRegenerate(config, hass, hass)).toBe(true);
});

test("the editor leaves out what is so by default", async () => {
  const editor = Dashboard.getConfigElement() as StrategyEditor;
  const changed = vi.fn();
  editor.addEventListener("config-changed", (event) => {
    const { config } = (event as CustomEvent).detail;
    changed(config);
    editor.setConfig(config);
  });
  editor.setConfig({ type });
  editor.hass = home([office, { ...office, entry_id: "other", title: "Branch" }]);
  document.body.append(editor);
  await vi.advanceTimersByTimeAsync(1);
  await editor.updateComplete;

  const selects = [...(editor.shadowRoot?.querySelectorAll("select") ?? [])];
  const [dial] = [...(editor.shadowRoot?.querySelectorAll("input") ?? [])];
  const change = async (field: HTMLElement | undefined, set: object) => {
    if (field) {
      Object.assign(field, set).dispatchEvent(new Event("change"));
    }
    await editor.updateComplete;
  };
  expect(selects[0]?.textContent?.replace(/\s+/g, " ").trim()).toBe("All accounts Office Branch");
  await change(dial, { checked: false });
  await change(selects[0], { value: "other" });
  await change(selects[1], { value: "busy" });
  expect(changed).toHaveBeenLastCalledWith({ type, dial: false, account: "other", order: "busy" });
  await change(dial, { checked: true });
  await change(selects[0], { value: "" });
  expect(changed).toHaveBeenLastCalledWith({ type, order: "busy" });
  editor.remove();
});
