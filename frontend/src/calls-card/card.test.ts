// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CardCall, SUBSCRIBE_ACCOUNTS, SUBSCRIBE_CALLS } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { FakeConnection } from "../testing/connection";
import { account, call, handset, home, states } from "../testing/office";
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

const BEN = { number: "0398765432", readable: "(03) 9876 5432", name: "Ben Jones" };
const WITHHELD = { number: null, readable: null, name: null };

/** A call so many minutes before noon. */
function at(minutes: number, changes: Partial<CardCall> = {}): CardCall {
  const extension = changes.extension ?? "100";
  const started = new Date(NOON - minutes * 60_000).toISOString();
  const device_id = `device-${extension}`;
  return call(`${minutes}`, { key: `${minutes}/${extension}`, started, device_id, ...changes });
}

const act = vi.fn<HomeAssistant["callService"]>();
let clock = 0;
let cards = 0;
let card: CallsCard;
let connection: FakeConnection;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await card.updateComplete;
  }
}

interface Shown extends Record<string, unknown> {
  readonly shown?: typeof office;
  readonly more?: boolean;
}

async function show(
  calls: readonly CardCall[] | null,
  { shown = office, more = false, ...options }: Shown = {},
): Promise<void> {
  connection = new FakeConnection({
    [SUBSCRIBE_ACCOUNTS]: { accounts: [shown] },
    "frontend/subscribe_user_data": { value: null },
    ...(calls && { [SUBSCRIBE_CALLS]: { subscription: 1, calls, more } }),
  });
  card = document.createElement("jingl-calls-card") as CallsCard;
  // Of each test another one: a card finds again what one like it has left a moment ago.
  cards += 1;
  card.setConfig({ type: "custom:jingl-calls-card", ...{ number: cards }, ...options });
  const idle = shown.handsets.map((each) => [`sensor.h${each.extension}_status`, ["idle"]]);
  card.hass = home([shown], {
    states: states(Object.fromEntries(idle)),
    connection,
    callService: act,
  });
  document.body.append(card);
  await settle();
}

/** All that is drawn, through all shadow roots. */
function drawn(
  selector: string,
  root: ParentNode | null | undefined = card.shadowRoot,
): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>("*") ?? [])].flatMap((each) => [
    ...(each.matches(selector) ? [each] : []),
    ...drawn(selector, each.shadowRoot),
  ]);
}

const words = (selector: string) =>
  drawn(selector).map((each) => each.textContent?.trim().replace(/\s+/g, " "));

const filters = () =>
  connection.asked
    .map(({ message }) => message)
    .filter(({ type }) => type === SUBSCRIBE_CALLS)
    .map(({ type: _, limit: __, ...filter }) => filter);

async function press(selector: string, index = 0): Promise<void> {
  drawn(selector)[index]?.click();
  await settle();
}

async function tell(event: object): Promise<void> {
  connection.asked.findLast(({ message }) => message.type === SUBSCRIBE_CALLS)?.tell(event);
  await settle();
}

async function type(text: string): Promise<void> {
  const [field] = drawn("input[type=search]") as HTMLInputElement[];
  if (field) {
    field.value = text;
    field.dispatchEvent(new Event("input"));
  }
  await settle();
}

beforeEach(() => {
  vi.spyOn(Date, "now").mockReturnValue(NOON);
  // Nothing of one test may hold up the next: a handset does one thing at a time.
  clock += 600_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  act.mockReset().mockResolvedValue({ response: { number: "0391234567", name: "Anna Smith" } });
});

afterEach(() => {
  card.remove();
});

test("calls are shown by day, and those of one party in a row", async () => {
  await show([
    at(10, { result: "answered", duration: 192, extension: "101" }),
    at(30),
    at(60),
    at(90, { ...WITHHELD, extension: "102", direction: "outbound", result: "no_answer" }),
    at(24 * 60, { ...BEN, direction: "internal", result: "answered", name: null }),
  ]);
  expect(words("h3")).toEqual(["Today", "Yesterday"]);
  expect(words(".name")).toEqual([
    "Anna Smith",
    "Anna Smith ×2 2 calls",
    "Withheld number",
    "(03) 9876 5432",
  ]);
  expect(words(".facts")).toEqual([
    "Incoming · (03) 9123 4567 · Sales",
    "Missed · (03) 9123 4567 · Reception",
    `No answer · ${EVIL}`,
    "Internal · Reception",
  ]);
  expect(words(".when")).toEqual(["11:50 AM 3:12", "11:30 AM", "10:30 AM", "12:00 PM"]);
  expect(drawn("img")).toEqual([]);
});

