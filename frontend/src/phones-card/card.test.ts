// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Account, type CardCall, SUBSCRIBE_CALLS } from "../contract";
import type { HomeAssistant, ServiceResponse, States } from "../home-assistant";
import { recentsOf } from "../live/recents";
import type { FakeConnection } from "../testing/connection";
import { account, call, handset, home, states } from "../testing/office";
import type { PhonesCard } from "./card";
import type { PhonesCardConfig } from "./config";
import "../index";

const EVIL = "<img src=x onerror=alert(1)>";

const office = account([
  handset("100", { name: "Reception" }),
  handset("101", { name: "Sales" }),
  handset("102", { name: EVIL }),
]);
const idle = states(
  Object.fromEntries(
    ["100", "101", "102"].map((extension) => [`sensor.h${extension}_status`, ["idle"]]),
  ),
);
const told = (extension: string, state: string, attributes = {}): States =>
  states({ [`sensor.h${extension}_status`]: [state, attributes] });

const service = vi.fn<HomeAssistant["callService"]>();
let clock = 0;
let card: PhonesCard;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await card.updateComplete;
  }
}

async function show(
  shown: Account = office,
  options: Partial<PhonesCardConfig> = {},
  changes: Partial<HomeAssistant> = {},
  calls: readonly CardCall[] = [],
): Promise<void> {
  card = document.createElement("jingl-phones-card") as PhonesCard;
  card.setConfig({ type: "custom:jingl-phones-card", ...options });
  card.hass = home([shown], { states: idle, callService: service, ...changes }, calls);
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
const tiles = () => all(card.shadowRoot, "jingl-phones-tile");
const tile = (name: string) =>
  tiles().find((each) => each.shadowRoot?.querySelector(".name bdi")?.textContent === name)
    ?.shadowRoot;
const words = (root: ParentNode | null | undefined, selector: string) =>
  all(root, selector).map((each) => each.textContent?.trim().replace(/\s+/g, " "));
const hint = () =>
  words(card.shadowRoot?.querySelector("jingl-phones-dial")?.shadowRoot, ".hint")[0];

function down(target: Element | null | undefined): void {
  target?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
}

async function press(name: string, selector = ".head", text = ""): Promise<void> {
  const target = all(tile(name), selector).find((each) => each.textContent?.includes(text));
  expect(target).toBeDefined();
  down(target);
  target?.click();
  await settle();
}

const mine = { ...office, my_phone: "device-100" };
const supervising = {
  ...mine,
  handsets: mine.handsets.map((each) => ({ ...each, may_supervise: true })),
};
const answer: ServiceResponse = { response: { number: "101", readable: "101", name: "Sales" } };

beforeEach(() => {
  // Nothing of one test may hold up the next: a handset does one thing at a time.
  clock += 600_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  service.mockReset().mockResolvedValue(answer);
});

afterEach(() => {
  // What is said in the hint line outlasts a card; typing ends it.
  card.shadowRoot
    ?.querySelector("jingl-phones-dial")
    ?.dispatchEvent(new CustomEvent("jingl-typed", { detail: { typed: "", picked: null } }));
  card.remove();
});

test("a handset's name is text, whatever is in it", async () => {
  await show();
  expect(tile(EVIL)).toBeDefined();
  expect(tiles().flatMap((each) => all(each.shadowRoot, "img"))).toEqual([]);
});

test("a state is told by a word, with the other party's name", async () => {
  await show();
  await change(told("101", "on_call", { other_party: EVIL, direction: "inbound" }));
  expect(words(tile("Sales"), ".state")).toEqual([`On a call · incoming ${EVIL}`]);
});

test("without a phone of one's own the first tap asks, and never dials", async () => {
  await show(office, { one_tap: true });
  await press("Sales");
  expect(card.shadowRoot?.querySelector("jingl-phones-chooser")).not.toBeNull();
  expect(service).not.toHaveBeenCalled();
});

test("a chosen phone is mine, and the tapped tile opens without a call", async () => {
  await show(office, { one_tap: true });
  await press("Sales");
  const chooser = card.shadowRoot?.querySelector("jingl-phones-chooser")?.shadowRoot;
  const choices = all(chooser, ".phones .button");
  expect(choices.map((each) => each.querySelector("bdi")?.textContent)).toEqual(
    tiles().map((each) => each.shadowRoot?.querySelector(".name bdi")?.textContent),
  );
  choices.find((each) => each.textContent?.includes("Reception"))?.click();
  await settle();
  expect(words(tile("Reception"), ".tag")).toEqual(["my phone"]);
  expect(words(tile("Sales"), ".offer .button")[0]).toBe("Call");
  expect(service).not.toHaveBeenCalled();
});

test("with one-tap calls a double tap is one call", async () => {
  await show(mine, { one_tap: true });
  await press("Sales");
  await press("Sales");
  expect(service.mock.calls).toEqual([
    ["jingl", "create_call", { number: "101" }, { device_id: "device-100" }, false, true],
  ]);
  expect(hint()).toBe("Calling Sales");
});

test("a tap on what changed under the finger asks first", async () => {
  await show(mine, { one_tap: true });
  const head = tile("Sales")?.querySelector<HTMLElement>(".head");
  down(head);
  await change(told("101", "ringing"));
  head?.click();
  await settle();
  expect(service).not.toHaveBeenCalled();
  expect(words(tile("Sales"), ".ask")).toEqual(["Sales has just changed to “Ringing”. Continue?"]);
  await press("Sales", ".offer .filled");
  expect(service).toHaveBeenCalledOnce();
});

test("a question goes once its reason is gone", async () => {
  await show(mine);
  await change(told("101", "ringing"));
  await press("Sales");
  await press("Sales", ".offer .button", "Call");
  expect(words(tile("Sales"), ".ask")).toEqual(["Sales is ringing. Continue?"]);
  await change(told("101", "on_call"));
  expect(words(tile("Sales"), ".ask")).toEqual(["Sales is busy. Continue?"]);
  await change(told("101", "idle"));
  expect(words(tile("Sales"), ".ask")).toEqual([]);
  expect(words(tile("Sales"), ".offer .button")[0]).toBe("Call");
  expect(service).not.toHaveBeenCalled();
});

test("that a colleague is called is told until they answer", async () => {
  await show(mine);
  await press("Sales");
  await press("Sales", ".offer .button", "Call");
  await change(told("100", "calling"));
  expect(hint()).toBe("Calling Sales");
  await change(told("100", "on_call"));
  expect(hint()).toBe("Tap a colleague to transfer your call.");
});

test("the Escape key closes a tile that the keyboard has just opened", async () => {
  await show(mine);
  await press("Sales");
  const init = { key: "Escape", bubbles: true, composed: true };
  tile("Sales")?.querySelector(".head")?.dispatchEvent(new KeyboardEvent("keydown", init));
  await settle();
  expect(words(tile("Sales"), ".offer .button")).toEqual([]);
});

test("nobody is told to tap a colleague while their own phone can't call", async () => {
  await show(mine);
  await change(told("100", "unavailable"));
  expect(hint()).toBe("Your phone can't call right now (Unavailable).");
});

describe("a touch's click goes to what is under the finger when it goes up:", () => {
  const MOVED = "The card changed just as you pressed, so nothing was done. Press again.";
  const head = (name: string) => tile(name)?.querySelector<HTMLElement>(".head");

  test("who slid there is not called", async () => {
    await show(mine, { one_tap: true, hide_offline: true });
    down(head("Reception"));
    await change(told("100", "offline"));
    head("Sales")?.click();
    await settle();
    expect(service).not.toHaveBeenCalled();
    expect(hint()).toBe(MOVED);
  });

  test("nor who slid where the finger went down on nothing, or beside the card", async () => {
    await show(mine, { one_tap: true });
    for (const target of [card.shadowRoot?.querySelector("h2"), document.body]) {
      down(target);
      head("Sales")?.click();
      await settle();
    }
    expect(service).not.toHaveBeenCalled();
    expect(hint()).toBe(MOVED);
  });

  test("another button of a tile does nothing, and the tile says so", async () => {
    await show(supervising);
    await change(told("101", "on_call"));
    await press("Sales");
    const buttons = all(tile("Sales"), ".offer .button");
    down(buttons.find((each) => each.textContent?.includes("Monitor")));
    buttons.find((each) => each.textContent?.includes("Barge in"))?.click();
    await settle();
    expect(service).not.toHaveBeenCalled();
    expect(words(tile("Sales"), ".offer .bad")).toEqual([MOVED]);
  });

  test("a finger that scrolled has pressed nothing", async () => {
    await show(mine, { one_tap: true });
    down(head("Reception"));
    window.dispatchEvent(new Event("pointercancel"));
    head("Sales")?.click();
    await settle();
    expect(service).toHaveBeenCalledOnce();
  });
});

test("a click without a finger or a key means what is drawn now", async () => {
  await show(mine, { one_tap: true });
  await press("Sales");
  clock += 60_000;
  await change(told("101", "idle", { number: "1" }));
  tile("Sales")?.querySelector<HTMLElement>(".head")?.click();
  await settle();
  expect(service).toHaveBeenCalledTimes(2);
});

test("a key that was let go means nothing any more", async () => {
  await show(mine, { one_tap: true });
  const head = tile("Sales")?.querySelector<HTMLElement>(".head");
  for (const kind of ["keydown", "keyup"]) {
    head?.dispatchEvent(new KeyboardEvent(kind, { key: " ", bubbles: true, composed: true }));
  }
  await change(told("101", "idle", { number: "1" }));
  head?.click();
  await settle();
  expect(service).toHaveBeenCalledOnce();
});

test("a space that is held down means what was drawn when it went down", async () => {
  await show(mine, { one_tap: true });
  const head = tile("Sales")?.querySelector<HTMLElement>(".head");
  const key = (repeat: boolean) =>
    head?.dispatchEvent(
      new KeyboardEvent("keydown", { key: " ", repeat, bubbles: true, composed: true }),
    );
  key(false);
  await change(told("101", "ringing"));
  key(true);
  head?.click();
  await settle();
  expect(words(tile("Sales"), ".ask")).toHaveLength(1);
});

test("Enter in the dial field means what is drawn then, not at the key before", async () => {
  await show(mine);
  const input = card.shadowRoot
    ?.querySelector("jingl-phones-dial")
    ?.shadowRoot?.querySelector("input");
  const key = (name: string) =>
    input?.dispatchEvent(
      new KeyboardEvent("keydown", { key: name, bubbles: true, composed: true }),
    );
  down(input);
  key("1");
  Object.assign(input ?? {}, { value: "0409123456" });
  input?.dispatchEvent(new Event("input"));
  await change(told("100", "on_call", { other_party: "Anna" }));
  key("Enter");
  await settle();
  expect(service.mock.calls.map(([, service]) => service)).toContain("create_call");
});

test("during my call a colleague gets it, at once or after a word", async () => {
  await show(mine);
  await change(told("100", "on_call", { other_party: "Anna" }));
  await press("Sales");
  expect(words(tile("Sales"), ".offer .button").slice(0, 3)).toEqual([
    "Transfer now",
    "Speak first",
    "Call",
  ]);
  await press("Sales", ".offer .button", "Speak first");
  expect(service.mock.lastCall?.slice(1, 4)).toEqual([
    "transfer_call",
    { number: "101", attended: true },
    { device_id: "device-100" },
  ]);
});

test("a call is joined only where that is permitted, and the duty is told", async () => {
  await show(supervising);
  await change(told("101", "on_call"));
  await press("Sales");
  expect(words(tile("Sales"), ".offer p")).toEqual([
    "The law may require you to tell everyone on the call first.",
  ]);
  await press("Sales", ".offer .button", "Monitor");
  expect(service.mock.lastCall?.slice(1, 4)).toEqual([
    "monitor_call",
    { number: "100" },
    { device_id: "device-101" },
  ]);
});

test("a colleague's call that is over can't be joined, and that is said of theirs", async () => {
  await show(supervising);
  await change(told("101", "on_call"));
  await press("Sales");
  const button = all(tile("Sales"), ".offer .button").find((each) =>
    each.textContent?.includes("Monitor"),
  );
  down(button);
  card.hass = { ...(card.hass as HomeAssistant), states: idle };
  button?.click();
  await settle();
  expect(service).not.toHaveBeenCalled();
  expect(hint()).toBe("Sales is no longer on a call.");
});

test("a transfer of a call that is over says so", async () => {
  await show(mine);
  const detail = { deed: "transfer", number: "101", name: "101" };
  card.shadowRoot
    ?.querySelector("jingl-phones-dial")
    ?.dispatchEvent(new CustomEvent("jingl-dial", { detail }));
  await settle();
  expect(hint()).toBe("Your phone has no connected call to transfer.");
});

test("whoever chooses no phone gets the tapped tile all the same", async () => {
  await show();
  await press("Sales");
  const chooser = card.shadowRoot?.querySelector("jingl-phones-chooser")?.shadowRoot;
  all(chooser, ".end .button").at(-1)?.click();
  await settle();
  expect(words(tile("Sales"), ".offer .button")).toEqual(["More info"]);
});

test("a late failure leaves another tile open", async () => {
  await show(mine);
  let fail: (error: unknown) => void = () => undefined;
  service.mockReturnValue(
    new Promise((_, reject) => {
      fail = reject;
    }),
  );
  await press("Sales");
  await press("Sales", ".offer .filled");
  await press(EVIL);
  fail({ code: "unauthorized" });
  await settle();
  expect(words(tile(EVIL), ".offer .button")[0]).toBe("Call");
  expect(all(tile("Sales"), ".offer .button")).toEqual([]);
  expect(hint()).toBe("You're not allowed to use this phone.");
});

test("what was done is told with the name on the tile, whatever the number is called", async () => {
  service.mockResolvedValue({ response: { number: "100", readable: "100", name: "Front desk" } });
  await show(supervising);
  await change(told("101", "on_call"));
  await press("Sales");
  await press("Sales", ".button", "Monitor");
  expect(hint()).toBe("Your phone rings to join Sales's call");
});

test("of a name that was typed, the number is kept among the last ones", async () => {
  const response = { number: "0409123456", readable: "0409 123 456", name: "Anna Smith" };
  service.mockResolvedValue({ response });
  await show(mine);
  const detail = { deed: "call", number: "anna", name: "anna" };
  card.shadowRoot
    ?.querySelector("jingl-phones-dial")
    ?.dispatchEvent(new CustomEvent("jingl-dial", { detail }));
  await settle();
  expect(card.hass && recentsOf(card.hass).of("entry")).toMatchObject([response]);
  expect(card.hass && recentsOf(card.hass).of("other")).toEqual([]);
});

test("what was dialled is told as the answer has it", async () => {
  service.mockResolvedValue({ response: { number: "0398765432", readable: "(03) 9876 5432" } });
  await show(mine);
  const detail = { deed: "call", number: "0398765432", name: "0398765432" };
  card.shadowRoot
    ?.querySelector("jingl-phones-dial")
    ?.dispatchEvent(new CustomEvent("jingl-dial", { detail }));
  await settle();
  expect(hint()).toBe("Calling (03) 9876 5432");
});

describe("nothing fails in silence:", () => {
  const dial = async (number: string) => {
    const field = card.shadowRoot?.querySelector("jingl-phones-dial")?.shadowRoot;
    const input = field?.querySelector("input");
    if (input) {
      input.value = number;
      input.dispatchEvent(new Event("input"));
    }
    await settle();
    all(field, ".field .filled")[0]?.click();
    await settle();
  };

  test("a lost connection leaves the outcome open", async () => {
    await show(mine);
    service.mockRejectedValue({ error: { code: 3, message: "Connection lost" } });
    await dial("0409123456");
    expect(hint()).toMatch(/^Outcome unknown/);
    expect(service).toHaveBeenCalledOnce();
  });

  test("what may have worked is not done again without a word", async () => {
    await show(mine);
    service.mockRejectedValue(3);
    await dial("0409123456");
    clock += 60_000;
    const calls = () => service.mock.calls.filter(([, service]) => service === "create_call");
    await dial("0409123456");
    expect(hint()).toMatch(/^The last attempt may have worked/);
    expect(calls()).toHaveLength(1);
    clock += 1000;
    await dial("0409123456");
    expect(calls()).toHaveLength(2);
  });

  test("without a connection nothing is sent", async () => {
    await show(mine, {}, { connected: false });
    await dial("0409123456");
    expect(hint()).toMatch(/nothing was sent/);
    expect(service).not.toHaveBeenCalled();
  });

  test("a limit says how long to wait", async () => {
    await show(mine);
    service.mockRejectedValue({
      code: "service_validation_error",
      translation_domain: "jingl",
      translation_key: "too_many_calls",
      translation_placeholders: { seconds: "130" },
    });
    await dial("0409123456");
    expect(hint()).toBe("Call limit reached. Try again in 2:10.");
  });

  test("a number that is incomplete is said to be so, not the name that was called back", async () => {
    const translation_placeholders = { number: "12" };
    service.mockRejectedValue({
      code: "service_validation_error",
      translation_domain: "jingl",
      translation_key: "invalid_number",
      translation_placeholders,
    });
    await show(mine);
    const detail = { deed: "call", number: "12", name: "Anna Smith" };
    card.shadowRoot
      ?.querySelector("jingl-phones-dial")
      ?.dispatchEvent(new CustomEvent("jingl-dial", { detail }));
    await settle();
    expect(hint()).toBe("12 isn't a complete number yet.");
  });

  test("an incomplete number says what it lacks, and nothing of automations", async () => {
    await show(mine);
    service.mockRejectedValue({
      code: "service_validation_error",
      translation_domain: "jingl",
      translation_key: "invalid_number",
    });
    await dial("91234567");
    expect(hint()).toBe("91234567 needs an area code.");
    clock += 2000;
    await dial("0391");
    expect(hint()).toBe("0391 isn't a complete number yet.");
  });

  test("a tile that was pressed tells it, too", async () => {
    await show(mine);
    service.mockRejectedValue({ code: "unauthorized" });
    await press("Sales");
    await press("Sales", ".offer .filled");
    expect(words(tile("Sales"), ".offer .bad")).toEqual(["You're not allowed to use this phone."]);
  });
});

test("what is being typed outlasts a card that is made anew", async () => {
  await show(mine);
  const input = () =>
    card.shadowRoot?.querySelector("jingl-phones-dial")?.shadowRoot?.querySelector("input");
  const typed = (text: string) => {
    Object.assign(input() ?? {}, { value: text });
    input()?.dispatchEvent(new Event("input"));
  };
  typed("0409");
  card.remove();
  await show(mine);
  expect(input()?.value).toBe("0409");
  typed("");
});

test("a suggestion that is picked ends what was said before, and outlasts the card with its number", async () => {
  const numbers = [{ number: "0391234567", readable: "(03) 9123 4567" }];
  const contacts = [{ name: "Anna Smith", numbers, favourite: true }];
  const field = () => card.shadowRoot?.querySelector("jingl-phones-dial")?.shadowRoot;
  const callButton = () => all(field(), ".field .filled")[0];
  const input = () => field()?.querySelector("input");
  await show({ ...mine, contacts });
  service.mockRejectedValue({ code: "unauthorized" });
  Object.assign(input() ?? {}, { value: "Anna" });
  input()?.dispatchEvent(new Event("input"));
  callButton()?.click();
  await settle();
  expect(hint()).toBe("You're not allowed to use this phone.");
  input()?.dispatchEvent(new Event("focus"));
  await settle();
  all(field(), "li")[0]?.click();
  await settle();
  expect(hint()).toBe("Tap a colleague to call.");
  card.remove();
  await show({ ...mine, contacts });
  expect(input()?.value).toBe("Anna Smith");
  clock += 60_000;
  callButton()?.click();
  await settle();
  expect(service.mock.lastCall?.slice(1, 3)).toEqual(["create_call", { number: "0391234567" }]);
});

test("the hint says what a tap does now", async () => {
  await show(mine);
  expect(hint()).toBe("Tap a colleague to call.");
  await change(told("100", "on_call"));
  expect(hint()).toBe("Tap a colleague to transfer your call.");
});

test("a missed call is told during the next one, too", async () => {
  const missed = handset("101", { name: "Sales" });
  const last = states({
    "sensor.h101_missed": [new Date().toISOString(), { number: "0409123456" }],
  });
  const entities = { ...missed.entities, last_missed_call: "sensor.h101_missed" };
  await show(account([{ ...missed, entities }]));
  await change({ ...told("101", "on_call", { started: new Date().toISOString() }), ...last });
  expect(words(tile("Sales"), ".state > .words")).toEqual([expect.stringContaining("0409123456")]);
  expect(all(tile("Sales"), ".corner")).toHaveLength(1);
});

test("what was missed goes at midnight", async () => {
  await show();
  await change(states({ "sensor.h101_missed": [new Date().toISOString(), { number: "1" }] }));
  expect(all(tile("Sales"), ".pill")).toHaveLength(1);
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 24 * 3_600_000);
  await change({});
  expect(all(tile("Sales"), ".pill")).toHaveLength(0);
  expect(words(card.shadowRoot, ".summary")).toEqual(["3 free · 0 busy"]);
  vi.mocked(Date.now).mockRestore();
});

