// What a person does at the page.

const test = (name) => `[data-test="${name}"]`;
const ROW = test("today-row");
const rowOf = (person) => document.querySelector(`${ROW}[data-person="${person}"]`);

/** What can be pressed of it: not what lies under something. */
const pressable = (css) => [...document.querySelectorAll(css)].filter((one) => !one.disabled && one.offsetParent !== null && one.closest("[inert]") === null);

function press(element) {
  element.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  element.click();
}

function key(name) {
  const at = document.activeElement ?? document.body;
  at.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
}

const hand = {
  chance: chanceOf(1),
  people: [],
  switches: 0,
  /** Switches by what made them. */
  by: { mouse: 0, keyboard: 0, driver: 0, draft: 0 },
  /** Presses that the list took for nobody's, because it had just moved under the driver's mouse. */
  inVain: 0,
  acts: {},
  using: "driver",

  any: (all) => all[Math.floor(hand.chance() * all.length)],
  between: (low, high) => low + (high - low) * hand.chance(),

  /** Chooses somebody else in today's list. */
  choose() {
    const row = rowOf(hand.any(hand.people.filter((one) => one !== standing.person)));
    if (row === null) return;
    if (hand.chance() < 0.7) return hand.with("mouse", () => press(row));
    const rows = [...document.querySelectorAll(ROW)];
    const at = rows.indexOf(row);
    rows[at === 0 ? 1 : at - 1].focus();
    key(at === 0 ? "ArrowUp" : "ArrowDown");
    key("Enter");
    hand.with("keyboard", () => document.activeElement.click());
  },

  with(what, act) {
    hand.using = what;
    act();
    hand.using = "driver";
  },

  /** Does one more thing with whoever is open, so that more than the opening is under way. */
  act() {
    const possible = ACTS.filter(({ css, may = () => true }) => may() && (css === undefined || pressable(css).length > 0));
    const one = hand.any(possible.flatMap((each) => Array(each.times ?? 1).fill(each)));
    if (one === undefined) return;
    count(hand.acts, one.name);
    one.act === undefined ? hand.with("draft", () => press(hand.any(pressable(one.css)))) : one.act();
  },
};

const isOpen = () => standing.person !== null && document.documentElement.dataset.painted === standing.person;
const changed = (person) => tell({ event: "section_changed", person: Number(person), category: hand.any(CATEGORIES), version: null, changes: null });
const CATEGORIES = ["condition", "drug_allergy", "other_allergy", "infection", "laboratory", "prescription", "checkup", "document"];

/** What is done, and how many times as often as what is done once. */
const ACTS = [
  { name: "sheet", css: test("open-sheet"), times: 20 },
  { name: "history", css: test("open-history"), times: 15 },
  { name: "notes", css: test("tab-note") },
  { name: "documents", may: isOpen, times: 5, act: () => press(document.querySelector(test("tab-document"))) },
  { name: "document", css: test("open-document"), times: 20 },
  { name: "file", css: test("open-file"), times: 20 },
  { name: "original", css: test("open-source"), times: 10 },
  { name: "laboratory", may: isOpen, act: () => key("3") },
  { name: "waiting drafts", css: test("waiting-drafts"), may: () => hand.chance() < 0.3 },
  { name: "to the notes of a draft", css: test("waiting-draft"), times: 20 },
  { name: "lay out news", may: isOpen, act: () => key("r") },
  { name: "close", css: '[role="dialog"]', act: () => key("Escape") },
  { name: "news of a section", may: isOpen, times: 2, act: () => changed(standing.person) },
  { name: "news of somebody else", act: () => changed(hand.any(hand.people)) },
  { name: "news missed", act: () => tell({ event: "news_missed" }) },
  // Whose records count as theirs changed: nothing of them may stay.
  {
    name: "another person's records",
    may: () => standing.person !== null && hand.chance() < 0.2,
    act: () => {
      const person = Number(standing.person);
      standing.person = null;
      tell({ event: "person_changed", person });
    },
  },
];

// Whoever presses: our hand, the keyboard or the driver's mouse.
window.addEventListener(
  "click",
  (event) => {
    const { target } = event;
    const chosen = target.closest?.(`${ROW}, ${test("waiting-draft")}`)?.dataset.person;
    if (chosen === undefined || way.reader !== null) return;
    // A click on its way when the race ended would change what is being proved.
    if (race.stage === "proving" && hand.using === "driver") {
      event.stopImmediatePropagation();
      return;
    }
    const before = standing.person;
    const counted = chosen === before ? 0 : 1;
    hand.switches += counted;
    hand.by[hand.using] += counted;
    standing.person = chosen;
    // The list says in the same go that a click opens nobody: from that moment whoever stood there has to stay. It is
    // heard as it is said, because the page can be looked at before the click has come back up to the window.
    event.preventDefault = () => {
      Event.prototype.preventDefault.call(event);
      standing.person = before;
      hand.inVain += 1;
      hand.switches -= counted;
      hand.by[hand.using] -= counted;
    };
  },
  { capture: true },
);
