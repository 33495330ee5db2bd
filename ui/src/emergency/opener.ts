import { getContext, setContext } from "svelte";

/** What a patient's sections may open: 緊急閲覧（院内保存分）, or 救急時医療情報閲覧 of the service. */
export type EmergencyAsk = "reading" | "service";

type Opener = (ask: EmergencyAsk) => void;

const NAME = Symbol("opens emergency readings");

/** Lets every section inside open them. */
export function offerEmergency(opener: Opener): void {
  setContext(NAME, opener);
}

/** How to open them here; null where they cannot be opened. */
export function emergencyOpener(): Opener | null {
  return getContext<Opener | undefined>(NAME) ?? null;
}
