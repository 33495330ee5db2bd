import type { SectionView, Staleness } from "../bindings";

/** Clocks further apart are not explained by one that is a little fast. */
const CLOCKS_DIFFER = 60_000;
const OLDER: Staleness[] = ["none", "fresh", "amber", "red"];

type Aged = Pick<SectionView, "as_of" | "staleness" | "amber_at" | "red_at">;

/**
 * How old a section is at `now`, however long it has been on the screen: never younger than the core
 * said when it gave it. `inDoubt`: the clock of this PC is not to be believed.
 */
export function stalenessAt({ as_of, staleness, amber_at, red_at }: Aged, now: number, inDoubt: boolean): Staleness {
  if (as_of === null || staleness === "none" || staleness === "clock_in_doubt") return staleness;
  if (inDoubt || now < Date.parse(as_of) - CLOCKS_DIFFER) return "clock_in_doubt";
  const reached = (at: string | null) => at !== null && now >= Date.parse(at);
  const byNow: Staleness = reached(red_at) ? "red" : reached(amber_at) ? "amber" : "fresh";
  return OLDER.indexOf(byNow) > OLDER.indexOf(staleness) ? byNow : staleness;
}
