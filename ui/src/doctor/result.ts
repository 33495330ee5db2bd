import type { Limit, RangeView, ResultView } from "../bindings";
import type { Words } from "../words/Words";

/** The value as it is to be read; in its absence, that it is absent and why. */
export function resultText(result: ResultView, words: Words): string {
  if (result.absence === null) return result.value;
  const what = words.doctor.result[result.absence.kind];
  return result.absence.reason === null ? what : `${what}（${result.absence.reason}）`;
}

/** A sign that already tells a limit within the value. */
const COMPARATOR = /[<>≤≥≦≧＜＞]|以上|以下|未満|超/u;

/** 「以上」「以下」 for a value that is a limit but does not say so itself (LX, HX); else nothing. */
export function limitText(value: string, limit: Limit | null, words: Words): string {
  return limit === null || value === "" || COMPARATOR.test(value) ? "" : words.doctor.result.limit[limit];
}

/** The value in running text, its limit included. */
export function valueText(result: ResultView, words: Words): string {
  const status = result.status_note === null || result.absence !== null ? "" : `（${words.doctor.result.status[result.status_note]}）`;
  return resultText(result, words) + limitText(result.value, result.limit, words) + status;
}

/** The sent interpretation for the flag column. N (normal) says nothing that needs a letter. */
export function flagText(flag: string | null, words: Words): string {
  if (flag === null || flag === "N") return "";
  if (flag === "POS") return words.doctor.result.positive;
  if (flag === "NEG") return words.doctor.result.negative;
  return flag;
}

/** Whether a result was sent with a flag that must not be behind a fold. */
export function isFlagged(result: ResultView): boolean {
  return result.flag !== null && result.flag !== "N" && result.flag !== "NEG";
}

/** The ranges as sent, in words; that none was sent is said too. */
export function rangesText(ranges: RangeView[], words: Words): string {
  if (ranges.length === 0) return words.doctor.laboratory.noRange;
  return ranges.map((range) => rangeText(range, words)).join(" / ");
}

function rangeText(range: RangeView, words: Words): string {
  if (range.text !== null) return range.text;
  if (range.low !== null && range.high !== null) return `${range.low} - ${range.high}`;
  if (range.low !== null) return words.doctor.result.atLeast(range.low);
  if (range.high !== null) return words.doctor.result.atMost(range.high);
  return words.doctor.laboratory.noRange;
}
