import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import Admin from "../src/admin/Admin.svelte";
import { sizeText } from "../src/text/size";
import { all, find } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { RETENTION, UPKEEP } from "./fixture/upkeep";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));

async function openUpkeep(): Promise<void> {
  render(Admin);
  await fireEvent.click(await arrives('[data-test="admin-tab-upkeep"]'));
  await arrives('[data-test="copy-state"]');
  await arrives('[data-test="staleness-limit"]');
}

describe("保守", () => {
  test("tells the last second copy, the store in use and the disk, and renews on news", async () => {
    await openUpkeep();
    expect(find('[data-test="last-copy"]')?.textContent).toContain("2026-11-21 08:31");
    expect(find('[data-test="copy-state"] [data-test="standing"]')?.textContent).toContain("最新の状態");
    expect(find('[data-test="copy-state"] [data-test="disk"]')?.dataset.disk).toBe("ok");
    core.answers.upkeep = () => ({ ...UPKEEP, last_copy_at: null, copy_fault: "disk_full", disk: "full", standing: { state: "behind", lost: 2 } });
    tell({ event: "upkeep_changed" });
    await waitFor(() => expect(find('[data-test="copy-state"] [data-test="disk"]')?.textContent).toContain("空きがありません"));
    expect(find('[data-test="last-copy"]')?.textContent).toContain("最後の作成に失敗しました");
    expect(find('[data-test="copy-state"]')?.textContent).toContain("前の状態に戻っています");
  });

  test("a change of the key is planned once, and a failed one says that the former key serves", async () => {
    core.answers.upkeep = () => ({ ...UPKEEP, rotation: { planned: false, last_at: "2026-05-01T08:00:00+09:00", fault: "disk_full" } });
    await openUpkeep();
    const block = find('[data-test="key-rotation"]');
    expect(block?.textContent).toContain("最後の更新 2026-05-01 08:00");
    expect(block?.textContent).toContain("元の鍵のまま使えます");
    await fireEvent.click(await arrives('[data-test="plan-rotation"]'));
    await arrives('[data-test="rotation-planned"]');
    expect(find('[data-test="plan-rotation"]')).toBeNull();
    expect(core.calls.filter((one) => one.name === "plan_key_rotation")).toHaveLength(1);
  });

  test("tells the self-test kind by kind", async () => {
    await openUpkeep();
    await arrives('[data-test="self-test-kind"]');
    expect(all('[data-test="self-test-kind"]')).toHaveLength(8);
    expect(find('[data-result="damaged"]')?.textContent).toContain("損傷");
    expect(find('[data-result="none_held"]')?.textContent).toContain("保存なし");
  });

  test("shows what a plan would delete, and approves only what was confirmed", async () => {
    await openUpkeep();
    await arrives('[data-test="plan-sum"]');
    expect(all('[data-test="plan-line"]')).toHaveLength(3);
    expect(find('[data-test="plan-sum"]')?.textContent?.replace(/\s+/gu, " ")).toContain("71名195件11.0 MiB");
    await fireEvent.click(await arrives('[data-test="approve"]'));
    expect(core.calls.some((one) => one.name === "approve_retention")).toBe(false);
    expect(find('[data-test="retention"]')?.textContent).toContain("195件（11.0 MiB）を削除します。元に戻せません。");
    await fireEvent.click(await arrives('[data-test="approve-yes"]'));
    await arrives('[data-test="retention-approved"]');
    expect(core.calls.find((one) => one.name === "approve_retention")?.request).toEqual({ plan: "plan-1" });
  });

  test("a plan that changed meanwhile is shown anew and not approved", async () => {
    await openUpkeep();
    core.answers.approve_retention = () => Promise.reject({ code: "plan_stale", fields: {} });
    await fireEvent.click(await arrives('[data-test="approve"]'));
    core.answers.retention_plan = () => ({ ...RETENTION, plan: RETENTION.plan === null ? null : { ...RETENTION.plan, id: "plan-2", lines: [] } });
    await fireEvent.click(await arrives('[data-test="approve-yes"]'));
    expect((await arrives('[data-test="error"]')).dataset.code).toBe("plan_stale");
    await arrives('[data-test="retention-empty"]');
    expect(find('[data-test="approve"]')).toBeNull();
  });

  test.each(["trusted_time", "service", "clinical_session"] as const)("says what deleting waits for: %s", async (wait) => {
    core.answers.retention_plan = () => ({ plan: null, waiting_for: wait, approved: null, last: null });
    await openUpkeep();
    expect((await arrives('[data-test="retention-wait"]')).dataset.wait).toBe(wait);
    expect(find('[data-test="retention-none"]')).not.toBeNull();
  });

  test("site limits of age are whole hours, 古い before とても古い, and leave the other rules alone", async () => {
    await openUpkeep();
    const [amber, red] = all<HTMLInputElement>('[data-test="staleness-limit"][data-category="condition"] input');
    const save = find('[data-test="save-staleness"]') as HTMLButtonElement;
    if (amber !== undefined) await fireEvent.input(amber, { target: { value: "200" } });
    expect(save.disabled).toBe(true);
    expect(find('[data-test="staleness-wrong"]')).not.toBeNull();
    if (red !== undefined) await fireEvent.input(red, { target: { value: "400" } });
    expect(save.disabled).toBe(false);
    await fireEvent.submit(find('[data-test="staleness-rules"] form') ?? document.body);
    await waitFor(() => expect(core.calls.some((one) => one.name === "set_site_rules")).toBe(true));
    const request = core.calls.find((one) => one.name === "set_site_rules")?.request as { staleness: unknown[] };
    expect(request).toMatchObject({ reading_after_end: "emergency_only" });
    expect(request.staleness).toContainEqual({ category: "condition", amber_hours: 200, red_hours: 400 });
  });

  test("how long things are kept is set by kind, sends nothing else, and shows the plan anew", async () => {
    await openUpkeep();
    const row = await arrives('[data-test="retention-limit"][data-category="laboratory"]');
    expect(all('[data-test="retention-limit"]')).toHaveLength(8);
    expect(find('[data-test="retention-limit"][data-category="document"]')?.textContent).toContain("不明");
    const [, , keep] = [...row.querySelectorAll<HTMLInputElement>("input")];
    const save = find('[data-test="save-retention"]') as HTMLButtonElement;
    if (keep !== undefined) await fireEvent.input(keep, { target: { value: "0" } });
    expect(save.disabled).toBe(true);
    if (keep !== undefined) await fireEvent.input(keep, { target: { value: "9" } });
    expect(save.disabled).toBe(false);
    const plans = (): number => core.calls.filter((one) => one.name === "retention_plan").length;
    const before = plans();
    await fireEvent.submit(find('[data-test="retention-rules"] form') ?? document.body);
    await waitFor(() => expect(plans()).toBe(before + 1));
    const request = core.calls.find((one) => one.name === "set_site_rules")?.request;
    expect(request).toMatchObject({ reading_after_end: "emergency_only", staleness: [], long_term: { keep: null } });
    expect((request as { retention: unknown[] }).retention).toContainEqual({ category: "laboratory", window: { count: 1, unit: "years" }, last: 3, keep: { count: 9, unit: "years" } });
  });

  test("a length the core refuses is said, and the plan stays", async () => {
    await openUpkeep();
    await arrives('[data-test="retention-limit"]');
    core.answers.set_site_rules = () => Promise.reject({ code: "rule_out_of_range", fields: { rule: "retention" } });
    await fireEvent.submit(find('[data-test="retention-rules"] form') ?? document.body);
    expect((await arrives('[data-test="retention-rules"] [data-test="error"]')).dataset.code).toBe("rule_out_of_range");
    expect(core.calls.filter((one) => one.name === "retention_plan")).toHaveLength(1);
  });
});

test.each([
  [512, "512 B"],
  [51_200, "50.0 KiB"],
  [9_437_184, "9.0 MiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
