import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import AuditKeeping from "../src/admin/upkeep/AuditKeeping.svelte";
import Auditor from "../src/auditor/Auditor.svelte";
import { asRequest, EVERYTHING } from "../src/auditor/filter";
import type { AuditRequest } from "../src/bindings";
import { all, find } from "./doctor_screen";
import { core, resetCore } from "./fixture/border";
import { AUDIT, KEEPING, VERIFICATION } from "./fixture/office";

vi.mock("../src/border", () => import("./fixture/border"));
beforeEach(resetCore);

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const asked = (name: string): unknown[] => core.calls.filter((one) => one.name === name).map((one) => one.request);

async function type(selector: string, value: string): Promise<void> {
  const field = await arrives(selector);
  await fireEvent.input(field, { target: { value } });
}

async function press(selector: string): Promise<void> {
  await fireEvent.click(await arrives(selector));
}

describe("the questions to the log", () => {
  test("a period is of whole days in Japan, and empty fields let everything through", () => {
    expect(asRequest(EVERYTHING, 7, 100)).toEqual({ before: 7, person: null, account: null, limit: 100 });
    const some = asRequest({ ...EVERYTHING, from: "2026-11-01", to: "2026-11-30", chart: " 000123 ", kind: "lock", outcome: "failed", withoutBasis: true }, null, 9);
    expect(some).toMatchObject({
      since: "2026-11-01T00:00:00+09:00",
      until: "2026-12-01T00:00:00+09:00",
      chart_number: "000123",
      kinds: ["lock"],
      outcome: "failed",
      without_basis: true,
    });
  });
});

