import { tick } from "svelte";
import type { Attachment } from "svelte/attachments";
import { around, isNowhere, isUnasked, nearestPlace, setDown } from "./place";

const STOPS = ':is(button, input, select, textarea, a[href], summary, [tabindex="0"]):not(:disabled)';

/** Keeps Tab inside an element. */
export const keepFocus: Attachment<HTMLElement> = (box) => {
  function key(event: KeyboardEvent): void {
    if (event.key !== "Tab") return;
    const stops = [...box.querySelectorAll<HTMLElement>(STOPS)];
    const [leaving, entering] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    const held = document.activeElement;
    // The box itself may have the focus: before it there is nothing of it.
    if (held !== leaving && box.contains(held) && !(event.shiftKey && held === box)) return;
    entering?.focus();
    event.preventDefault();
  }
  box.addEventListener("keydown", key);
  return () => box.removeEventListener("keydown", key);
};

/** Takes the focus, and gives it back at the end unless somebody has moved it elsewhere meanwhile. */
export const borrowFocus: Attachment<HTMLElement> = (box) => borrow(box, {}, document.activeElement);

/** The same, without scrolling to it: what stands above it is to be seen as well. */
export const borrowFocusInPlace: Attachment<HTMLElement> = (box) => borrow(box, { preventScroll: true }, document.activeElement);

/** The same, for a box whose content may take the focus before it: `before` had it when the box began to be. */
export function borrowFocusFrom(before: Element | null): Attachment<HTMLElement> {
  return (box) => borrow(box, {}, before);
}

function borrow(box: HTMLElement, how: FocusOptions, before: Element | null): () => void {
  const parts = before === null ? [] : around(before);
  if (!box.contains(document.activeElement)) box.focus(how);
  return () => {
    const held = document.activeElement;
    if (!(before instanceof HTMLElement) || (held !== document.body && held !== null && !box.contains(held))) return;
    void tick().then(() => (before.isConnected ? before.focus() : isNowhere() && setDown(nearestPlace(parts))));
  };
}

/**
 * Goes on, once something was answered, to where the person works next. Whoever has meanwhile gone
 * somewhere else than to the control that began it, `from`, stays there.
 */
export async function goOn(from: Element | null, next: () => HTMLElement | null | undefined): Promise<void> {
  await tick();
  if (isUnasked() || document.activeElement === from) setDown(next());
}