test("at midnight, today's calls become yesterday's", async () => {
  await show([at(10)]);
  expect(words("h3")).toEqual(["Today"]);
  vi.spyOn(Date, "now").mockReturnValue(NOON + 13 * 3_600_000);
  card.hass = { ...(card.hass as HomeAssistant) };
  await settle();
  expect(words("h3")).toEqual(["Yesterday"]);
});

test("of a call that rang at several phones, those that nobody answered it at are counted", async () => {
  await show([
    at(10, { extension: "101", id: "x" }),
    at(10, { extension: "100", id: "x" }),
    at(20, { ...BEN, extension: "100", result: "answered_elsewhere", id: "y" }),
    at(20, { ...BEN, extension: "101", result: "answered", id: "y" }),
  ]);
  expect(words(".facts")).toEqual([
    "Missed · (03) 9123 4567 · Sales +1",
    "Incoming · (03) 9876 5432 · Sales",
  ]);
});

test("what there is to hear and to read is marked", async () => {
  await show([at(10, { recording: true, notes: "Sold", rating: 4 })], { handsets: ["device-100"] });
  expect(words(".facts")).toEqual(["Missed · (03) 9123 4567 Recording Notes 4 4 of 5 stars"]);
});

test("a tab asks for its own calls, and the options say which is the first", async () => {
  await show([], { filter: "missed" });
  expect(words(".empty")).toEqual(["No missed calls"]);
  await press("[role=tab]", 2);
  expect(words(".empty")).toEqual(["No incoming calls"]);
  expect(drawn("[aria-selected=true]").map(({ id }) => id)).toEqual(["tab-incoming"]);
  expect(filters()).toEqual([
    { entry_id: "entry", results: ["missed"] },
    { entry_id: "entry", directions: ["inbound"] },
  ]);
  expect(() => card.setConfig({ type: "x", filter: "lost" as never })).toThrow("filter");
});

test("arrow keys go from tab to tab", async () => {
  await show([]);
  drawn("[role=tab]")[0]?.dispatchEvent(
    new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true }),
  );
  await settle();
  expect(words(".empty")).toEqual(["No outgoing calls"]);
  expect(card.shadowRoot?.activeElement?.id).toBe("tab-outgoing");
});

test("a card of some handsets asks for theirs, and one of all for all of the account", async () => {
  await show([], { labels: [] });
  expect(filters()).toEqual([{ entry_id: "entry" }]);
  card.remove();
  await show([], { handsets: ["device-102", "device-101"] });
  expect(filters()[0]?.device_ids).toEqual(["device-102", "device-101"]);
  card.remove();
  await show([], { handsets: ["device-999"] });
  expect(words(".empty")).toEqual(["No handset matches this card's options."]);
});

test("one of several handsets can be chosen", async () => {
  await show([at(10)]);
  const [select] = drawn("select") as HTMLSelectElement[];
  expect([...(select?.options ?? [])].map((each) => each.text.trim())).toEqual([
    "All phones",
    EVIL,
    "Reception",
    "Sales",
  ]);
  if (select) {
    select.value = "device-101";
    select.dispatchEvent(new Event("change"));
  }
  await settle();
  expect(filters()[1]).toEqual({ entry_id: "entry", device_ids: ["device-101"] });
  expect(words(".facts")).toEqual(["Missed · (03) 9123 4567"]);
});

test("a search shows whom it finds, or that it finds nobody", async () => {
  await show([at(10), at(20, BEN)]);
  await type("jon");
  expect(words(".name")).toEqual(["Ben Jones"]);
  await type("9123");
  expect(words(".name")).toEqual(["Anna Smith"]);
  await type("maria");
  expect(words(".empty")).toEqual(["No calls match your search."]);
});

test("a card that is made anew, as after a reconnection, shows what was looked at", async () => {
  const options = { filter: "incoming", number: "the same" };
  await show([at(10), at(20, BEN)], options);
  await press("[role=tab]", 0);
  await type("ben");
  await press(".head");
  card.remove();
  await show([at(10), at(20, BEN)], options);
  expect(drawn("[aria-selected=true]").map(({ id }) => id)).toEqual(["tab-all"]);
  expect(words(".name")).toEqual(["Ben Jones"]);
  expect(drawn("jingl-call-details")).toHaveLength(1);
});

