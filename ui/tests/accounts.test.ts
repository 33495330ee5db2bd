import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import Admin from "../src/admin/Admin.svelte";
import { all, find } from "./doctor_screen";
import { core } from "./fixture/border";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const called = (name: string) => core.calls.filter((one) => one.name === name);
const type = async (selector: string, value: string) => fireEvent.input(await arrives(selector), { target: { value } });
const state = (account: string) => find(`[data-account="${account}"] [data-test="account-state"]`)?.textContent ?? "";

async function screen(): Promise<void> {
  render(Admin);
  await fireEvent.click(await arrives('[data-test="admin-tab-accounts"]'));
  await arrives('[data-test="account-row"]');
}

async function edit(account: string): Promise<void> {
  await screen();
  await fireEvent.click(await arrives(`[data-account="${account}"] [data-test="edit-account"]`));
  await arrives('[data-test="account-edit"]');
}

describe("accounts", () => {
  test("each state has its own word", async () => {
    await screen();
    expect(state("left")).toContain("停止中");
    expect(state("desk")).toContain("ロック中");
    expect(state("nurse")).toContain("初回変更待ち");
    expect(state("doctor")).toContain("二要素");
    expect(state("doctor")).toContain("発行コード有効");
    expect(find('[data-account="admin"]')?.textContent).toContain("管理者・監査");
    expect(find('[data-account="doctor"]')?.textContent).toContain("緊急時権限");
  });

  test("a new one has roles and rights, and no recovery key unless it is typed", async () => {
    await screen();
    await fireEvent.click(await arrives('[data-test="add-account"]'));
    const create = (await arrives('[data-test="account-create"]')) as HTMLButtonElement;
    expect(create.disabled).toBe(true);
    await type("#new-account", "muroto");
    await type("#new-name", "室戸 薬");
    await type("#new-staff", "0010");
    await type("#new-password", "first one 12345");
    expect(find("#new-recovery")).toBeNull();
    await fireEvent.click(await arrives('[data-test="roles"] input[value="pharmacist"]'));
    await arrives("#new-recovery");
    await fireEvent.click(await arrives('[data-test="right-emergency"]'));
    await fireEvent.submit(await arrives('[data-test="account-form"]'));
    expect((await arrives('[data-test="account-said"]')).textContent).toContain("室戸 薬 を作成しました");
    expect(called("create_account")[0]?.request).toEqual({
      account: "muroto",
      display_name: "室戸 薬",
      staff_number: "0010",
      roles: ["pharmacist"],
      emergency: true,
      deputy: false,
      password: "first one 12345",
    });
  });

  test("roles and rights are changed and an account is disabled; the last administrator stays", async () => {
    await edit("doctor");
    await fireEvent.click(await arrives('[data-test="disable"]'));
    core.answers.change_account = () => Promise.reject({ code: "last_administrator", fields: {} });
    await fireEvent.submit(await arrives('[data-test="account-rights"]'));
    expect((await arrives('[data-test="error"]')).textContent).toContain("最後の管理者");
    const { ACCOUNTS } = await import("./fixture/access");
    core.answers.change_account = () => ACCOUNTS[1] ?? Promise.reject(new Error("gone"));
    await fireEvent.submit(await arrives('[data-test="account-rights"]'));
    await arrives('[data-test="account-said"]');
    expect(called("change_account").at(-1)?.request).toEqual({ account: "doctor", roles: ["doctor"], emergency: true, deputy: false, disabled: true });
  });

  test("a code for a lost second factor is shown once with its end", async () => {
    await edit("doctor");
    await type("#code-hours", "25");
    expect((find('[data-test="issue-code-do"]') as HTMLButtonElement).disabled).toBe(true);
    await type("#code-hours", "4");
    await fireEvent.submit(await arrives('[data-test="issue-code"]'));
    expect((await arrives('[data-test="issued-code"]')).textContent).toBe("7KQ2-MXH4");
    expect(find('[data-test="issued-until"]')?.textContent).toContain("2026-11-22 10:32");
    expect(called("issue_factor_code")[0]?.request).toEqual({ account: "doctor", hours: 4 });
    await fireEvent.click(await arrives('[data-test="account-close"]'));
    expect(document.documentElement.outerHTML).not.toContain("7KQ2-MXH4");
  });

  test("a lock-out is ended, and only where there is one", async () => {
    await edit("desk");
    await fireEvent.submit(await arrives('[data-test="free-account"]'));
    await waitFor(() => expect(called("free_account")[0]?.request).toEqual({ account: "desk" }));
    await fireEvent.click(await arrives('[data-account="nurse"] [data-test="edit-account"]'));
    await waitFor(() => expect(find('[data-test="account-edit"]')?.dataset.account).toBe("nurse"));
    expect(find('[data-test="free-account"]')).toBeNull();
    expect(find('[data-test="issue-code"]')).toBeNull();
  });

  test("an issued password leaves the field empty and says what happens next", async () => {
    await edit("desk");
    await type("#issued-password", "issued one 1234");
    await fireEvent.submit(await arrives('[data-test="issue-password"]'));
    await waitFor(() => expect(find('[data-test="issue-password"]')?.textContent).toContain("発行しました"));
    expect((find("#issued-password") as HTMLInputElement).value).toBe("");
    expect(called("issue_password")[0]?.request).toEqual({ account: "desk", password: "issued one 1234" });
  });
});

