import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { seat } from "../src/state/seat.svelte";
import { core, tell } from "./fixture/border";
import { signedIn } from "./fixture/access";
import { DOWN, START } from "./fixture/patient";
import { PEOPLE } from "./fixture/people";

vi.mock("../src/border", () => import("./fixture/border"));

const find = (selector: string) => document.querySelector<HTMLElement>(selector);
const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));

beforeEach(() => {
  seat.leave();
  seat.phase = "sign_in";
  seat.account = "";
  seat.hidden = false;
  seat.attention = null;
  seat.start = null;
  seat.locked = null;
  seat.changing = false;
});

async function signIn(account: string): Promise<void> {
  await fireEvent.input(await arrives("#account"), { target: { value: account } });
  await fireEvent.input(await arrives("#password"), { target: { value: "a long password 1" } });
  await fireEvent.submit(await arrives('[data-test="sign-in"]'));
}

describe("start", () => {
  test("the sign-in takes keys before the core has answered, and marks a demo", async () => {
    render(App);
    expect(document.activeElement?.id).toBe("account");
    expect(await screen.findByText("デモ用の環境です（架空の患者）")).toBeTruthy();
  });

  test("a failure has its sentence, and Retry asks again", async () => {
    core.answers.start_state = () => Promise.reject({ code: "keyring_locked", fields: {} });
    render(App);
    const failure = await arrives('[data-test="start-failure"]');
    expect(failure.dataset.code).toBe("keyring_locked");
    expect(failure.textContent).toContain("キーリングがロックされています");
    core.answers.start_state = () => START;
    await fireEvent.click(await arrives('[data-test="retry"]'));
    await arrives('[data-test="sign-in"]');
  });

  test("the first run asks for the site rule and shows the recovery key once", async () => {
    core.answers.start_state = () => ({ ...START, needs_set_up: true });
    render(App);
    await arrives('[data-test="set-up"]');
    const fill = (id: string, value: string) => fireEvent.input(find(`#${id}`) ?? document.body, { target: { value } });
    await fill("set-up-account", "kanri");
    await fill("set-up-name", "黒潮 管");
    await fill("set-up-staff", "0001");
    await fill("set-up-password", "long enough 123");
    await fill("set-up-again", "long enough 123");
    const submit = (await arrives('[data-test="set-up-submit"]')) as HTMLButtonElement;
    expect(submit.disabled).toBe(true);
    await fireEvent.click(find('input[value="never"]') ?? document.body);
    expect(submit.disabled).toBe(false);
    await fireEvent.submit(await arrives('[data-test="set-up"]'));
    expect((await arrives('[data-test="recovery-key"]')).textContent?.trim()).toBe("7KQ2M-XH4TD-9PWRA-3JVNE-Z6C8B-5YFGU");
    await fireEvent.click(await arrives('[data-test="recovery-kept"]'));
    await fireEvent.click(await arrives('[data-test="recovery-done"]'));
    await arrives('[data-test="sign-in"]');
    expect(find('[data-test="recovery-key"]')).toBeNull();
  });

  test("a refused sign-in says neither which was wrong nor keeps the password", async () => {
    core.answers.sign_in = () => Promise.reject({ code: "wrong_credentials", fields: {} });
    render(App);
    await signIn("doctor");
    const error = await arrives('[data-test="error"]');
    expect(error.dataset.code).toBe("wrong_credentials");
    expect(error.textContent).toContain("アカウントまたはパスワードが違います");
    expect((find("#password") as HTMLInputElement).value).toBe("");
  });
});

