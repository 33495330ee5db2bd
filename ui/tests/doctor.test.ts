import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { PatientView } from "../src/bindings";
import Doctor from "../src/doctor/Doctor.svelte";
import { all, changed, find, open, painted, row, section } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { patient, patientOfNothings, update } from "./fixture/patient";
import { allergy, DRUG_ALLERGY, items, nothing } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

describe("a row", () => {
  test("that is kept for long says so", async () => {
    await open();
    expect(all('[data-test="long-term"]').map((one) => one.closest("[data-words]")?.getAttribute("data-words"))).toEqual(["HCV抗体（定性）"]);
  });
});

describe("the four nothings and a damaged copy", () => {
  test("differ in look and in wording", async () => {
    core.answers.open_patient = ({ person }) => patientOfNothings(person);
    await open();
    const shown = ["condition", "prescription", "laboratory", "infection", "checkup"].map((category) => {
      const box = section(category)?.querySelector<HTMLElement>("[data-look]");
      return { look: box?.dataset.look, title: box?.querySelector("b")?.textContent ?? "", icon: box?.querySelector("path")?.getAttribute("d") };
    });
    expect(shown.map((one) => one.look)).toEqual(["none_registered", "no_consent", "not_fetched", "failed", "damaged"]);
    expect(new Set(shown.map((one) => one.icon)).size).toBe(5);
    expect(shown[0]?.title).toBe("登録なし");
    expect(shown[1]?.title).toContain("期限切れ");
    expect(shown[2]?.title).toBe("未取得");
    expect(shown[3]?.title).toContain("取得できません");
    expect(shown[4]?.title).toContain("損傷");
  });

  test("never say 登録なし unless the service said so", async () => {
    core.answers.open_patient = ({ person }) => patientOfNothings(person);
    await open();
    for (const category of ["prescription", "laboratory", "infection", "checkup"]) {
      expect(section(category)?.textContent).not.toContain("登録なし");
    }
  });
});

describe("the allergy band", () => {
  test("has two halves, each with its own state and as-of", async () => {
    core.answers.open_patient = ({ person }) =>
      patient(person, { other_allergy: nothing("other_allergy", { reason: "refused", withheld: false }) });
    await open();
    const band = within(find('[data-test="allergy-band"]') ?? document.body);
    expect(band.getByText("セファゾリンナトリウム")).toBeTruthy();
    expect(section("drug_allergy")?.dataset.held).toBe("items");
    expect(section("other_allergy")?.textContent).toContain("同意なし・登録の有無は不明");
    expect(section("other_allergy")?.dataset.reason).toBe("refused");
    expect(all('[data-test="allergy-band"] [data-test="as-of"]')).toHaveLength(2);
  });

  test("shows a new allergy at once, marked", async () => {
    await open();
    const content = { section: "drug_allergy" as const, ...DRUG_ALLERGY, items: [...DRUG_ALLERGY.items, allergy("n1", "架空シリン")] };
    core.answers.patient_section = ({ category }) => update(items(category, { content, version: "2" }));
    changed("drug_allergy");
    await waitFor(() => expect(section("drug_allergy")?.textContent).toContain("架空シリン"));
    const marked = all('[data-category="drug_allergy"] [data-mark="new"]');
    expect(marked).toHaveLength(1);
    expect(marked[0]?.closest("li")?.textContent).toContain("架空シリン");
    expect(find('[data-test="news"]')).toBeNull();
  });
});

describe("before anybody is chosen", () => {
  test("the places of the identity and the allergies are kept, without the look of an alarm", async () => {
    render(Doctor);
    await row(1);
    expect(all(".nobody")).toHaveLength(2);
    expect(find(".nobody")?.textContent).toContain("患者を選んでください");
    expect(find('[data-test="identity"]')).toBeNull();
    expect(find('[data-test="allergy-band"]')).toBeNull();
    await fireEvent.click(await row(1));
    await painted(1);
    expect(all(".nobody")).toHaveLength(0);
  });
});

describe("what was fetched", () => {
  test("is not counted for a patient without a running consent", async () => {
    const view = patientOfNothings(1);
    core.answers.open_patient = () => ({ ...view, consent: { ...view.consent, until: null, given: 0, fetched: 0 } });
    await open();
    expect(find('[data-test="identity"]')?.textContent).toContain("有効な同意なし");
    expect(find('[data-test="identity"]')?.textContent).not.toContain("一部取得");
  });

  test("is a saved copy by name while any of it is", async () => {
    const view = patient(1, { condition: items("condition", { origin: "cache", as_of: "2026-11-20T16:10:00+09:00" }) });
    core.answers.open_patient = () => view;
    await open();
    expect(find('[data-test="identity"]')?.textContent).toContain("保存分 11-20 16:10");
    expect(find('[data-test="identity"]')?.textContent).not.toContain("取得済");
  });
});

describe("what is no longer supplied", () => {
  test.each([["infection", "2026-08-31", "HBs抗体（定量）"], ["laboratory", "2026-09-30", "アミラーゼ"]])("%s is folded with its count and last day", async (category, last, name) => {
    await open();
    const fold = [...(section(category)?.querySelectorAll<HTMLElement>("button[aria-expanded]") ?? [])].find((one) => one.textContent?.includes("提供されなくなった項目"));
    expect(fold?.textContent).toContain("1件");
    expect(fold?.textContent).toContain(last);
    expect(section(category)?.textContent).not.toContain(name);
    if (fold !== undefined) await fireEvent.click(fold);
    expect(section(category)?.textContent).toContain(name);
  });
});

