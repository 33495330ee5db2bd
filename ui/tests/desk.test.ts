import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import Desk from "../src/desk/Desk.svelte";
import { whatToSay } from "../src/desk/say";
import { line } from "../src/state/line.svelte";
import { seat } from "../src/state/seat.svelte";
import { current } from "../src/words/current.svelte";
import { ja } from "../src/words/ja";
import { BOARD } from "./fixture/board";
import { core, tell } from "./fixture/border";
import { session } from "./fixture/access";
import { DOWN, UP } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-test="board-row"]')];
const row = (person: number) => document.querySelector<HTMLElement>(`[data-test="board-row"][data-person="${person}"]`);
const CATEGORY_NAMES = Object.values(ja.sections.name);

beforeEach(() => {
  seat.session = session("desk");
  line.take(UP);
});

async function board(): Promise<void> {
  render(Desk);
  await waitFor(() => expect(rows()).toHaveLength(11));
}

describe("the consent board", () => {
  test("names categories on the focused row only", async () => {
    await board();
    for (const name of CATEGORY_NAMES) expect(document.body.textContent).not.toContain(name);
    row(4)?.focus();
    await waitFor(() => expect(row(4)?.textContent).toContain("傷病名"));
    for (const other of rows().filter((one) => one.dataset.person !== "4")) {
      for (const name of CATEGORY_NAMES) expect(other.textContent).not.toContain(name);
    }
  });

  test("tells the end of each category's consent where its state has one", async () => {
    const ends = (person: number) => [...(row(person)?.querySelectorAll("li") ?? [])].map((one) => one.textContent.replace(/\s+/g, " ").trim());
    await board();
    row(4)?.focus();
    await waitFor(() => expect(ends(4)).toContain("傷病名 同意 11:10 まで"));
    expect(ends(4)).toContain("感染症 同意 明日 08:45 まで");
    expect(ends(4)).toContain("検査 なし");
    row(10)?.focus();
    await waitFor(() => expect(ends(10)).toContain("傷病名 期限切れ 08:45 終了"));
    row(9)?.focus();
    await waitFor(() => expect(ends(9)).toContain("傷病名 確認できません"));
    current.choose("en");
    row(4)?.focus();
    await waitFor(() => expect(ends(4)).toContain("Diagnoses given until 11:10"));
    expect(ends(4)).toContain("Infections given until tomorrow 08:45");
    expect(ends(4)).toContain("Laboratory none");
  });

  test("moves with the arrow keys and filters with F", async () => {
    await board();
    await fireEvent.keyDown(window, { key: "ArrowDown" });
    expect((document.activeElement as HTMLElement).dataset.person).toBe("1");
    await fireEvent.keyDown(document.activeElement ?? window, { key: "ArrowDown" });
    expect((document.activeElement as HTMLElement).dataset.person).toBe("2");
    await fireEvent.keyDown(window, { key: "f" });
    await waitFor(() => expect(rows()).toHaveLength(BOARD.rows.filter((one) => one.needs_attention).length));
    await fireEvent.keyDown(window, { key: "f" });
    await waitFor(() => expect(rows()).toHaveLength(11));
  });

  test("warns two hours and thirty minutes before the end", async () => {
    await board();
    expect(row(2)?.textContent).toContain("2時間以内");
    expect(row(4)?.textContent).toContain("30分以内");
  });
});

describe("the board", () => {
  const loads = () => core.calls.filter((one) => one.name === "consent_board").length;

  test("is loaded again when arrivals changed or news were missed, not for the line", async () => {
    await board();
    tell({ event: "service_changed", status: DOWN });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(loads()).toBe(1);
    tell({ event: "board_changed" });
    await waitFor(() => expect(loads()).toBe(2));
    tell({ event: "news_missed" });
    await waitFor(() => expect(loads()).toBe(3));
  });

  test("tells arrivals that cannot be read in one line, and is then not called empty", async () => {
    core.answers.consent_board = () => ({ ...BOARD, rows: [], unreadable: 2 });
    render(Desk);
    await waitFor(() => expect(document.querySelector('[data-test="board-unreadable"]')?.textContent).toBe("読み取れない受付 2件"));
    expect(document.body.textContent).not.toContain("受付はまだありません");
  });

  test("says nothing of unreadable arrivals when there are none", async () => {
    await board();
    expect(document.body.textContent).not.toContain("読み取れない受付");
  });
});

describe("what to say to the patient", () => {
  const expired = BOARD.rows.find((one) => one.consent === "expired");
  const noCard = BOARD.rows.find((one) => one.consent === "no_card");

  test("asks for the card only while the line is up", () => {
    if (expired === undefined || noCard === undefined) throw new Error("the fixture lacks a row");
    expect(whatToSay(expired, false, ja)).toContain("カードリーダーにカードを置いて");
    expect(whatToSay(expired, true, ja)).toBe("回線の復旧後、カードリーダーで選び直せます。");
    expect(whatToSay(noCard, true, ja)).toBe("回線の復旧後、カードリーダーで選び直せます。");
  });

  test("asks for the insurance details when the branch number is missing", () => {
    const branch = BOARD.rows.find((one) => one.reason === "branch_missing");
    if (branch === undefined) throw new Error("the fixture lacks a row");
    expect(whatToSay(branch, false, ja)).toContain("資格");
  });

  test("an outage keeps the board and adds the bar", async () => {
    line.take(DOWN);
    await board();
    expect(document.querySelector('[data-test="service-bar"]')?.textContent).toContain("オンライン資格確認につながりません（09:58から）。");
  });
});
