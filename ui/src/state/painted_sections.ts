import type { PaintedSection, PatientView, SectionView } from "../bindings";

export type Tab = "overview" | "checkup" | "laboratory" | "document" | "note";

/**
 * Which sections are wholly in view on a tab: only these count as read. A short view (検査 with its
 * fold, the 健診 summary) counts only if it hides no marked row.
 */
export function paintedSections(view: PatientView, tab: Tab): PaintedSection[] {
  return view.sections.flatMap((section) =>
    section.version !== null && isWhole(section, tab)
      ? [{ category: section.category, version: section.version }]
      : [],
  );
}

function isWhole(section: SectionView, tab: Tab): boolean {
  if (section.held !== "items" && section.held !== "none_registered") return false;
  if (section.category === "document") return tab === "document";
  if (section.category === "drug_allergy" || section.category === "other_allergy") return true;
  if (section.category === "laboratory") return tab === "laboratory" || (tab === "overview" && !hidesMarkedSeries(section));
  if (section.category === "checkup") return tab === "checkup" || (tab === "overview" && !hidesMarkedReport(section));
  return tab === "overview";
}

function hidesMarkedSeries(section: SectionView): boolean {
  if (section.content?.section !== "laboratory") return false;
  const { series, fold } = section.content;
  return series.slice(fold.shown).some((one) => one.mark !== "none");
}

function hidesMarkedReport(section: SectionView): boolean {
  if (section.content?.section !== "checkup") return false;
  return section.content.reports.some((report) => report.mark !== "none");
}
