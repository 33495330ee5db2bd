import { toAddress } from "./address";

export type ThemeChoice = "auto" | "light" | "dark";

const NEXT: Record<ThemeChoice, ThemeChoice> = { auto: "dark", dark: "light", light: "auto" };

/** Light or dark: as the system says until somebody switches. */
class Theme {
  choice = $state<ThemeChoice>("auto");

  next(): void {
    this.choose(NEXT[this.choice]);
    toAddress("theme", this.choice);
  }

  /** Anything else than a choice changes nothing. */
  choose(wanted: string | null): void {
    if (wanted === null || !(wanted in NEXT)) return;
    this.choice = wanted as ThemeChoice;
    if (this.choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.choice;
  }
}

export const theme = new Theme();
