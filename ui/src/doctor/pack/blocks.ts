import type { PaperLine } from "./paper_line";

/** How high a block may be, in lines: a page takes several, so a name stands on each page. */
const HIGHEST = 16;
/** Letters of full width that a line takes at least. */
const WIDEST = 50;

/** Lines that are never parted by a page; each block says anew whose they are. */
export interface PaperBlock {
  /** The group that goes on from the block before; empty where none does. */
  group: string;
  lines: PaperLine[];
}

/** A section in blocks. A row that goes on in the next one stands under its head again. */
export function blocksOf(lines: PaperLine[]): PaperBlock[] {
  const cut = lines.flatMap(pieces);
  let block: PaperBlock = { group: "", lines: [] };
  const blocks = [block];
  let group: PaperLine | null = null;
  let head: PaperLine | null = null;
  for (const [at, line] of cut.entries()) {
    if (line.look !== "row") head = null;
    if (line.look === "group" || line.look === "word") group = null;
    if (block.lines.length > 0 && height(block.lines) + height(heldTogether(cut, at)) > HIGHEST) {
      block = { group: group?.bold ?? "", lines: head === null ? [] : [head] };
      blocks.push(block);
    }
    block.lines.push(line);
    if (line.look === "group") group = line;
    if (line.look === "head") head = line;
  }
  return blocks;
}

/** What is over a row stays with the first of its rows. */
function heldTogether(lines: PaperLine[], at: number): PaperLine[] {
  const first = lines.findIndex(({ look }, place) => place >= at && (look === "row" || look === "word"));
  return lines.slice(at, first === -1 ? lines.length : first + 1);
}

function height(lines: PaperLine[]): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(lettersOf(line) / WIDEST)), 0);
}

function lettersOf({ before, bold, after }: PaperLine): number {
  return before.length + bold.length + after.length;
}

/** A line that is higher than a block by itself, as several. */
function pieces(line: PaperLine): PaperLine[] {
  if (height([line]) <= HIGHEST) return [line];
  const empty = { ...line, before: "", bold: "", after: "" };
  return (["before", "bold", "after"] as const).flatMap((place) => parts(line[place]).map((part) => ({ ...empty, [place]: part })));
}

function parts(text: string): string[] {
  const letters = Array.from(text);
  const longest = (HIGHEST / 2) * WIDEST;
  return Array.from({ length: Math.ceil(letters.length / longest) }, (_, at) => letters.slice(at * longest, (at + 1) * longest).join(""));
}
