import { toAddress } from "../state/address";
import { en } from "./en";
import { ja } from "./ja";
import type { Words } from "./Words";

export type Language = "ja" | "en";

const CATALOGUES: Record<Language, Words> = { ja, en };

/** The language of the screens: Japanese until somebody switches, and again at the next start. */
class Current {
  language = $state<Language>("ja");
  readonly words = $derived(CATALOGUES[this.language]);

  choose(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
    toAddress("language", language);
  }
}

export const current = new Current();

/** The words now. Call it inside markup or `$derived`, so that a switch is seen at once. */
export function w(): Words {
  return current.words;
}
