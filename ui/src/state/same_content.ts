import type { SectionView } from "../bindings";

/** Whether two states of a section show the same rows; marks do not count. */
export function sameContent(one: SectionView, other: SectionView): boolean {
  return one.held === other.held && rows(one) === rows(other);
}

function rows(section: SectionView): string {
  return JSON.stringify(section.content, (key, value: unknown) => (key === "mark" ? undefined : value));
}
