import type { Attachment } from "svelte/attachments";
import { around, isNowhere, nearestPlace, setDown } from "./place";

/**
 * Keeps the focus from falling out of the page, where no key would be heard and nothing read out. Where
 * a control with the focus is taken away, the focus goes to the nearest part around it that is still
 * there, never to another control. A control that was switched off while something was asked has it
 * again afterwards.
 */
export const catchFocus: Attachment<HTMLElement> = (box) => {
  let held: HTMLElement | null = null;
  let parts: Element[] = [];
  let pointing = false;

  function taken({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return;
    held = target;
    parts = around(target);
  }

  /** By a click beside everything the person left it on purpose. */
  function left({ relatedTarget }: FocusEvent): void {
    if (pointing && relatedTarget === null) held = null;
  }

  function changed(): void {
    if (held === null || !isNowhere()) return;
    if (!held.isConnected) setDown(nearestPlace(parts.filter((one) => box.contains(one))) ?? box.querySelector("main"), { preventScroll: true });
    else if (!held.matches(":disabled")) held.focus({ preventScroll: true });
  }

  const point = () => (pointing = true);
  const release = () => (pointing = false);
  const watcher = new MutationObserver(changed);
  watcher.observe(box, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  box.addEventListener("focusin", taken);
  box.addEventListener("focusout", left);
  window.addEventListener("pointerdown", point, true);
  window.addEventListener("pointerup", release, true);
  window.addEventListener("pointercancel", release, true);
  return () => {
    watcher.disconnect();
    box.removeEventListener("focusin", taken);
    box.removeEventListener("focusout", left);
    window.removeEventListener("pointerdown", point, true);
    window.removeEventListener("pointerup", release, true);
    window.removeEventListener("pointercancel", release, true);
  };
};
