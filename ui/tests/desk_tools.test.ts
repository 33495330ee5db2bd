import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import ConsentRules from "../src/admin/upkeep/ConsentRules.svelte";
import Desk from "../src/desk/Desk.svelte";
import { ordered } from "../src/desk/order";
import SetUp from "../src/start/SetUp.svelte";
import { line } from "../src/state/line.svelte";
import { seat } from "../src/state/seat.svelte";
import { ja } from "../src/words/ja";
import { session } from "./fixture/access";
import { BOARD } from "./fixture/board";
import { core } from "./fixture/border";
import { UP } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const find = <E extends HTMLElement>(test: string): E | null => document.querySelector<E>(`[data-test="${test}"]`);
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-test="board-row"]')];
const asked = (name: string): unknown => core.calls.filter((one) => one.name === name).at(-1)?.request;

async function type(test: string, value: string): Promise<void> {
  const field = find<HTMLInputElement>(test);
  if (field === null) throw new Error(`no ${test}`);
  await fireEvent.input(field, { target: { value } });
}

async function submit(test: string): Promise<void> {
  const form = find<HTMLFormElement>(test);
  if (form === null) throw new Error(`no ${test}`);
  await fireEvent.submit(form);
}

async function desk(key?: string): Promise<void> {
  render(Desk);
  await waitFor(() => expect(rows()).toHaveLength(BOARD.rows.length));
  if (key !== undefined) {
    await fireEvent.keyDown(window, { key });
    await waitFor(() => expect(find("desk-tool")).not.toBeNull());
  }
}

beforeEach(() => {
  seat.session = session("desk");
  line.take(UP);
});

describe("the order of the board", () => {
  test("goes by kana, end and attention, and among equals as they came", () => {
    const persons = (order: Parameters<typeof ordered>[1]): number[] => ordered(BOARD.rows, order).map((one) => one.person);
    expect(persons("arrival")).toEqual(BOARD.rows.map((one) => one.person));
    expect(persons("until")[0]).toBe(4);
    const attention = BOARD.rows.filter((one) => one.needs_attention).map((one) => one.person);
    expect(persons("attention").slice(0, attention.length)).toEqual(attention);
    const kana = ordered(BOARD.rows, "kana").map((one) => one.kana ?? one.name);
    expect(kana).toEqual([...kana].sort((a, b) => a.localeCompare(b, "ja")));
  });

  test("changes with S and narrows to a list", async () => {
    core.answers.consent_board = () => ({ ...BOARD, rows: BOARD.rows.map((one) => (one.person === 5 ? { ...one, lists: [1] } : one)) });
    await desk();
    await fireEvent.keyDown(window, { key: "s" });
    expect(find<HTMLSelectElement>("board-order")?.value).toBe("kana");
    const list = find<HTMLSelectElement>("board-list");
    if (list === null) throw new Error("no lists");
    await fireEvent.change(list, { target: { value: "1" } });
    list.selectedIndex = 1;
    await fireEvent.change(list);
    await waitFor(() => expect(rows().map((one) => one.dataset["person"])).toEqual(["5"]));
  });
});

describe("a tool that shows what there is", () => {
  test.each([
    ["l", "named_lists"],
    ["j", "joins"],
  ])("%s asks the core once when it opens", async (key, command) => {
    await desk(key);
    const times = (): number => core.calls.filter((one) => one.name === command).length;
    await waitFor(() => expect(times()).toBe(1));
    await new Promise((settled) => setTimeout(settled, 50));
    expect(times()).toBe(1);
  });
});

describe("a row of the board", () => {
  test("tells in the same words that records came, whoever it is", async () => {
    await desk();
    const complete = BOARD.rows.filter((one) => one.records === "complete").map((one) => one.person);
    const cells = rows().filter((one) => complete.includes(Number(one.dataset["person"])));
    const drawn = new Set(cells.map((one) => one.querySelector(".records")?.innerHTML));
    expect(cells.length).toBeGreaterThan(3);
    expect(drawn.size).toBe(1);
  });

  test("asks to confirm a name that differs, with the birth date", async () => {
    await desk();
    const button = find<HTMLButtonElement>("name-differs");
    if (button === null) throw new Error("nothing to confirm");
    await fireEvent.click(button);
    await waitFor(() => expect(find("confirm-name")).not.toBeNull());
    expect(find("desk-tool")?.textContent).toContain("渡辺 一志");
    await type("item-birth", "1944-01-09");
    await submit("confirm-name");
    await waitFor(() => expect(find("desk-tool")).toBeNull());
    expect(asked("confirm_name")).toEqual({ person: 7, birth_date: "1944-01-09" });
  });

  test("says 未受付 of somebody on a list who has not come, and needs nothing", async () => {
    const waiting = { ...BOARD.rows[5], arrived_at: null, needs_attention: false } as (typeof BOARD.rows)[number];
    core.answers.consent_board = () => ({ ...BOARD, rows: [waiting] });
    render(Desk);
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(rows()[0]?.textContent).toContain(ja.desk.notCome);
  });
});

