import type { BoardRowView } from "../bindings";

export const ORDERS = ["arrival", "kana", "until", "attention"] as const;
export type Order = (typeof ORDERS)[number];

/** Rows of the board in another order; among equals they stay as they came. */
export function ordered(rows: BoardRowView[], order: Order): BoardRowView[] {
  if (order === "arrival") return rows;
  return [...rows].sort((a, b) => {
    switch (order) {
      case "kana":
        return (a.kana ?? a.name).localeCompare(b.kana ?? b.name, "ja");
      case "until":
        return ends(a) - ends(b);
      case "attention":
        return Number(b.needs_attention) - Number(a.needs_attention);
    }
  });
}

const ends = (row: BoardRowView): number => (row.until === null ? Number.MAX_SAFE_INTEGER : Date.parse(row.until));
