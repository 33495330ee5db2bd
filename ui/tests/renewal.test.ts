// What is on the screen stays true: consent, late answers, failed answers, missed news, the consent's end.
import { fireEvent, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Category, ConsentSummaryView, SectionUpdate } from "../src/bindings";
import { line } from "../src/state/line.svelte";
import { changed, find, open, painted, section } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { DOWN, patient, UP, update } from "./fixture/patient";
import { allergy, CATEGORIES, CONDITION, DRUG_ALLERGY, items, nothing, WITH_DOCUMENTS } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

const later = () => new Promise((resolve) => setTimeout(resolve, 60));
const asked = (name: string) => core.calls.filter((one) => one.name === name);
const sectionsAsked = () => asked("patient_section").map((one) => (one.request as { category: Category }).category);
const bar = () => find('[data-test="identity"]')?.textContent ?? "";
const confirmed = (category: Category) => tell({ event: "section_changed", person: 1, category, version: null, changes: null });
const consent = (more: Partial<ConsentSummaryView>) => ({ ...patient(1).consent, ...more });
const withAllergy = (key: string, text: string, version: string): SectionUpdate =>
  update(items("drug_allergy", { version, content: { section: "drug_allergy", ...DRUG_ALLERGY, items: [allergy(key, text)] } }));

beforeEach(() => line.take(UP));

describe("the consent beside a section", () => {
  test("一部取得 becomes 取得済, also while the rows wait as news", async () => {
    const view = patient(1);
    core.answers.open_patient = () => ({ ...view, consent: consent({ fetched: 0 }), complete: false });
    await open();
    expect(bar()).toContain("一部取得 0/7");
    const fewer = { section: "condition" as const, ...CONDITION, items: CONDITION.items.slice(1) };
    core.answers.patient_section = ({ category }) => update(items(category, { content: fewer }));
    changed("condition");
    await waitFor(() => expect(bar()).toContain("取得済"));
    expect(bar()).not.toContain("一部取得");
    await waitFor(() => expect(find('[data-category="condition"] [data-test="news"]')).not.toBeNull());
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
  });

  test("content that is withheld now leaves at once, and the chips say so", async () => {
    await open();
    core.answers.patient_section = ({ category }) =>
      update(nothing(category, { reason: "refused", withheld: true }), { consent: consent({ given: 0, fetched: 0, until: null }), complete: false });
    changed("condition");
    await waitFor(() => expect(section("condition")?.dataset.held).toBe("nothing"));
    expect(section("condition")?.textContent).not.toContain("糖尿病性腎症");
    expect(section("condition")?.textContent).toContain("同意なし");
    expect(bar()).toContain("有効な同意なし");
    expect(bar()).not.toContain("取得済");
  });

  test("a reason is told at once even while the rows wait as news", async () => {
    await open();
    const fewer = { section: "condition" as const, ...CONDITION, items: CONDITION.items.slice(1) };
    core.answers.patient_section = ({ category }) => update(items(category, { content: fewer, hindrance: { reason: "expired", at: null, withheld: false } }));
    changed("condition");
    await waitFor(() => expect(section("condition")?.textContent).toContain("同意の期限切れ"));
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
  });
});

describe("answers out of order", () => {
  test("a lower version than the shown one is ignored", async () => {
    core.answers.open_patient = () => patient(1, { drug_allergy: items("drug_allergy", { version: "10" }) });
    await open();
    core.answers.patient_section = () => withAllergy("old", "以前の薬", "9");
    changed("drug_allergy");
    await later();
    expect(section("drug_allergy")?.textContent).toContain("セファゾリン");
    core.answers.patient_section = () => withAllergy("new", "架空シリン", "11");
    changed("drug_allergy");
    await waitFor(() => expect(section("drug_allergy")?.textContent).toContain("架空シリン"));
  });

  test("a late answer brings nothing back that was withheld after its question", async () => {
    await open();
    let answerLate: (late: SectionUpdate) => void = () => {};
    core.answers.patient_section = () => new Promise((resolve) => (answerLate = resolve));
    confirmed("condition");
    await later();
    core.answers.patient_section = ({ category }) =>
      update(nothing(category, { reason: "refused", withheld: true }), { consent: consent({ given: 0, until: null }), complete: false });
    confirmed("condition");
    await waitFor(() => expect(section("condition")?.dataset.held).toBe("nothing"));
    answerLate(update(items("condition")));
    await later();
    expect(section("condition")?.dataset.held).toBe("nothing");
    expect(bar()).toContain("有効な同意なし");
  });
});

describe("an allergy that could not be asked for", () => {
  test.each(["key", "click"])("keeps a mark on its half until asking again (%s) succeeds", async (way) => {
    await open();
    core.answers.patient_section = () => Promise.reject({ code: "internal", fields: {} });
    changed("drug_allergy");
    const mark = () => find('[data-category="drug_allergy"] [data-test="news"]');
    await waitFor(() => expect(mark()?.textContent).toContain("新しい情報あり"));
    expect(find('[data-category="other_allergy"] [data-test="news"]')).toBeNull();
    const again = () => (way === "key" ? fireEvent.keyDown(window, { key: "r" }) : fireEvent.click(mark() ?? document.body));
    await again();
    await later();
    expect(mark()).not.toBeNull();
    core.answers.patient_section = () => withAllergy("n1", "架空シリン", "2");
    await again();
    await waitFor(() => expect(section("drug_allergy")?.textContent).toContain("架空シリン"));
    expect(mark()).toBeNull();
    expect(find('[data-category="drug_allergy"] [data-mark="new"]')).not.toBeNull();
  });
});