describe("hiding the screen", () => {
  async function openPatient(): Promise<void> {
    render(App);
    await signIn("doctor");
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await waitFor(() => expect(document.body.textContent).toContain("糖尿病性腎症"));
  }

  function expectNothingOfPatients(): void {
    const left = document.documentElement.outerHTML;
    for (const person of Object.values(PEOPLE)) {
      expect(left).not.toContain(person.name);
      expect(left).not.toContain(person.kana);
    }
    for (const word of ["糖尿病", "セファゾリン", "クレアチニン", "アムロジピン"]) expect(left).not.toContain(word);
    expect(document.documentElement.dataset.painted).toBeUndefined();
  }

  test("F9 locks and leaves nothing of the patient in the document; the password alone is asked for", async () => {
    await openPatient();
    await fireEvent.keyDown(window, { key: "F9" });
    const screen = await arrives('[data-test="lock-screen"]');
    expectNothingOfPatients();
    expect(core.calls.some((one) => one.name === "lock")).toBe(true);
    expect(screen.dataset.account).toBe("doctor");
    expect(document.activeElement?.id).toBe("password");
  });

  test("F9 takes an open sheet off the screen with the rest", async () => {
    await openPatient();
    await fireEvent.click(await arrives('[data-category="condition"] [data-test="open-sheet"]'));
    await arrives('[data-test="sheet-card"]');
    await fireEvent.keyDown(window, { key: "F9" });
    await arrives('[data-test="lock-screen"]');
    expect(find('[data-test="sheet-panel"]')).toBeNull();
    expect(document.documentElement.outerHTML).not.toContain("社内メモ");
    expectNothingOfPatients();
  });

  test("an answer that comes after hiding shows nothing", async () => {
    render(App);
    await signIn("doctor");
    let answer: () => void = () => {};
    const { patient } = await import("./fixture/patient");
    core.answers.open_patient = () => new Promise((resolve) => (answer = () => resolve(patient(1))));
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await fireEvent.keyDown(window, { key: "F9" });
    answer();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expectNothingOfPatients();
  });

  test("a session that ends by itself goes back to the sign-in", async () => {
    await openPatient();
    tell({ event: "session_ended" });
    await arrives('[data-test="sign-in"]');
    expectNothingOfPatients();
  });

  test("idle minutes lock the screen", async () => {
    core.answers.sign_in = () => signedIn("doctor", { auto_lock_minutes: 0.02 });
    render(App);
    await signIn("doctor");
    await waitFor(() => expect(core.calls.some((one) => one.name === "lock")).toBe(true));
    await arrives('[data-test="lock-screen"]');
  });

  test("a hidden board still tells how many arrivals need attention, and nothing else", async () => {
    render(App);
    await signIn("desk");
    await arrives('[data-test="board-row"]');
    await fireEvent.keyDown(window, { key: "F9" });
    expect((await arrives('[data-test="locked-board"]')).textContent).toContain("受付の要対応 6件");
    expectNothingOfPatients();
  });
});

describe("missed news", () => {
  test("ask how the line is", async () => {
    render(App);
    await signIn("doctor");
    await arrives('[data-test="today-row"]');
    core.answers.service_status = () => DOWN;
    tell({ event: "news_missed" });
    await arrives('[data-test="service-bar"]');
  });
});

describe("the line going down", () => {
  test("shows since when and why, and the list says what is saved", async () => {
    render(App);
    await signIn("doctor");
    await arrives('[data-test="today-row"]');
    expect(find('[data-test="today-row"][data-person="1"] [data-test="readiness"]')?.textContent).toBe("完了");
    tell({ event: "service_changed", status: DOWN });
    const bar = await arrives('[data-test="service-bar"]');
    expect(bar.dataset.fault).toBe("refused");
    expect(bar.textContent).toContain("保存済みの情報を表示しています。");
    expect(find('[data-test="service-detail"]')).toBeNull();
    await fireEvent.click(bar.querySelector(".link") ?? bar);
    expect(find('[data-test="service-detail"]')?.textContent).toContain("refused");
    expect(find('[data-test="today-row"][data-person="1"] [data-test="readiness"]')?.textContent).toContain("保存あり");
    await fireEvent.click(await arrives('[data-test="retry"]'));
    expect(core.calls.some((one) => one.name === "retry_service")).toBe(true);
  });
});
