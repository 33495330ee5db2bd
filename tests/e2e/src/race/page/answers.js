// The way of every question to the core and of its answer, made as long as chance wants.

/** Numbers from 0 to 1: the same ones for the same seed. */
function chanceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const way = {
  /** How much longer most ways are at most, in milliseconds; 0: no way is made longer. */
  longest: 0,
  chance: chanceOf(1),
  underWay: 0,
  answers: 0,
  /** Answers about somebody who is not open any more, by command. */
  late: {},
  /** Those of them that hold a name or another word of that patient. */
  lateTelling: 0,
  /** News of the core that the screen heard, by kind. */
  news: {},
  /** News handed to the screen by us. */
  handed: {},
  /** What each answer is shown to before it goes on: while learning. */
  reader: null,
  /** For the proof: this patient's opening is answered with what another one's held. */
  forgery: null,
  /** The newest answer that opened each patient. */
  opened: new Map(),
};

const count = (of, name) => (of[name] = (of[name] ?? 0) + 1);
const addCounts = (of) => Object.values(of).reduce((sum, one) => sum + one, 0);

/** One in seven is so long that the next patient stands there complete before it comes. */
function lengthOfAWay() {
  const far = way.chance() < 1 / 7;
  return way.longest * (far ? 1 + 2 * way.chance() : way.chance());
}

const ipc = window.fetch.bind(window);
window.fetch = async (address, options) => {
  if (!String(address).startsWith("ipc:")) return ipc(address, options);
  const called = decodeURIComponent(new URL(address).pathname.slice(1));
  const asked = JSON.parse(options.body);
  if (called === "plugin:event|listen") hearing(asked.handler);
  if (called !== "rpc") return ipc(address, options);
  way.underWay += 1;
  const longer = lengthOfAWay();
  try {
    const response = await ipc(address, options);
    const text = await response.clone().text();
    await pause(longer);
    arrives(asked, text);
    return forged(asked, response);
  } finally {
    way.underWay -= 1;
  }
};

function arrives({ command, payload }, text) {
  const person = payload?.person;
  way.answers += 1;
  if (person === undefined) return;
  if (command === "open_patient") way.opened.set(String(person), text);
  way.reader?.(String(person), text);
  if (String(person) === standing.person) return;
  count(way.late, command);
  if (words.tells(text, String(person))) way.lateTelling += 1;
}

/** The answer itself, or, for the proof, one that says of this patient what is another's. */
function forged({ command, payload }, response) {
  const { forgery } = way;
  if (forgery === null || command !== "open_patient" || String(payload.person) !== forgery.person) return response;
  const { identity } = JSON.parse(way.opened.get(forgery.person));
  const text = JSON.stringify({ ...JSON.parse(way.opened.get(forgery.instead)), identity });
  return new Response(text, { status: response.status, headers: response.headers });
}

/** Whoever listens to the core, by the number of the callback. */
const listeners = new Map();
/** What several hear is one piece of news. */
const counted = new WeakSet();
let latestNews = 0;

/** News come late as well, in their order. */
function hearing(number) {
  const { callbacks } = window.__TAURI_INTERNALS__;
  const heard = callbacks.get(number);
  listeners.set(number, heard);
  callbacks.set(number, (message) => {
    const now = performance.now();
    latestNews = Math.max(latestNews, now + way.longest * way.chance());
    setTimeout(() => {
      if (!counted.has(message.payload)) count(way.news, message.payload.event);
      counted.add(message.payload);
      heard(message);
    }, latestNews - now);
  });
}

/** Hands news to everybody who listens, as the core's script does. */
function tell(payload) {
  count(way.handed, payload.event);
  const { callbacks } = window.__TAURI_INTERNALS__;
  for (const [number, heard] of listeners) if (callbacks.has(number)) heard({ event: "viewer", id: number, payload });
}
