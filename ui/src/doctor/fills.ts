import { dateText } from "../time/partial";
import type { Repeat } from "./repeats";

/** Drugs under one head: the same days, facility, state and origins. */
export interface Fill {
  key: string;
  head: Repeat;
  drugs: Repeat[];
}

/** Drugs by what stands above them, in the order in which each head first comes. */
export function fills(drugs: Repeat[]): Fill[] {
  const heads = new Map<string, Fill>();
  for (const drug of drugs) {
    const known = heads.get(name(drug));
    if (known === undefined) heads.set(name(drug), { key: drug.head.key, head: drug, drugs: [drug] });
    else known.drugs.push(drug);
  }
  return [...heads.values()];
}

function name({ head, days }: Repeat): string {
  const dates = days.map((day) => (day.date === null ? "" : dateText(day.date)));
  return JSON.stringify([dates, head.facility, head.state, head.origins, head.last_supplied]);
}