test("more info shows the handset's last calls, and asks for them only then", async () => {
  const details = vi.fn();
  await show(mine, {}, {}, [call("a", { name: EVIL, number: "131213", readable: "13 12 13" })]);
  card.addEventListener("hass-more-info", ({ detail }: CustomEventInit) => details(detail));
  const { connection } = card.hass as HomeAssistant;
  const asked = () =>
    (connection as FakeConnection).asked
      .map(({ message }) => message)
      .filter(({ type }) => type === "jingl/calls/subscribe");
  await press("Sales");
  expect(asked()).toEqual([]);
  await press("Sales", "[aria-label='More info']");
  expect(asked()).toEqual([
    { type: "jingl/calls/subscribe", device_ids: ["device-101"], limit: 5 },
  ]);
  const listed = tile("Sales")?.querySelector("jingl-last-calls")?.shadowRoot;
  expect(words(listed, ".name")).toEqual([EVIL]);
  expect(all(listed, "img")).toEqual([]);
  await press("Sales", ".button", "All details");
  expect(details).toHaveBeenCalledWith({ entityId: "sensor.h101_status" });
  await press("Sales", "[aria-label='More info']");
  expect(tile("Sales")?.querySelector("jingl-last-calls")).toBeNull();
});

test("one of the last calls is called back from my phone, and that is said beside it", async () => {
  service.mockResolvedValue({
    response: { number: "131213", readable: "13 12 13", name: "Tax" },
  });
  await show(mine, {}, {}, [call("a", { name: "Tax", number: "131213" })]);
  await press("Sales");
  await press("Sales", "[aria-label='More info']");
  const listed = tile("Sales")?.querySelector("jingl-last-calls")?.shadowRoot;
  const row = all(listed, "button.call")[0];
  down(row);
  row?.click();
  await settle();
  expect(service.mock.lastCall?.slice(1, 4)).toEqual([
    "create_call",
    { number: "131213" },
    { device_id: "device-100" },
  ]);
  expect(hint()).toBe("Calling Tax");
  expect(words(listed, "li p")).toEqual(["Calling Tax"]);
});

