import type { AllergyContent, AllergyView, RowKey } from "../../bindings";
import { facilityName } from "../../text/facility";
import { dateText } from "../../time/partial";
import type { Words } from "../../words/Words";
import { foldLines } from "./fold_lines";
import { word, type PaperLine } from "./paper_line";

/** One half of the allergies. Paper unfolds nothing: one that is no longer supplied stands in full. */
export function allergyLines(content: AllergyContent, beyond: RowKey[], words: Words): PaperLine[] {
  const past = content.past.length > 0 ? [words.doctor.allergy.past(content.past.length)] : [];
  const rows = content.items.map((item) => row(item, words));
  return [
    ...(rows.length > 0 ? rows : [word(words.pack.paper.noRows)]),
    ...content.withdrawn.map((item) => row(item, words)),
    ...[...past, ...foldLines(content.withdrawn, beyond, words)].map(word),
  ];
}

function row(item: AllergyView, words: Words): PaperLine {
  return { look: "row", before: `・[${marks(item, words.doctor.allergy)}] `, bold: item.text, after: beside(item, words) };
}

function marks(item: AllergyView, words: Words["doctor"]["allergy"]): string {
  const substance = words.substance[item.drug_by_code ? "drug" : item.substance];
  const said = [substance, item.critical ? words.criticalTitle : "", item.unconfirmed ? words.unconfirmed : "", words.status[item.status]];
  return said.filter(Boolean).join("・");
}

function beside(item: AllergyView, words: Words): string {
  const date = item.date === null ? "" : dateText(item.date);
  const textOnly = item.text_only ? words.doctor.allergy.textOnly : "";
  const said = [textOnly, item.reactions.join("、"), date, facilityName(item.facility)].filter(Boolean).join("・");
  return item.last_supplied === null ? said : `${said} ${words.sections.withdrawnLast(dateText(item.last_supplied))}`;
}
