import type { Limit, PointView, SegmentView } from "../bindings";
import { facilityName } from "../text/facility";

export interface Band {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Mark {
  x: number;
  y: number;
  limit: Limit | null;
  /** Index of the facility, for the shape. */
  facility: number;
  newest: boolean;
  /** 閲覧期間外の保存分: kept here, no longer given by the service. */
  older: boolean;
}

export interface Drawing {
  bands: Band[];
  /** One polyline per segment; segments are never joined. */
  lines: string[];
  /** The same of what left the service's window; joined to none of the others. */
  olderLines: string[];
  marks: Mark[];
  /** Points in the window, oldest first. */
  points: PointView[];
  /** As `points`, of what left the service's window. */
  olderPoints: PointView[];
}

export interface Frame {
  width: number;
  height: number;
  /** Days since 1970-01-01 at the right edge. */
  lastDay: number;
  /** Days shown. */
  span: number;
}

const EDGE = 4;

/**
 * Lays out the trend of one series on a true time axis that all rows share. `older` left the service's
 * window: it shares the axes and is never the newest.
 */
export function drawTrend(segments: SegmentView[], frame: Frame, older: SegmentView[] = []): Drawing {
  const shown = inFrame(segments, frame);
  const shownOlder = inFrame(older, frame);
  const points = inOrder(shown);
  const olderPoints = inOrder(shownOlder);
  const x = xScale(frame);
  const y = yScale([...points, ...olderPoints], frame);
  const facilities = [...new Set([...segments, ...older].map((segment) => facilityName(segment.facility)))];
  const newest = points.at(-1);
  const mark = (segment: SegmentView, point: PointView, isOlder: boolean): Mark => ({
    x: x(point.day),
    y: y(point.y),
    limit: point.limit,
    facility: facilities.indexOf(facilityName(segment.facility)),
    newest: point === newest,
    older: isOlder,
  });
  return {
    bands: shown.flatMap((segment) => band(segment, x, y, frame)),
    lines: shown.flatMap((segment) => joined(segment.points, x, y)),
    olderLines: shownOlder.flatMap((segment) => joined(segment.points, x, y)),
    marks: [
      ...shownOlder.flatMap((segment) => segment.points.map((point) => mark(segment, point, true))),
      ...shown.flatMap((segment) => segment.points.map((point) => mark(segment, point, false))),
    ],
    points,
    olderPoints,
  };
}

/** The day of the oldest point; null without one. */
export function oldestDay(segments: SegmentView[]): number | null {
  const days = segments.flatMap((segment) => segment.points.map((point) => point.day));
  return days.length === 0 ? null : Math.min(...days);
}

function inFrame(segments: SegmentView[], { lastDay, span }: Frame): SegmentView[] {
  return segments
    .map((segment) => ({ ...segment, points: segment.points.filter((point) => point.day > lastDay - span) }))
    .filter((segment) => segment.points.length > 0);
}

function inOrder(segments: SegmentView[]): PointView[] {
  return segments.flatMap((segment) => segment.points).sort((one, other) => one.day - other.day);
}

type Scale = (value: number) => number;

function xScale({ width, lastDay, span }: Frame): Scale {
  return (day) => EDGE + ((day - (lastDay - span)) / span) * (width - 2 * EDGE);
}

function yScale(points: PointView[], { height }: Frame): Scale {
  const values = points.map((point) => point.y);
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (low === high) return () => height / 2;
  return (value) => height - EDGE - ((value - low) / (high - low)) * (height - 2 * EDGE);
}

/** Runs of measured values within one segment; a limit is not a value and breaks the line. */
function joined(points: PointView[], x: Scale, y: Scale): string[] {
  const runs: PointView[][] = [[]];
  for (const point of points) {
    if (point.limit === null) runs.at(-1)?.push(point);
    else runs.push([]);
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => run.map((point) => `${x(point.day).toFixed(1)},${y(point.y).toFixed(1)}`).join(" "));
}

/** The range sent with a segment, over the time of its points and within the drawing. */
function band(segment: SegmentView, x: Scale, y: Scale, frame: Frame): Band[] {
  const { range, points } = segment;
  const first = points[0];
  const last = points.at(-1);
  const distinct = new Set(points.map((point) => point.y)).size > 1;
  if (range === null || first === undefined || last === undefined || !distinct) return [];
  if (range.low === null && range.high === null) return [];
  const top = clamp(range.high === null ? 0 : y(Number(range.high)), frame.height);
  const bottom = clamp(range.low === null ? frame.height : y(Number(range.low)), frame.height);
  if (!Number.isFinite(top) || !Number.isFinite(bottom) || bottom <= top) return [];
  return [{ x: x(first.day) - 1, y: top, width: x(last.day) - x(first.day) + 2, height: bottom - top }];
}

function clamp(value: number, height: number): number {
  return Math.min(height, Math.max(0, value));
}