test("who spoke with my phone last is suggested once somebody is about to dial", async () => {
  await show(mine, {}, {}, [
    call("b", { name: "Sales", number: "101", readable: "101", direction: "internal" }),
    call("a", { name: null, number: "131213", readable: "13 12 13" }),
  ]);
  const field = card.shadowRoot?.querySelector("jingl-phones-dial");
  const input = field?.shadowRoot?.querySelector("input");
  const { connection } = card.hass as HomeAssistant;
  const asked = (connection as FakeConnection).asked.map(({ message }) => message);
  expect(asked.map(({ type }) => type)).not.toContain("jingl/calls/subscribe");
  input?.focus();
  // As browsers do, and happy-dom doesn't.
  input?.dispatchEvent(new Event("focusin", { bubbles: true, composed: true }));
  await settle();
  expect(words(field?.shadowRoot, "li .who")).toEqual(["Sales", "13 12 13"]);
  expect((connection as FakeConnection).asked.at(-1)?.message).toEqual({
    type: "jingl/calls/subscribe",
    device_ids: ["device-100"],
    limit: 20,
  });
});

test("whoever may call from no phone sees what is going on, and nothing to call with", async () => {
  const handsets = office.handsets.map((each) => ({ ...each, may_call: false }));
  await show({ ...office, handsets });
  await press("Sales");
  expect(card.shadowRoot?.querySelector("jingl-phones-dial, .mine")).toBeNull();
  expect(words(tile("Sales"), ".offer .button")).toEqual(["More info"]);
});

