import { expect, test } from "vitest";
import type { SegmentView } from "../src/bindings";
import { drawTrend } from "../src/doctor/sparkline";
import { CENTRAL, CLINIC } from "./fixture/results";

const FRAME = { width: 100, height: 20, lastDay: 20_000, span: 731 };

function segment(facility: typeof CENTRAL, points: [number, number, boolean?][]): SegmentView {
  return {
    facility,
    range: { low: "1", high: "2", text: null },
    points: points.map(([day, y, limit]) => ({ date: "2026", day, y, value: String(y), limit: limit ? "below" : null, flag: null })),
  };
}

test("points of different facilities are never joined", () => {
  const drawing = drawTrend([segment(CENTRAL, [[19_500, 1], [19_900, 3]]), segment(CLINIC, [[19_600, 2], [19_800, 1]])], FRAME);
  expect(drawing.lines).toHaveLength(2);
  expect(new Set(drawing.marks.map((mark) => mark.facility))).toEqual(new Set([0, 1]));
});

test("a limit is marked as a limit and breaks the line", () => {
  const drawing = drawTrend([segment(CENTRAL, [[19_500, 3], [19_700, 0.1, true], [19_900, 2]])], FRAME);
  expect(drawing.lines).toHaveLength(0);
  expect(drawing.marks.map((mark) => mark.limit)).toEqual([null, "below", null]);
});

test("time is drawn to scale and older points stay out", () => {
  const drawing = drawTrend([segment(CENTRAL, [[10_000, 9], [19_635, 1], [20_000, 2]])], FRAME);
  expect(drawing.marks.map((mark) => Math.round(mark.x))).toEqual([50, 96]);
  expect(drawing.marks.at(-1)?.newest).toBe(true);
});

test("what left the service's window shares the axes, is joined to nothing newer and is never the newest", () => {
  const frame = { ...FRAME, span: 2000 };
  const older = [segment(CENTRAL, [[18_500, 9], [18_900, 5]])];
  const drawing = drawTrend([segment(CENTRAL, [[19_500, 1], [19_900, 3]])], frame, older);
  expect(drawing.marks.map((mark) => [mark.older, mark.newest])).toEqual([[true, false], [true, false], [false, false], [false, true]]);
  expect([drawing.lines.length, drawing.olderLines.length]).toEqual([1, 1]);
  expect(drawing.marks.map((mark) => mark.x)).toEqual([...drawing.marks.map((mark) => mark.x)].sort((one, other) => one - other));
  // The highest value of all is at the top, the lowest at the bottom.
  expect(Math.min(...drawing.marks.map((mark) => mark.y))).toBe(drawing.marks[0]?.y);
  expect(drawing.olderPoints.map((point) => point.value)).toEqual(["9", "5"]);
  expect(drawing.points.map((point) => point.value)).toEqual(["1", "3"]);
  const alone = drawTrend([], frame, older);
  expect(alone.marks.some((mark) => mark.newest)).toBe(false);
});
