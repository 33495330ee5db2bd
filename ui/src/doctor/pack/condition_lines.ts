import type { ConditionContent, ConditionView, RowKey } from "../../bindings";
import { facilityName } from "../../text/facility";
import { dateText } from "../../time/partial";
import type { Words } from "../../words/Words";
import { foldLines } from "./fold_lines";
import { word, type PaperLine } from "./paper_line";

/** 傷病名: what goes on now, and how many more there are. */
export function conditionLines(content: ConditionContent, beyond: RowKey[], words: Words): PaperLine[] {
  const ended = content.ended.length > 0 ? [words.doctor.condition.ended(content.ended.length)] : [];
  const rows = content.items.map((item) => row(item, words));
  return [...(rows.length > 0 ? rows : [word(words.pack.paper.noConditions)]), ...[...ended, ...foldLines(content.withdrawn, beyond, words)].map(word)];
}

function row(item: ConditionView, words: Words): PaperLine {
  return { look: "row", before: `・${marks(item, words.doctor.condition)}`, bold: item.text, after: beside(item, words) };
}

function marks(item: ConditionView, words: Words["doctor"]["condition"]): string {
  const said = [item.principal ? words.principal : "", item.uninformed ? words.uninformed : "", item.suspected ? words.suspected : ""].filter(Boolean);
  return said.length > 0 ? `[${said.join("・")}] ` : "";
}

function beside(item: ConditionView, words: Words): string {
  const onset = item.onset === null ? "" : dateText(item.onset);
  const date = item.abatement === null ? onset : words.pack.paper.until(onset, dateText(item.abatement));
  return [words.doctor.condition.status[item.status], date, facilityName(item.facility)].filter(Boolean).join("・");
}