test("what there is to do is said where there is nothing to show", async () => {
  await show(account([]));
  expect(words(card.shadowRoot, "p")).toEqual(["No handsets yet. Choose some under Configure."]);
  card.setConfig({ type: "custom:jingl-phones-card", account: "gone" });
  await settle();
  expect(words(card.shadowRoot, "p")[0]).toMatch(/^This card's account was removed or disabled/);
});

test("an account that is not loaded is not taken for one that is gone", async () => {
  await show(account([], { state: "loading" }), { account: "entry" });
  expect(words(card.shadowRoot, "p")).toEqual(["Loading Office …"]);
  await show(account([], { state: "failed" }));
  expect(words(card.shadowRoot, "p")[0]).toMatch(/^Office couldn't be loaded/);
});

test("whoever may see nothing is not told to set it up", async () => {
  await show(office, { account: "gone" }, { user: { id: "looker", is_admin: false } });
  expect(words(card.shadowRoot, "p")[0]).toMatch(/^You're not allowed to see these phones/);
});

test("of a thousand handsets only the first are drawn", async () => {
  const many = Array.from({ length: 1000 }, (_, index) => handset(String(1000 + index)));
  await show(account(many));
  expect(tiles()).toHaveLength(60);
});

test("a card that is put back draws more of them when they come into view", async () => {
  const observe = vi.spyOn(IntersectionObserver.prototype, "observe");
  const many = Array.from({ length: 1000 }, (_, index) => handset(String(1000 + index)));
  await show(account(many));
  card.remove();
  observe.mockClear();
  document.body.append(card);
  await settle();
  expect(observe).toHaveBeenCalledOnce();
});

test("an order that there is not is refused", () => {
  const wrong = { type: "x", order: "size" } as unknown as PhonesCardConfig;
  expect(() => card.setConfig(wrong)).toThrow("order");
  expect(() => card.setConfig({ type: "x", areas: "hall" } as never)).toThrow("areas");
});

test("during a call a tap on a past one calls nobody, also without a dial field", async () => {
  await show(mine, { dial: false }, {}, [call("a", { name: "Tax", number: "131213" })]);
  await change(told("100", "on_call", { other_party: "Ben", number: "0398765432" }));
  await press("Sales");
  await press("Sales", "[aria-label='More info']");
  const listed = tile("Sales")?.querySelector("jingl-last-calls")?.shadowRoot;
  const row = all(listed, "button.call")[0];
  expect(row).toBeTruthy();
  down(row);
  row?.click();
  await settle();
  expect(service).not.toHaveBeenCalled();
});

test("a suggestion that moves under the finger is still the one that was touched", async () => {
  const ben = { number: "0398765432", readable: "(03) 9876 5432" };
  const contacts = [{ name: "Ben", favourite: true, numbers: [ben] }];
  await show({ ...mine, contacts }, {}, {}, []);
  const field = card.shadowRoot?.querySelector("jingl-phones-dial");
  const input = field?.shadowRoot?.querySelector("input");
  input?.focus();
  input?.dispatchEvent(new Event("focusin", { bubbles: true, composed: true }));
  await settle();
  const [option] = all(field?.shadowRoot, "[role=option]");
  expect(option?.textContent).toContain("Ben");
  down(option);
  const stranger = call("z", { name: "Stranger", number: "1900123456", readable: "1900 123 456" });
  const { connection } = card.hass as HomeAssistant;
  (connection as FakeConnection).asked
    .findLast(({ message }) => message.type === SUBSCRIBE_CALLS)
    ?.tell({ changed: [stranger], removed: [], more: false });
  await settle();
  expect(all(field?.shadowRoot, "[role=option]")[0]?.textContent).toContain("Stranger");
  option?.click();
  await settle();
  expect(input?.value).toBe("Ben");
});
