import { expect, test, vi } from "vitest";
import type { HomeAssistant } from "../home-assistant";
import { home } from "../testing/office";
import { turn } from "./switch";

const callService = vi.fn<HomeAssistant["callService"]>();
const hass = home([], { callService });

test("a switch is turned by Home Assistant's own action, which shows no error of its own", async () => {
  callService.mockResolvedValue({});
  expect(await turn(hass, "switch.recording", true)).toBeNull();
  expect(await turn(hass, "switch.recording", false)).toBeNull();
  const target = { entity_id: "switch.recording" };
  expect(callService.mock.calls).toEqual([
    ["switch", "turn_on", {}, target, false, false],
    ["switch", "turn_off", {}, target, false, false],
  ]);
});

test("whoever may not is told so", async () => {
  callService.mockRejectedValue({ code: "unauthorized" });
  expect(await turn(hass, "switch.recording", true)).toEqual({ kind: "not_permitted" });
});
