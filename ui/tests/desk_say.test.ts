import { describe, expect, test } from "vitest";
import type { BoardConsent, BoardRowView, CareSetting, ExpiryWarning } from "../src/bindings";
import { whatToSay } from "../src/desk/say";
import { en } from "../src/words/en";
import { ja } from "../src/words/ja";
import { BOARD } from "./fixture/board";

const SETTINGS: CareSetting[] = ["outpatient", "home_visit", "online"];
const AT_HOME: CareSetting[] = ["home_visit", "online"];
/** Each state in which the patient may choose again. */
const ASKED: [BoardConsent, ExpiryWarning][] = [
  ["expired", "none"],
  ["no_card", "none"],
  ["none", "none"],
  ["unknown", "none"],
  ["all", "two_hours"],
  ["some", "two_hours"],
  ["all", "thirty_minutes"],
  ["some", "thirty_minutes"],
];
const NOT_ASKED: [BoardConsent, ExpiryWarning][] = [
  ["all", "none"],
  ["some", "none"],
];
const AT_COUNTER = /カードリーダー|窓口|reader|counter/i;
const ON_WEB = /マイナ在宅受付Web|home reception web page/;
const ADVICE_NOW = /お願いします|置いて|please/i;

function row(setting: CareSetting, [consent, warning]: [BoardConsent, ExpiryWarning]): BoardRowView {
  const [first] = BOARD.rows;
  if (first === undefined) throw new Error("the fixture lacks a row");
  return { ...first, setting, consent, warning };
}

const cells = (settings: CareSetting[], states: [BoardConsent, ExpiryWarning][]) =>
  settings.flatMap((setting) => states.map((state) => [setting, ...state] as const));

describe.each([
  ["ja", ja],
  ["en", en],
])("what to say in %s", (_language, words) => {
  test.each(cells(SETTINGS, [...ASKED, ...NOT_ASKED]))("has words for %s, %s, %s, with and without the line", (setting, ...state) => {
    for (const lineDown of [false, true]) expect(whatToSay(row(setting, state), lineDown, words)).toMatch(/\S{2}/);
  });

  test.each(cells(AT_HOME, [...ASKED, ...NOT_ASKED]))("never speaks of the counter to %s, %s, %s", (setting, ...state) => {
    for (const lineDown of [false, true]) expect(whatToSay(row(setting, state), lineDown, words)).not.toMatch(AT_COUNTER);
  });

  test.each(cells(AT_HOME, ASKED))("sends %s, %s, %s to the web page", (setting, ...state) => {
    for (const lineDown of [false, true]) expect(whatToSay(row(setting, state), lineDown, words)).toMatch(ON_WEB);
  });

  test.each(cells(["outpatient"], ASKED))("sends %s, %s, %s to the card reader", (setting, ...state) => {
    for (const lineDown of [false, true]) expect(whatToSay(row(setting, state), lineDown, words)).toMatch(AT_COUNTER);
    expect(whatToSay(row(setting, state), false, words)).not.toMatch(ON_WEB);
  });

  test.each(SETTINGS)("tells the states of %s apart while the line is up, and asks for nothing while it is down", (setting) => {
    const said = ASKED.map((state) => whatToSay(row(setting, state), false, words));
    // Expired, no card, none, unknown and soon: how many categories were given is not in the words.
    expect(new Set(said).size).toBe(5);
    const down = ASKED.map((state) => whatToSay(row(setting, state), true, words));
    expect(new Set(down).size).toBe(1);
    expect(down[0]).not.toMatch(ADVICE_NOW);
  });

  test.each(SETTINGS)("asks %s for nothing while the consent runs", (setting) => {
    for (const state of NOT_ASKED) expect(whatToSay(row(setting, state), false, words)).toBe(words.desk.say.nothing);
  });
});
