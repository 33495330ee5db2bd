// Private-use characters (外字) have no glyph outside the PC they come from.
const PRIVATE_USE = /[\u{E000}-\u{F8FF}\u{F0000}-\u{FFFFD}\u{100000}-\u{10FFFD}]/gu;

/** A name with each character that cannot be shown drawn as 「●」, as the service itself does. */
export function shownName(name: string): string {
  return name.replace(PRIVATE_USE, "●");
}