describe("監査者の画面", () => {
  test("shows each entry, tells what the program did by itself, and opens the details of one", async () => {
    render(Auditor);
    await arrives('[data-number="6"]');
    expect(find('[data-number="6"]')?.textContent).toContain("自動");
    expect(find('[data-number="5"]')?.textContent).toContain("山手 医・doctor");
    await press('[data-number="5"] [data-test="entry-open"]');
    const details = (await arrives('[data-test="entry-details"]')).textContent;
    for (const said of ["通常", "0042", "あり（2026-11-22 10:32まで）", "1時間31分", "3件", "0.1 秒"]) expect(details).toContain(said);
  });

  test("filters, and names per patient who opened them how often", async () => {
    render(Auditor);
    await arrives('[data-number="6"]');
    expect(find('[data-test="openings"]')).toBeNull();
    await type('[data-test="filter-chart"]', "000740037");
    await fireEvent.click(await arrives('[data-test="filter-without-basis"]'));
    core.answers.audit_entries = () => ({ ...AUDIT, fitting: 0, entries: [] });
    await press('[data-test="filter-apply"]');
    await arrives('[data-test="openings-line"]');
    expect((asked("audit_entries").at(-1) as AuditRequest).without_basis).toBe(true);
    expect(all('[data-test="openings-line"]')).toHaveLength(2);
    expect(find('[data-account="doctor"] [data-test="openings-count"]')?.textContent).toBe("3");
    expect(find('[data-test="fetched-ahead"]')?.textContent).toContain("2回");
    expect(find('[data-test="fitting"]')?.dataset.fitting).toBe("0");
    await press('[data-test="filter-clear"]');
    await waitFor(() => expect(find('[data-test="openings"]')).toBeNull());
  });

  test("an answer that comes late does not take the place of a later question's", async () => {
    render(Auditor);
    await arrives('[data-number="6"]');
    let late: (page: typeof AUDIT) => void = () => {};
    core.answers.audit_entries = () => new Promise((done) => (late = done)) as unknown as typeof AUDIT;
    await press('[data-test="log-newest"]');
    core.answers.audit_entries = () => ({ ...AUDIT, fitting: 1, entries: AUDIT.entries.slice(2, 3) });
    await press('[data-test="filter-apply"]');
    await waitFor(() => expect(find('[data-test="fitting"]')?.dataset.fitting).toBe("1"));
    late(AUDIT);
    await Promise.resolve();
    await new Promise((done) => setTimeout(done));
    expect(find('[data-test="fitting"]')?.dataset.fitting).toBe("1");
  });

  test("tells the place of a break and each kept head, and compares anew only with a reason", async () => {
    render(Auditor);
    core.answers.verify_audit = () => ({
      ...VERIFICATION,
      intact: false,
      broken_at: 5,
      since: 5,
      how: "cut",
      heads: VERIFICATION.heads.map((head) => (head.place === "folder" ? { ...head, standing: "beyond", newest: 9, foreign: 1 } : head)),
    });
    await press('[data-test="verify"]');
    expect((await arrives('[data-test="verification"]')).textContent).toContain("5番: 末尾が失われています");
    expect(find('[data-place="folder"]')?.dataset.standing).toBe("beyond");
    expect(find('[data-place="folder"]')?.textContent).toContain("署名のない行が1行");
    expect(find('[data-place="records"]')?.textContent).toContain("閉じています");
    expect(find('[data-test="accept-heads"]')?.hasAttribute("disabled")).toBe(true);
    await type('[data-test="accept-reason"]', "停電の後の復元");
    await press('[data-test="accept-heads"]');
    await waitFor(() => expect(find('[data-test="verification"]')?.dataset.intact).toBe("true"));
    expect(asked("accept_audit_heads")).toEqual([{ reason: "停電の後の復元" }]);
  });

  test("a rewriting that only a head tells is named as a range", async () => {
    render(Auditor);
    core.answers.verify_audit = () => ({ ...VERIFICATION, intact: false, broken_at: 40, since: 21, how: "rewritten" });
    await press('[data-test="verify"]');
    expect((await arrives('[data-test="verification"]')).textContent).toContain("21番から40番の間");
  });

  test("writes what the filter names into a file of the folder", async () => {
    render(Auditor);
    await type('[data-test="filter-account"]', "doctor");
    await press('[data-test="filter-apply"]');
    await type('[data-test="export-folder"]', "/srv/audit");
    await press('[data-test="export-run"]');
    expect((await arrives('[data-test="exported"]')).textContent).toContain("/srv/audit/clins-audit.csv");
    expect(asked("export_audit")).toMatchObject([{ form: "csv", folder: "/srv/audit", filter: { account: "doctor" } }]);
  });
});

describe("監査ログの保管", () => {
  test("fewer than five years want a word, and nothing is removed without one", async () => {
    render(AuditKeeping);
    await type('[data-test="audit-years"]', "2");
    await arrives('[data-test="fewer-years-warning"]');
    expect(find('[data-test="save-audit-keeping"]')?.hasAttribute("disabled")).toBe(true);
    await press('[data-test="fewer-years"]');
    await press('[data-test="save-audit-keeping"]');
    await waitFor(() => expect(asked("set_audit_keeping")).toEqual([{ folder: "/srv/audit", keep_years: 2, fewer_years: true }]));
  });

  test("what is old enough goes after a second word, and not while the clock is in doubt", async () => {
    const due = { through: 40, entries: 40, oldest: "2021-01-05T09:00:00+09:00" };
    core.answers.audit_keeping = () => ({ ...KEEPING, due });
    const { unmount } = render(AuditKeeping);
    await press('[data-test="roll-over"]');
    expect(asked("roll_over_audit")).toEqual([]);
    await press('[data-test="roll-over-do"]');
    await waitFor(() => expect(asked("roll_over_audit")).toEqual([{ through: 40 }]));
    unmount();
    core.answers.audit_keeping = () => ({ ...KEEPING, due, wait: "clock_in_doubt" });
    render(AuditKeeping);
    await waitFor(() => expect(find('[data-test="audit-keeping"]')?.textContent).toContain("時計を確かめられない"));
    expect(find('[data-test="roll-over"]')).toBeNull();
  });
});
