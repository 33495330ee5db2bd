/** Groups of a recovery key as printed, and characters of each. */
export const GROUPS = 8;
export const GROUP = 5;

/** The typed fields after text was put into one of them: a whole key pasted anywhere fills all of them. */
export function withGroup(groups: string[], at: number, text: string): string[] {
  const characters = text.normalize("NFKC").replace(/[\s\-‐‑–—−ー]/gu, "").toUpperCase();
  if (characters.length <= GROUP) return groups.map((group, index) => (index === at ? characters : group));
  const start = characters.length >= GROUPS * GROUP ? 0 : at;
  return groups.map((group, index) => {
    const piece = characters.slice((index - start) * GROUP, (index - start + 1) * GROUP);
    return index < start || piece === "" ? group : piece;
  });
}

/** The groups of the answer of the core that are wrong, counted from 0. */
export function wrongGroups(fields: Record<string, string | undefined>): number[] {
  return [fields.group, fields.other].flatMap((group) => {
    const number = Number(group);
    return Number.isInteger(number) && number >= 1 && number <= GROUPS ? [number - 1] : [];
  });
}
