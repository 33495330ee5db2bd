import { getContext, setContext } from "svelte";
import type { KeptBack, RowKey, SectionView } from "../../bindings";

/** What to open: a section, or one report of it, filtered by words unless they are empty. */
export interface SheetAsk {
  section: SectionView;
  key: RowKey | null;
  words: string;
  /** What is kept back of it, in place of what is shown. */
  keptBack?: KeptBack;
}

export type Opener = (ask: SheetAsk) => void;

const NAME = Symbol("opens sheets");

/** Lets everything inside open sheets. */
export function offerSheets(opener: Opener): void {
  setContext(NAME, opener);
}

/** How to open a sheet here; null where none can be opened. */
export function sheetOpener(): Opener | null {
  return getContext<Opener | undefined>(NAME) ?? null;
}
