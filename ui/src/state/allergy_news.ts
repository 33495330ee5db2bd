import type { AllergyContent, AllergyView, SectionView } from "../bindings";

/**
 * A reloaded allergy section with 新 on each row that was not on the screen before: it appears at
 * once, so the mark must be there even if the core has not compared it with what this reader read.
 */
export function withNewAllergies(before: SectionView, after: SectionView): SectionView {
  const content = allergies(after);
  if (content === null) return after;
  const known = new Set((allergies(before)?.items ?? []).map((row) => row.key));
  const mark = (row: AllergyView): AllergyView =>
    known.has(row.key) || row.mark !== "none" ? row : { ...row, mark: "new" };
  return { ...after, content: { ...content, items: content.items.map(mark) } };
}

/** The section's allergies, when it holds some. */
export function allergies(section: SectionView): (AllergyContent & { section: "drug_allergy" | "other_allergy" }) | null {
  const content = section.content;
  if (content === null) return null;
  return content.section === "drug_allergy" || content.section === "other_allergy" ? content : null;
}
