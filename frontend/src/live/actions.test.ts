import { expect, test, vi } from "vitest";
import { home, phone } from "../testing/office";
import { check } from "./actions";

const refused = {
  allowed: false,
  rule: "dial_denied",
  placeholders: { number: "1900123456" },
  reason: "1900123456 is denied.",
};
const call = vi.fn(async () => ({ response: refused }));
const asked = () => (call.mock.lastCall as unknown[] | undefined)?.slice(1, 4);

test("why a number may not be called is told in the user's language", async () => {
  const localise = (key: string, { number = "" } = {}) => `${key}: ${number}`;
  const hass = home([], { callService: call, loadBackendTranslation: async () => localise });
  expect(await check(hass, phone("100", "idle"), "1900 123 456")).toMatchObject({
    reason: "component.jingl.exceptions.dial_denied.message: 1900123456",
  });
});

test("where there is no such text, it is told as Home Assistant says it", async () => {
  const hass = home([], { callService: call, loadBackendTranslation: async () => () => "" });
  const answer = await check(hass, phone("100", "idle"), "1900 123 456");
  expect(answer?.reason).toBe("1900123456 is denied.");
});

test("during a call it is a transfer that is asked about", async () => {
  const hass = home([], { callService: call });
  const target = { device_id: "device-100" };
  await check(hass, phone("100", "on_call"), "101");
  expect(asked()).toEqual(["check_number", { number: "101", action: "transfer_call" }, target]);
  await check(hass, phone("100", "idle"), "101");
  expect(asked()).toEqual(["check_number", { number: "101", action: "create_call" }, target]);
});
