import type { FaultCode, Hindrance, SectionView } from "../bindings";
import type { IconName } from "../frame/Icon.svelte";
import { shortInstant } from "../time/instant";
import type { Words } from "../words/Words";

/** The looks of a section without rows: each has its own drawing, ground and wording. */
export type Look = "none_registered" | "no_consent" | "not_fetched" | "failed" | "damaged" | "not_granted";

export interface Nothing {
  look: Look;
  icon: IconName;
  title: string;
  text: string;
  fault: FaultCode | null;
}

interface Surroundings {
  words: Words;
  now: number;
  /** The line is down: nothing may be advised that needs it. */
  lineDown: boolean;
}

/** Part of what was received or kept is not shown: an empty list then says nothing about what is registered. */
export function isPartial(section: SectionView): boolean {
  return section.remarks.some((remark) => remark.kind === "not_valid") || section.undelivered > 0 || section.unreadable > 0 || section.damaged > 0;
}

/** What to say in place of rows, or null when there are rows or a line that says what is not shown. */
export function nothingOf(section: SectionView, around: Surroundings): Nothing | null {
  const words = around.words.sections;
  if (section.held === "items") return null;
  if (section.held === "none_registered" && !isPartial(section)) {
    return { look: "none_registered", icon: "none", ...words.noneRegistered, fault: null };
  }
  if (section.held === "none_registered" && section.damaged === 0) return null;
  if (section.held === "none_registered" || section.held === "damaged") return { look: "damaged", icon: "damaged", ...words.damaged, fault: null };
  return hindered(section, around);
}

/** Why nothing newer came, above a copy that is shown: never the bare word of a section without one. */
export function hindranceBesideCopy(hindrance: Hindrance, words: Words, now: number): string {
  if (hindrance.reason === "not_fetched") return words.sections.notFetchedNow;
  return words.sections.hindrance[hindrance.reason].title + momentOf(hindrance, words, now);
}

function momentOf(hindrance: Hindrance, words: Words, now: number): string {
  return "at" in hindrance && hindrance.at !== null ? words.sections.at(shortInstant(hindrance.at, now)) : "";
}

function hindered(section: SectionView, { words, now, lineDown }: Surroundings): Nothing {
  const reason = section.hindrance ?? { reason: "not_fetched" as const };
  const said = words.sections.hindrance[reason.reason];
  const title = said.title + momentOf(reason, words, now);
  switch (reason.reason) {
    case "not_fetched":
      return { look: "not_fetched", icon: "unfetched", title, text: said.text, fault: null };
    case "fetching":
      return { look: "not_fetched", icon: "waiting", title, text: said.text, fault: null };
    case "fetch_failed":
      return { look: "failed", icon: "failed", title, text: said.text, fault: reason.fault };
    case "refused":
    case "not_asked":
    case "expired": {
      const kept = reason.withheld ? words.sections.withheld : "";
      const again = lineDown ? words.sections.chooseAgainLater : words.sections.chooseAgainNow;
      return { look: "no_consent", icon: "refused", title, text: [said.text, kept, again].filter(Boolean).join(" "), fault: null };
    }
    case "no_card":
      return { look: "no_consent", icon: "card", title, text: said.text, fault: null };
    case "not_granted":
      return { look: "not_granted", icon: "barred", title, text: said.text, fault: null };
    case "not_obtainable":
    case "switched_off":
      return { look: "no_consent", icon: "refused", title, text: said.text, fault: null };
  }
}
