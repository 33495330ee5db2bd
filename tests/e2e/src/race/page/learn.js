// Opens each patient slowly and reads everything there is, so that each one's words are known.

const PATIENCE = 60000;

async function until(what, is) {
  const deadline = performance.now() + PATIENCE;
  while (!is()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(15);
  }
}

const there = (css) => document.querySelector(css) !== null;
const answered = () => way.underWay === 0 && !there(`#content .skeleton, [role="dialog"] .skeleton, ${test("sheet-waiting")}`);

/** Opens each one of these, reads it, and goes back. */
async function readEach(person, { name, css, complete, back }) {
  for (let at = 0; at < pressable(css).length; at += 1) {
    press(pressable(css)[at]);
    await until(`${name} to be there`, () => there(complete));
    await until(`the answer of ${name}`, answered);
    words.see(person, name);
    back();
    await until(`${name} to be closed`, () => !there(complete));
  }
}

const escape = () => key("Escape");
const backFrom = (css) => () => press(document.querySelector(css));

async function learn(person) {
  standing.person = person;
  press(rowOf(person));
  await until("a patient", isOpen);
  await window.__TAURI_INTERNALS__.invoke("rpc", { command: "write_note", payload: { person: Number(person), text: `申し送りの印 ${person}` } });
  const waiting = '[data-test="section"][data-reason="fetching"], [data-test="section"][data-reason="not_fetched"]';
  await until("everything fetched", () => !there(waiting) && way.underWay === 0);
  key("r");
  await until("news laid out", () => way.underWay === 0);
  words.see(person, "overview");
  await readEach(person, { name: "sheet", css: test("open-sheet"), complete: `${test("sheet-panel")} ${test("sheet")}[data-complete="yes"]`, back: escape });
  await readEach(person, { name: "history", css: test("open-history"), complete: test("history-panel"), back: escape });
  for (const tab of ["checkup", "laboratory"]) {
    press(document.querySelector(test(`tab-${tab}`)));
    await pause(30);
    words.see(person, tab);
  }
  press(document.querySelector(test("tab-document")));
  await until("documents", () => there(test("documents")));
  words.see(person, "documents");
  for (let at = 0; at < pressable(test("open-document")).length; at += 1) {
    press(pressable(test("open-document"))[at]);
    await until("a document", () => there(`${test("document-view")} ${test("sheet")}[data-complete="yes"]`) && answered());
    words.see(person, "document");
    await readEach(person, { name: "file", css: test("open-file"), complete: test("file-view"), back: backFrom(test("file-back")) });
    await readEach(person, { name: "original", css: test("open-source"), complete: test("source-view"), back: backFrom(test("file-back")) });
    press(document.querySelector(test("document-back")));
    await until("the list of documents", () => !there(test("document-view")));
  }
  press(document.querySelector(test("tab-note")));
  await until("notes", () => there(test("note-draft-text")));
  words.see(person, "notes");
}
