import { render } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, test, vi } from "vitest";
import type { Staleness } from "../src/bindings";
import AsOf from "../src/doctor/AsOf.svelte";
import { line } from "../src/state/line.svelte";
import { clock } from "../src/time/clock.svelte";
import { howOld } from "../src/time/how_old";
import { ja } from "../src/words/ja";
import { all, find, open, section } from "./doctor_screen";
import { core } from "./fixture/border";
import { patient, UP } from "./fixture/patient";
import { NOW } from "./fixture/people";
import { items } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

function said(staleness: Staleness, as_of: string): string {
  clock.now = NOW;
  render(AsOf, { section: items("condition", { staleness, as_of, origin: "cache" }) });
  return find('[data-test="as-of"]')?.textContent?.replace(/\s+/gu, " ").trim() ?? "";
}

describe("how old a section is", () => {
  test("is not mentioned while it is fresh", () => {
    expect(said("fresh", "2026-11-21T08:45:00+09:00")).toBe("08:45 保存分");
    expect(find(".age")).toBeNull();
  });

  test("is 古い beyond the first limit, with the age in words", () => {
    expect(said("amber", "2026-11-20T08:45:00+09:00")).toContain("古い（26時間前）");
  });

  test("is とても古い beyond the second, in another look", () => {
    expect(said("red", "2026-11-09T08:45:00+09:00")).toContain("とても古い（12日前）");
    expect(find(".age")?.classList.contains("red")).toBe(true);
    expect(find('[data-test="as-of"]')?.title).toContain("その後の変更は含まれません");
  });

  test("is not guessed while the clock is in doubt", () => {
    const text = said("clock_in_doubt", "2027-11-21T08:45:00+09:00");
    expect(text).toContain("時計要確認");
    expect(text).not.toContain("前）");
  });

  test("grows on a screen that stays open", async () => {
    clock.now = NOW;
    const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();
    render(AsOf, { section: items("condition", { as_of: at(-1), amber_at: at(1), red_at: at(2) }) });
    const word = () => find(".age")?.textContent ?? "";
    expect(word()).toBe("");
    for (const [hours, said] of [[1, "古い（2時間前）"], [2, "とても古い（3時間前）"], [-2, "時計要確認"]] as const) {
      clock.now = NOW + hours * 3_600_000;
      await tick();
      expect(word()).toContain(said);
    }
    clock.now = NOW;
    line.take({ ...UP, clock_in_doubt: true });
    await tick();
    expect(word()).toContain("時計要確認");
    line.take(UP);
    await tick();
    expect(word()).toBe("");
  });

  test("is never younger than the core said, and says when it comes from the second copy", () => {
    const old = { staleness: "red", as_of: "2026-11-20T08:45:00+09:00", amber_at: "2026-11-22T08:45:00+09:00", origin: "second_copy" } as const;
    clock.now = NOW;
    render(AsOf, { section: items("condition", old) });
    expect(find('[data-test="as-of"]')?.textContent).toContain("予備の複製");
    expect(find('[data-test="as-of"]')?.classList.contains("saved")).toBe(true);
    expect(find('[data-test="as-of"]')?.dataset.staleness).toBe("red");
  });

  test("is told in the allergy band too", async () => {
    const old = { staleness: "red", as_of: "2026-10-01T08:45:00+09:00", origin: "cache" } as const;
    core.answers.open_patient = ({ person }) => patient(person, { drug_allergy: items("drug_allergy", old), condition: items("condition", old) });
    await open();
    for (const category of ["drug_allergy", "condition"]) {
      expect(section(category)?.querySelector('[data-staleness="red"]')?.textContent).toContain("とても古い");
    }
    expect(all('[data-staleness="red"]')).toHaveLength(2);
  });

  test.each([
    ["2026-11-21T10:16:00+09:00", "30分前"],
    ["2026-11-19T10:47:00+09:00", "47時間前"],
    ["2026-11-19T10:46:00+09:00", "2日前"],
    ["2026-08-01T10:46:00+09:00", "3か月前"],
    ["2023-08-01T10:46:00+09:00", "3年前"],
    ["2026-11-22T10:46:00+09:00", "0分前"],
  ])("%s is %s", (instant, age) => {
    expect(howOld(instant, NOW, ja)).toBe(age);
  });
});

describe("what vanished", () => {
  test("because of the service's own window is never called 提供されなくなった", async () => {
    core.answers.open_patient = ({ person }) =>
      patient(person, { condition: items("condition", { beyond_window: ["c9"] }), other_allergy: items("other_allergy", { beyond_window: ["b3"] }) });
    await open();
    for (const category of ["condition", "other_allergy"]) {
      expect(section(category)?.textContent).toContain("閲覧期間外の保存分 1件");
      expect(section(category)?.textContent).not.toContain("提供されなくなった項目");
    }
  });

  test("because a set was not returned stays, and says so", async () => {
    core.answers.open_patient = ({ person }) => patient(person, { condition: items("condition", { not_returned: 2 }) });
    await open();
    expect(section("condition")?.querySelector('[data-test="not-returned"]')?.textContent).toContain("2件");
  });
});
