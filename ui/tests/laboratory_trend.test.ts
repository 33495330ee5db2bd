import { render } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { LaboratoryContent, SegmentView } from "../src/bindings";
import LaboratoryTable from "../src/doctor/LaboratoryTable.svelte";
import { clock } from "../src/time/clock.svelte";
import { all, find } from "./doctor_screen";
import { NOW } from "./fixture/people";
import { CENTRAL, LABORATORY } from "./fixture/results";

vi.mock("../src/border", () => import("./fixture/border"));

const OLD = ["2022-03-04", "2023-04-05"];
const OLDER: SegmentView = {
  facility: CENTRAL,
  range: null,
  points: OLD.map((date, at) => ({ date, day: Math.floor(Date.parse(date) / 86_400_000), y: 7 + at, value: `7.${at}`, limit: null, flag: null })),
};
const NAME = "HbA1c(NGSP)";

/** The fixture's results, one series of which goes back beyond the service's window. */
function content(older: SegmentView[]): LaboratoryContent {
  return { ...LABORATORY, series: LABORATORY.series.map((one) => (one.name === NAME ? { ...one, beyond_window: older } : one)) };
}

function show(older: SegmentView[], whole: boolean): HTMLElement {
  clock.now = NOW;
  render(LaboratoryTable, { content: content(older), whole });
  const row = find(`tr[data-words="${NAME}"]`);
  if (row === null) throw new Error("no such row");
  return row;
}

describe("older results of a series", () => {
  test("stand in the trend of the whole list in another look, named for what they are", () => {
    const row = show([OLDER], true);
    expect(row.querySelectorAll("path.older")).toHaveLength(2);
    expect(row.querySelectorAll("polyline.older")).toHaveLength(1);
    const label = row.querySelector("svg")?.getAttribute("aria-label") ?? "";
    expect(label).toContain("閲覧期間外の保存分: 2022-03-04 7.0、2023-04-05 7.1");
    expect(row.querySelector('[data-test="older-points"]')?.textContent).toBe("閲覧期間外の保存分 2件");
    expect(find('[data-test="older-legend"]')?.textContent).toContain("閲覧期間外の保存分");
    expect(find("thead")?.textContent).toContain("推移5年");
  });

  test("are never the latest value nor the one before", () => {
    const plain = show([], true);
    const shown = (row: HTMLElement) => [".value", ".previous", ".whence"].map((cell) => row.querySelector(cell)?.textContent);
    const before = shown(plain);
    document.body.innerHTML = "";
    expect(shown(show([OLDER], true))).toEqual(before);
  });

  test("leave the short list at two years, and without them nothing is said", () => {
    const row = show([OLDER], false);
    expect(row.querySelectorAll(".older")).toHaveLength(0);
    expect(find('[data-test="older-legend"]')).toBeNull();
    expect(find("thead")?.textContent).toContain("推移2年");
    document.body.innerHTML = "";
    show([], true);
    expect(find('[data-test="older-legend"]')).toBeNull();
    expect(all('[data-test="older-points"]')).toHaveLength(0);
  });
});
