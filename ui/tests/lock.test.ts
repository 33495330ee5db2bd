import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { fromAddress, toAddress } from "../src/state/address";
import { seat } from "../src/state/seat.svelte";
import { work } from "../src/state/work.svelte";
import { find } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { lockedBy } from "./fixture/lock";
import { session } from "./fixture/access";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const called = (name: string) => core.calls.filter((one) => one.name === name);

beforeEach(() => {
  seat.leave();
  Object.assign(seat, { phase: "sign_in", account: "", hidden: false, attention: null, start: null, locked: null, changing: false });
});

async function inside(): Promise<void> {
  core.answers.session = () => session("doctor");
  render(App);
  await arrives('[data-test="today-row"]');
}

async function unlock(): Promise<void> {
  await arrives('[data-test="lock-screen"]');
  await fireEvent.input(find("#password") ?? document.body, { target: { value: "a long password 1" } });
  await fireEvent.submit(await arrives('[data-test="unlock"]'));
}

describe("画面ロック", () => {
  test("a page that begins at a locked screen asks for the password and says nothing of what was open", async () => {
    core.answers.lock_state = () => ({ ...lockedBy("doctor"), reason: "sleep" });
    render(App);
    const screen = await arrives('[data-test="lock-screen"]');
    expect(screen.textContent).toContain("スリープのため");
    expect(screen.textContent).toContain("山手 医");
    expect(find('[data-test="locked-board"]')).toBeNull();
    expect(called("locked_board")).toHaveLength(0);
  });

  test("unlocking brings the patient back who was open, through the ordinary command", async () => {
    await inside();
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await waitFor(() => expect(document.body.textContent).toContain("糖尿病性腎症"));
    await waitFor(() => expect(called("keep_work").length).toBeGreaterThan(0));
    const kept = called("keep_work").at(-1)?.request as { work: string };
    core.answers.take_work = () => ({ work: kept.work });
    await fireEvent.keyDown(window, { key: "F9" });
    const openings = called("open_patient").length;
    await unlock();
    await waitFor(() => expect(document.body.textContent).toContain("糖尿病性腎症"));
    expect(called("open_patient")).toHaveLength(openings + 1);
  });

  test("a wrong password keeps it locked; a sign-in too long ago asks for all of it", async () => {
    await inside();
    await fireEvent.keyDown(window, { key: "F9" });
    core.answers.unlock = () => Promise.reject({ code: "wrong_credentials", fields: {} });
    await unlock();
    expect((await arrives('[data-test="error"]')).dataset.code).toBe("wrong_credentials");
    expect((find("#password") as HTMLInputElement).value).toBe("");
    core.answers.unlock = () => Promise.reject({ code: "full_sign_in_needed", fields: {} });
    await unlock();
    await arrives('[data-test="sign-in"]');
    expect((find("#account") as HTMLInputElement).value).toBe("doctor");
  });

  test("a sign-in too long ago, done anew by the same person, brings back who was open", async () => {
    await inside();
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="1"]'));
    await waitFor(() => expect(called("keep_work").length).toBeGreaterThan(0));
    const kept = called("keep_work").at(-1)?.request as { work: string };
    core.answers.take_work = () => ({ work: kept.work });
    core.answers.unlock = () => Promise.reject({ code: "full_sign_in_needed", fields: {} });
    await fireEvent.keyDown(window, { key: "F9" });
    await unlock();
    const form = await arrives('[data-test="sign-in"]');
    const openings = called("open_patient").length;
    await fireEvent.input(find("#password") ?? document.body, { target: { value: "a long password 1" } });
    await fireEvent.submit(form);
    await waitFor(() => expect(document.body.textContent).toContain("糖尿病性腎症"));
    expect(called("open_patient")).toHaveLength(openings + 1);
  });

  test("somebody else signs in at a locked screen, and nothing of the former person comes back", async () => {
    await inside();
    await fireEvent.keyDown(window, { key: "F9" });
    await fireEvent.click(await arrives('[data-test="change-user"]'));
    await arrives('[data-test="sign-in"]');
    expect((find("#account") as HTMLInputElement).value).toBe("");
    expect(called("take_work")).toHaveLength(0);
  });

  test("a lock by the core hides the screen at once", async () => {
    await inside();
    core.answers.lock_state = () => ({ ...lockedBy("doctor"), reason: "idle" });
    tell({ event: "session_ended" });
    expect((await arrives('[data-test="lock-screen"]')).dataset.reason).toBe("idle");
    expect(find('[data-test="today-row"]')).toBeNull();
  });

  test("the core is told of input, and of nothing where there is none", async () => {
    await inside();
    await new Promise((resolve) => setTimeout(resolve, 1300));
    const before = called("report_activity").length;
    await fireEvent.pointerMove(window);
    await waitFor(() => expect(called("report_activity").length).toBe(before + 1));
  });
});

describe("what a screen is in the middle of", () => {
  test("comes back part by part, once, and goes with the person", async () => {
    core.answers.take_work = () => ({ work: '{"note":"下書き"}' });
    await work.fetch();
    expect(work.given("note")).toBe("下書き");
    expect(work.given("note")).toBeNull();
    await work.fetch();
    work.clear();
    expect(work.given("note")).toBeNull();
    core.answers.take_work = () => ({ work: "broken" });
    await work.fetch();
    expect(work.given("note")).toBeNull();
  });

  test("the look of the screen stands in the address, each beside the other", () => {
    toAddress("theme", "dark");
    toAddress("language", "en");
    expect(fromAddress("theme")).toBe("dark");
    expect(fromAddress("language")).toBe("en");
  });
});
