import type { CheckupContent, CheckupRow, CheckupRowKind } from "../bindings";
import { isFlagged } from "./result";

const SUMMARY_ROWS = 5;
const KINDS: CheckupRowKind[] = ["judgement", "examination", "group", "additional", "questionnaire"];

export interface Summary {
  /** Index of the newest report that is not deleted, or -1. */
  newest: number;
  /** Columns to draw, newest last. */
  columns: number[];
  rows: CheckupRow[];
  hidden: number;
  hiddenFlagged: number;
}

/** The short view: everything flagged in the newest report, filled up with the prominent items. */
export function summary(content: CheckupContent): Summary {
  const live = content.reports.flatMap((report, at) => (report.state === "deleted" ? [] : [at]));
  const newest = live[0] ?? -1;
  const items = content.rows.filter((row) => row.kind !== "questionnaire" && row.cells[newest]);
  const flagged = items.filter((row) => flaggedIn(row, newest));
  const others = items.filter((row) => row.prominent && !flaggedIn(row, newest) && row.kind !== "judgement");
  const rows = [...flagged, ...others.slice(0, Math.max(0, SUMMARY_ROWS - flagged.length))];
  const hidden = items.filter((row) => !rows.includes(row));
  return {
    newest,
    columns: live.slice(0, 2).reverse(),
    rows: items.filter((row) => rows.includes(row)),
    hidden: hidden.length,
    hiddenFlagged: hidden.filter((row) => flaggedIn(row, newest)).length,
  };
}

/** Rows by kind in the order of the table, and within a kind by the heading they stand under. */
export function byKind(rows: CheckupRow[]): { kind: CheckupRowKind; groups: { heading: string; rows: CheckupRow[] }[] }[] {
  return KINDS.map((kind) => ({ kind, groups: byHeading(rows.filter((row) => row.kind === kind)) })).filter(
    ({ groups }) => groups.length > 0,
  );
}

function byHeading(rows: CheckupRow[]): { heading: string; rows: CheckupRow[] }[] {
  const groups = new Map<string, CheckupRow[]>();
  for (const row of rows) {
    const heading = headingOf(row);
    groups.set(heading, [...(groups.get(heading) ?? []), row]);
  }
  return [...groups].map(([heading, members]) => ({ heading, rows: members }));
}

function headingOf(row: CheckupRow): string {
  return row.cells.find((cell) => cell !== null && cell.group !== null)?.group ?? "";
}

function flaggedIn(row: CheckupRow, at: number): boolean {
  const cell = row.cells[at];
  return cell !== null && cell !== undefined && isFlagged(cell.result);
}
