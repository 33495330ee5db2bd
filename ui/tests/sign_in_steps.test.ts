import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { seat } from "../src/state/seat.svelte";
import { signingIn } from "../src/state/signing_in.svelte";
import type { SignInStep } from "../src/bindings";
import { find } from "./doctor_screen";
import { session, signedIn } from "./fixture/access";
import { core } from "./fixture/border";
import { PEOPLE } from "./fixture/people";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const called = (name: string) => core.calls.filter((one) => one.name === name);
const type = async (selector: string, value: string) => fireEvent.input(await arrives(selector), { target: { value } });

beforeEach(async () => {
  await signingIn.cancel();
  seat.leave();
  Object.assign(seat, { phase: "sign_in", account: "", hidden: false, attention: null, start: null, locked: null, changing: false });
  core.calls = [];
});

/** Gives account and password; the core wants `step` next. */
async function upTo(step: SignInStep): Promise<void> {
  core.answers.sign_in = () => step;
  render(App);
  await type("#account", "doctor");
  await type("#password", "a long password 1");
  await fireEvent.submit(await arrives('[data-test="sign-in"]'));
}

function nothingIsShown(): void {
  expect(find('[data-test="status"]')).toBeNull();
  for (const person of Object.values(PEOPLE)) expect(document.body.textContent).not.toContain(person.name);
}

describe("second factor", () => {
  test("is asked for after the password, takes any of the three codes in one field, and lets in", async () => {
    await upTo({ step: "second_factor" });
    const field = await arrives("#factor-code");
    expect(document.activeElement).toBe(field);
    expect(document.body.textContent).toContain("ワンタイムコード");
    nothingIsShown();
    await type("#factor-code", " k7mq-x4hd ");
    await fireEvent.submit(await arrives('[data-test="step-factor"]'));
    await arrives('[data-test="today-row"]');
    expect(called("give_second_factor")[0]?.request).toEqual({ code: "k7mq-x4hd" });
  });

  test("a wrong code is said in words of its own and leaves the field empty", async () => {
    core.answers.give_second_factor = () => Promise.reject({ code: "wrong_credentials", fields: {} });
    await upTo({ step: "second_factor" });
    await type("#factor-code", "000000");
    await fireEvent.submit(await arrives('[data-test="step-factor"]'));
    const error = await arrives('[data-test="error"]');
    expect(error.textContent).toContain("コードが違うか、使用済みです");
    expect(error.textContent).not.toContain("アカウント");
    expect((find("#factor-code") as HTMLInputElement).value).toBe("");
    nothingIsShown();
  });

  test("an administrator who lost app and codes gives the recovery key and enrols anew", async () => {
    core.answers.give_second_factor = () => ({ step: "enrol_second_factor" });
    await upTo({ step: "second_factor" });
    await type("#factor-code", "123456");
    await fireEvent.click(await arrives('[data-test="factor-lost"]'));
    await type("#factor-recovery", " ABCDE-FGHIJ ");
    await fireEvent.submit(await arrives('[data-test="step-factor"]'));
    await waitFor(() => expect(called("give_second_factor")[0]?.request).toEqual({ code: "", recovery_key: "ABCDE-FGHIJ" }));
    await waitFor(() => expect(document.body.textContent).toContain("二要素認証の登録"));
    nothingIsShown();
  });

  test("a step that took too long goes back to the beginning and says so", async () => {
    core.answers.give_second_factor = () => Promise.reject({ code: "not_signed_in", fields: {} });
    await upTo({ step: "second_factor" });
    await type("#factor-code", "123456");
    await fireEvent.submit(await arrives('[data-test="step-factor"]'));
    await arrives('[data-test="sign-in-over"]');
    expect(find("#account")).not.toBeNull();
  });

  test("starting again lets the core forget what was given", async () => {
    await upTo({ step: "second_factor" });
    await fireEvent.click(await arrives('[data-test="step-cancel"]'));
    await arrives('[data-test="sign-in"]');
    expect(called("sign_out").length).toBeGreaterThan(0);
  });
});

