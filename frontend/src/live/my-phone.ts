/** Where the choice of my phone is kept: on this device, or for a user on all devices. */
import type { Account } from "../contract";
import type { Connection, HomeAssistant } from "../home-assistant";
import { type Choices, readChoice, writeChoice } from "../model/my-phone";
import { load, save } from "./storage";

const KEY = "jingl_my_phone";

type Listener = () => void;

/** What was chosen: one for all cards of a page, so that they agree. */
export class MyPhone {
  private readonly listeners = new Set<Listener>();
  private device: unknown;
  private user: unknown = null;
  /** An option must not stand in for a choice that is only not known yet. */
  private isUserKnown = false;

  constructor(private readonly hass: HomeAssistant) {
    this.device = load(KEY, hass);
  }

  add(listener: Listener): void {
    if (!this.listeners.size) {
      this.hass.connection.addEventListener("ready", this.ask);
      void this.ask();
    }
    this.listeners.add(listener);
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener);
    if (!this.listeners.size) {
      this.hass.connection.removeEventListener("ready", this.ask);
    }
  }

  /** Return what was chosen for an account. */
  of({ entry_id, my_phone }: Account): Choices {
    return {
      device: readChoice(this.device, entry_id),
      user: readChoice(this.user, entry_id),
      option: this.isUserKnown ? my_phone : null,
    };
  }

  /** Choose for this device, or for all of the user's; throws if that could not be saved. */
  async choose(entryId: string, device: string | null, isEverywhere: boolean): Promise<void> {
    this.keep(entryId, device);
    if (isEverywhere) {
      // Another device may have chosen for another account meanwhile.
      const value = writeChoice(await this.load(), entryId, device);
      await this.hass.callWS({ type: "frontend/set_user_data", key: KEY, value });
      this.user = value;
      this.keep(entryId, null);
    }
  }

  private keep(entryId: string, device: string | null): void {
    this.device = writeChoice(this.device, entryId, device);
    save(KEY, this.hass, this.device);
    this.publish();
  }

  private readonly ask = async (): Promise<void> => {
    try {
      this.user = await this.load();
      this.isUserKnown = true;
      this.publish();
    } catch {
      // Asked again once the connection is back.
    }
  };

  private async load(): Promise<unknown> {
    const message = { type: "frontend/get_user_data", key: KEY };
    return (await this.hass.callWS<{ value: unknown }>(message)).value;
  }

  private publish(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const stores = new WeakMap<Connection, MyPhone>();

/** Return what was chosen by the user of a connection. */
export function myPhoneOf(hass: HomeAssistant): MyPhone {
  let store = stores.get(hass.connection);
  if (!store) {
    store = new MyPhone(hass);
    stores.set(hass.connection, store);
  }
  return store;
}
