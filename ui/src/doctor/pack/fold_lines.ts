import type { RowKey } from "../../bindings";
import type { Words } from "../../words/Words";

/** How many rows are no longer supplied, and how many left the service's own window. */
export function foldLines(withdrawn: { key: RowKey }[], beyond: RowKey[], words: Words): string[] {
  const outside = withdrawn.filter(({ key }) => beyond.includes(key)).length;
  const gone = withdrawn.length - outside;
  return [gone > 0 ? words.sections.withdrawn(gone) : "", outside > 0 ? words.sections.beyond(outside) : ""].filter(Boolean);
}
