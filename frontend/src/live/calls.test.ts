import { beforeEach, expect, test, vi } from "vitest";
import type { CallsFilter } from "../contract";
import { FakeConnection } from "../testing/connection";
import { call } from "../testing/office";
import { callsOf } from "./calls";

const ALL: CallsFilter = { entry_id: "entry" };

const at = (id: string, minute: number) =>
  call(id, { started: new Date(Date.UTC(2026, 10, 27, 0, minute)).toISOString() });
const calls = [at("b", 2), at("a", 1)];

const settled = () => new Promise((resolve) => setTimeout(resolve));
let connection: FakeConnection;
const listener = vi.fn();

/** The store of a card that shows calls, and that was told of some. */
async function shown(more = false, filter: CallsFilter = { ...ALL, limit: 2 }) {
  const store = callsOf(connection, filter);
  store.add(listener);
  await settled();
  connection.asked.at(-1)?.tell({ subscription: 7, calls, more });
  return store;
}

const known = (store: ReturnType<typeof callsOf>) =>
  store.current.kind === "known" ? store.current.calls.map(({ id }) => id) : store.current.kind;

beforeEach(() => {
  connection = new FakeConnection();
  listener.mockClear();
});

test("cards with the same filter share a subscription, and others have their own", async () => {
  const store = await shown();
  expect(callsOf(connection, { ...ALL, limit: 2 })).toBe(store);
  callsOf(connection, { ...ALL, results: ["missed"] }).add(listener);
  await settled();
  expect(connection.asked.map(({ message }) => message)).toEqual([
    { type: "jingl/calls/subscribe", entry_id: "entry", limit: 2 },
    { type: "jingl/calls/subscribe", entry_id: "entry", results: ["missed"], limit: 100 },
  ]);
});

test("what is new is put among what is known", async () => {
  const store = await shown();
  expect(known(store)).toEqual(["b", "a"]);
  connection.asked[0]?.tell({ changed: [at("c", 3)], removed: ["entry/100/a"], more: true });
  expect(known(store)).toEqual(["c", "b"]);
  expect(store.current).toMatchObject({ kind: "known", more: true });
  expect(listener).toHaveBeenCalledTimes(2);
});

test("as many older calls again are asked for, but only once they are here", async () => {
  const store = await shown(true);
  void store.loadMore();
  void store.loadMore();
  await settled();
  void store.loadMore();
  expect(connection.sent.mock.calls).toEqual([
    [{ type: "jingl/calls/page", subscription: 7, limit: 2 }],
  ]);
  const changed = [at("y", 0), at("z", -1)];
  connection.asked[0]?.tell({ changed, removed: [], more: true });
  expect(known(store)).toEqual(["b", "a", "y", "z"]);
  void store.loadMore();
  expect(connection.sent.mock.lastCall).toEqual([
    { type: "jingl/calls/page", subscription: 7, limit: 4 },
  ]);
});

test("nothing older is asked for if there is nothing, or before anything is told", async () => {
  const store = await shown(false);
  await store.loadMore();
  await callsOf(connection, ALL).loadMore();
  expect(connection.sent).not.toHaveBeenCalled();
});

test("what could not be asked for may be asked for again", async () => {
  const store = await shown(true);
  connection.sent.mockRejectedValueOnce(3);
  await store.loadMore();
  await store.loadMore();
  expect(connection.sent).toHaveBeenCalledTimes(2);
});

test("a new connection is asked for as many calls as before, and told of its own", async () => {
  const store = await shown(true);
  void store.loadMore();
  connection.reconnect();
  await settled();
  expect(known(store)).toEqual(["b", "a"]);
  expect(connection.asked[1]?.message.limit).toBe(4);
  await store.loadMore();
  connection.asked[1]?.tell({ subscription: 9, calls: [...calls, at("y", 0)], more: false });
  expect(known(store)).toEqual(["b", "a", "y"]);
  expect(connection.sent).toHaveBeenCalledOnce();
});

test("an answer that the old connection owes does not count for the new one", async () => {
  const store = await shown(true);
  let refuse: (reason: unknown) => void = () => undefined;
  connection.sent.mockReturnValueOnce(
    new Promise((_, reject) => {
      refuse = reject;
    }),
  );
  const more = store.loadMore();
  connection.reconnect();
  await settled();
  refuse(3);
  await more;
  connection.asked[1]?.tell({
    subscription: 9,
    calls: [...calls, at("y", 0), at("z", -1)],
    more: true,
  });
  await store.loadMore();
  expect(connection.sent.mock.lastCall?.[0]).toMatchObject({ limit: 4 });
});

test("Home Assistant is never asked for more than it tells at a time", async () => {
  const store = await shown(true, { ...ALL, limit: 1000 });
  const many = Array.from({ length: 1000 }, (_, minute) => at(`m${minute}`, -minute));
  connection.asked[0]?.tell({ subscription: 7, calls: many, more: true });
  await store.loadMore();
  expect(connection.sent.mock.lastCall?.[0]).toMatchObject({ limit: 1000 });
  connection.reconnect();
  await settled();
  expect(connection.asked[1]?.message.limit).toBe(1000);
});

test("what nobody wants to see any more is forgotten after a moment", async () => {
  vi.useFakeTimers();
  const store = callsOf(connection, ALL);
  store.add(listener);
  store.linger();
  store.remove(listener);
  await vi.advanceTimersByTimeAsync(9000);
  expect(callsOf(connection, ALL)).toBe(store);
  expect(connection.asked[0]?.unsubscribe).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(connection.asked[0]?.unsubscribe).toHaveBeenCalledOnce();
  const next = callsOf(connection, ALL);
  expect(next).not.toBe(store);
  // Whoever still holds the old one does no harm to the new one.
  store.add(listener);
  store.remove(listener);
  expect(callsOf(connection, ALL)).toBe(next);
  vi.useRealTimers();
});

test("whoever has no integration yet is told so, and asked again later", async () => {
  connection.isReady = false;
  const store = callsOf(connection, ALL);
  store.add(listener);
  await settled();
  expect(store.current).toEqual({ kind: "absent" });
  connection.isReady = true;
  store.retry();
  await settled();
  connection.asked[0]?.tell({ subscription: 7, calls, more: false });
  expect(known(store)).toEqual(["b", "a"]);
});