test("as long as nothing is told, that is shown, and nobody claims that there are no calls", async () => {
  await show(null);
  expect(words("[role=status]")).toContain("Loading calls …");
  await tell({ subscription: 1, calls: [], more: false });
  expect(words(".empty")).toEqual(["No calls yet"]);
  const gone = ["100", "101", "102"].map((each) => [`sensor.h${each}_status`, ["unavailable"]]);
  card.hass = { ...(card.hass as HomeAssistant), states: states(Object.fromEntries(gone)) };
  await settle();
  expect(words(".empty")).toEqual(["Unavailable"]);
});

test("an integration that tells nothing of calls is said not to be ready", async () => {
  await show([]);
  connection.isReady = false;
  await press("[role=tab]", 1);
  expect(words("#panel p")).toEqual([expect.stringMatching(/^Jingl isn't ready/)]);
});

test("what is known stays while the connection is lost, and that is said", async () => {
  await show([at(10)]);
  card.hass = { ...(card.hass as HomeAssistant), connected: false };
  await settle();
  expect(words("[role=alert]")).toEqual([
    expect.stringMatching(/^Connection to Home Assistant lost/),
  ]);
  expect(words(".name")).toEqual(["Anna Smith"]);
  await press(".head");
  await press(".back");
  expect(act).not.toHaveBeenCalled();
  expect(words(".act .hint")[0]).toMatch(/^No connection/);
});

test("an account that is not there is told of, and while none is known, that it loads", async () => {
  await show([], { account: "other" });
  expect(words("p")).toEqual([expect.stringMatching(/^This card's account/)]);
});

test("a row opens to call back from my phone, and the answer is at the button", async () => {
  await show([at(30), at(60, WITHHELD)]);
  await press(".head");
  expect(drawn(".head").map((each) => each.getAttribute("aria-expanded"))).toEqual([
    "true",
    "false",
  ]);
  await press(".back");
  expect(act.mock.calls).toEqual([
    ["jingl", "create_call", { number: "0391234567" }, { device_id: "device-100" }, false, true],
  ]);
  expect(words(".act .hint")).toEqual(["Calling Anna Smith"]);
  expect(words(".hint[role=status]")).toEqual(["Calling Anna Smith"]);
  await press(".head", 1);
  expect(words(".back")).toEqual([]);
  expect(words(".line")).toEqual(["11:00 AM Reception · Missed"]);
  await press(".head", 1);
  expect(drawn("jingl-call-details")).toEqual([]);
});

test("a second press that comes at once is no second call", async () => {
  await show([at(30, BEN)]);
  await press(".head");
  act.mockRejectedValue({ error: { code: 3, message: "Connection lost" } });
  await press(".back");
  await press(".back");
  expect(act).toHaveBeenCalledOnce();
  expect(words(".act .hint")[0]).toMatch(/^Outcome unknown/);
});

test("without a phone of one's own a press asks which it is, and calls nobody", async () => {
  await show([at(30)], { shown: { ...office, my_phone: null } });
  await press(".head");
  await press(".back");
  await press(".phones .button");
  expect(act).not.toHaveBeenCalled();
  expect(drawn("jingl-call-details")[0]?.shadowRoot?.activeElement?.className).toContain("back");
  await press(".back");
  expect(act).toHaveBeenCalledOnce();
});

test("whoever may call from no phone sees who called, and nothing to call with", async () => {
  const handsets = office.handsets.map((each) => ({ ...each, may_call: false }));
  await show([at(30)], { shown: { ...office, handsets } });
  await press(".head");
  expect(words(".back")).toEqual([]);
});

test("a touch calls nobody who slid under the finger", async () => {
  await show([at(30, BEN), at(60)]);
  await press(".head", 1);
  const button = drawn(".back")[0];
  drawn(".head")[0]?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  // A touch's click goes to what is under the finger when it goes up.
  button?.click();
  await settle();
  expect(act).not.toHaveBeenCalled();
  expect(words(".act .hint")[0]).toMatch(/^The card changed just as you pressed/);
});

test("a row stays open while others come, also if a call is folded into it", async () => {
  await show([at(30), at(60, BEN)]);
  await press(".head");
  await tell({ changed: [at(20)], removed: [], more: false });
  await tell({ changed: [at(10, BEN)], removed: [], more: false });
  expect(words(".name")).toEqual(["Ben Jones", "Anna Smith ×2 2 calls", "Ben Jones"]);
  expect(drawn(".head").map((each) => each.getAttribute("aria-expanded"))).toEqual([
    "false",
    "true",
    "false",
  ]);
  expect(drawn("li.new")).toHaveLength(1);
  expect(words(".line")).toEqual(["11:40 AM Reception · Missed", "11:30 AM Reception · Missed"]);
});

test("an internal call is told as my phone saw it, and calls back the other one", async () => {
  const same = { id: "x", direction: "internal" as const };
  const mine = { extension: "100", number: "101", readable: "101", name: "Sales" };
  const theirs = { extension: "101", number: "100", readable: "100", name: "Reception" };
  await show([
    at(30, { ...same, ...mine, result: "no_answer" }),
    at(30, { ...same, ...theirs, result: "missed" }),
  ]);
  expect(words(".name")).toEqual(["Sales"]);
  await press(".head");
  await press(".back");
  expect(act.mock.calls.map((each) => each.slice(1, 4))).toEqual([
    ["create_call", { number: "101" }, { device_id: "device-100" }],
  ]);
});

test("during a call nobody is called back", async () => {
  await show([at(30, BEN)]);
  const onCall = states({ "sensor.h100_status": ["on_call", { other_party: "Anna" }] });
  card.hass = { ...(card.hass as HomeAssistant), states: onCall };
  await settle();
  await press(".head");
  await press(".back");
  expect(act).not.toHaveBeenCalled();
  expect(words(".act .hint")).toEqual(["Your phone can't call right now (On a call)."]);
});

test("of folded calls each says what there is to hear, and opens its notes", async () => {
  const heard = at(40, { recording: true, media_content_id: "media-source://jingl/entry/day/40" });
  await show([at(10), at(20, { notes: "Call before five" }), at(30, { recording: true }), heard]);
  await press(".head");
  expect(words(".back")).toHaveLength(1);
  expect(words(".extras p")).toEqual([
    "There's a recording, but you're not allowed to listen to it.",
  ]);
  expect(drawn("jingl-recording-player")).toHaveLength(1);
  expect(drawn(".more").map((each) => each.getAttribute("aria-label"))).toEqual(["Notes"]);
  await press(".more", 0);
  expect(words("jingl-call-notes")).toHaveLength(1);
  await press(".more", 0);
  expect(words("jingl-call-notes")).toHaveLength(0);
});

test("whoever calls all day long is told of the last calls", async () => {
  await show(Array.from({ length: 60 }, (_, minute) => at(minute)));
  await press(".head");
  expect(words(".line")).toHaveLength(50);
  expect(words("jingl-call-details")).toHaveLength(1);
});

test("only what is in view is drawn, and more is listed and asked for when its end is near", async () => {
  const many = Array.from({ length: 600 }, (_, minute) => at(minute, minute % 2 ? BEN : {}));
  await show(many, { more: true });
  expect(drawn("li").length).toBeLessThan(40);
  expect(connection.sent).not.toHaveBeenCalled();
  const scroller = drawn(".scroller")[0] as HTMLElement;
  for (const [top, asked] of [
    [29_000, 0],
    [36_000, 1],
  ] as const) {
    scroller.scrollTop = top;
    scroller.dispatchEvent(new Event("scroll"));
    await settle();
    expect(connection.sent).toHaveBeenCalledTimes(asked);
  }
  expect(drawn("li").length).toBeLessThan(40);
  expect(words(".older")).toEqual(["Loading older calls …"]);
});

test("arrow keys go from row to row, and Escape closes one", async () => {
  await show([at(10), at(20, BEN), at(30)]);
  const focused = () =>
    drawn(".head").indexOf(drawn("jingl-call-list")[0]?.shadowRoot?.activeElement as HTMLElement);
  const key = async (selector: string, pressed: string, index = 0) => {
    drawn(selector)[index]?.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: pressed,
        bubbles: true,
        cancelable: true,
        composed: true,
      }),
    );
    await settle();
  };
  await key(".head", "ArrowDown");
  expect(focused()).toBe(1);
  await key(".head", "End", 1);
  expect(focused()).toBe(2);
  await key(".head", "ArrowUp", 2);
  expect(focused()).toBe(1);
  await key(".head", "Home", 1);
  expect(focused()).toBe(0);
  await press(".head");
  await key("jingl-call-details", "Escape");
  expect(drawn("jingl-call-details")).toEqual([]);
  expect(focused()).toBe(0);
});
