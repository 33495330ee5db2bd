import type { PrescriptionView } from "../bindings";
import { dateText } from "../time/partial";

/** Rows under one head: the same day, facility, state and origins. */
export interface Fill {
  key: string;
  head: PrescriptionView;
  rows: PrescriptionView[];
}

/** Neighbouring rows of one fill under one head; the order of the rows stays. */
export function fills(rows: PrescriptionView[]): Fill[] {
  const heads: Fill[] = [];
  for (const row of rows) {
    const last = heads.at(-1);
    if (last !== undefined && sameFill(last.head, row)) last.rows.push(row);
    else heads.push({ key: row.key, head: row, rows: [row] });
  }
  return heads;
}

function sameFill(one: PrescriptionView, other: PrescriptionView): boolean {
  return name(one) === name(other);
}

function name(row: PrescriptionView): string {
  const date = row.date === null ? "" : dateText(row.date);
  return JSON.stringify([date, row.facility, row.state, row.origins, row.last_supplied]);
}
