import { dateWithEra } from "./partial";

const SENT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/u;

/**
 * A date or date-time as sent (`2026-06-29T10:32:00+09:00`) for a reader: `2026-06-29(令和8年) 10:32:00`.
 * Nothing is computed: the parts stand as sent, and only the offset of Japan is left out. Null when it
 * is something else.
 */
export function sentInstant(text: string, language: "ja" | "en"): string | null {
  const [, date, time, offset] = SENT.exec(text) ?? [];
  if (date === undefined) return null;
  const parts = [dateWithEra(date, language), time, offset === "+09:00" ? undefined : offset];
  return parts.filter((part) => part !== undefined).join(" ");
}
