import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import Doctor from "../src/doctor/Doctor.svelte";
import { all, find, painted, row } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { CHANGES, NO_CHANGES } from "./fixture/history";
import { TODAY } from "./fixture/people";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));

async function afterOutage(): Promise<void> {
  render(Doctor);
  await row(1);
  expect(find('[data-test="recovered-bar"]')).toBeNull();
  core.answers.recovery_changes = ({ list }) => (list ? CHANGES : { ...CHANGES, patients: [] });
  tell({ event: "recovery_changes" });
  await arrives('[data-test="recovered-bar"]');
}

async function openList(): Promise<HTMLElement> {
  await afterOutage();
  await fireEvent.click(await arrives('[data-test="open-recovered"]'));
  await arrives('[data-test="recovered-patient"]');
  return await arrives('[data-test="recovered-panel"]');
}

describe("after an outage", () => {
  test("a line says how much of what I read has changed", async () => {
    await afterOutage();
    expect(find('[data-test="recovered-bar"]')?.textContent).toContain("2名・3項目");
  });

  test("nobody is named before the list is opened", async () => {
    const asked = (): unknown[] => core.calls.filter((one) => one.name === "recovery_changes").map((one) => one.request);
    await afterOutage();
    expect(asked().every((request) => JSON.stringify(request) === "{}")).toBe(true);
    await fireEvent.click(await arrives('[data-test="open-recovered"]'));
    await arrives('[data-test="recovered-patient"]');
    expect(asked().at(-1)).toEqual({ list: true });
    expect(find('[data-test="recovered-empty"]')).toBeNull();
  });

  test("the list names patients and sections with their changes, and what is not known yet", async () => {
    const panel = await openList();
    expect(panel.textContent).toContain("障害 2026-11-21 09:58 から 2026-11-21 10:30 まで");
    expect(all('[data-test="recovered-patient"]')).toHaveLength(2);
    expect(panel.textContent).toContain("追加1・提供されなくなった1");
    expect(find('[data-test="recovered-unconfirmed"]')?.textContent).toContain("変更の有無は不明");
  });

  test("opening a row goes to the section of that patient", async () => {
    await openList();
    await fireEvent.click(await arrives('[data-person="1"] [data-test="recovered-section"][data-category="laboratory"]'));
    await painted(1);
    await waitFor(() => expect(find('[data-test="tab-laboratory"]')?.getAttribute("aria-selected")).toBe("true"));
    expect(find('[data-test="recovered-panel"]')).toBeNull();
    expect(core.calls.some((one) => one.name === "open_patient")).toBe(true);
  });

  test("who is not on today's list is opened once both items are confirmed", async () => {
    core.answers.todays_patients = () => ({ ...TODAY, patients: TODAY.patients.slice(1) });
    render(Doctor);
    await row(2);
    core.answers.recovery_changes = ({ list }) => (list ? CHANGES : { ...CHANGES, patients: [] });
    tell({ event: "recovery_changes" });
    await fireEvent.click(await arrives('[data-test="open-recovered"]'));
    await fireEvent.click(await arrives('[data-person="1"] [data-test="recovered-section"][data-category="laboratory"]'));
    await arrives('[data-test="identity-check"][data-person="1"]');
    expect(core.calls.some((one) => one.name === "open_patient")).toBe(false);
    await fireEvent.click(await arrives('[data-test="check-confirm"]'));
    await painted(1);
    await waitFor(() => expect(find('[data-test="tab-laboratory"]')?.getAttribute("aria-selected")).toBe("true"));
    const opening = core.calls.find((one) => one.name === "open_patient")?.request;
    expect(opening).toEqual({ person: 1, confirmed: { name: "浜辺 帆波", birth_date: "1930-06-28" } });
  });

  test("what was read is put beside what it says now", async () => {
    await openList();
    await fireEvent.click(await arrives('[data-person="1"] [data-test="recovered-compare"]'));
    await arrives('[data-test="comparison"]');
    expect(core.calls.filter((one) => one.name === "compare_states").at(-1)?.request).toEqual({ person: 1, category: "condition", from: "4", to: "5" });
  });

  test("the line can be put off, and comes back by the button above the list", async () => {
    await afterOutage();
    await fireEvent.click(await arrives('[data-test="recovered-later"]'));
    await waitFor(() => expect(find('[data-test="recovered-bar"]')).toBeNull());
    await fireEvent.click(await arrives('[data-test="recovered-again"]'));
    await arrives('[data-test="recovered-panel"]');
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(find('[data-test="recovered-panel"]')).toBeNull());
  });

  test("over an open sheet Escape closes the list alone, then the sheet", async () => {
    await afterOutage();
    await fireEvent.click(await row(1));
    await painted(1);
    await fireEvent.click(await arrives('[data-test="section"] [data-test="open-sheet"]'));
    await arrives('[data-test="sheet-panel"]');
    await fireEvent.click(await arrives('[data-test="open-recovered"]'));
    await arrives('[data-test="recovered-panel"]');
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(find('[data-test="recovered-panel"]')).toBeNull());
    expect(find('[data-test="sheet-panel"]')).not.toBeNull();
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(find('[data-test="sheet-panel"]')).toBeNull());
  });

  test("nothing changed is said in words", async () => {
    core.answers.recovery_changes = () => ({ ...NO_CHANGES, outage: CHANGES.outage, unchanged: 4 });
    render(Doctor);
    await fireEvent.click(await arrives('[data-test="recovered-again"]'));
    const empty = await arrives('[data-test="recovered-empty"]');
    expect(empty.textContent).toContain("変更はありません");
    expect(find('[data-test="recovered-panel"]')?.textContent).toContain("変更なし 4項目");
    expect(find('[data-test="recovered-bar"]')).toBeNull();
  });

  test("the list covers what is behind it: nothing there counts as read", async () => {
    await openList();
    expect(find("#content")?.inert).toBe(true);
  });
});
