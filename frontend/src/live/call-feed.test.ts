import type { ReactiveControllerHost } from "lit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallsFilter } from "../contract";
import { searchFor } from "../model/call-search";
import { FakeConnection } from "../testing/connection";
import { call } from "../testing/office";
import { CallFeed } from "./call-feed";

const ALL: CallsFilter = { entry_id: "entry" };
const MISSED: CallsFilter = { entry_id: "entry", results: ["missed"] };

const at = (id: string, minute: number, name = "Anna Smith") =>
  call(id, { name, started: new Date(Date.UTC(2026, 10, 27, 0, minute)).toISOString() });

let connection: FakeConnection;
let feed: CallFeed;
const requestUpdate = vi.fn();

const follow = (filter = ALL, typed = "") => feed.follow(connection, filter, searchFor(typed));
const ids = () =>
  feed.current.kind === "known" ? feed.current.calls.map(({ id }) => id) : feed.current.kind;
const more = () => feed.current.kind === "known" && feed.current.more;
const parties = () => connection.asked.map(({ message }) => message.party ?? null);

/** Show Ben's and Anna's calls, as the newest of some. */
async function shown(isMore: boolean): Promise<void> {
  follow();
  await vi.advanceTimersByTimeAsync(0);
  connection.asked[0]?.tell({
    subscription: 1,
    calls: [at("b", 2, "Ben"), at("a", 1)],
    more: isMore,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  connection = new FakeConnection();
  requestUpdate.mockClear();
  feed = new CallFeed({
    addController: () => undefined,
    requestUpdate,
  } as unknown as ReactiveControllerHost);
});

afterEach(() => {
  feed.hostDisconnected();
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
});

test("a card is told of the calls of its filter", async () => {
  expect(ids()).toBe("loading");
  await shown(false);
  expect(ids()).toEqual(["b", "a"]);
  expect(requestUpdate).toHaveBeenCalledOnce();
  follow();
  expect(connection.asked).toHaveLength(1);
});

test("whoever comes back to a tab soon finds it as it was", async () => {
  await shown(false);
  follow(MISSED);
  await vi.advanceTimersByTimeAsync(5000);
  expect(ids()).toBe("loading");
  follow();
  expect(ids()).toEqual(["b", "a"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(
    connection.asked.map(({ unsubscribe }) => vi.mocked(unsubscribe).mock.calls.length),
  ).toEqual([0, 1]);
});

test("a search finds at once what is here, and asks nobody if that is all", async () => {
  await shown(false);
  follow(ALL, "anna");
  expect([ids(), more()]).toEqual([["a"], false]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(parties()).toEqual([null]);
});

test("older calls are looked for where they are, once nobody types any more", async () => {
  await shown(true);
  follow(ALL, "an");
  await vi.advanceTimersByTimeAsync(200);
  follow(ALL, "anna");
  expect([ids(), more()]).toEqual([["a"], true]);
  await vi.advanceTimersByTimeAsync(300);
  expect(parties()).toEqual([null, "*anna*"]);
  connection.asked[1]?.tell({ subscription: 2, calls: [at("a", 1), at("z", -9)], more: true });
  expect([ids(), more()]).toEqual([["a", "z"], true]);
  expect(feed.current).toBe(feed.current);
  feed.loadMore();
  expect(connection.sent).not.toHaveBeenCalled();
  connection.asked[1]?.tell({ changed: [at("y", -8)], removed: ["entry/100/z"], more: false });
  expect([ids(), more()]).toEqual([["a", "y"], false]);
});

test("whoever clears the search has all calls again, and the found ones are dropped", async () => {
  await shown(true);
  follow(ALL, "anna");
  await vi.advanceTimersByTimeAsync(300);
  follow();
  expect(ids()).toEqual(["b", "a"]);
  expect(connection.asked[1]?.unsubscribe).toHaveBeenCalledOnce();
});

test("a search goes on in another tab", async () => {
  await shown(true);
  follow(ALL, "anna");
  await vi.advanceTimersByTimeAsync(300);
  follow(MISSED, "anna");
  await vi.advanceTimersByTimeAsync(0);
  connection.asked[2]?.tell({ subscription: 3, calls: [], more: true });
  follow(MISSED, "anna");
  expect([ids(), more()]).toEqual([[], true]);
  await vi.advanceTimersByTimeAsync(300);
  expect(connection.asked[3]?.message).toMatchObject({ results: ["missed"], party: "*anna*" });
});

test("older calls are asked for", async () => {
  follow({ ...ALL, limit: 2 });
  await vi.advanceTimersByTimeAsync(0);
  connection.asked[0]?.tell({ subscription: 1, calls: [at("b", 2), at("a", 1)], more: true });
  feed.loadMore();
  expect(connection.sent).toHaveBeenCalledOnce();
});

test("an integration that comes later is asked again, and a search that fails finds nothing", async () => {
  connection.isReady = false;
  follow();
  await vi.advanceTimersByTimeAsync(0);
  expect(ids()).toBe("absent");
  connection.isReady = true;
  feed.retry();
  await vi.advanceTimersByTimeAsync(0);
  connection.asked[0]?.tell({ subscription: 1, calls: [], more: true });
  connection.isReady = false;
  follow(ALL, "anna");
  await vi.advanceTimersByTimeAsync(300);
  expect([ids(), more()]).toEqual([[], false]);
});

test("a card that goes looks for nothing more", async () => {
  await shown(true);
  follow(ALL, "anna");
  feed.hostDisconnected();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(parties()).toEqual([null]);
  expect(connection.asked[0]?.unsubscribe).toHaveBeenCalledOnce();
});
