import type { PartialDate } from "../bindings";
import { dateText } from "./partial";

export type Age = { unit: "days" | "months" | "years"; count: number };

const DAY = 86_400_000;
const TELL_AFTER_DAYS = 90;
const MONTHS_UNTIL_YEARS = 24;

/**
 * How old a value of `date` is on `today` (`YYYY-MM-DD`), when it is older than 90 days; else null.
 * Counted from the last day the date can mean, so that a partial date is never made older than it is.
 */
export function ageOf(date: PartialDate, today: string): Age | null {
  const text = dateText(date);
  const last = Date.parse(lastDayOf(text));
  const now = Date.parse(today);
  if (Number.isNaN(last) || (now - last) / DAY <= TELL_AFTER_DAYS) return null;
  if (text.length === 4) return { unit: "years", count: yearOf(today) - yearOf(text) };
  const months = monthsBetween(text, today);
  if (months < MONTHS_UNTIL_YEARS) return { unit: "months", count: months };
  return { unit: "years", count: Math.floor(months / 12) };
}

function monthsBetween(from: string, to: string): number {
  const whole = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  const dayReached = from.length < 10 || to.slice(8, 10) >= from.slice(8, 10);
  return dayReached ? whole : whole - 1;
}

function lastDayOf(text: string): string {
  if (text.length === 4) return `${text}-12-31`;
  if (text.length === 7) {
    const end = new Date(Date.UTC(yearOf(text), monthOf(text), 0));
    return end.toISOString().slice(0, 10);
  }
  return text;
}

function yearOf(text: string): number {
  return Number(text.slice(0, 4));
}

function monthOf(text: string): number {
  return Number(text.slice(5, 7));
}
