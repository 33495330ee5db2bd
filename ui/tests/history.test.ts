import { fireEvent, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import { all, find, open } from "./doctor_screen";
import { core } from "./fixture/border";
import { comparison, history } from "./fixture/history";
import { patient } from "./fixture/patient";
import { nothing } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const BUTTON = '[data-test="section"][data-category="condition"] [data-test="open-history"]';
const boxes = () => all<HTMLInputElement>('[data-test="history-panel"] input');
const compared = () => core.calls.filter((one) => one.name === "compare_states").map((one) => one.request);

async function openHistory(): Promise<HTMLElement> {
  await open();
  const button = await arrives(BUTTON);
  button.focus();
  await fireEvent.click(button);
  await arrives('[data-test="history-state"]');
  return button;
}

describe("変更点 of a section", () => {
  test("lists the states newest first, with origin, changes and what I read", async () => {
    await openHistory();
    const rows = all('[data-test="history-state"]').map((row) => row.textContent?.replace(/\s+/gu, " ") ?? "");
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain("2026-11-21 10:32");
    expect(rows[0]).toContain("最新");
    expect(rows[0]).toContain("追加1・変更2");
    expect(rows[0]).toContain("未閲覧");
    expect(rows[1]).toContain("提供されなくなった1");
    expect(rows[1]).toContain("2026-11-15 09:12 閲覧");
    expect(rows[2]).toContain("応答に含まれなくなった");
    expect(rows[2]).toContain("比べられません");
    expect(rows[3]).toContain("最初の取得");
  });

  test("compares the newest two at once, the older on the left", async () => {
    await openHistory();
    await arrives('[data-test="comparison-row"]');
    expect(compared()).toEqual([{ person: 1, category: "condition", from: "4", to: "5" }]);
    const kinds = all('[data-test="comparison-row"]').map((row) => row.querySelector(".tag")?.textContent?.trim());
    expect(kinds).toEqual(["追加", "変更", "提供されなくなった", "閲覧期間外の保存分"]);
    expect(find('[data-kind="added"] td')?.textContent).toBe("記載なし");
  });

  test("compares whichever two are chosen, in the order of time", async () => {
    await openHistory();
    await arrives('[data-test="comparison-row"]');
    const oldest = boxes().at(-1);
    if (oldest !== undefined) await fireEvent.click(oldest);
    await waitFor(() => expect(compared()).toHaveLength(2));
    expect(compared().at(-1)).toMatchObject({ from: "1", to: "5" });
    expect(boxes().filter((box) => box.checked)).toHaveLength(2);
  });

  test("goes from state to state with the arrow keys, and Escape gives the focus back", async () => {
    const button = await openHistory();
    boxes()[0]?.focus();
    await fireEvent.keyDown(boxes()[0] ?? document.body, { key: "ArrowDown" });
    expect(document.activeElement).toBe(boxes()[1]);
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(find('[data-test="history-panel"]')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  test("says so where there is one version only, and where two do not differ", async () => {
    core.answers.section_history = ({ category }) => ({ ...history(category), states: history(category).states.slice(3) });
    await openHistory();
    expect(find('[data-test="history-panel"]')?.textContent).toContain("比べる版はありません");
    expect(compared()).toHaveLength(0);
    await fireEvent.keyDown(window, { key: "Escape" });
    core.answers.section_history = ({ category }) => history(category);
    core.answers.compare_states = ({ category, from, to }) => ({ ...comparison(category, from, to), rows: [] });
    await fireEvent.click(await arrives(BUTTON));
    expect((await arrives('[data-test="comparison"]')).textContent).toContain("違いはありません");
  });

  test("leaves the screen with the patient and with what may no longer be read", async () => {
    await openHistory();
    core.answers.open_patient = ({ person }) => patient(person, { condition: nothing("condition", { reason: "refused", withheld: true }) });
    await fireEvent.click(await arrives('[data-test="today-row"][data-person="2"]'));
    await waitFor(() => expect(find('[data-test="history-panel"]')).toBeNull());
    expect(find(BUTTON)).toBeNull();
  });

  test("words a refusal", async () => {
    core.answers.compare_states = () => Promise.reject({ code: "no_such_state", fields: {} });
    await openHistory();
    expect((await arrives('[data-test="error"]')).dataset.code).toBe("no_such_state");
  });
});
