import { tick } from "svelte";
import type { Attachment } from "svelte/attachments";

const STOPS = ':is(button:not(:disabled), input, [tabindex="0"])';

/** Keeps Tab inside an element. */
export const keepFocus: Attachment<HTMLElement> = (box) => {
  function key(event: KeyboardEvent): void {
    if (event.key !== "Tab") return;
    const stops = [...box.querySelectorAll<HTMLElement>(STOPS)];
    const [leaving, entering] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (document.activeElement !== leaving && box.contains(document.activeElement)) return;
    entering?.focus();
    event.preventDefault();
  }
  box.addEventListener("keydown", key);
  return () => box.removeEventListener("keydown", key);
};

/** Takes the focus, and gives it back at the end unless somebody has moved it elsewhere meanwhile. */
export const borrowFocus: Attachment<HTMLElement> = (box) => borrow(box, {});

/** The same, without scrolling to it: what stands above it is to be seen as well. */
export const borrowFocusInPlace: Attachment<HTMLElement> = (box) => borrow(box, { preventScroll: true });

function borrow(box: HTMLElement, how: FocusOptions): () => void {
  const before = document.activeElement;
  box.focus(how);
  return () => {
    const held = document.activeElement;
    if (!(before instanceof HTMLElement) || (held !== document.body && held !== null && !box.contains(held))) return;
    void tick().then(() => before.isConnected && before.focus());
  };
}