describe("grants", () => {
  test("only the three roles stand in the table, and what the core holds is said", async () => {
    await screen();
    await arrives('[data-test="grant"]');
    expect(all('[data-test="grant"]')).toHaveLength(27);
    expect(find('[data-test="grants-now"] [data-role="pharmacist"]')?.textContent).toBe("薬剤師: 処方");
    expect(find('[data-test="grants-now"] [data-role="nurse"]')?.textContent).toBe("看護師等: 許可なし");
    await fireEvent.click(await arrives('[data-test="grant"][value="nurse laboratory"]'));
    await fireEvent.click(await arrives('[data-test="grant"][value="nurse note"]'));
    await fireEvent.submit(find('[data-test="grants"] form') ?? document.body);
    await waitFor(() => expect(find('[data-test="grants-now"] [data-role="nurse"]')?.textContent).toBe("看護師等: 検査、記録メモ"));
    expect(called("set_grants")[0]?.request).toEqual({
      grants: [
        { role: "pharmacist", categories: ["prescription"], notes: false },
        { role: "nurse", categories: ["laboratory"], notes: true },
        { role: "clerk", categories: [], notes: false },
      ],
    });
  });
});

describe("sign-in rules", () => {
  test("are set within bounds, beside the other rules of the site", async () => {
    await screen();
    await waitFor(() => expect((find('[data-test="tries"]') as HTMLInputElement | null)?.value).toBe("5"));
    await type('[data-test="tries"]', "11");
    await arrives('[data-test="sign-in-wrong"]');
    await type('[data-test="tries"]', "3");
    await fireEvent.click(await arrives('[data-test="factor-required"]'));
    await fireEvent.submit(find('[data-test="sign-in-rules"] form') ?? document.body);
    await waitFor(() => expect(called("set_site_rules")).toHaveLength(1));
    expect(called("set_site_rules")[0]?.request).toMatchObject({ sign_in: { tries: 3, second_factor_required: false, stop_after_grace: false }, staleness: [] });
  });
});

describe("the file of the site", () => {
  test("is written to a folder, and its key is shown for the other PCs", async () => {
    await screen();
    await type("#site-folder", "/mnt/share");
    await fireEvent.submit(await arrives('[data-test="site-export"]'));
    expect((await arrives('[data-test="site-key"]')).textContent).toBe("SITE-KEY-1");
    expect(find('[data-test="site-take-in"]')).toBeNull();
  });

  test("is taken in with the key; an older one is refused in words", async () => {
    await screen();
    core.answers.site_file_take_in = () => Promise.reject({ code: "site_file", fields: { problem: "older" } });
    await type("#site-folder", "/mnt/share");
    await type("#site-key", "SITE-KEY-1");
    await fireEvent.submit(await arrives('[data-test="site-take-in"]'));
    expect((await arrives('[data-test="error"]')).textContent).toContain("古い施設ファイル");
    expect(called("site_file_take_in")[0]?.request).toEqual({ folder: "/mnt/share", site_key: "SITE-KEY-1" });
  });
});
