import { describe, expect, test } from "vitest";
import bindings from "../src/bindings.ts?raw";
import { en } from "../src/words/en";
import { ja } from "../src/words/ja";

/** The names of a generated union such as `ErrorCode`, read from the generated text itself. */
function union(name: string): string[] {
  const found = new RegExp(`export type ${name} = ([^;]+);`).exec(bindings);
  return [...(found?.[1] ?? "").matchAll(/"([a-z0-9_]+)"/g)].map((match) => match[1] ?? "");
}

/** The tags of a generated tagged union such as `Hindrance`. */
function tags(name: string, tag: string): string[] {
  const from = bindings.indexOf(`export type ${name} =`);
  const until = bindings.indexOf("\nexport ", from + 1);
  return [...bindings.slice(from, until).matchAll(new RegExp(`"${tag}": "([a-z_]+)"`, "g"))].map((match) => match[1] ?? "");
}

function keys(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`));
}

describe.each([
  ["ja", ja],
  ["en", en],
])("words in %s", (_language, words) => {
  const worded: [string, string[], Record<string, unknown>][] = [
    ["ErrorCode", union("ErrorCode"), words.errors],
    ["FaultCode", union("FaultCode"), words.faults],
    ["Hindrance", tags("Hindrance", "reason"), words.sections.hindrance],
    ["ReadinessState", union("ReadinessState"), words.doctor.readiness],
    ["BoardConsent", union("BoardConsent"), words.desk.consent],
    ["BoardRecords", union("BoardRecords"), words.desk.records],
    ["ExpiryWarning", union("ExpiryWarning"), words.desk.warning],
    ["ConsentState", tags("ConsentState", "state"), words.desk.category],
    ["Category", union("Category"), words.sections.name],
    ["LinkState", union("LinkState"), words.frame.link],
    ["AnswerKind", union("AnswerKind"), words.answers.kind],
    ["ProblemSeverity", union("ProblemSeverity"), words.answers.severity],
    ["Role", union("Role"), words.frame.role],
    ["CardMark", union("CardMark"), words.sheet.mark],
    ["DocumentKind", union("DocumentKind"), words.documents.kind],
    ["ReportState", union("ReportState"), words.documents.state],
    ["ReadingAfterEnd", union("ReadingAfterEnd"), words.start.reading],
    ["DifferenceKind", union("DifferenceKind"), words.history.kind],
    ["SelfTestResult", union("SelfTestResult"), words.upkeep.testResult],
    ["RetentionReason", union("RetentionReason"), words.upkeep.reason],
    ["RetentionWait", union("RetentionWait"), words.upkeep.wait],
    ["DiskState", union("DiskState"), words.upkeep.diskState],
    ["FactorKind", union("FactorKind"), words.access.own.factorKind],
    ["ProvedBy", union("ProvedBy"), words.access.own.proved],
    ["AccountKind", union("AccountKind"), words.access.kind],
    ["SitePart", union("SitePart"), words.accounts.part],
    ["RetirementObstacle", union("RetirementObstacle"), words.retire.obstacle],
  ];

  test.each(worded)("has a word for every %s", (_name, names, catalogue) => {
    expect(names.length).toBeGreaterThan(1);
    expect(Object.keys(catalogue).sort()).toEqual([...names].sort());
  });

  test("tells each fault and each error in its own sentence", () => {
    const faults = Object.values(words.faults);
    expect(new Set(faults).size).toBe(faults.length);
    const errors = Object.values(words.errors).map((sentence) => (typeof sentence === "string" ? sentence : sentence({})));
    expect(new Set(errors).size).toBe(errors.length);
    for (const sentence of [...faults, ...errors]) expect(sentence.length).toBeGreaterThan(10);
  });
});

test("both languages have the same keys", () => {
  expect(keys(en).sort()).toEqual(keys(ja).sort());
});

test("a section without entries never reads as the absence of allergies", () => {
  expect(JSON.stringify(ja)).not.toContain("アレルギーなし");
  expect(JSON.stringify(en).toLowerCase()).not.toContain("no allerg");
});

test("a lost key says that nothing was changed, whom to tell, and that the printed key opens it", () => {
  for (const code of ["key_missing", "key_foreign", "key_changed"] as const) {
    expect(ja.errors[code]).toContain("変更していません");
    expect(ja.errors[code]).toContain("管理者に連絡してください");
    expect(ja.errors[code]).toContain("復旧キー");
    expect(ja.start.steps[code]?.length).toBeGreaterThan(1);
    expect(en.errors[code]).toContain("recovery key");
  }
});

test("the desk's own words and the faults it reads hold no clinical term", () => {
  const clinical = ["アレルギー", "傷病", "病名", "感染", "検査", "処方", "薬", "健診", "allerg", "diagnos", "infect", "laborator", "prescri", "checkup"];
  for (const words of [ja, en]) {
    const said = JSON.stringify([words.desk, words.faults, words.find]).toLowerCase();
    for (const term of clinical) expect(said).not.toContain(term);
  }
});
