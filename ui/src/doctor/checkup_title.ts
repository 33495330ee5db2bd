import type { CheckupCell, CheckupReportView, CheckupRow } from "../bindings";
import { facilityName } from "../text/facility";
import { dateText } from "../time/partial";
import type { Words } from "../words/Words";
import { flagText, rangesText, valueText } from "./result";

/** Everything about one cell in a sentence: item, day, value, its own range, facility, companions. */
export function cellTitle(row: CheckupRow, report: CheckupReportView, cell: CheckupCell | null, words: Words): string {
  const where = [row.name, report.date === null ? "" : dateText(report.date), facilityName(report.facility)];
  if (cell === null) return [...where, words.doctor.checkup.missing].filter(Boolean).join("・");
  const result = cell.result;
  const value = [valueText(result, words), result.unit ?? row.unit ?? "", flagText(result.flag, words)].filter(Boolean).join(" ");
  const range = result.number === null ? "" : words.doctor.result.range(rangesText(result.ranges, words));
  const companions = cell.details.map((detail) => `${detail.label}: ${detail.text}`);
  return [...where, value, range, ...companions, ...result.notes].filter(Boolean).join("・");
}
