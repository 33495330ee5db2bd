// The lines of a section about what is not shown, and the reason beside what is.
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Category, Hindrance, SectionView } from "../src/bindings";
import { line } from "../src/state/line.svelte";
import { open, section } from "./doctor_screen";
import { core } from "./fixture/border";
import { DOWN, patient, UP } from "./fixture/patient";
import { CATEGORIES, CONDITION, items } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

const BOTH_KINDS: Category[] = ["drug_allergy", "laboratory"];
const failed = (fault: "timeout" | "refused" | "wrong_patient"): Hindrance => ({ reason: "fetch_failed", fault, at: "2026-11-21T09:58:00+09:00" });
const text = (category: Category) => section(category)?.textContent ?? "";
const reason = (category: Category) => section(category)?.querySelector('[data-test="reason"]')?.textContent ?? "";
const look = (category: Category) => section(category)?.querySelector<HTMLElement>("[data-look]")?.dataset.look;

async function show(more: Partial<SectionView>, categories: Category[] = CATEGORIES): Promise<void> {
  const sections = Object.fromEntries(categories.map((category) => [category, items(category, { undelivered: 0, ...more })]));
  core.answers.open_patient = ({ person }) => patient(person, sections);
  await open();
}

beforeEach(() => line.take(UP));

describe("提供対象外", () => {
  test("is one line with its count in every section", async () => {
    await show({ undelivered: 3 });
    for (const category of CATEGORIES) expect(text(category).split("提供対象外の情報を受信（3件、非表示）")).toHaveLength(2);
  });

  test("is not mentioned where there is none", async () => {
    await show({});
    for (const category of CATEGORIES) expect(text(category)).not.toContain("提供対象外");
  });

  test.each([{ undelivered: 1 }, { unreadable: 1 }, { damaged: 1 }])("an empty list of 傷病名 is no 登録なし with %o", async (more) => {
    const content = { section: "condition" as const, ...CONDITION, items: [], ended: [] };
    await show({ content, ...more }, ["condition"]);
    expect(section("condition")?.dataset.held).toBe("items");
    expect(text("condition")).not.toContain("登録なし");
    expect(text("condition")).not.toContain("0件");
  });

  test("an empty list of current 傷病名 is said to be empty when nothing is left out", async () => {
    await show({ content: { section: "condition", ...CONDITION, items: [] } }, ["condition"]);
    expect(text("condition")).toContain("現在の傷病名の登録なし");
  });

  test.each([{ undelivered: 1 }, { unreadable: 1 }])("登録なし is not said with %o", async (more) => {
    await show({ held: "none_registered", content: null, ...more });
    for (const category of CATEGORIES) expect(text(category)).not.toContain("登録なし");
  });
});

describe("entries that are not plain", () => {
  test("are told with their number, each kind in its own words", async () => {
    const remarks = [
      { kind: "modified" as const, count: 2 },
      { kind: "implicit_rules" as const, count: 1 },
      { kind: "table_differs" as const, count: 4 },
    ];
    await show({ remarks });
    for (const category of CATEGORIES) {
      expect(text(category)).toContain("このソフトでは判断できない修飾を含む項目 2件");
      expect(text(category)).toContain("このソフトの知らない規則で作られた情報 1件");
      expect(text(category)).toContain("送られた語とコード表が異なる項目 4件");
    }
  });

  test("a list of refuted entries alone is not 登録なし", async () => {
    await show({ held: "none_registered", content: null, remarks: [{ kind: "not_valid", count: 1 }] });
    for (const category of CATEGORIES) {
      expect(text(category)).not.toContain("登録なし");
      expect(text(category)).toContain("否定または誤登録とされた項目 1件");
    }
  });
});

describe("a copy that is damaged in part", () => {
  test("says how many and what is shown", async () => {
    await show({ damaged: 2 });
    for (const category of CATEGORIES) expect(text(category).split("保存分の一部が損傷しています（2件）。以前の版または残りを表示しています。")).toHaveLength(2);
  });

  test("is never 登録なし", async () => {
    await show({ held: "none_registered", content: null, damaged: 1 });
    for (const category of CATEGORIES) {
      expect(text(category)).not.toContain("登録なし");
      expect(look(category)).toBe("damaged");
    }
  });
});

describe("the reason beside what is shown", () => {
  test.each(BOTH_KINDS)("stands beside 登録なし too (%s)", async (category) => {
    await show({ held: "none_registered", content: null, hindrance: failed("timeout") }, [category]);
    expect(look(category)).toBe("none_registered");
    expect(text(category)).toContain("登録なし");
    expect(reason(category)).toMatch(/取得できません|応答がありません/);
  });

  test.each(BOTH_KINDS)("an ended consent is told beside 登録なし, also while the line is down (%s)", async (category) => {
    line.take(DOWN);
    await show({ held: "none_registered", content: null, hindrance: { reason: "expired", at: null, withheld: false } }, [category]);
    expect(reason(category)).toContain("同意の期限切れ");
  });

  test.each(BOTH_KINDS)("a line that is down is told by the service bar alone (%s)", async (category) => {
    line.take(DOWN);
    await show({ hindrance: failed("refused") }, [category]);
    expect(reason(category)).toBe("");
  });

  test.each(BOTH_KINDS)("a failure of the section's own is told while the line is down (%s)", async (category) => {
    line.take(DOWN);
    await show({ hindrance: failed("wrong_patient") }, [category]);
    expect(reason(category)).toMatch(/取得できません|別の方の情報/);
  });

  test("being fetched is no reason to mention", async () => {
    await show({ held: "none_registered", content: null, hindrance: { reason: "fetching" } });
    for (const category of CATEGORIES) expect(reason(category)).toBe("");
  });
});
