import { w } from "../words/current.svelte";

/**
 * Loads the font files that the words of the screens need, while the password is being checked: the
 * first screen then does not change its letters after it was painted.
 */
export function warmFonts(): void {
  if (!("fonts" in document)) return;
  const { doctor, sections, frame, desk } = w();
  const text = JSON.stringify([doctor, sections, frame, desk]);
  for (const weight of [400, 700]) void document.fonts.load(`${weight} 1em "BIZ UDPGothic"`, text).catch(() => []);
}
