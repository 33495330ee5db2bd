import { foldText } from "../sheet/fold_text";

/** A line that holds the words. */
export interface SourceLine {
  /** Counted from 1. */
  number: number;
  text: string;
}

/** What of a long line is drawn when it was found. */
const AROUND = 160;

/** The lines that hold `words`, told apart as little as in a sheet: width, case and blanks. */
export function sourceLines(text: string, words: string): SourceLine[] {
  const wanted = foldText(words);
  const lines = text.split("\n").map((line, at) => ({ number: at + 1, text: line }));
  return lines.filter((line) => foldText(line.text).includes(wanted)).map((line) => ({ ...line, text: shortened(line.text, words.trim()) }));
}

/** A line of a hundred thousand characters is a file: the place in it is enough. */
function shortened(line: string, words: string): string {
  if (line.length <= 8 * AROUND) return line;
  const at = Math.max(0, line.indexOf(words));
  const [from, until] = [Math.max(0, at - AROUND), at + words.length + AROUND];
  return (from > 0 ? "…" : "") + line.slice(from, until) + (until < line.length ? "…" : "");
}
