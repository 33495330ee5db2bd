/** Text for comparing: full and half width, upper and lower case and runs of blanks are the same. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}

const INLINE = /<\/?(?:b|big|em|i|s|small|span|strong|sub|sup|u)(?:\s[^>]*)?>/gu;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The words of a narrative, for finding only. The core writes no `>` inside a tag. */
export function narrativeText(html: string): string {
  const bare = html.replace(INLINE, "").replace(/<[^>]*>/gu, " ");
  return bare.replace(/&(?:#(x?)([0-9a-f]{1,6})|([a-z]+));/giu, (whole, hex: string, digits: string | undefined, name: string | undefined) => {
    if (digits === undefined) return ENTITIES[name ?? ""] ?? whole;
    const point = Number.parseInt(digits, hex === "" ? 10 : 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
