import type { RangeView, ResultView } from "../bindings";
import type { Words } from "../words/Words";

/** The value as it is to be read; in its absence, that it is absent and why. */
export function resultText(result: ResultView, words: Words): string {
  if (result.absence === null) return result.value;
  const what = words.doctor.result[result.absence.kind];
  return result.absence.reason === null ? what : `${what}（${result.absence.reason}）`;
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
  if (range.low !== null && range.high !== null) return `${range.low}–${range.high}`;
  if (range.low !== null) return words.doctor.result.atLeast(range.low);
  if (range.high !== null) return words.doctor.result.atMost(range.high);
  return words.doctor.laboratory.noRange;
}