describe("issued password", () => {
  test("is changed before anything is shown; the two must agree", async () => {
    await upTo({ step: "new_password", least: 13 });
    expect((await arrives('[data-test="step-new-password"]')).textContent).toContain("13文字以上");
    await type("#first-password", "another long one 2");
    const submit = (await arrives('[data-test="step-submit"]')) as HTMLButtonElement;
    await type("#first-again", "another long one 3");
    expect(submit.disabled).toBe(true);
    expect(document.body.textContent).toContain("2つのパスワードが一致しません");
    nothingIsShown();
    await type("#first-again", "another long one 2");
    await waitFor(() => expect(submit.disabled).toBe(false));
    await fireEvent.submit(await arrives('[data-test="step-new-password"]'));
    await arrives('[data-test="today-row"]');
    expect(called("set_first_password")[0]?.request).toEqual({ password: "another long one 2" });
  });

  test("a refused one says which rule is not met", async () => {
    core.answers.set_first_password = () => Promise.reject({ code: "password_rule", fields: { rule: "reused" } });
    await upTo({ step: "new_password", least: 8 });
    await type("#first-password", "used before 1");
    await type("#first-again", "used before 1");
    await fireEvent.submit(await arrives('[data-test="step-new-password"]'));
    expect((await arrives('[data-test="error"]')).textContent).toContain("以前の5回");
  });
});

describe("enrolment", () => {
  test("draws the square, confirms with a code, shows the ten codes once, then goes on", async () => {
    await upTo({ step: "enrol_second_factor" });
    await type("#enrol-password", "a long password 1");
    await fireEvent.submit(await arrives('[data-test="step-enrol"]'));
    const square = await arrives('[data-test="qr"]');
    expect(square.getAttribute("viewBox")).toBe("0 0 45 45");
    expect(square.querySelector("path")?.getAttribute("d")).toBe("M4 4h7v1h-7z");
    expect(find('[data-test="secret"]')?.textContent).toBe("JBSW Y3DP EHPK 3PXP");
    await type("#enrol-code", "123456");
    await fireEvent.submit(await arrives('[data-test="step-enrol-confirm"]'));
    expect((await arrives('[data-test="one-time-codes"]')).querySelectorAll("li")).toHaveLength(10);
    expect(find('[data-test="secret"]')).toBeNull();
    const done = (await arrives('[data-test="codes-done"]')) as HTMLButtonElement;
    expect(done.disabled).toBe(true);
    await fireEvent.click(await arrives('[data-test="codes-kept"]'));
    await fireEvent.click(done);
    await arrives('[data-test="today-row"]');
    expect(called("continue_sign_in")).toHaveLength(1);
    expect(document.documentElement.outerHTML).not.toContain("k70mq");
  });
});

describe("clinical key", () => {
  test("is taken over with the former password where this PC still keeps it", async () => {
    await upTo({ step: "clinical_key", former_password: true });
    await type("#key-former", "the former one 1");
    await fireEvent.submit(await arrives('[data-test="step-clinical-key"]'));
    await arrives('[data-test="today-row"]');
    expect(called("give_clinical_key")[0]?.request).toEqual({ former_password: "the former one 1" });
  });

  test("or from a colleague, whose code goes along when there is one", async () => {
    await upTo({ step: "clinical_key", former_password: false });
    expect(find('input[value="former_password"]')).toBeNull();
    await fireEvent.click(await arrives('input[value="colleague"]'));
    await type("#key-account", "sato");
    await type("#key-password", "a colleague's 1");
    await type("#key-code", "654321");
    await fireEvent.submit(await arrives('[data-test="step-clinical-key"]'));
    await waitFor(() => expect(called("give_clinical_key")[0]?.request).toEqual({ colleague: { account: "sato", password: "a colleague's 1", code: "654321" } }));
  });
});

describe("several roles", () => {
  const several = signedIn("doctor", { roles: ["doctor", "admin"] });

  test("one is chosen before anything is shown", async () => {
    core.answers.session = () => (core.calls.some((one) => one.name === "sign_in") ? session("doctor", { roles: ["doctor", "admin"] }) : null);
    await upTo(several);
    await arrives('[data-test="step-role"]');
    nothingIsShown();
    await fireEvent.submit(await arrives('[data-test="step-role"]'));
    await arrives('[data-test="today-row"]');
    expect(called("switch_role")).toHaveLength(0);
  });

  test("another one than the first needs no password unless it reads clinical information", async () => {
    core.answers.switch_role = ({ role }) => session(role, { roles: ["doctor", "admin"] });
    await upTo(several);
    await fireEvent.click(await arrives('[data-role="admin"] input'));
    expect(find("#role-password")).toBeNull();
    await fireEvent.submit(await arrives('[data-test="step-role"]'));
    await arrives('[data-test="admin"]');
    expect(called("switch_role")[0]?.request).toEqual({ role: "admin" });
  });

  test("a session that ended meanwhile goes back to the beginning", async () => {
    core.answers.session = () => null;
    await upTo(several);
    await fireEvent.submit(await arrives('[data-test="step-role"]'));
    await arrives('[data-test="sign-in-over"]');
  });
});
