import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import Desk from "../src/desk/Desk.svelte";
import Doctor from "../src/doctor/Doctor.svelte";
import { seat } from "../src/state/seat.svelte";
import { all, find, painted, row } from "./doctor_screen";
import { core } from "./fixture/border";
import { FOUND } from "./fixture/history";
import { session } from "./fixture/access";
import { patient } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const field = () => find('[data-test="find-text"]') as HTMLInputElement;
const opened = () => core.calls.filter((one) => one.name === "open_patient").map((one) => one.request);

async function type(text: string): Promise<void> {
  field().focus();
  await fireEvent.input(field(), { target: { value: text } });
  await arrives('[data-test="find-sum"]');
}

describe("searching for a patient", () => {
  test("has the focus on / and on Ctrl+K, but a slash in a field is a slash", async () => {
    render(Doctor);
    await row(1);
    await fireEvent.keyDown(window, { key: "/" });
    expect(document.activeElement).toBe(field());
    const slash = new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true });
    field().dispatchEvent(slash);
    expect(slash.defaultPrevented).toBe(false);
    field().blur();
    await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
    expect(document.activeElement).toBe(field());
  });

  test("answers while it is typed, and says when there are more", async () => {
    render(Doctor);
    await row(1);
    await type("ハマ");
    expect(core.calls.filter((one) => one.name === "find_person").at(-1)?.request).toEqual({ text: "ハマ" });
    expect(all('[data-test="find-row"]')).toHaveLength(3);
    expect(find('[data-test="find-row"]')?.textContent).toContain("1930-06-28(昭和5年)");
    expect(find('[data-test="find-sum"]')?.textContent).toContain("ほかにも");
  });

  test("says that its rows still answer the word before", async () => {
    render(Doctor);
    await row(1);
    await type("ハ");
    const results = await arrives('[data-test="find-results"]');
    expect(results.getAttribute("aria-busy")).toBe("false");
    let late: () => void = () => {};
    core.answers.find_person = () => new Promise((resolve) => (late = () => resolve(FOUND)));
    await fireEvent.input(field(), { target: { value: "ハマ" } });
    expect(results.getAttribute("aria-busy")).toBe("true");
    late();
    await waitFor(() => expect(results.getAttribute("aria-busy")).toBe("false"));
  });

  test("shows nothing of a late answer to an earlier word, nor after the field is emptied", async () => {
    render(Doctor);
    await row(1);
    let late: () => void = () => {};
    core.answers.find_person = () => new Promise((resolve) => (late = () => resolve(FOUND)));
    await fireEvent.input(field(), { target: { value: "ハ" } });
    await fireEvent.input(field(), { target: { value: "" } });
    late();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(find('[data-test="find-row"]')).toBeNull();
  });

  test("opens only after name and birth date are confirmed; cancel has the focus", async () => {
    render(Doctor);
    await row(1);
    await type("ハマ");
    await fireEvent.keyDown(field(), { key: "ArrowDown" });
    expect(field().getAttribute("aria-activedescendant")).toBe("find-3");
    await fireEvent.keyDown(field(), { key: "Enter" });
    const check = await arrives('[data-test="identity-check"]');
    expect(check.textContent).toContain("濵邊 穂南");
    expect(check.textContent).toContain("1962-04-24(昭和37年)");
    expect((document.activeElement as HTMLElement).dataset.test).toBe("check-cancel");
    expect(opened()).toEqual([]);
    await fireEvent.click(await arrives('[data-test="check-confirm"]'));
    await painted(3);
    expect(opened()).toEqual([{ person: 3, confirmed: { name: "濵邊 穂南", birth_date: "1962-04-24" } }]);
  });

  test("a list of another day opens nobody: the core asks for both items", async () => {
    core.answers.open_patient = ({ person, confirmed }) =>
      confirmed === undefined ? Promise.reject({ code: "identity_unchecked", fields: {} }) : patient(person);
    render(Doctor);
    await fireEvent.click(await row(1));
    const check = await arrives('[data-test="identity-check"]');
    expect(check.dataset.person).toBe("1");
    expect(find('[data-test="section"]')).toBeNull();
    await fireEvent.click(await arrives('[data-test="check-confirm"]'));
    await painted(1);
    expect(opened()).toEqual([{ person: 1 }, { person: 1, confirmed: { name: "浜辺 帆波", birth_date: "1930-06-28" } }]);
  });

  test("a row says that somebody of today has the same kana or surname", async () => {
    render(Doctor);
    await row(1);
    await type("ハマ");
    const marks = [...document.querySelectorAll('[data-test="find-row"]')].map((one) => one.querySelector('[data-test="twin"]')?.textContent?.trim());
    expect(marks).toEqual(["同カナ", "同カナ", "同姓"]);
  });

  test("somebody of today with the same kana is told before opening", async () => {
    core.answers.find_person = () => ({ ...FOUND, people: FOUND.people.map((one) => ({ ...one, identity: { ...one.identity, same_kana: true } })) });
    render(Doctor);
    await row(1);
    await type("ハマ");
    await fireEvent.keyDown(field(), { key: "Enter" });
    const twin = await arrives('[data-test="check-twin"]');
    expect(twin.textContent).toContain("同じカナの患者");
  });

  test.each(["Escape", "button"])("a wrong patient is not opened (%s), and the focus is back in the field", async (way) => {
    render(Doctor);
    await row(1);
    await type("ハマ");
    await fireEvent.keyDown(field(), { key: "Enter" });
    const cancel = await arrives('[data-test="check-cancel"]');
    if (way === "Escape") await fireEvent.keyDown(cancel, { key: "Escape" });
    else await fireEvent.click(cancel);
    await waitFor(() => expect(find('[data-test="identity-check"]')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(field()));
    expect(opened()).toEqual([]);
  });

  test("number keys typed into the field change no tab", async () => {
    render(Doctor);
    await fireEvent.click(await row(1));
    await painted(1);
    field().focus();
    await fireEvent.keyDown(field(), { key: "2" });
    expect(find('[data-test="tab-overview"]')?.getAttribute("aria-selected")).toBe("true");
  });
});

describe("searching at the desk", () => {
  test("tells who it is and opens nothing; letters typed there do not filter the board", async () => {
    seat.session = session("desk");
    render(Desk);
    await arrives('[data-test="board-row"]');
    field().focus();
    await fireEvent.keyDown(field(), { key: "f" });
    expect(find(".chip")?.getAttribute("aria-pressed")).toBe("false");
    await type("ハマ");
    await fireEvent.keyDown(field(), { key: "Enter" });
    const shown = await arrives('[data-test="identity-check"]');
    expect(shown.textContent).toContain("浜辺 帆波");
    expect(find('[data-test="check-confirm"]')).toBeNull();
    expect(opened()).toEqual([]);
    seat.session = null;
  });
});
