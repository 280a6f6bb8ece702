/** An office for the tests. */
import {
  type Account,
  type CardCall,
  type Handset,
  SUBSCRIBE_ACCOUNTS,
  SUBSCRIBE_CALLS,
} from "../contract";
import type { HomeAssistant, States } from "../home-assistant";
import { type Phone, readPhone } from "../model/phone";
import { FakeConnection } from "./connection";

export function handset(extension: string, changes: Partial<Handset> = {}): Handset {
  return {
    extension,
    name: `Handset ${extension}`,
    device_id: `device-${extension}`,
    area_id: null,
    labels: [],
    entities: {
      status: `sensor.h${extension}_status`,
      busy: `binary_sensor.h${extension}_busy`,
      last_missed_call: `sensor.h${extension}_missed`,
      recording: `switch.h${extension}_recording`,
    },
    may_call: true,
    may_supervise: false,
    ...changes,
  };
}

export function account(handsets: readonly Handset[], changes: Partial<Account> = {}): Account {
  return {
    entry_id: "entry",
    title: "Office",
    state: "loaded",
    handsets,
    contacts: [],
    my_phone: null,
    ...changes,
  };
}

/** A missed call of Reception, unless something else is said of it. */
export function call(id: string, changes: Partial<CardCall> = {}): CardCall {
  return {
    key: `entry/100/${id}`,
    entry_id: "entry",
    device_id: "device-100",
    id,
    extension: "100",
    direction: "inbound",
    number: "0391234567",
    readable: "(03) 9123 4567",
    name: "Anna Smith",
    result: "missed",
    started: "2026-11-27T09:30:00+11:00",
    answered: null,
    ended: "2026-11-27T09:30:20+11:00",
    duration: null,
    recording: null,
    media_content_id: null,
    notes: null,
    rating: null,
    may_update: false,
    source: "seen",
    ...changes,
  };
}

/** The states of entities, from what is told of each. */
export function states(
  told: Readonly<Record<string, [state: string, attributes?: Record<string, unknown>]>>,
): States {
  return Object.fromEntries(
    Object.entries(told).map(([entity_id, [state, attributes = {}]]) => [
      entity_id,
      { entity_id, state, attributes, last_changed: "2026-11-27T08:00:00+00:00" },
    ]),
  );
}

/** A handset in a state, as Home Assistant names it. */
export function phone(
  extension: string,
  state: string,
  attributes: Record<string, unknown> = {},
  changes: Partial<Handset> = {},
): Phone {
  const of = handset(extension, changes);
  return readPhone(of, states({ [`sensor.h${extension}_status`]: [state, attributes] }));
}

let users = 0;

/** Home Assistant, as a card is given it; each has a connection and a user of its own. */
export function home(
  accounts: readonly Account[],
  changes: Partial<HomeAssistant> = {},
  calls: readonly CardCall[] = [],
): HomeAssistant {
  users += 1;
  return {
    states: {},
    entities: {},
    connection: new FakeConnection({
      [SUBSCRIBE_ACCOUNTS]: { accounts },
      [SUBSCRIBE_CALLS]: { subscription: 1, calls, more: false },
      "frontend/subscribe_user_data": { value: null },
    }),
    connected: true,
    language: "en",
    locale: {},
    config: { components: [] },
    user: { id: String(users), is_admin: true },
    callService: async () => ({}),
    callWS: async <T>() => ({ value: null }) as T,
    loadBackendTranslation: async () => (key) => key,
    ...changes,
  };
}
