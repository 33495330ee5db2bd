import { eraYear } from "./era";
import type { PartialDate } from "../bindings";

/** The date part as sent, `2026`, `2026-06` or `2026-06-29`: a missing part is never filled in. */
export function dateText(date: PartialDate): string {
  return date.split("T")[0] ?? date;
}

/** `2026-06-29(令和8年)`; without the era where the sent part does not decide it. */
export function dateWithEra(date: PartialDate, language: "ja" | "en"): string {
  const text = dateText(date);
  const era = eraYear(text, language);
  if (era === null) return text;
  return language === "ja" ? `${text}(${era})` : `${text} (${era})`;
}
