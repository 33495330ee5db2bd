import type { Category } from "../bindings";

/** Brings a section into view and gives its first button the focus. */
export function goTo(category: Category): void {
  const section = document.querySelector(`[data-test="section"][data-category="${category}"]`);
  section?.scrollIntoView?.({ block: "nearest" });
  section?.querySelector<HTMLButtonElement>("button")?.focus({ preventScroll: true });
}
