import type { Words } from "../words/Words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago `instant` was, in the coarsest unit that still says something: `26時間前`, `12日前`. */
export function howOld(instant: string, now: number, { copy }: Words): string {
  const past = Math.max(0, now - Date.parse(instant));
  if (past < HOUR) return copy.age.minutes(Math.floor(past / MINUTE));
  if (past < 2 * DAY) return copy.age.hours(Math.floor(past / HOUR));
  if (past < 90 * DAY) return copy.age.days(Math.floor(past / DAY));
  if (past < 730 * DAY) return copy.age.months(Math.floor(past / (30.4375 * DAY)));
  return copy.age.years(Math.floor(past / (365.25 * DAY)));
}
