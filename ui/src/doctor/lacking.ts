import type { Hindrance, MissingCategory } from "../bindings";
import type { Words } from "../words/Words";

/** What is missing of a patient and why, in one line; empty when nothing is. */
export function lackingLine(missing: MissingCategory[], words: Words): string {
  if (missing.length === 0) return "";
  const parts = missing.map(({ category, why, older_held }) => {
    const reasons = [whyShort(why, words), ...(older_held ? [words.doctor.olderHeld] : [])];
    return words.doctor.lackingPart(words.sections.name[category], reasons.join(words.doctor.lackingComma));
  });
  return words.doctor.lacking(parts.join(words.doctor.lackingComma));
}

function whyShort(why: Hindrance, words: Words): string {
  const { title } = words.sections.hindrance[why.reason];
  return why.reason === "fetch_failed" ? `${title}: ${words.faults[why.fault].split(/[。.]/u)[0] ?? ""}` : title;
}
