// 全記載: everything an answer says, over the content of one patient.
import { fireEvent, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { BlockView, CardView, FieldView, SheetView } from "../src/bindings";
import { narrow } from "../src/doctor/sheet/narrow";
import { beginning } from "../src/doctor/sheet/beginning";
import { sentInstant } from "../src/time/sent_instant";
import { ja } from "../src/words/ja";
import { current } from "../src/words/current.svelte";
import { all, changed, find, open, painted, row, section } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { patient, update } from "./fixture/patient";
import { items, nothing } from "./fixture/sections";
import { block, card, field, longSheet, MARKS, SHEET } from "./fixture/sheet";

vi.mock("../src/border", () => import("./fixture/border"));

const panel = () => find('[data-test="sheet-panel"]');
const cards = () => all('[data-test="sheet-card"]');
const filtered = () => find('[data-test="sheet-filtered"]')?.textContent?.trim() ?? "";
const filter = () => find('[data-test="sheet-filter"]') as HTMLInputElement;
const button = (category: string) => section(category)?.querySelector<HTMLElement>('[data-test="open-sheet"]');
const asked = () => core.calls.filter(({ name }) => name === "section_sheet" || name === "document_sheet");

async function openSheet(category = "condition"): Promise<void> {
  await open();
  const opener = button(category);
  opener?.focus();
  await fireEvent.click(opener ?? document.body);
  await waitFor(() => expect(find('[data-test="sheet"]')?.dataset.complete).toBe("yes"), { timeout: 5000 });
}

async function enter(words: string): Promise<HTMLElement> {
  const target = all("[data-words]").find((one) => one.dataset.words === words) ?? document.body;
  target.focus();
  await fireEvent.keyDown(target, { key: "Enter" });
  return target;
}

const ofFields = (fields: FieldView[]): string[] => fields.flatMap(({ pieces, fields: inner }) => [...pieces.map(({ text }) => text), ...ofFields(inner)]);
const ofCards = (list: CardView[]): string[] => list.flatMap((one) => [...ofFields(one.fields), ...ofCards(one.cards)]);
const ofBlocks = (blocks: BlockView[]): string[] => blocks.flatMap((one) => [one.title, ...ofFields(one.fields), ...ofCards(one.cards), ...ofBlocks(one.blocks)]);

describe("a sheet", () => {
  test("says beside each outermost heading what holds for the whole document", async () => {
    core.answers.section_sheet = () => ({ ...SHEET, blocks: [{ ...block("紹介目的"), marks: ["entered_in_error"] }] });
    await openSheet();
    expect(find('[data-test="sheet-whole"]')?.textContent).toContain(ja.sheet.mark.entered_in_error);
  });

  test("draws every piece as it is, and every other item with its path", async () => {
    await openSheet();
    for (const around of all<HTMLDetailsElement>('[data-test="sheet-around"]')) {
      expect(around.querySelector("article")).toBeNull();
      around.open = true;
      await fireEvent(around, new Event("toggle"));
    }
    const text = panel()?.textContent ?? "";
    const drawn = (told: string) => sentInstant(told, "ja") ?? told;
    for (const told of ofBlocks(SHEET.blocks).map(drawn)) expect(text).toContain(told);
    const time = panel()?.querySelector<HTMLElement>("time");
    expect([time?.textContent, time?.title]).toEqual(["2026-11-20(令和8年) 09:00:00", "2026-11-20T09:00:00+09:00"]);
    const others = all('[data-test="sheet-other-item"]').map((one) => [one.querySelector("th")?.textContent, one.querySelector("td")?.textContent]);
    expect(others).toEqual(SHEET.other.map(({ pointer, text: told }) => [pointer, told]));
    expect(all('[data-test="sheet-field"]')).toHaveLength(14);
  });

  test("puts nothing between the pieces of a statement and tells whose words each is", async () => {
    await openSheet();
    const pieces = cards()[1]?.querySelector(".pieces");
    expect(pieces?.textContent).toBe("肺炎の疑い〔肺炎 20067085〕");
    expect([...(pieces?.children ?? [])].map((one) => (one as HTMLElement).dataset.role)).toEqual(["sent", "words", "aside", "words", "code", "words"]);
  });

  test("says every mark in its own word", async () => {
    await openSheet();
    for (const mark of MARKS) {
      expect(all(`[data-test="sheet-mark"][data-mark="${mark}"]`).at(-1)?.textContent).toBe(ja.sheet.mark[mark]);
    }
    const words = Object.values(ja.sheet.mark);
    expect(new Set(words).size).toBe(words.length);
    expect(ja.sheet.mark).toMatchObject({ uninformed: "未告知", suspected: "疑い", refuted: "否定された登録", modified: "このソフトでは判断できない修飾があります" });
  });

  test("tells how much is not in it", async () => {
    await openSheet();
    expect(find('[data-test="sheet-undelivered"]')?.textContent).toContain("提供対象外の情報を受信（2件、非表示）");
    expect(find('[data-test="sheet-unreadable"]')?.textContent).toContain("読み取れなかった回答 1件");
  });

  test("does not mention what there is none of", async () => {
    core.answers.section_sheet = () => ({ ...SHEET, other: [], undelivered: 0, silenced: 0, unreadable: 0 });
    await openSheet();
    for (const name of ["sheet-undelivered", "sheet-unreadable", "sheet-other"]) expect(find(`[data-test="${name}"]`)).toBeNull();
  });

  test("says that it is empty", async () => {
    core.answers.section_sheet = () => ({ blocks: [], other: [], undelivered: 0, silenced: 0, unreadable: 0 });
    await openSheet();
    expect(find('[data-test="sheet-none"]')?.textContent).toBe("記載はありません。");
  });

  test("is labelled in the language of the screens", async () => {
    await openSheet();
    current.choose("en");
    await waitFor(() => expect(panel()?.textContent).toContain("en 傷病名"));
    expect(find('[data-mark="suspected"]')?.textContent).toBe("Suspected");
  });

  test("of many cards is drawn to its end, in order", async () => {
    core.answers.section_sheet = () => longSheet(400);
    await openSheet("laboratory");
    expect(cards()).toHaveLength(400);
    expect(cards().at(-1)?.textContent).toContain("架空項目400");
    expect(find('[data-test="sheet-other"]')).not.toBeNull();
  });
});

describe("the beginning of a long sheet", () => {
  const one = (name: string) => card("Observation", name, []);
  const blocks = [block("a", { cards: [one("1"), one("2")], blocks: [block("aa", { cards: [one("3")] })] }), block("b", { cards: [one("4")] })];
  const names = (list: BlockView[]): string[] => list.flatMap(({ cards: own, blocks: inner }) => [...own.map(({ kind }) => kind.ja), ...names(inner)]);

  test.each([1, 2, 3, 4, 9])("of %i cards only leaves out its end", (count) => {
    expect(names(beginning(blocks, count))).toEqual(["1", "2", "3", "4"].slice(0, count));
  });
});

describe("a narrative", () => {
  test("stands in a box of its own, and its links lead nowhere", async () => {
    core.answers.section_sheet = () => ({ ...SHEET, blocks: [block("本文", { narrative: '<p>熱<b>感</b></p><a href="https://example.invalid/">外</a>' })] });
    await openSheet();
    const box = find('[data-test="narrative"] .box');
    expect(box?.querySelector("b")?.textContent).toBe("感");
    const link = box?.querySelector("a");
    expect(await fireEvent.click(link ?? document.body)).toBe(false);
  });

  test("is inserted by one component alone, which contains it", () => {
    const sources = import.meta.glob<string>("../src/**/*.{svelte,ts}", { query: "?raw", import: "default", eager: true });
    const inserting = Object.entries(sources).filter(([, text]) => /@html|innerHTML|insertAdjacentHTML|outerHTML|createContextualFragment/.test(text));
    expect(inserting.map(([path]) => path)).toEqual(["../src/doctor/sheet/Narrative.svelte"]);
    expect(inserting[0]?.[1]).toMatch(/contain: content/);
    expect(inserting[0]?.[1]).toMatch(/allow-list/);
  });
});

describe("the filter", () => {
  test("keeps the cards that hold the words, and says so", async () => {
    await openSheet();
    await fireEvent.input(filter(), { target: { value: "2型糖尿病" } });
    expect(filtered()).toBe("「2型糖尿病」で絞り込み中（1件）");
    expect(cards().map((one) => one.dataset.resource)).toEqual(["Condition", "Encounter"]);
    expect(panel()?.textContent).toContain("２型糖尿病性腎症");
    await fireEvent.click(find('[data-test="sheet-clear"]') ?? document.body);
    expect(filter().value).toBe("");
    expect(cards()).toHaveLength(4);
    expect(document.activeElement).toBe(filter());
  });

  test.each([
    ["ABC", "ａｂｃ"],
    ["ｱﾚﾙｷﾞｰ", "アレルギー"],
    ["  見本\n中央 ", "見本 中央"],
  ])("does not tell %j from %j", (words, told) => {
    const view: SheetView = { ...SHEET, blocks: [block("x", { cards: [card("A", "甲", [field("a", [told])]), card("A", "乙", [field("a", ["ほか"])])] })], other: [] };
    expect(narrow(view, words, { label: (label) => label.ja, mark: () => "", moment: () => null }).hits).toBe(1);
  });

  test("finds words over the pieces of a statement, not over two statements", () => {
    const view: SheetView = { ...SHEET, blocks: [block("x", { cards: [card("A", "甲", [field("a", ["12", [" mg", "words"]]), field("b", ["錠"])])] })], other: [] };
    const hits = (words: string) => narrow(view, words, { label: (label) => label.ja, mark: () => "", moment: () => null }).hits;
    expect(hits("12 mg")).toBe(1);
    expect(hits("mg b")).toBe(0);
    expect(hits("mg錠")).toBe(0);
  });

  test("finds marks, other items and the words of a narrative, not its markup", async () => {
    await openSheet();
    const found = async (words: string) => {
      await fireEvent.input(filter(), { target: { value: words } });
      return filtered();
    };
    expect(await found("誤登録")).toContain("（1件）");
    expect(await found("社内メモ")).toContain("（1件）");
    expect(await found("経過観察 109/L")).toContain("（1件）");
    expect(cards().map((one) => one.dataset.resource)).toEqual(["Condition", "Encounter"]);
    expect(await found("<b>")).toContain("（0件）");
    expect(find('[data-test="sheet-none"]')?.textContent).toContain("一致する記載はありません");
  });
});

describe("opening from a row", () => {
  test.each([
    ["drug_allergy", "造影剤"],
    ["condition", "高血圧症"],
    ["infection", "HCV抗体（定性）"],
    ["prescription", "アムロジピン錠5mg"],
    ["checkup", "収縮期血圧"],
  ])("of %s filters by %s", async (category, words) => {
    await open();
    await enter(words);
    expect(asked()).toEqual([{ name: "section_sheet", request: { person: 1, category } }]);
    await waitFor(() => expect(filtered()).toContain(`「${words}」で絞り込み中`));
  });

  test("of a series of 検査 filters by its item", async () => {
    await open();
    const target = section("laboratory")?.querySelector<HTMLElement>("tr[data-words]");
    await enter(target?.dataset.words ?? "");
    await waitFor(() => expect(filtered()).toContain(`「${target?.dataset.words}」`));
  });

  test("of the newest checkup opens that report", async () => {
    await open();
    const head = section("checkup")?.querySelector<HTMLElement>("[data-report]");
    await fireEvent.keyDown(head ?? document.body, { key: "Enter" });
    expect(asked()[0]).toEqual({ name: "document_sheet", request: { person: 1, category: "checkup", key: "r1" } });
    expect(find("#sheet-title")?.textContent).toBe("全記載: 健診 2026-06-02 特定健診");
  });

  test("of a cell of the checkup table opens its report filtered by the item; not of a deleted one", async () => {
    await open();
    await fireEvent.keyDown(window, { key: "2" });
    const cell = (column: number) => find(`tr[data-row="k3"] td[data-cell="${column}"]`) ?? document.body;
    cell(3).focus();
    await fireEvent.keyDown(cell(3), { key: "Enter" });
    expect(asked()).toHaveLength(0);
    cell(1).focus();
    await fireEvent.keyDown(cell(1), { key: "Enter" });
    expect(asked()[0]?.request).toEqual({ person: 1, category: "checkup", key: "r2" });
    await waitFor(() => expect(filtered()).toContain("「収縮期血圧」"));
  });

  test("one row of a section is reached by Tab, the others by the arrow keys, also after a fold opened", async () => {
    await open();
    const rows = () => [...(section("condition")?.querySelectorAll<HTMLElement>("[data-words]") ?? [])];
    const reachable = () => rows().filter((one) => one.tabIndex === 0);
    expect(reachable()).toEqual([rows()[0]]);
    rows()[0]?.focus();
    await fireEvent.keyDown(rows()[0] ?? document.body, { key: "ArrowDown" });
    expect(document.activeElement).toBe(rows()[1]);
    expect(reachable()).toEqual([rows()[1]]);
    const before = rows().length;
    await fireEvent.click(section("condition")?.querySelector("button[aria-expanded]") ?? document.body);
    await waitFor(() => expect(rows().length).toBeGreaterThan(before));
    await waitFor(() => expect(rows().every((one) => one.hasAttribute("tabindex"))).toBe(true));
    expect(reachable()).toHaveLength(1);
  });
});

describe("the panel", () => {
  test("leaves identity and allergies on the screen and takes the content out of reach", async () => {
    await openSheet();
    expect(find('[data-test="identity"]')?.dataset.person).toBe("1");
    expect(find('[data-test="allergy-band"]')).not.toBeNull();
    expect(find("#content")?.inert).toBe(true);
    expect(panel()?.closest("#content")).toBeNull();
    expect(panel()?.querySelector('[data-test="as-of"]')?.textContent).toContain("10:32");
  });

  test("keeps the focus, closes with Escape and gives the focus back", async () => {
    await openSheet();
    expect(panel()?.contains(document.activeElement)).toBe(true);
    // What folds is a stop of the keyboard as well: here the last one.
    const last = [...(panel()?.querySelectorAll<HTMLElement>("summary") ?? [])].at(-1);
    last?.focus();
    await fireEvent.keyDown(last ?? document.body, { key: "Tab" });
    expect(document.activeElement).toBe(find('[data-test="sheet-close"]'));
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "Tab", shiftKey: true });
    expect(document.activeElement).toBe(last);
    find('[data-test="sheet-filter"]')?.focus();
    await fireEvent.keyDown(filter(), { key: "Escape" });
    expect(panel()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(button("condition")));
    expect(find("#content")?.inert).toBe(false);
  });

  test("leaves nothing behind when another patient is chosen, and takes no late answer", async () => {
    let answer: (view: SheetView) => void = () => {};
    core.answers.section_sheet = () => new Promise((resolve) => (answer = resolve));
    await open();
    await fireEvent.click(button("condition") ?? document.body);
    expect(find('[data-test="sheet-waiting"]')).not.toBeNull();
    await fireEvent.click(await row(2));
    expect(panel()).toBeNull();
    await painted(2);
    answer(SHEET);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(panel()).toBeNull();
    expect(document.body.textContent).not.toContain("社内メモ");
  });

  test("closes when the section may no longer be shown", async () => {
    await openSheet();
    core.answers.patient_section = ({ category }) => update(nothing(category, { reason: "expired", at: null, withheld: true }));
    changed("condition");
    await waitFor(() => expect(panel()).toBeNull());
    expect(document.body.textContent).not.toContain("社内メモ");
  });

  test("says that there is something newer, and reads it on demand", async () => {
    await openSheet();
    expect(find('[data-test="sheet-again"]')).toBeNull();
    await fireEvent.input(filter(), { target: { value: "肺炎" } });
    core.answers.patient_section = ({ category }) => update(items(category, { version: "condition-2" }));
    core.answers.section_sheet = () => ({ ...SHEET, other: [{ pointer: "/x", text: "あとの肺炎" }] });
    tell({ event: "section_changed", person: 1, category: "condition", version: "condition-2", changes: null });
    await waitFor(() => expect(find('[data-test="sheet-again"]')).not.toBeNull());
    expect(panel()?.textContent).not.toContain("あとの肺炎");
    await fireEvent.click(find('[data-test="sheet-again"]') ?? document.body);
    await waitFor(() => expect(panel()?.textContent).toContain("あとの肺炎"));
    expect(filter().value).toBe("肺炎");
    expect(find('[data-test="sheet-again"]')).toBeNull();
  });

  test("says why there is nothing in it", async () => {
    core.answers.section_sheet = () => Promise.reject({ code: "withheld", fields: {} });
    await open();
    await fireEvent.click(button("condition") ?? document.body);
    await waitFor(() => expect(panel()?.querySelector('[data-test="error"]')?.getAttribute("data-code")).toBe("withheld"));
  });

  test("is offered only where something is held", async () => {
    core.answers.open_patient = ({ person }) =>
      patient(person, { infection: nothing("infection", { reason: "refused", withheld: true }), condition: items("condition", { held: "damaged", content: null }) });
    await open();
    expect(button("infection")).toBeNull();
    expect(button("condition")).toBeNull();
    for (const category of ["drug_allergy", "other_allergy", "laboratory", "prescription", "checkup"]) expect(button(category)).not.toBeNull();
  });
});
