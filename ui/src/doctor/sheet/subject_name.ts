import type { SheetSubject } from "../../state/open_sheet.svelte";
import { dateText } from "../../time/partial";
import type { Words } from "../../words/Words";

/** What a sheet is about, for its title. */
export function subjectName({ section, key, keptBack }: SheetSubject, words: Words): string {
  const name = words.sections.name[section.category];
  if (keptBack !== undefined) return words.sheet.keptBack.name(name, keptBack);
  if (section.content?.section !== "checkup") return name;
  const report = section.content.reports.find((one) => one.key === key);
  return [name, report?.date ? dateText(report.date) : "", report?.program ?? ""].filter(Boolean).join(" ");
}
