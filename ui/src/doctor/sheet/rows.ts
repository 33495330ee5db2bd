import type { Attachment } from "svelte/attachments";
import type { RowKey } from "../../bindings";

/** A row on which Enter was pressed. */
export interface ChosenRow {
  /** What the row is called. */
  words: string;
  /** The report it stands for, if it is one. */
  report: RowKey | null;
}

const ROWS = "[data-words]:not([data-below])";
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Makes the rows inside (elements with `data-words`) reachable by keyboard: one by Tab, the others from
 * there by the arrow keys. Enter opens the row.
 */
export function rowsOf(open: (row: ChosenRow) => void): Attachment<HTMLElement> {
  return (card) => {
    const rows = () => [...card.querySelectorAll<HTMLElement>(ROWS)];

    function makeReachable(wanted?: HTMLElement): void {
      const all = rows();
      const one = wanted ?? all.find((row) => row.getAttribute("tabindex") === "0") ?? all[0];
      for (const row of all) row.setAttribute("tabindex", row === one ? "0" : "-1");
    }

    function key(event: KeyboardEvent): void {
      const row = event.target;
      if (!(row instanceof HTMLElement) || !row.matches(ROWS) || event.ctrlKey || event.altKey || event.metaKey) return;
      const step = STEPS[event.key];
      if (event.key === "Enter") open({ words: row.dataset.words ?? "", report: row.dataset.report ?? null });
      else if (step !== undefined) move(row, step);
      else return;
      event.preventDefault();
    }

    function move(from: HTMLElement, step: number): void {
      const all = rows();
      const next = all[all.indexOf(from) + step];
      if (next === undefined) return;
      makeReachable(next);
      next.focus();
    }

    makeReachable();
    // Folds open and sections are laid out anew.
    const observer = new MutationObserver(() => makeReachable());
    observer.observe(card, { childList: true, subtree: true });
    card.addEventListener("keydown", key);
    return () => {
      observer.disconnect();
      card.removeEventListener("keydown", key);
    };
  };
}
