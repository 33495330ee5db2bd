import type { SectionView } from "../bindings";

/** Whether two states of a section show the same rows; marks do not count. */
export function sameContent(one: SectionView, other: SectionView): boolean {
  return one.held === other.held && rows(one) === rows(other);
}

/** Whether a version is certainly older than another: both are numbers, and it is the lower one. */
export function isOlder(version: string | null, than: string | null): boolean {
  return isNumber(version) && isNumber(than) && Number(version) < Number(than);
}

function isNumber(version: string | null): version is string {
  return version !== null && /^\d+$/.test(version);
}

function rows(section: SectionView): string {
  return JSON.stringify(section.content, (key, value: unknown) => (key === "mark" ? undefined : value));
}
