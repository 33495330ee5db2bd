import { fireEvent, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { SectionView } from "../src/bindings";
import { all, find, open, painted } from "./doctor_screen";
import { core } from "./fixture/border";
import { CLERK, DOCTOR, DRAFT, NOTES, WAITING } from "./fixture/notes";
import { patient } from "./fixture/patient";
import { TODAY } from "./fixture/people";
import { items, nothing } from "./fixture/sections";
import { noteLines } from "../src/doctor/notes/lines";

vi.mock("../src/border", () => import("./fixture/border"));

const NOTICE = "診療録ではありません。必要な内容は電子カルテに記載してください。";
const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const requests = (name: string) => core.calls.filter((one) => one.name === name).map((one) => one.request);
const written = vi.fn((_text: string) => Promise.resolve());

/** Opens the notes of the patient by their key. */
async function openNotes(): Promise<void> {
  await open();
  await fireEvent.keyDown(window, { key: "5" });
  await arrives('[data-test="notes"]');
}

async function type(text: string): Promise<HTMLTextAreaElement> {
  const field = (await arrives('[data-test="note-text"]')) as HTMLTextAreaElement;
  await fireEvent.input(field, { target: { value: text } });
  return field;
}

/** Diseases of which the first, or none, was not told. */
function conditions(untold: boolean): SectionView {
  const section = items("condition");
  if (section.content?.section !== "condition") throw new Error("no conditions");
  const rows = section.content.items.map((row, at) => ({ ...row, uninformed: untold && at === 0 }));
  return { ...section, content: { ...section.content, items: rows, ended: [], withdrawn: [] } };
}

beforeEach(() => {
  written.mockClear();
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: written } });
  core.answers.notes = ({ person }) => ({ ...NOTES, person });
});

