import type { SectionView } from "../bindings";

/** A copy is held and withheld, or it is not told whether one is. */
export function mayBeHeld({ held, hindrance }: SectionView): boolean {
  if (held !== "nothing" || hindrance === null) return false;
  if ("withheld" in hindrance) return hindrance.withheld;
  return hindrance.reason === "no_card" || hindrance.reason === "not_obtainable" || hindrance.reason === "switched_off";
}
