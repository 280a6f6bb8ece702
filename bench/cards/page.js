// The card without Home Assistant, which it is given what the real one tells: see frontend/src/contract.ts.

// What comes every second comes when the hour says so, as soon as there is one.
let ahead = 0;
const everySecond = new Set();
const realNow = Date.now;
const realSetInterval = window.setInterval;
const realClearInterval = window.clearInterval;
Date.now = () => realNow() + ahead;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Wait until what was changed is on the screen. */
async function painted() {
  const { port1, port2 } = new MessageChannel();
  await frame();
  // The frame is drawn after this callback, and the message comes after that.
  port2.postMessage(null);
  await new Promise((resolve) => {
    port1.onmessage = resolve;
  });
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const idOf = (extension, key) => `${key === "busy" ? "binary_sensor" : "sensor"}.${key}_${extension}`;

function stateOf(entity_id, state, attributes = {}) {
  return { entity_id, state, attributes, last_changed: new Date(Date.now()).toISOString() };
}

const PARTIES = 300;
const RESULTS = ["answered", "missed", "answered", "no_answer", "answered"];

/** So many calls of many parties, a few minutes apart, the newest first. */
function logged(count) {
  return Array.from({ length: count }, (_, index) => {
    const party = (index * 7919) % PARTIES;
    const result = RESULTS[index % RESULTS.length];
    const started = new Date(Date.now() - index * 240_000).toISOString();
    const extension = String(1000 + (index % 20));
    return {
      key: `entry/${extension}/${index}`,
      entry_id: "entry",
      device_id: `device-${extension}`,
      id: String(index),
      extension,
      direction: result === "no_answer" || index % 3 === 0 ? "outbound" : "inbound",
      number: `0391${String(party).padStart(6, "0")}`,
      readable: `(03) 91${String(party).padStart(2, "0").slice(-2)} ${String(party).padStart(4, "0")}`,
      name: party % 2 ? `Caller ${party}` : null,
      result,
      started,
      answered: result === "answered" ? started : null,
      ended: started,
      duration: result === "answered" ? 20 + (index % 600) : null,
      recording: index % 4 === 0,
      media_content_id: null,
      notes: index % 50 ? null : "Wants a quote",
      rating: null,
      may_update: false,
      source: "both",
    };
  });
}

const CALL = { other_party: "Anna Smith", number: "0391234567", direction: "inbound" };

/** A home with so many handsets, the first of which are on a call, and a log of so many calls. */
function furnish(count, calls, log = 0) {
  const states = {};
  const handsets = [];
  for (let extension = 1000; extension < 1000 + count; extension += 1) {
    const keys = ["status", "busy", "last_missed_call", "call", "recording"];
    const entities = Object.fromEntries(keys.map((key) => [key, idOf(extension, key)]));
    for (const id of Object.values(entities)) {
      states[id] = stateOf(id, "unknown");
    }
    const seconds = 7 * (extension - 1000);
    states[entities.status] =
      extension - 1000 < calls
        ? stateOf(entities.status, "on_call", {
            ...CALL,
            started: new Date(Date.now() - seconds * 1000).toISOString(),
          })
        : stateOf(entities.status, "idle");
    handsets.push({
      extension: String(extension),
      name: `Extension ${extension}`,
      device_id: `device-${extension}`,
      area_id: null,
      labels: [],
      entities,
      may_call: true,
      may_supervise: true,
    });
  }
  const account = {
    entry_id: "entry",
    title: "Office",
    state: "loaded",
    handsets,
    contacts: [],
    my_phone: "device-1000",
  };
  const history = logged(log);
  let told = 0;
  let tellCalls;
  window.home = {
    states,
    entities: {},
    areas: {},
    connection: {
      subscribeMessage: async (tell, { type, limit }) => {
        if (type === "jingl/calls/subscribe") {
          told = limit;
          tellCalls = tell;
          tell({ subscription: 1, calls: history.slice(0, told), more: told < log });
        } else if (type === "jingl/accounts/subscribe") {
          tell({ accounts: [account] });
        } else {
          tell({ value: null });
        }
        return async () => undefined;
      },
      // Only the calls card asks for anything this way.
      sendMessagePromise: async ({ limit }) => {
        const changed = history.slice(told, told + limit);
        told += limit;
        setTimeout(() => tellCalls({ changed, removed: [], more: told < log }));
      },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    },
    connected: true,
    language: "en",
    locale: {},
    config: { components: [] },
    user: { id: "user" },
    callService: async () => ({}),
    callWS: async () => ({ value: null }),
    loadBackendTranslation: async () => (key) => key,
  };
}

/** Show a card; return after how many milliseconds it is on the screen. */
async function show(name = "phones", row = "jingl-phones-tile", options = {}) {
  const began = performance.now();
  window.card = document.createElement(`jingl-${name}-card`);
  card.setConfig({ type: `custom:jingl-${name}-card`, ...options });
  card.hass = home;
  document.body.append(card);
  const isDrawn = () => found(card.shadowRoot, row);
  while (!isDrawn()) {
    await frame();
  }
  await painted();
  return performance.now() - began;
}

/** Return an element that has been drawn, perhaps within another one. */
function found(root, selector) {
  for (const each of root?.querySelectorAll("*") ?? []) {
    const inside = found(each.shadowRoot, selector);
    if (inside || (each.matches(selector) && (!each.shadowRoot || each.shadowRoot.firstElementChild))) {
      return inside || each;
    }
  }
  return null;
}

/** Scroll to the end of the calls until all of them are here, and back. */
async function bring() {
  const scroller = found(card.shadowRoot, ".scroller");
  while (found(card.shadowRoot, ".older")) {
    scroller.scrollTop = scroller.scrollHeight;
    await frame();
  }
  scroller.scrollTop = 0;
  await painted();
}

/** Scroll down through the calls for so long; return how many frames a second are drawn. */
async function scroll(milliseconds) {
  const scroller = found(card.shadowRoot, ".scroller");
  const began = performance.now();
  let frames = 0;
  let now = began;
  while (now - began < milliseconds) {
    // As fast as after a fling of a finger: a row with each frame.
    scroller.scrollTop += 60;
    await frame();
    frames += 1;
    now = performance.now();
  }
  return (frames * 1000) / (now - began);
}

/** Return the home in which one entity has changed, and nothing else. */
function changed(entity_id, state, attributes) {
  window.home = { ...home, states: { ...home.states, [entity_id]: stateOf(entity_id, state, attributes) } };
  return home;
}

const TURNS = ["ringing", "on_call", "on_hold", "idle"];

/** Prepare so many changes: of one handset that is seen, or of a lamp. */
function prepare(count, what) {
  window.homes = Array.from({ length: count }, (_, index) => {
    const state = TURNS[index % TURNS.length];
    return what === "handset"
      ? changed(idOf(1010, "status"), state, state === "idle" ? {} : CALL)
      : changed("light.hall", index % 2 ? "on" : "off");
  });
}

/** Let them happen one after the other, each with time to be drawn. */
async function happen() {
  for (const each of homes) {
    card.hass = each;
    await wait(100);
  }
}

/** Have a page that does nothing but count the seconds: as little as can be seen to tick. */
function count() {
  const text = document.createElement("p");
  text.textContent = "0";
  document.body.append(text);
  setInterval(() => {
    text.firstChild.data = String(Number(text.textContent) + 1);
  }, 1000);
}

// What a page sets once has to be there before the script of the cards.
window.setInterval = (callback, milliseconds, ...more) => {
  const timer = realSetInterval(callback, milliseconds, ...more);
  if (milliseconds === 1000) {
    everySecond.add([timer, callback]);
  }
  return timer;
};
window.clearInterval = (timer) => {
  for (const each of everySecond) {
    if (each[0] === timer) {
      everySecond.delete(each);
    }
  }
  realClearInterval(timer);
};

/** Let seconds pass, in each of which a handset takes its next turn of a call. */
async function pass(seconds) {
  const handsets = Object.keys(home.states).filter((id) => id.startsWith("sensor.status_"));
  for (let second = 0; second < seconds; second += 1) {
    ahead += 1000;
    // Each handset goes through its turns once within so many seconds, and ends idle.
    const id = handsets[Math.floor(second / TURNS.length) % handsets.length];
    const state = TURNS[second % TURNS.length];
    const call = { ...CALL, other_party: `Caller ${second % 300}`, started: new Date(Date.now()).toISOString() };
    card.hass = changed(id, state, state === "idle" ? {} : call);
    for (const [, callback] of [...everySecond]) {
      callback();
    }
    await card.updateComplete;
    if (second % TURNS.length === 0) {
      await frame();
    }
  }
  await painted();
}
