// Which words are whose: learned by opening each patient slowly, with nothing else under way.

/** Lists of people: names of others belong there. */
const LISTS = new Set(["today", "find-results", "waiting-panel", "recovered-panel"]);
const NAMED = ["title", "aria-label"];

/** Every text of the page but of the lists: what stands there, what a pointer or a reader is told, and
 *  what stands in fields. */
function textsOfThePage() {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && LISTS.has(node.dataset?.test) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (walker.nextNode() !== null) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) texts.push(node.nodeValue.trim());
    else {
      for (const name of NAMED) if (node.hasAttribute(name)) texts.push(node.getAttribute(name).trim());
      if (node.value) texts.push(String(node.value));
    }
  }
  return texts;
}

/** Every string of an answer. */
function stringsOf(value, into) {
  if (typeof value === "string") into.add(value.trim());
  else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) stringsOf(one, into);
}

const of = (map, person, make) => map.get(person) ?? map.set(person, make()).get(person);

const words = {
  /** What was painted of each patient, with the place it stood in. */
  painted: new Map(),
  /** What the core said of each patient. */
  said: new Map(),
  /** Name, reading and chart number, and all who have them. */
  identities: new Map(),
  /** Other texts that are one patient's alone; and the same by patient. */
  own: new Map(),
  ofEach: new Map(),
  places: {},
  pattern: null,

  hear(person, text) {
    const answer = JSON.parse(text);
    stringsOf(answer, of(words.said, person, () => new Set()));
    if (typeof answer?.identity !== "object") return;
    const { name, kana, chart_number } = answer.identity;
    for (const word of [name, kana, chart_number]) if (word) of(words.identities, word, () => new Set()).add(person);
  },

  see(person, place) {
    const painted = of(words.painted, person, () => new Map());
    for (const text of textsOfThePage()) if (!painted.has(text)) painted.set(text, place);
  },

  /** Keeps what tells one patient from all others: painted for nobody else and said of nobody else. */
  tellApart() {
    for (const [person, painted] of words.painted) {
      for (const [text, place] of painted) {
        if (text.replace(/\P{L}/gu, "").length < 3 || !words.said.get(person).has(text)) continue;
        if ([...words.said].some(([other, said]) => other !== person && said.has(text))) continue;
        if ([...words.painted].some(([other, theirs]) => other !== person && theirs.has(text))) continue;
        if (words.identities.has(text)) continue;
        words.own.set(text, person);
        of(words.ofEach, person, () => []).push(text);
        count(words.places, place);
      }
    }
    const all = [...words.identities.keys()].sort((one, other) => other.length - one.length);
    words.pattern = new RegExp(all.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gu");
    words.said.clear();
    words.painted.clear();
  },

  ownOf: (person) => words.ofEach.get(person) ?? [],

  /** Whether an answer holds any word by which this patient would be known. */
  tells(text, person) {
    if (words.pattern === null) return false;
    for (const [found] of text.matchAll(words.pattern)) if (words.identities.get(found).has(person)) return true;
    return words.ownOf(person).some((word) => text.includes(word));
  },
};
