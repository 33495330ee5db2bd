import { getContext, setContext } from "svelte";
import type { SectionView } from "../../bindings";

type Opener = (section: SectionView) => void;

const NAME = Symbol("opens histories");

/** Lets everything inside open the history of a section. */
export function offerHistories(opener: Opener): void {
  setContext(NAME, opener);
}

/** How to open one here; null where none can be opened. */
export function historyOpener(): Opener | null {
  return getContext<Opener | undefined>(NAME) ?? null;
}