describe("記録メモ", () => {
  test("says that it is no medical record, and tells drafts from what is confirmed", async () => {
    await openNotes();
    await arrives('[data-test="note-draft"]');
    expect(find('[data-test="notes-notice"]')?.textContent).toContain(NOTICE);
    const draft = find('[data-test="note-draft"]')?.textContent ?? "";
    expect(draft).toContain("未確定");
    expect(draft).toContain("3日超");
    expect(draft).toContain("代行入力 事務 補助（医師事務作業補助者）");
    expect(find('[data-test="note"][data-number="2"]')?.textContent).toContain(NOTICE);
    expect(find('[data-test="note-damaged"]')?.textContent).toContain("確定した内容と異なる");
  });

  test("says who confirmed for whom, when and by which clock", async () => {
    await openNotes();
    const line = (await arrives('[data-test="note"][data-number="2"] [data-test="note-confirmation"]')).textContent ?? "";
    expect(line).toContain("代行確定 佐藤 代行（医師等） 2026-11-20 10:12（山田 太郎（医師等） に代わって）");
    expect(line).toContain("時計要確認");
    expect(line).toContain("信頼できる時刻なし");
  });

  test("keeps what was superseded readable, in its order", async () => {
    await openNotes();
    expect(find('[data-test="note"][data-number="1"]')).toBeNull();
    await fireEvent.click(await arrives('[data-test="notes-earlier"]'));
    const former = await arrives('[data-test="note"][data-number="1"]');
    expect(former.textContent).toContain("腎機能は正常");
    expect(former.textContent).toContain("置き換え済み（記録 2）");
    expect(former.textContent).toContain("別の方と結合中に記載");
    expect(find('[data-test="note"][data-number="2"] [data-test="note-mixed"]')).toBeNull();
    expect(former.querySelector('[data-test="note-supersede"]')).toBeNull();
  });

  test("markup is text", async () => {
    await openNotes();
    expect((await arrives('[data-test="note-draft-text"]')).textContent).toBe(DRAFT.text);
    expect(find('[data-test="note-draft-text"] b')).toBeNull();
  });

  test("one key begins a note, another saves it, and nothing is confirmed by that", async () => {
    await openNotes();
    await arrives('[data-test="note-new"]');
    await fireEvent.keyDown(window, { key: "n" });
    const field = await type("健診の腎機能を確認");
    await waitFor(() => expect(document.activeElement).toBe(field));
    // What is typed is for the note: no tab changes, nothing is laid out.
    await fireEvent.keyDown(field, { key: "1" });
    expect(find('[data-test="tab-note"]')?.getAttribute("aria-selected")).toBe("true");
    await fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(find('[data-test="note-form"]')).toBeNull());
    expect(requests("write_note")).toEqual([{ person: 1, text: "健診の腎機能を確認" }]);
    expect(requests("confirm_note")).toEqual([]);
  });

  test("confirms the very text that is shown", async () => {
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note-confirm"]'));
    await waitFor(() => expect(find('[data-test="note-draft"]')).toBeNull());
    expect(requests("confirm_note")).toEqual([{ person: 1, draft: 4, seen: DRAFT.seen }]);
  });

  test("a draft that was changed meanwhile is shown as it is now and not confirmed", async () => {
    await openNotes();
    await arrives('[data-test="note-draft"]');
    core.answers.confirm_note = () => Promise.reject({ code: "note_changed", fields: {} });
    core.answers.notes = () => ({ ...NOTES, drafts: [{ ...DRAFT, text: "直された内容", seen: "bb".repeat(32) }] });
    await fireEvent.click(await arrives('[data-test="note-confirm"]'));
    await waitFor(() => expect(find('[data-test="note-draft-text"]')?.textContent).toBe("直された内容"));
    expect((await arrives('[data-test="error"]')).dataset.code).toBe("note_changed");
    // The second half of a double click meets a button that does nothing yet.
    const again = (await arrives('[data-test="note-confirm"]')) as HTMLButtonElement;
    expect(again.disabled).toBe(true);
    expect((await arrives('[data-test="note-replaced"]')).textContent).toContain("読み直してください");
    await fireEvent.click(again);
    expect(requests("confirm_note")).toEqual([{ person: 1, draft: 4, seen: DRAFT.seen }]);
    await waitFor(() => expect((find('[data-test="note-confirm"]') as HTMLButtonElement).disabled).toBe(false), { timeout: 4000 });
  });

  test("what is saved after its patient was left is not offered to be saved again", async () => {
    let answer: () => void = () => undefined;
    core.answers.write_note = ({ person }) => new Promise((resolve) => (answer = () => resolve({ ...NOTES, person })));
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    await type("健診の腎機能を確認");
    await fireEvent.click(await arrives('[data-test="note-save"]'));
    await waitFor(() => expect(requests("write_note")).toHaveLength(1));
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="2"]'));
    await painted(2);
    answer();
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await painted(1);
    await fireEvent.keyDown(window, { key: "5" });
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    expect(((await arrives('[data-test="note-text"]')) as HTMLTextAreaElement).value).toBe("");
  });

  test("a refused text stays in the form", async () => {
    core.answers.write_note = () => Promise.reject({ code: "note_text", fields: { problem: "too_long", limit: "2000", length: "2007" } });
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    const field = await type("長い内容");
    await fireEvent.click(await arrives('[data-test="note-save"]'));
    expect((await arrives('[data-test="error"]')).textContent).toContain("上限2000文字");
    expect(field.value).toBe("長い内容");
  });

  test("too long a text is not sent", async () => {
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    await type("𠮷".repeat(2001));
    expect(find('[data-test="note-count"]')?.textContent).toBe("2001/2000文字");
    expect((find('[data-test="note-save"]') as HTMLButtonElement).disabled).toBe(true);
  });

  test("a note is superseded by a whole text that begins with its own", async () => {
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note"][data-number="2"] [data-test="note-supersede"]'));
    const field = (await arrives('[data-test="note-text"]')) as HTMLTextAreaElement;
    expect(field.value).toBe("腎機能は低下傾向");
    await type("腎機能は安定");
    await fireEvent.click(await arrives('[data-test="note-save"]'));
    await waitFor(() => expect(requests("supersede_note")).toEqual([{ person: 1, note: 2, text: "腎機能は安定" }]));
  });

  test("who enters for others names a doctor and writes nothing in their own name", async () => {
    core.answers.notes = ({ person }) => ({ ...NOTES, person, may_write: false, authors: [DOCTOR] });
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    await type("代わりに入力");
    expect((find('[data-test="note-save"]') as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.change(await arrives('[data-test="note-author"]'), { target: { value: "yamada" } });
    await fireEvent.click(await arrives('[data-test="note-save"]'));
    await waitFor(() => expect(requests("write_note")).toEqual([{ person: 1, text: "代わりに入力", on_behalf_of: "yamada" }]));
  });

  test("who only reads is offered nothing else", async () => {
    core.answers.notes = ({ person }) => ({ ...NOTES, person, may_write: false, drafts: [{ ...DRAFT, entered_by: CLERK, may_change: false, may_discard: false, may_confirm: null }] });
    await openNotes();
    await arrives('[data-test="note-draft"]');
    for (const act of ["note-new", "note-confirm", "note-change", "note-discard", "note-supersede"]) expect(find(`[data-test="${act}"]`)).toBeNull();
  });

  test("a deputy may discard what somebody who has left began, and not change it", async () => {
    core.answers.notes = ({ person }) => ({ ...NOTES, person, drafts: [{ ...DRAFT, may_change: false, may_discard: true, may_confirm: "deputy" }] });
    await openNotes();
    await arrives('[data-test="note-discard"]');
    expect(find('[data-test="note-change"]')).toBeNull();
  });

  test("what was typed and not saved waits for its own patient", async () => {
    await openNotes();
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    await type("途中の文");
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="2"]'));
    await painted(2);
    await fireEvent.keyDown(window, { key: "5" });
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    expect(((await arrives('[data-test="note-text"]')) as HTMLTextAreaElement).value).toBe("");
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await painted(1);
    await fireEvent.keyDown(window, { key: "5" });
    await fireEvent.click(await arrives('[data-test="note-new"]'));
    expect(((await arrives('[data-test="note-text"]')) as HTMLTextAreaElement).value).toBe("途中の文");
  });

  test("a late answer about another patient is never shown", async () => {
    let late: (view: typeof NOTES) => void = () => undefined;
    core.answers.notes = () => new Promise((resolve) => (late = resolve));
    await openNotes();
    const former = late;
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="2"]'));
    await painted(2);
    await fireEvent.keyDown(window, { key: "5" });
    former({ ...NOTES, person: 1 });
    late({ ...NOTES, person: 2, notes: [], drafts: [] });
    await arrives('[data-test="notes-none"]');
    expect(find('[data-test="notes"]')?.textContent).not.toContain("腎機能");
  });

  test("nothing can be noted while the second copy stands in", async () => {
    core.answers.notes = ({ person }) => ({ ...NOTES, person, standing: { state: "second_copy", lost: 2 } });
    await openNotes();
    expect((await arrives('[data-test="notes-standing"]')).textContent).toContain("最後の2回分");
    expect(find('[data-test="note-new"]')).toBeNull();
    expect(find('[data-test="note"][data-number="2"]')).not.toBeNull();
  });
});

