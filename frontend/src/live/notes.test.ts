import { expect, test, vi } from "vitest";
import type { HomeAssistant } from "../home-assistant";
import { call, home } from "../testing/office";
import { textsOf } from "../texts";
import { save } from "./notes";

const t = textsOf("en");
const ANNA = call("7");

/** Save a rating, with what Home Assistant answers. */
function saved(answer: () => Promise<object>, changes: Partial<HomeAssistant> = {}, of = ANNA) {
  const callService = vi.fn<HomeAssistant["callService"]>(answer);
  const why = save(home([], { callService, ...changes }), of, { rating: 4 }, t);
  return { callService, why };
}

test("only what has changed is sent, to the handset whose call it was", async () => {
  const { callService, why } = saved(async () => ({}));
  expect(await why).toBeNull();
  expect(callService.mock.calls).toEqual([
    ["jingl", "update_call", { id: "7", rating: 4 }, { device_id: "device-100" }, false, true],
  ]);
});

test("a call of no handset is found by its id alone", async () => {
  const { callService } = saved(async () => ({}), {}, call("7", { device_id: null }));
  expect(callService.mock.lastCall?.[3]).toEqual({});
});

test("a refusal is told in the user's language, else in Home Assistant's", async () => {
  const error = {
    code: "home_assistant_error",
    message: "No such call",
    translation_key: "gone",
    translation_domain: "jingl",
  };
  const refused = async () => Promise.reject({ error });
  const loadBackendTranslation = async () => (key: string) => `translated ${key}`;
  expect(await saved(refused, { loadBackendTranslation }).why).toMatch(/^translated .*gone/);
  expect(await saved(refused, { loadBackendTranslation: () => Promise.reject() }).why).toBe(
    "No such call",
  );
});

test("who may not change it is told so, and nobody claims to know what is unclear", async () => {
  expect(await saved(() => Promise.reject({ code: "unauthorized" })).why).toBe(
    t("notes_not_permitted"),
  );
  expect(await saved(() => Promise.reject(3)).why).toBe(t("notes_unclear"));
});

test("nothing is sent without a connection", async () => {
  const { callService, why } = saved(async () => ({}), { connected: false });
  expect(await why).toBe(t("not_sent"));
  expect(callService).not.toHaveBeenCalled();
});
