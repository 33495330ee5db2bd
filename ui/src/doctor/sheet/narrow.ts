import type { BlockView, CardMark, CardView, FieldView, Label, OtherView, SheetView } from "../../bindings";
import { foldText, narrativeText } from "./fold_text";

/** Stands between two statements: words are not found across them. */
const APART = "\0";

/** What of a sheet is drawn. */
export interface Narrowed {
  blocks: BlockView[];
  other: OtherView[];
  /** How many cards, statements and other items hold the words. */
  hits: number;
}

/** The words of the screen, for they are found as well. */
export interface Said {
  label: (label: Label) => string;
  mark: (mark: CardMark) => string;
  /** A date or date-time as it is drawn; null when the text is none. */
  moment: (text: string) => string | null;
}

/**
 * The part of a sheet that holds `words`. A card or statement is kept whole; a card whose inner cards
 * hold them keeps its own statements and those cards. Without words: everything.
 */
export function narrow(view: SheetView, words: string, said: Said): Narrowed {
  const wanted = foldText(words);
  if (wanted === "") return { blocks: view.blocks, other: view.other, hits: 0 };
  const finder = new Finder(wanted, said);
  const blocks = finder.blocks(view.blocks);
  const other = view.other.filter((item) => finder.hit([item.pointer, item.text].join(APART)));
  return { blocks, other, hits: finder.hits };
}

class Finder {
  hits = 0;

  constructor(
    private readonly wanted: string,
    private readonly said: Said,
  ) {}

  /** Whether the text holds the words; counts it. */
  hit(text: string): boolean {
    const found = this.holds(text);
    if (found) this.hits += 1;
    return found;
  }

  blocks(blocks: BlockView[]): BlockView[] {
    return blocks.map((block) => this.block(block)).filter((block) => block !== null);
  }

  private block(block: BlockView): BlockView | null {
    if (this.holds(block.title)) {
      this.hits += Math.max(1, countCards([block]));
      return block;
    }
    const fields = block.fields.filter((field) => this.hit(this.fieldText(field)));
    const narrative = block.narrative !== null && this.hit(narrativeText(block.narrative)) ? block.narrative : null;
    const cards = this.cards(block.cards);
    const blocks = this.blocks(block.blocks);
    const empty = fields.length + cards.length + blocks.length === 0 && narrative === null;
    return empty ? null : { title: block.title, fields, narrative, cards, blocks };
  }

  private cards(cards: CardView[]): CardView[] {
    return cards.map((card) => this.card(card)).filter((card) => card !== null);
  }

  private card(card: CardView): CardView | null {
    if (this.hit(this.cardText(card))) return card;
    const cards = this.cards(card.cards);
    return cards.length === 0 ? null : { ...card, cards };
  }

  private cardText(card: CardView): string {
    const head = [this.said.label(card.kind), ...card.marks.map(this.said.mark)];
    const told = card.fields.map((field) => this.fieldText(field));
    return [...head, ...told, narrativeText(card.narrative ?? "")].join(APART);
  }

  private fieldText(field: FieldView): string {
    const text = field.pieces.map((piece) => piece.text).join("");
    // As sent and as drawn: either may be looked for.
    const drawn = field.pieces.map((piece) => this.said.moment(piece.text) ?? piece.text).join("");
    return [this.said.label(field.label), text, drawn, ...field.fields.map((inner) => this.fieldText(inner))].join(APART);
  }

  private holds(text: string): boolean {
    return foldText(text).includes(this.wanted);
  }
}

/** The cards of blocks, without the cards inside them. */
export function countCards(blocks: BlockView[]): number {
  return blocks.reduce((sum, block) => sum + block.cards.length + countCards(block.blocks), 0);
}
