import type { PatientView, SectionView } from "../bindings";
import type { SheetSubject } from "./open_sheet.svelte";

/** A section with something received that may be read in full. */
export function hasSheet(section: SectionView): boolean {
  return section.held === "items" || section.held === "none_registered";
}

/**
 * Whether a sheet may stay on the screen: it is about the patient that is shown, whose section may
 * still be read, and its document was not deleted meanwhile.
 */
export function stillShown(subject: SheetSubject, view: PatientView | null): boolean {
  if (view === null || view.identity.person !== subject.person) return false;
  const section = view.sections.find(({ category }) => category === subject.section.category);
  if (section === undefined || !hasSheet(section)) return false;
  return subject.key === null || states(section).get(subject.key) !== "deleted";
}

/** Where each document or report of a section stands, by its key. */
function states({ content }: SectionView): Map<string, string> {
  const rows = content?.section === "document" ? content.documents : content?.section === "checkup" ? content.reports : [];
  return new Map(rows.map(({ key, state }) => [key, state]));
}
