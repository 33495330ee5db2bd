import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { seat } from "../src/state/seat.svelte";
import type { SessionView } from "../src/bindings";
import { find } from "./doctor_screen";
import { session } from "./fixture/access";
import { core } from "./fixture/border";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const called = (name: string) => core.calls.filter((one) => one.name === name);
const type = async (selector: string, value: string) => fireEvent.input(await arrives(selector), { target: { value } });

beforeEach(() => {
  seat.leave();
  Object.assign(seat, { phase: "sign_in", account: "", hidden: false, attention: null, start: null, locked: null, changing: false });
});

async function opened(more: Partial<SessionView> = {}): Promise<void> {
  core.answers.session = () => session("doctor", more);
  render(App);
  await fireEvent.click(await arrives('[data-test="open-own-account"]'));
  await arrives('[data-test="own-account-panel"]');
}

describe("the own account", () => {
  test("changes the password and says what was wrong in words of its own", async () => {
    await opened();
    core.answers.change_password = () => Promise.reject({ code: "wrong_credentials", fields: {} });
    await type("#own-current", "not it");
    await type("#own-password", "another long one 2");
    await type("#own-again", "another long one 2");
    await fireEvent.submit(await arrives('[data-test="step-change-password"]'));
    expect((await arrives('[data-test="error"]')).textContent?.trim()).toBe("パスワードが違います。確認してもう一度入力してください。");
    core.answers.change_password = () => ({});
    await type("#own-current", "a long password 1");
    await fireEvent.submit(await arrives('[data-test="step-change-password"]'));
    await arrives('[data-test="password-changed"]');
    expect(called("change_password").at(-1)?.request).toEqual({ password: "a long password 1", new_password: "another long one 2" });
    expect((find("#own-password") as HTMLInputElement).value).toBe("");
  });

  test("tells the second factor as the core has it now, and what is not built", async () => {
    await opened();
    expect(find('[data-test="own-factor"]')?.textContent).toContain("登録していません");
    expect(find('[data-test="own-factor"]')?.textContent).toContain("ICカードこの版では使えません");
    core.answers.session = () => session("doctor", { second_factor: "totp", codes_left: 10 });
    await fireEvent.click(await arrives('[data-test="enrol"]'));
    await type("#enrol-password", "a long password 1");
    await fireEvent.submit(await arrives('[data-test="step-enrol"]'));
    await type("#enrol-code", "123456");
    await fireEvent.submit(await arrives('[data-test="step-enrol-confirm"]'));
    await fireEvent.click(await arrives('[data-test="codes-kept"]'));
    await fireEvent.click(await arrives('[data-test="codes-done"]'));
    await waitFor(() => expect(find('[data-test="own-factor"]')?.textContent).toContain("登録済み（ワンタイムコードの残り 10個）"));
  });

  test("asks for a code beside the password where a factor is replaced, and not of somebody who lost it", async () => {
    await opened({ second_factor: "totp", codes_left: 9, proved_by: "password" });
    await fireEvent.click(await arrives('[data-test="new-codes"]'));
    await type("#codes-password", "a long password 1");
    expect((await arrives('[data-test="step-new-codes"] button[type="submit"]')).hasAttribute("disabled")).toBe(true);
    await type("#codes-code", " 123456 ");
    await fireEvent.submit(await arrives('[data-test="step-new-codes"]'));
    await arrives('[data-test="codes-kept"]');
    expect(called("new_one_time_codes").at(-1)?.request).toEqual({ password: "a long password 1", code: "123456" });
  });

  test("somebody who came in by the code for a lost factor enrols without one", async () => {
    await opened({ second_factor: "totp", codes_left: 0, proved_by: "factor_code" });
    await fireEvent.click(await arrives('[data-test="enrol"]'));
    await type("#enrol-password", "a long password 1");
    expect(find("#enrol-former-code")).toBeNull();
    await fireEvent.submit(await arrives('[data-test="step-enrol"]'));
    await arrives("#enrol-code");
    expect(called("begin_second_factor").at(-1)?.request).toEqual({ password: "a long password 1" });
  });

  test("switches to another role the account has, and the screen follows", async () => {
    core.answers.switch_role = ({ role }) => session(role, { roles: ["doctor", "auditor"] });
    await opened({ roles: ["doctor", "auditor"] });
    await fireEvent.click(await arrives('[data-role="auditor"] input'));
    await fireEvent.submit(await arrives('[data-test="step-role"]'));
    await arrives('[data-test="auditor"]');
    expect(find('[data-test="own-account-panel"]')).toBeNull();
  });

  test("offers no switch to somebody with one role", async () => {
    await opened();
    expect(find('[data-test="step-role"]')).toBeNull();
  });

  test("signing out for somebody else leaves not even the account", async () => {
    await opened();
    await fireEvent.click(await arrives('[data-test="sign-out"]'));
    await arrives('[data-test="sign-in"]');
    expect((find("#account") as HTMLInputElement).value).toBe("");
    expect(document.body.textContent).not.toContain("山手");
    expect(called("sign_out")).toHaveLength(1);
  });

  test("keys typed in it do not reach the screen behind it", async () => {
    await opened();
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await arrives('[data-test="tab-overview"]');
    await fireEvent.keyDown(await arrives('[data-test="enrol"]'), { key: "2" });
    expect(find('[data-test="tab-overview"]')?.getAttribute("aria-selected")).toBe("true");
    await fireEvent.keyDown(await arrives('[data-test="enrol"]'), { key: "Escape" });
    await waitFor(() => expect(find('[data-test="own-account-panel"]')).toBeNull());
  });
});

test("a PC that has not seen the site's accounts for long, and a sign-in by an issued code, are said above every screen", async () => {
  core.answers.session = () =>
    session("nurse", { proved_by: "factor_code", grace: { seen_at: "2026-11-17T08:30:00+09:00", ends_at: "2026-11-20T08:30:00+09:00", over: true } });
  render(App);
  expect((await arrives('[data-test="grace"]')).textContent).toContain("72時間を過ぎました");
  await arrives('[data-test="factor-code-used"]');
});
