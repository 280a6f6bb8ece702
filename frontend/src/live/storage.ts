/** What a browser keeps for a user of it. A browser that keeps nothing is no reason to fail. */
import type { HomeAssistant } from "../home-assistant";

export function load(key: string, hass: HomeAssistant): unknown {
  try {
    return JSON.parse(localStorage.getItem(nameOf(key, hass)) ?? "null");
  } catch {
    return null;
  }
}

export function save(key: string, hass: HomeAssistant, value: unknown): void {
  try {
    localStorage.setItem(nameOf(key, hass), JSON.stringify(value));
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

function nameOf(key: string, { user }: HomeAssistant): string {
  return `${key}_${user?.id ?? ""}`;
}
