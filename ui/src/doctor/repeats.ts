import type { PrescriptionView } from "../bindings";

/** The same drug, usage, amount and facility on one or more days: nothing is summed, every day is told. */
export interface Repeat {
  /** The newest row. */
  head: PrescriptionView;
  /** All rows, newest first. */
  days: PrescriptionView[];
}

/** Each row by itself. */
export function single(rows: PrescriptionView[]): Repeat[] {
  return rows.map((row) => ({ head: row, days: [row] }));
}

/** Rows that differ in nothing but their days, as one; in the order of their first rows. */
export function repeats(rows: PrescriptionView[]): Repeat[] {
  const known = new Map<string, PrescriptionView[]>();
  for (const row of rows) known.set(name(row), [...(known.get(name(row)) ?? []), row]);
  return [...known.values()].flatMap((same) => {
    const days = same.sort((one, other) => (other.date ?? "").localeCompare(one.date ?? ""));
    return days[0] === undefined ? [] : [{ head: days[0], days }];
  });
}

function name(row: PrescriptionView): string {
  return JSON.stringify([row.text, row.usage, row.kind, row.amount, row.state, row.origins, row.facility, row.last_supplied]);
}