describe("the tools of the desk", () => {
  test("open by key, keep the keys of the board from it, and close with Escape", async () => {
    await desk("n");
    const box = find("desk-tool");
    expect(box?.textContent).toContain(ja.people.numberText);
    await fireEvent.keyDown(window, { key: "f" });
    expect(rows()).toHaveLength(BOARD.rows.length);
    if (box !== null) await fireEvent.keyDown(box, { key: "Escape" });
    await waitFor(() => expect(find("desk-tool")).toBeNull());
  });

  test("a number is asked for with the birth date, and what it means is said", async () => {
    core.answers.check_number = () => ({ result: "birth_date_differs" });
    await desk("n");
    await type("number-insurer", "06139999");
    await type("number-number", "34");
    await type("number-birth", "S5.6.28");
    await submit("number-check");
    await waitFor(() => expect(find("tool-said")?.textContent).toBe(ja.people.birthDiffers));
    expect(asked("check_number")).toEqual({ insurer: "06139999", symbol: "", number: "34", branch: "", birth_date: "S5.6.28" });
  });

  test("what is wrong with somebody typed is said in the desk's words", async () => {
    core.answers.add_person = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw { code: "person_invalid", fields: { problem: "chart_number" } };
    };
    await desk("h");
    await type("person-name", "見本 花子");
    await type("person-birth", "1950-01-01");
    const gender = find<HTMLSelectElement>("person-gender");
    if (gender === null) throw new Error("no gender");
    gender.value = "female";
    await fireEvent.change(gender);
    await submit("add-person");
    await waitFor(() => expect(find("tool-problem")?.textContent).toBe(ja.people.problem.chart_number));
  });

  test("bad lines of a file are named one by one", async () => {
    await desk("i");
    const input = find<HTMLInputElement>("people-file-input");
    if (input === null) throw new Error("no input");
    Object.defineProperty(input, "files", { value: [new File(["氏名,生年月日\n"], "予約.csv")] });
    await fireEvent.change(input);
    await waitFor(() => expect(find("bad-lines")?.textContent).toContain("4行目"));
    await waitFor(() => expect(find("tool-said")?.textContent).toBe(ja.people.taken(3)));
  });

  test("the chosen row is put on a list", async () => {
    await desk();
    rows()[4]?.focus();
    await fireEvent.keyDown(window, { key: "l" });
    await waitFor(() => expect(find("put-on")).not.toBeNull());
    const put = find<HTMLButtonElement>("put-on");
    if (put !== null) await fireEvent.click(put);
    await waitFor(() => expect(asked("put_on_list")).toEqual({ list: 1, people: [5] }));
  });

  test("a join is undone only with birth date and chart number typed", async () => {
    await desk("j");
    await waitFor(() => expect(find("separate")).not.toBeNull());
    const separate = find<HTMLButtonElement>("separate");
    if (separate !== null) await fireEvent.click(separate);
    await waitFor(() => expect(find("separate-form")).not.toBeNull());
    expect(find("separate-form")?.querySelector<HTMLButtonElement>('[type="submit"]')?.disabled).toBe(true);
    await type("item-birth", "1930-06-28");
    await type("item-chart", "000123");
    await submit("separate-form");
    await waitFor(() => expect(asked("separate_people")).toEqual({ join: 7, birth_date: "1930-06-28", chart_number: "000123" }));
  });
});

describe("the rules of consent", () => {
  test("the first run asks for the reading rule and chooses nothing", () => {
    render(SetUp);
    const radios = [...document.querySelectorAll<HTMLInputElement>('input[name="reading"]')];
    expect(radios).toHaveLength(3);
    expect(radios.some((one) => one.checked)).toBe(false);
  });

  test("an administrator changes it, and what is fetched ahead with the words for it", async () => {
    render(ConsentRules);
    await waitFor(() => expect(find("reading-never")).not.toBeNull());
    expect(document.body.textContent).toContain("マイナポータル");
    const never = find<HTMLInputElement>("reading-never");
    if (never !== null) await fireEvent.click(never);
    const checkup = find<HTMLInputElement>("ahead-checkup");
    if (checkup !== null) await fireEvent.click(checkup);
    const save = find<HTMLButtonElement>("save-consent");
    if (save !== null) await fireEvent.click(save);
    await waitFor(() => expect(asked("set_site_rules")).not.toBeUndefined());
    const request = asked("set_site_rules") as { reading_after_end: string; fetched_ahead: string[] };
    expect(request.reading_after_end).toBe("never");
    expect(request.fetched_ahead).not.toContain("checkup");
  });
});
