// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import type { HomeAssistant } from "../home-assistant";
import { FakeConnection } from "../testing/connection";
import { account, handset, home } from "../testing/office";
import { type MyPhone, myPhoneOf } from "./my-phone";

const office = account([handset("100"), handset("101")], { my_phone: "device-100" });

let stored: unknown;
let subscribers: ((told: { value: unknown }) => void)[];
let hass: HomeAssistant;

/** Another page of the same user. */
function page(): HomeAssistant {
  return {
    ...hass,
    connection: Object.assign(new FakeConnection(), {
      subscribeMessage: async <T>(callback: (message: T) => void, { type }: { type: string }) => {
        expect(type).toBe("frontend/subscribe_user_data");
        const tell = callback as (typeof subscribers)[0];
        subscribers.push(tell);
        tell({ value: stored });
        return async () => {
          subscribers = subscribers.filter((each) => each !== tell);
        };
      },
    }),
    callWS: async <T>({ type, value }: { type: string; value?: unknown }) => {
      if (type === "frontend/set_user_data") {
        stored = value;
        for (const tell of subscribers) {
          tell({ value });
        }
      }
      return { value: stored } as T;
    },
  };
}

const chosen = (mine: MyPhone) => mine.of(office);
const nothing = { device: undefined, user: undefined };

beforeEach(() => {
  stored = null;
  subscribers = [];
  hass = home([]);
});

test("the option counts once it is known that the user has chosen nothing", () => {
  const mine = myPhoneOf(page());
  expect(chosen(mine)).toEqual({ ...nothing, option: null });
  mine.add(vi.fn());
  expect(chosen(mine)).toEqual({ ...nothing, option: "device-100" });
});

test("what is chosen for all devices elsewhere is noticed at once", async () => {
  const [here, there] = [myPhoneOf(page()), myPhoneOf(page())];
  const listener = vi.fn();
  here.add(listener);
  listener.mockClear();
  await there.choose("entry", "device-101", true);
  expect(listener).toHaveBeenCalled();
  expect(chosen(here)).toMatchObject({ device: undefined, user: "device-101" });
  await there.choose("entry", null, true);
  expect(chosen(here)).toMatchObject({ device: undefined, user: null });
});

test("what another tab chose for another account stays", async () => {
  const [here, there] = [myPhoneOf(page()), myPhoneOf(page())];
  await there.choose("other", "device-7", false);
  await here.choose("entry", "device-101", false);
  expect(here.of({ ...office, entry_id: "other" }).device).toBe("device-7");
});

test("what another tab chose is noticed", async () => {
  const [here, there] = [myPhoneOf(page()), myPhoneOf(page())];
  const listener = vi.fn();
  here.add(listener);
  await there.choose("entry", "device-101", false);
  listener.mockClear();
  dispatchEvent(new StorageEvent("storage", { key: `jingl_my_phone_${hass.user?.id}` }));
  expect(listener).toHaveBeenCalledOnce();
  expect(chosen(here).device).toBe("device-101");
});

test("none is chosen against what an administrator chose", async () => {
  const mine = myPhoneOf(page());
  mine.add(vi.fn());
  await mine.choose("entry", null, false);
  expect(chosen(mine)).toEqual({ device: null, user: undefined, option: "device-100" });
});

test("a browser that keeps nothing knows it for as long as the page lasts", async () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("QuotaExceededError");
  });
  const mine = myPhoneOf(page());
  await mine.choose("entry", "device-101", false);
  await mine.choose("other", "device-7", false);
  full.mockRestore();
  expect(chosen(mine).device).toBe("device-101");
});

test("the last card that goes ends it", async () => {
  const mine = myPhoneOf(page());
  const listener = vi.fn();
  mine.add(listener);
  mine.remove(listener);
  mine.remove(listener);
  await new Promise((resolve) => setTimeout(resolve));
  expect(subscribers).toEqual([]);
});
