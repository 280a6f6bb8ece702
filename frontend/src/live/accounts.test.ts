import { beforeEach, expect, test, vi } from "vitest";
import type { AccountsEvent } from "../contract";
import { FakeConnection } from "../testing/connection";
import { account, handset } from "../testing/office";
import { accountsOf } from "./accounts";

const event: AccountsEvent = { accounts: [account([handset("100")])] };

const settled = () => new Promise((resolve) => setTimeout(resolve));
let connection: FakeConnection;
const listener = vi.fn();

beforeEach(() => {
  connection = new FakeConnection();
  listener.mockClear();
});

test("all cards of a page share one subscription", async () => {
  const other = vi.fn();
  accountsOf(connection).add(listener);
  accountsOf(connection).add(other);
  await settled();
  expect(connection.asked).toHaveLength(1);
  connection.asked[0]?.tell(event);
  expect(accountsOf(connection).current).toEqual({ kind: "known", accounts: event.accounts });
  expect(listener).toHaveBeenCalledOnce();
  expect(other).toHaveBeenCalledOnce();
});

test("the last card that goes ends it", async () => {
  accountsOf(connection).add(listener);
  await settled();
  accountsOf(connection).remove(listener);
  expect(connection.asked[0]?.unsubscribe).toHaveBeenCalledOnce();
  expect(connection.listeners.size).toBe(0);
});

test("a card that goes before the answer leaves nothing behind", async () => {
  accountsOf(connection).add(listener);
  accountsOf(connection).remove(listener);
  await settled();
  expect(connection.asked[0]?.unsubscribe).toHaveBeenCalledOnce();
});

test("a new connection is asked anew, and the old one is not listened to", async () => {
  accountsOf(connection).add(listener);
  await settled();
  connection.reconnect();
  await settled();
  expect(connection.asked).toHaveLength(2);
  connection.asked[0]?.tell({ accounts: [] });
  expect(listener).not.toHaveBeenCalled();
  connection.asked[1]?.tell(event);
  expect(listener).toHaveBeenCalledOnce();
});

test("whoever waits is told once something is, and whoever comes soon shares the subscription", async () => {
  vi.useFakeTimers();
  const store = accountsOf(connection);
  const told = store.told(3000).then(listener);
  await vi.advanceTimersByTimeAsync(1);
  expect(listener).not.toHaveBeenCalled();
  connection.asked[0]?.tell(event);
  await told;
  store.add(listener);
  await store.told(3000);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connection.asked).toHaveLength(1);
  expect(connection.asked[0]?.unsubscribe).not.toHaveBeenCalled();
  store.remove(listener);
  expect(connection.asked[0]?.unsubscribe).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test("what was known before is not taken for what is told now", async () => {
  vi.useFakeTimers();
  const store = accountsOf(connection);
  store.add(listener);
  await vi.advanceTimersByTimeAsync(1);
  connection.asked[0]?.tell(event);
  store.remove(listener);
  const told = vi.fn();
  void store.told(3000).then(told);
  await vi.advanceTimersByTimeAsync(2999);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test("an integration that is not there yet is asked again once it may be", async () => {
  connection.isReady = false;
  const store = accountsOf(connection);
  store.add(listener);
  await settled();
  expect(store.current).toEqual({ kind: "absent" });
  connection.isReady = true;
  store.retry();
  store.retry();
  await settled();
  expect(connection.asked).toHaveLength(1);
  connection.asked[0]?.tell(event);
  expect(store.current.kind).toBe("known");
});
