export type ThemeChoice = "auto" | "light" | "dark";

const NEXT: Record<ThemeChoice, ThemeChoice> = { auto: "dark", dark: "light", light: "auto" };

/** Light or dark: as the system says until somebody switches. */
class Theme {
  choice = $state<ThemeChoice>("auto");

  next(): void {
    this.choice = NEXT[this.choice];
    if (this.choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.choice;
  }
}

export const theme = new Theme();
