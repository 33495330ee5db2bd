import type { BlockView } from "../../bindings";

/**
 * The beginning of a sheet in reading order, up to so many cards: a long one is drawn in steps, each
 * of which only adds below what is there.
 */
export function beginning(blocks: BlockView[], cards: number): BlockView[] {
  return take(blocks, { left: cards });
}

function take(blocks: BlockView[], budget: { left: number }): BlockView[] {
  const taken: BlockView[] = [];
  for (const block of blocks) {
    if (budget.left <= 0) break;
    const cards = block.cards.slice(0, budget.left);
    budget.left -= cards.length;
    const whole = cards.length === block.cards.length;
    taken.push({ ...block, cards, blocks: whole ? take(block.blocks, budget) : [] });
  }
  return taken;
}
