/** A part of the page with a meaning of its own, where somebody can be set down whose control is gone. */
const PLACE = ':is(section, article, li, form, main, [role="dialog"], [role="alertdialog"], [role="region"], [tabindex])';

/** Where somebody was set down last. */
let latest: HTMLElement | null = null;

/** What stands around an element, the nearest first: to be noted while it is still in the page. */
export function around(element: Element): Element[] {
  const parent = element.parentElement;
  return parent === null ? [] : [parent, ...around(parent)];
}

/** The nearest of these parts that is still in the page. */
export function nearestPlace(parts: Element[]): HTMLElement | null {
  const place = parts.find((one) => one.isConnected && one.matches(PLACE));
  return place instanceof HTMLElement ? place : null;
}

/** Sets the focus down at a control or a part of the page. A part is none: another Enter does nothing there. */
export function setDown(place: HTMLElement | null | undefined, how: FocusOptions = {}): void {
  if (place === null || place === undefined || !place.isConnected) return;
  if (place.tabIndex < 0 && !place.hasAttribute("tabindex")) {
    place.tabIndex = -1;
    place.addEventListener("blur", () => place.removeAttribute("tabindex"), { once: true });
  }
  latest = place;
  place.focus(how);
}

/** Nothing of the page has the focus. */
export function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** The focus is where no person has put it. */
export function isUnasked(): boolean {
  return isNowhere() || document.activeElement === latest;
}
