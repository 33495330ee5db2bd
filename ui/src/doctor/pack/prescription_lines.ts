import type { PrescriptionContent, PrescriptionView, RowKey } from "../../bindings";
import { facilityName } from "../../text/facility";
import { dateText } from "../../time/partial";
import type { Words } from "../../words/Words";
import { fills, type Fill } from "../fills";
import { repeats, type Repeat } from "../repeats";
import { foldLines } from "./fold_lines";
import { word, type PaperLine } from "./paper_line";

/** 処方 by groups, each drug under the head it shares with others. */
export function prescriptionLines(content: PrescriptionContent, beyond: RowKey[], words: Words): PaperLine[] {
  const said = words.doctor.prescription;
  const groups = [
    ...group(said.current, content.current, words),
    ...group(said.unknown, content.unknown, words),
    ...group(said.ended, content.ended, words),
  ];
  const older = content.older.length > 0 ? [said.older(content.older.length)] : [];
  const counts = [...older, ...foldLines(content.withdrawn, beyond, words), said.note].map(word);
  return [...(groups.length > 0 ? groups : [word(words.pack.paper.noRows)]), ...counts];
}

function group(title: string, rows: PrescriptionView[], words: Words): PaperLine[] {
  if (rows.length === 0) return [];
  const drugs = fills(repeats(rows)).flatMap((fill) => [head(fill, words), ...fill.drugs.map((one) => drug(one, words))]);
  return [{ look: "group", before: "", bold: title, after: "" }, ...drugs];
}

function head({ head: { head, days } }: Fill, words: Words): PaperLine {
  const said = words.doctor.prescription;
  const dates = days.map((day) => (day.date === null ? words.frame.none : dateText(day.date)));
  const origins = head.origins.map((one) => said.origin[one]).join("・");
  const parts = [dates.join("、"), said.state[head.state], facilityName(head.facility), origins];
  return { look: "head", before: "", bold: "", after: parts.filter(Boolean).join("　") };
}

function drug({ head: row, days }: Repeat, words: Words): PaperLine {
  const said = words.doctor.prescription;
  const amount = row.amount !== null && days.length > 1 ? said.each(row.amount) : row.amount;
  return { look: "row", before: "・", bold: row.text, after: [row.usage, said.kind[row.kind], amount].filter(Boolean).join(" ") };
}
