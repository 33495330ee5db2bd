/** One line of a section on paper. */
export interface PaperLine {
  /** A group of a list, the head over rows that share it, a row, or a word on the section. */
  look: "group" | "head" | "row" | "word";
  /** Before what stands in bold type. */
  before: string;
  bold: string;
  after: string;
}

export function word(text: string): PaperLine {
  return { look: "word", before: "", bold: "", after: text };
}