describe("a copy that could not be renewed", () => {
  test("is never called 未取得 while it is shown", async () => {
    core.answers.open_patient = ({ person }) => patient(person, { condition: items("condition", { hindrance: { reason: "not_fetched" } }) });
    await open();
    expect(section("condition")?.querySelector(".strip")?.textContent).toContain("今回は未取得");
  });
});

describe("identity", () => {
  test("content stays blank until the answer is about the chosen patient", async () => {
    core.answers.open_patient = () => patient(2);
    render(Doctor);
    await fireEvent.click(await row(1));
    await waitFor(() => expect(core.calls.some((one) => one.name === "open_patient")).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(find('[data-test="identity"]')?.dataset.person).toBe("1");
    expect(section("condition")).toBeNull();
    expect(document.documentElement.dataset.painted).toBeUndefined();
  });

  test("a late answer about the patient before is dropped", async () => {
    let answerLate: (view: PatientView) => void = () => {};
    const late = new Promise<PatientView>((resolve) => (answerLate = resolve));
    core.answers.open_patient = ({ person }) => (person === 1 ? late : patientOfNothings(person));
    render(Doctor);
    await fireEvent.click(await row(1));
    await fireEvent.click(await row(2));
    await painted(2);
    answerLate(patient(1));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(find('[data-test="identity"]')?.dataset.person).toBe("2");
    expect(document.body.textContent).not.toContain("糖尿病性腎症");
  });

  test("a character without a glyph is drawn as ● and said so on the list", async () => {
    render(Doctor);
    const text = (await row(7)).textContent ?? "";
    expect(text).toContain("渡● 一志");
    expect(text).toContain("表示できない文字");
  });

  test("the same kana is marked on both patients", async () => {
    render(Doctor);
    expect((await row(1)).textContent).toContain("同カナ");
    expect((await row(3)).textContent).toContain("同カナ");
    expect((await row(2)).textContent).not.toContain("同カナ");
  });
});

describe("after first paint", () => {
  test("a changed section tells its news, and moves only on R", async () => {
    await open();
    core.answers.patient_section = ({ category }) => update(items(category, { held: "none_registered", content: null, version: "2" }));
    changed("condition");
    await waitFor(() => expect(find('[data-category="condition"] [data-test="news"]')).not.toBeNull());
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
    await fireEvent.keyDown(window, { key: "r" });
    await waitFor(() => expect(section("condition")?.dataset.held).toBe("none_registered"));
    expect(find('[data-test="news"]')).toBeNull();
  });

  test("a section that had nothing fills in at once", async () => {
    core.answers.open_patient = ({ person }) => patient(person, { infection: nothing("infection", { reason: "fetching" }) });
    await open();
    expect(section("infection")?.dataset.held).toBe("nothing");
    changed("infection");
    await waitFor(() => expect(section("infection")?.dataset.held).toBe("items"));
  });

  test("a mere confirmation renews the as-of without news", async () => {
    await open();
    core.answers.patient_section = ({ category }) => update(items(category, { as_of: "2026-11-21T10:59:00+09:00" }));
    tell({ event: "section_changed", person: 1, category: "condition", version: "condition-1", changes: null });
    await waitFor(() => expect(section("condition")?.querySelector('[data-test="as-of"]')?.textContent).toContain("10:59"));
    expect(find('[data-test="news"]')).toBeNull();
  });

  test("news about another patient change nothing", async () => {
    await open();
    changed("condition", 2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(find('[data-test="news"]')).toBeNull();
  });

  test("what was painted is reported with its version, once", async () => {
    await open();
    const reports = () => core.calls.filter((one) => one.name === "report_painted");
    await waitFor(() => expect(reports()).toHaveLength(1));
    expect(reports()[0]?.request).toMatchObject({ person: 1, sections: expect.arrayContaining([{ category: "condition", version: "condition-1" }]) });
    expect(Number(document.documentElement.dataset.paintMs)).toBeGreaterThan(0);
  });
});

describe("keyboard", () => {
  test("number keys change the tab, arrows the focused patient", async () => {
    await open();
    await fireEvent.keyDown(window, { key: "2" });
    expect(find('[data-test="tab-checkup"]')?.getAttribute("aria-selected")).toBe("true");
    expect(find('[data-test="checkup-table"]')).not.toBeNull();
    await fireEvent.keyDown(window, { key: "3" });
    expect(find('[data-test="tab-laboratory"]')?.getAttribute("aria-selected")).toBe("true");
    const first = await row(1);
    first.focus();
    await fireEvent.keyDown(first, { key: "ArrowDown" });
    expect((document.activeElement as HTMLElement).dataset.person).toBe("2");
  });

  test("a cell of the checkup table tells its own range when it has the focus", async () => {
    await open();
    await fireEvent.keyDown(window, { key: "2" });
    const cell = all('tr[data-row="k3"] td[data-cell]')[0];
    cell?.focus();
    await waitFor(() => expect(find(".told")?.textContent).toContain("129以下"));
    expect(cell?.title).toContain("収縮期血圧");
  });
});

describe("checkups", () => {
  test("a deleted report is said to be deleted and shows no result", async () => {
    await open();
    await fireEvent.keyDown(window, { key: "2" });
    expect(find('th[data-state="deleted"]')?.textContent).toContain("取り消し");
    for (const cell of all('td[data-cell="3"]')) expect(cell.textContent?.trim()).toBe("");
    expect(screen.getByText("未実施（生理中）")).toBeTruthy();
    expect(screen.getByText("測定不能（検体不良）")).toBeTruthy();
  });
});
