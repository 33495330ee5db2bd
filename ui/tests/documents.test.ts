// 文書: the list, and a document in our layout.
import { fireEvent, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { Hindrance, SectionView } from "../src/bindings";
import { all, changed, find, open, section } from "./doctor_screen";
import { core } from "./fixture/border";
import { DOCUMENTS } from "./fixture/documents";
import { patient, update } from "./fixture/patient";
import { CATEGORIES, items, nothing } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

const view = () => find('[data-test="document-view"]');
const line = (key: string) => find(`[data-test="document-row"][data-key="${key}"]`);
const opener = (key: string) => line(key)?.querySelector<HTMLElement>('[data-test="open-document"]');

async function openTab(documents?: SectionView): Promise<void> {
  if (documents !== undefined) core.answers.open_patient = ({ person }) => patient(person, { document: documents });
  await open();
  await fireEvent.keyDown(window, { key: "4" });
}

async function openDocument(key: string): Promise<void> {
  const button = opener(key);
  button?.focus();
  await fireEvent.click(button ?? document.body);
  await waitFor(() => expect(view()?.querySelector('[data-test="sheet"]')).not.toBeNull());
}

describe("the overview", () => {
  test("keeps exactly its sections", async () => {
    await open();
    expect(all('[data-test="section"]').map((one) => one.dataset.category).sort()).toEqual([...CATEGORIES].sort());
    expect(find('[data-test="tab-document"]')?.textContent).toContain("4件");
  });
});

describe("the list of documents", () => {
  test("tells of each what it is, of when, from whom, how much, signed or not", async () => {
    await openTab();
    expect(find('[data-test="tab-document"]')?.getAttribute("aria-selected")).toBe("true");
    const told = line("d1")?.textContent ?? "";
    for (const part of ["新", "診療情報提供書", "2026-10-30(令和8年)", "架空 次郎", "署名あり"]) expect(told).toContain(part);
    expect([...(line("d2")?.querySelectorAll("td.num") ?? [])].map((one) => one.textContent)).toEqual(["21", "2"]);
    expect(line("d2")?.textContent).toContain("退院時サマリー（呼吸器内科 肺炎の治療のため入院）");
    expect(line("d2")?.querySelector("small")?.textContent).toBe("退院時サマリー");
    expect(line("d3")?.textContent).toContain("患者サマリー");
    expect(line("d3")?.textContent).toContain("今回の応答になし（保存分）");
    expect(line("d3")?.querySelector('[data-test="signature"]')?.textContent).toContain("署名なし");
  });

  test("says of a deleted document that it is, and does not open it", async () => {
    await openTab();
    expect(line("d4")?.textContent).toContain("取り消し");
    expect(line("d4")?.querySelector("td.num")?.textContent).toBe("-");
    expect(opener("d4")).toBeNull();
    expect(line("r4")?.dataset.state).toBe("deleted");
    expect(opener("r4")).toBeNull();
  });

  test("holds the checkup documents, without columns of which nothing is known", async () => {
    await openTab();
    expect(line("r2")?.textContent).toContain("事業者健診");
    expect(line("r2")?.querySelector('[data-test="signature"]')).toBeNull();
    expect(line("r2")?.querySelectorAll("th, td")).toHaveLength(4);
    expect([...(line("r2")?.closest("table")?.querySelectorAll("thead th") ?? [])].map((one) => one.textContent)).toEqual(["文書", "健診日", "作成元", "状態"]);
  });

  test.each<[string, SectionView, string]>([
    ["none_registered", items("document", { held: "none_registered", content: null }), "登録なし"],
    ["not_fetched", nothing("document", { reason: "not_fetched" }), "未取得"],
    ["failed", nothing("document", { reason: "fetch_failed", fault: "timeout", at: "2026-11-21T09:58:00+09:00" }), "取得できません"],
    ["no_consent", nothing("document", { reason: "refused", withheld: false } as Hindrance), "同意なし"],
    ["damaged", nothing("document", null, { held: "damaged" }), "損傷"],
  ])("says %s in the look of the other sections", async (look, documents, title) => {
    await openTab(documents);
    const box = section("document")?.querySelector<HTMLElement>("[data-look]");
    expect(box?.dataset.look).toBe(look);
    expect(box?.textContent).toContain(title);
    expect(opener("r1")).not.toBeNull();
  });

  test("counts as read only where it is shown", async () => {
    await open();
    const reported = () => JSON.stringify(core.calls.filter(({ name }) => name === "report_painted"));
    await waitFor(() => expect(reported()).toContain("condition-1"));
    expect(reported()).not.toContain("document-1");
    await fireEvent.keyDown(window, { key: "4" });
    await waitFor(() => expect(reported()).toContain("document-1"));
  });

  test("does not count as read what came while a document stood in its place", async () => {
    await openTab();
    await openDocument("d2");
    core.answers.patient_section = ({ category }) => update(items(category, { version: "document-2" }));
    changed("document");
    const reported = () => JSON.stringify(core.calls.filter(({ name }) => name === "report_painted"));
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(reported()).not.toContain("document-2");
    await fireEvent.click(find('[data-test="document-back"]') ?? document.body);
    await waitFor(() => expect(reported()).toContain("document-2"));
  });

  test("arrow keys move between the documents that can be opened", async () => {
    await openTab();
    opener("d1")?.focus();
    await fireEvent.keyDown(opener("d1") ?? document.body, { key: "ArrowDown" });
    expect(document.activeElement).toBe(opener("d2"));
  });
});

describe("a document", () => {
  test("is asked for by its key and shown by section", async () => {
    await openTab();
    await openDocument("d2");
    expect(core.calls.at(-1)).toEqual({ name: "document_sheet", request: { person: 1, category: "document", key: "d2" } });
    expect(find("#document-name")?.textContent).toContain("退院時サマリー");
    expect(all('[data-test="sheet-sections"] button').map((one) => one.textContent)).toEqual(["文書・回答", "構造情報", "入院時診断", "現病歴", "添付", "題名なし"]);
    expect(view()?.textContent).toMatch(/胸部X線\.pdf .*開くPDF 1\.2 MB/u);
    expect(view()?.querySelector('[data-test="narrative"]')?.textContent).toContain("38.5℃の発熱");
    expect(all('[data-test="sheet-other-item"]')).toHaveLength(1);
    expect(find('[data-test="documents"]')?.hidden).toBe(true);
  });

  test("its list of sections moves the focus to the section", async () => {
    Element.prototype.scrollIntoView = vi.fn();
    await openTab();
    await openDocument("d2");
    await fireEvent.click(all('[data-test="sheet-sections"] button')[3] ?? document.body);
    expect(document.activeElement?.textContent).toBe("現病歴");
    expect(Element.prototype.scrollIntoView).toHaveBeenCalled();
  });

  test("of a checkup opens the same way", async () => {
    await openTab();
    await openDocument("r2");
    expect(core.calls.at(-1)?.request).toEqual({ person: 1, category: "checkup", key: "r2" });
  });

  test("Escape leads back to its line in the list", async () => {
    await openTab();
    await openDocument("d2");
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });
    expect(view()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(opener("d2")));
  });

  test("leaves the screen when it is taken back meanwhile", async () => {
    await openTab();
    await openDocument("d2");
    const documents = DOCUMENTS.documents.map((one) => (one.key === "d2" ? { ...one, state: "deleted" as const } : one));
    core.answers.patient_section = ({ category }) => update(items(category, { version: "2", content: { section: "document", documents } }));
    changed("document");
    await waitFor(() => expect(find('[data-category="document"] [data-test="news"]')).not.toBeNull());
    await fireEvent.keyDown(window, { key: "r" });
    await waitFor(() => expect(view()).toBeNull());
    expect(opener("d2")).toBeNull();
  });

  test("leaves the screen with its tab", async () => {
    await openTab();
    await openDocument("d2");
    await fireEvent.keyDown(window, { key: "1" });
    expect(view()).toBeNull();
    expect(document.body.textContent).not.toContain("38.5℃の発熱");
  });
});
