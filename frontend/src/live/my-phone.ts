/** Where the choice of my phone is kept: on this device, or for a user on all devices. */
import type { Account } from "../contract";
import type { Connection, HomeAssistant } from "../home-assistant";
import { type Choice, type Choices, readChoice } from "../model/my-phone";
import { writeFor } from "../model/read";
import { Kept } from "./storage";

const KEY = "jingl_my_phone";

type Listener = () => void;

/** What was chosen: one for all cards of a page, so that they agree. */
export class MyPhone {
  private readonly listeners = new Set<Listener>();
  private readonly device: Kept;
  private user: unknown = null;
  /** An option must not stand in for a choice that is only not known yet. */
  private isUserKnown = false;
  private unsubscribe: Promise<() => Promise<void>> | null = null;

  constructor(private readonly hass: HomeAssistant) {
    this.device = new Kept(KEY, hass, () => this.publish());
  }

  add(listener: Listener): void {
    if (!this.listeners.size) {
      // The connection does so again by itself when it is back.
      this.unsubscribe = this.hass.connection.subscribeMessage<{ value: unknown }>(
        ({ value }) => this.tell(value),
        { type: "frontend/subscribe_user_data", key: KEY },
      );
      this.unsubscribe.catch(() => undefined);
    }
    this.listeners.add(listener);
  }

  remove(listener: Listener): void {
    if (this.listeners.delete(listener) && !this.listeners.size) {
      this.unsubscribe?.then((unsubscribe) => unsubscribe()).catch(() => undefined);
    }
  }

  /** Return what was chosen for an account. */
  of({ entry_id, my_phone }: Account): Choices {
    return {
      device: readChoice(this.device.value, entry_id),
      user: readChoice(this.user, entry_id),
      option: this.isUserKnown ? my_phone : null,
    };
  }

  /** Choose for this device, or for all of the user's; throws if that could not be saved. */
  async choose(entryId: string, device: string | null, isEverywhere: boolean): Promise<void> {
    this.keep(entryId, device);
    if (isEverywhere) {
      // Another device may have chosen for another account meanwhile.
      const message = { type: "frontend/get_user_data", key: KEY };
      const { value: stored } = await this.hass.callWS<{ value: unknown }>(message);
      const value = writeFor(stored, entryId, device);
      await this.hass.callWS({ type: "frontend/set_user_data", key: KEY, value });
      this.user = value;
      this.keep(entryId, undefined);
    }
  }

  private keep(entryId: string, device: Choice): void {
    this.device.change((stored) => writeFor(stored, entryId, device));
    this.publish();
  }

  private tell(user: unknown): void {
    this.user = user;
    this.isUserKnown = true;
    this.publish();
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