describe("a note on the clipboard", () => {
  test("one key copies it with notice, patient, author and confirmation", async () => {
    core.answers.open_patient = ({ person }) => patient(person, { condition: conditions(false) });
    await openNotes();
    const note = await arrives('[data-test="note"][data-number="2"]');
    await fireEvent.keyDown(note, { key: "c" });
    await waitFor(() => expect(written).toHaveBeenCalledTimes(1));
    const text = written.mock.calls[0]?.[0] ?? "";
    for (const part of [NOTICE, "患者: 浜辺 帆波（1930-06-28生） 患者番号 000740037", "記載 山田 太郎", "代行確定 佐藤 代行", "記録 1 を置き換え", "腎機能は低下傾向"]) {
      expect(text).toContain(part);
    }
    expect((await arrives('[data-test="note-copied"]')).dataset.done).toBe("true");
  });

  test("asks first when the patient has a disease they were not told", async () => {
    core.answers.open_patient = ({ person }) => patient(person, { condition: conditions(true) });
    await openNotes();
    const note = await arrives('[data-test="note"][data-number="2"]');
    await fireEvent.keyDown(note, { key: "c" });
    await arrives('[data-test="note-copy-ask"]');
    expect(written).not.toHaveBeenCalled();
    await fireEvent.click(await arrives('[data-test="note-copy-yes"]'));
    await waitFor(() => expect(written).toHaveBeenCalledTimes(1));
  });
});

