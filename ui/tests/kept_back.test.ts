// 未提供 and 取り消し: kept back, and opened only on purpose.
import { fireEvent, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import { ja } from "../src/words/ja";
import { all, find, open, section } from "./doctor_screen";
import { core } from "./fixture/border";
import { patient } from "./fixture/patient";
import { items } from "./fixture/sections";
import { SHEET } from "./fixture/sheet";

vi.mock("../src/border", () => import("./fixture/border"));

const asked = () => core.calls.filter(({ name }) => name === "kept_back_sheet");
const press = (target: HTMLElement | null | undefined) => fireEvent.click(target ?? document.body);

async function askFor(keptBack: "undelivered" | "cancelled"): Promise<void> {
  const condition = items("condition", { undelivered: 1, remarks: [{ kind: "cancelled", count: 1 }] });
  core.answers.open_patient = ({ person }) => patient(person, { condition });
  core.answers.kept_back_sheet = () => SHEET;
  await open();
  await press(section("condition")?.querySelector<HTMLElement>(`[data-kept-back="${keptBack}"]`));
  await waitFor(() => expect(find('[data-test="kept-back-question"]')).not.toBeNull());
}

describe.each(["undelivered", "cancelled"] as const)("what is kept back (%s)", (keptBack) => {
  test("is asked for only after the reader said so once more", async () => {
    await askFor(keptBack);
    expect(find('[data-test="kept-back-question"]')?.textContent).toContain(ja.sheet.keptBack.question[keptBack]);
    expect(asked()).toEqual([]);
    await press(find('[data-test="kept-back-open"]'));
    await waitFor(() => expect(all('[data-test="sheet"]')).toHaveLength(1));
    expect(asked().map(({ request }) => request)).toEqual([{ person: patient(1).identity.person, category: "condition", kept_back: keptBack }]);
    expect(find('[data-test="kept-back-strip"]')?.textContent).toBe(ja.sheet.keptBack.strip[keptBack]);
  });

  test("is left closed by leaving the question", async () => {
    await askFor(keptBack);
    await press(find('[data-test="kept-back-leave"]'));
    await waitFor(() => expect(find('[data-test="sheet-panel"]')).toBeNull());
    expect(asked()).toEqual([]);
  });
});
