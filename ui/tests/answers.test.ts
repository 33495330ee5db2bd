import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import Admin from "../src/admin/Admin.svelte";
import type { AnswerReportView } from "../src/bindings";
import { line } from "../src/state/line.svelte";
import { current } from "../src/words/current.svelte";
import { en } from "../src/words/en";
import { ja } from "../src/words/ja";
import { core } from "./fixture/border";
import { report, UNREADABLE } from "./fixture/answers";
import { UP } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const find = (selector: string) => document.querySelector<HTMLElement>(selector);
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-test="answer-row"]')];
const asked = () => core.calls.filter(({ name }) => name === "check_answer").map(({ request }) => request as { name: string; content: string });

async function press(test: string): Promise<void> {
  await fireEvent.click(find(`[data-test="${test}"]`) ?? document.body);
}

/** Chooses files as a person does, by the hidden input behind the button. */
async function choose(...files: File[]): Promise<void> {
  const input = find('[data-test="answer-files"]') as HTMLInputElement;
  Object.defineProperty(input, "files", { value: files, configurable: true });
  await fireEvent.change(input);
}

const file = (name: string, text = "{}") => new File([text], name);

beforeEach(async () => {
  line.take(UP);
  render(Admin);
  await press("admin-tab-answers");
});

describe("checking received files", () => {
  test("is one of the administrator's screens, reached with the arrow keys too", async () => {
    expect(find('[data-test="answers-empty"]')?.textContent).toContain("まだファイルを選んでいません");
    await fireEvent.keyDown(find('[data-test="admin-tab-answers"]') ?? document.body, { key: "ArrowLeft" });
    expect(find('[data-test="answers"]')).toBeNull();
    expect(find('[data-test="admin-tab-upkeep"]')?.getAttribute("aria-selected")).toBe("true");
    expect(document.activeElement?.id).toBe("admin-tab-upkeep");
  });

  test("hands each file over as its bytes, one at a time, in the order of their names", async () => {
    let open = 0;
    core.answers.check_answer = async ({ name }) => {
      open += 1;
      expect(open).toBe(1);
      await Promise.resolve();
      open -= 1;
      return report({ name });
    };
    await choose(file("b.json", "あ"), file("a.json", "{}"), file("empty.json", ""));
    await waitFor(() => expect(find('[data-test="answers-progress"]')?.textContent).toContain("3/3"));
    expect(asked().map(({ name, content }) => [name, content])).toEqual([
      ["a.json", "e30="],
      ["b.json", "44GC"],
      ["empty.json", ""],
    ]);
  });

  test("says in a word and a shape what was read, with the accounting of the values", async () => {
    core.answers.check_answer = ({ name }) => (name === "cut.json" ? { ...UNREADABLE, name } : report({ name }));
    await choose(file("letter.json"), file("cut.json"));
    await waitFor(() => expect(find('[data-test="answers-progress"]')?.textContent).toContain("読めた 1件・読めない 1件"));
    const [cut, letter] = rows();
    expect(letter?.textContent).toContain("診療情報提供書");
    expect(letter?.textContent).toContain("40 / 38 / 2");
    expect(letter?.textContent).toContain("傷病名 3・章 5");
    expect(letter?.querySelector(".reading")?.textContent).toContain("読めた");
    expect(cut?.querySelector(".reading")?.textContent).toContain("読めない");
    const shape = (row?: HTMLElement) => row?.querySelector(".reading path")?.getAttribute("d");
    expect(shape(cut)).not.toBe(shape(letter));
    expect(find('[data-test="code-tables"]')?.textContent).toContain("検査項目");
  });

  test("opens a row: problems in sentences, an unknown code as the code, places of other items", async () => {
    core.answers.check_answer = ({ name }) => report({ name });
    await choose(file("letter.json"));
    await waitFor(() => expect(find('[data-test="answer-open"]')).not.toBeNull());
    await press("answer-open");
    expect(find('[data-test="answer-open"]')?.getAttribute("aria-expanded")).toBe("true");
    const said = (code: string) => find(`[data-test="answer-problem"][data-code="${code}"]`)?.textContent;
    expect(said("display_differs")).toContain("注意");
    expect(said("display_differs")).toContain(ja.answers.problem.display_differs);
    expect(said("never_heard_of")).toContain("never_heard_of");
    expect(said("never_heard_of")).toContain(ja.answers.wholeFile);
    expect(find('[data-test="answer-others"]')?.textContent).toContain("/entry/3/resource/unheardOf");
    current.choose("en");
    await waitFor(() => expect(said("display_differs")).toContain(en.answers.problem.display_differs));
  });

  test("says so when the numbers do not add up", async () => {
    core.answers.check_answer = ({ name }) => report({ name, values: { sent: 40, placed: 37, other: 2 } });
    await choose(file("letter.json"));
    await waitFor(() => expect(find('[data-test="answer-open"]')).not.toBeNull());
    await press("answer-open");
    expect(find('[data-test="answer-details"]')?.textContent).toContain(ja.answers.unbalanced);
  });

  test("does not even read a file that is too large, and words what the core refuses", async () => {
    core.answers.check_answer = () => Promise.reject({ code: "audit_unavailable", fields: {} });
    const large = file("a-large.json");
    Object.defineProperty(large, "size", { value: 64 * 1024 * 1024 + 1 });
    await choose(large, file("b.json"));
    await waitFor(() => expect(rows().map((row) => row.dataset.code)).toEqual(["file_too_large", "audit_unavailable"]));
    expect(rows()[0]?.textContent).toContain("上限 64 MiB");
    expect(asked().map(({ name }) => name)).toEqual(["b.json"]);
  });

  test("can be stopped: what was read stays, the rest is said to be unread", async () => {
    let answer: (told: AnswerReportView) => void = () => {};
    core.answers.check_answer = ({ name }) => (name === "a.json" ? report({ name }) : new Promise((resolve) => (answer = resolve)));
    await choose(file("a.json"), file("b.json"), file("c.json"));
    await waitFor(() => expect(asked()).toHaveLength(2));
    await press("answers-stop");
    answer(report({ name: "b.json" }));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(rows().map((row) => row.dataset.step ?? row.dataset.readable)).toEqual(["true", "skipped", "skipped"]);
    expect(find('[data-test="answers-progress"]')?.textContent).toContain("残り2件は読んでいません");
    expect(asked()).toHaveLength(2);
  });

  test("leaves nothing behind when the screen is left or the results are cleared", async () => {
    core.answers.check_answer = ({ name }) => report({ name });
    await choose(file("letter.json"));
    await waitFor(() => expect(find('[data-test="answers-clear"]')).not.toBeNull());
    await press("admin-tab-settings");
    await press("admin-tab-answers");
    expect(document.body.textContent).not.toContain("letter.json");
    expect(find('[data-test="answers-empty"]')).not.toBeNull();
    await choose(file("again.json"));
    await waitFor(() => expect(find('[data-test="answers-clear"]')).not.toBeNull());
    await press("answers-clear");
    expect(rows()).toHaveLength(0);
  });
});

test("every problem of the catalogue has a sentence of its own in both languages", () => {
  for (const words of [ja, en]) {
    const sentences = Object.values(words.answers.problem);
    expect(new Set(sentences).size).toBe(sentences.length);
  }
});