describe("未告知", () => {
  test.each(["refused", "not_granted"] as const)("asks first too when nobody can say whether there is such a disease (%s)", async (reason) => {
    const withheld = reason === "refused" ? { reason, withheld: true } : { reason };
    core.answers.open_patient = ({ person }) => patient(person, { condition: nothing("condition", withheld) });
    await openNotes();
    await fireEvent.keyDown(await arrives('[data-test="note"][data-number="2"]'), { key: "c" });
    await arrives('[data-test="note-copy-ask"]');
    expect(written).not.toHaveBeenCalled();
  });
});

describe("未確定の記録", () => {
  test("whoever is not on today's list is opened once both items are confirmed", async () => {
    core.answers.todays_patients = () => ({ ...TODAY, patients: TODAY.patients.slice(1) });
    core.answers.open_drafts = ({ list }) => (list ? WAITING : { ...WAITING, drafts: [] });
    await open(2);
    await fireEvent.click(await arrives('[data-test="waiting-drafts"]'));
    const waiting = await arrives('[data-test="waiting-draft"]');
    expect(waiting.querySelector('[data-test="twin"]')?.textContent).toContain("同カナ");
    await fireEvent.click(waiting);
    await arrives('[data-test="identity-check"][data-person="1"]');
    expect(requests("open_patient")).toEqual([{ person: 2 }]);
    await fireEvent.click(await arrives('[data-test="check-confirm"]'));
    await painted(1);
    await arrives('[data-test="notes"]');
    expect(requests("open_patient").at(-1)).toEqual({ person: 1, confirmed: { name: "浜辺 帆波", birth_date: "1930-06-28" } });
  });

  test("the count leads to the list, the list to the notes of the patient", async () => {
    core.answers.open_drafts = ({ list }) => (list ? WAITING : { ...WAITING, drafts: [] });
    await open();
    const button = await arrives('[data-test="waiting-drafts"]');
    expect(button.textContent).toContain("1件（3日超 1件）");
    expect(requests("open_drafts").some((request) => JSON.stringify(request).includes("list"))).toBe(false);
    await waitFor(() => expect(find('[data-test="tab-note"]')?.textContent).toContain("未確定1"));
    await fireEvent.click(button);
    const row = await arrives('[data-test="waiting-draft"]');
    expect(row.textContent).toContain("3日超");
    expect(row.textContent).not.toContain("腎機能");
    await fireEvent.click(row);
    await arrives('[data-test="notes"]');
    expect(all('[data-test="waiting-panel"]')).toHaveLength(0);
  });
});

test("a chain of superseding that leads back to itself ends", () => {
  const content = NOTES.notes[1]?.content ?? null;
  if (content === null) throw new Error("no content");
  const note = (number: number, supersedes: number, superseded_by: number | null) => ({ number, superseded_by, was_mixed: false, content: { ...content, supersedes } });
  const [line] = noteLines([note(3, 2, null), note(2, 1, 3), note(1, 2, 2)]);
  expect(line?.earlier.map((one) => one.number)).toEqual([2, 1]);
});
