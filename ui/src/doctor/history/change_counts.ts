import type { ChangeCounts } from "../../bindings";

interface CountWords {
  added: (n: number) => string;
  changed: (n: number) => string;
  removed: (n: number) => string;
}

/** `追加2・変更1`: only what there is; empty when nothing differs. */
export function countsText(changes: ChangeCounts, words: CountWords): string {
  const kinds = ["added", "changed", "removed"] as const;
  return kinds.flatMap((kind) => (changes[kind] > 0 ? [words[kind](changes[kind])] : [])).join("・");
}