describe("news", () => {
  test("that were missed ask for the list and every shown section", async () => {
    await open();
    core.calls = [];
    tell({ event: "news_missed" });
    await waitFor(() => expect(asked("todays_patients")).toHaveLength(1));
    expect(sectionsAsked().sort()).toEqual([...WITH_DOCUMENTS].sort());
    expect(find('[data-test="news"]')).toBeNull();
  });

  test("that were missed while a patient is being opened are asked for after it", async () => {
    let answer: () => void = () => {};
    core.answers.open_patient = () => new Promise((resolve) => (answer = () => resolve(patient(1))));
    const opening = open();
    await waitFor(() => expect(asked("open_patient")).toHaveLength(1));
    tell({ event: "news_missed" });
    expect(sectionsAsked()).toHaveLength(0);
    answer();
    await opening;
    await waitFor(() => expect(sectionsAsked()).toHaveLength(WITH_DOCUMENTS.length));
  });

  test("of the line or of a section do not load the list; arrivals do", async () => {
    await open();
    core.calls = [];
    tell({ event: "service_changed", status: DOWN });
    confirmed("condition");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(asked("todays_patients")).toHaveLength(0);
    tell({ event: "arrivals_changed" });
    await waitFor(() => expect(asked("todays_patients")).toHaveLength(1));
  });

  test("of a line that is down turn what is shown into saved copies", async () => {
    await open();
    expect(section("condition")?.dataset.origin).toBe("live");
    line.take(DOWN);
    await waitFor(() => expect(section("condition")?.dataset.origin).toBe("cache"));
  });
});

describe("the end of the consent", () => {
  test("asks for every shown section at that moment, without news and without opening again", async () => {
    const soon = new Date(Date.now() + 6000).toISOString();
    core.answers.open_patient = () => ({ ...patient(1), consent: consent({ until: soon }) });
    core.answers.patient_section = ({ category }) =>
      update(nothing(category, { reason: "expired", at: soon, withheld: true }), { consent: consent({ given: 0, fetched: 0, until: null }), complete: false });
    await open();
    expect(section("condition")?.dataset.held).toBe("items");
    expect(sectionsAsked()).toHaveLength(0);
    await waitFor(() => expect(section("condition")?.dataset.held).toBe("nothing"), { timeout: 12_000 });
    for (const category of CATEGORIES) expect(section(category)?.dataset.reason).toBe("expired");
    expect(bar()).toContain("有効な同意なし");
    expect(sectionsAsked().sort()).toEqual([...WITH_DOCUMENTS].sort());
    expect(asked("open_patient")).toHaveLength(1);
  });

  test("nothing stays of a section that cannot be asked for then", async () => {
    const soon = new Date(Date.now() + 6000).toISOString();
    core.answers.open_patient = () => ({ ...patient(1), consent: consent({ until: soon }) });
    core.answers.patient_section = () => Promise.reject({ code: "store_unreadable", fields: {} });
    await open();
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
    await waitFor(() => expect(section("condition")).toBeNull(), { timeout: 12_000 });
    for (const text of ["糖尿病性腎症", "セファゾリン"]) expect(document.body.textContent).not.toContain(text);
    expect(bar()).toContain("浜辺");
    // Asked again a few times meanwhile.
    await waitFor(() => expect(find('[data-test="error"]')?.dataset.code).toBe("store_unreadable"));
    expect(section("condition")).toBeNull();
  });

  test.each(["store_unreadable", "audit_unavailable"])("a refusal that cannot be looked up leaves nothing either (%s)", async (code) => {
    await open();
    core.answers.patient_section = () => Promise.reject({ code, fields: {} });
    confirmed("condition");
    await waitFor(() => expect(section("condition")).toBeNull());
    expect(document.body.textContent).not.toContain("セファゾリン");
  });

  test("new rows that cannot be asked for leave what is shown, unless nothing can be written down", async () => {
    await open();
    core.answers.patient_section = () => Promise.reject({ code: "store_unreadable", fields: {} });
    changed("condition");
    await waitFor(() => expect(find('[data-category="condition"] [data-test="news"]')).not.toBeNull());
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
    core.answers.patient_section = () => Promise.reject({ code: "audit_unavailable", fields: {} });
    changed("condition");
    await waitFor(() => expect(section("condition")).toBeNull());
  });

  test("a closed patient is not asked for", async () => {
    const soon = new Date(Date.now() + 6000).toISOString();
    core.answers.open_patient = ({ person }) => ({ ...patient(person), consent: person === 1 ? consent({ until: soon }) : patient(2).consent });
    await open();
    await fireEvent.click(find('[data-test="today-row"][data-person="2"]') ?? document.body);
    await painted(2);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(soon) - Date.now() + 100));
    expect(sectionsAsked()).toHaveLength(0);
  });
});

describe("whose records are whose changes", () => {
  test("nothing of the patient stays, nor does an answer that was under way", async () => {
    await open();
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
    let answerLate: (late: SectionUpdate) => void = () => {};
    core.answers.patient_section = () => new Promise((resolve) => (answerLate = resolve));
    changed("condition");
    tell({ event: "person_changed", person: 1 });
    await waitFor(() => expect(find('[data-test="section"]')).toBeNull());
    answerLate(update(items("condition")));
    await later();
    expect(find('[data-test="section"]')).toBeNull();
    expect(bar()).not.toContain("浜辺");
  });

  test("another patient stays where they are", async () => {
    await open();
    tell({ event: "person_changed", person: 2 });
    await later();
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
  });
});
