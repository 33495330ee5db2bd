import type { BlockView } from "../../bindings";

/** One part of a sheet in the list of its sections. */
export interface Heading {
  /** The id of its heading in the document. */
  id: string;
  title: string;
  depth: number;
}

/** The parts of a sheet in reading order; their ids begin with `above`. */
export function headings(blocks: BlockView[], above: string, depth = 0): Heading[] {
  return blocks.flatMap((block, at) => {
    const id = partId(above, at);
    return [{ id, title: block.title, depth }, ...headings(block.blocks, id, depth + 1)];
  });
}

/** The id of a part's heading, below the sheet or the part `above`. */
export function partId(above: string, at: number): string {
  return `${above}-${at}`;
}
