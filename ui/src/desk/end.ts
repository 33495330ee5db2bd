import type { ConsentState } from "../bindings";
import { dayAfter, tokyo } from "../time/instant";
import type { Words } from "../words/Words";

/** `12:20 まで` today, `明日 08:45 まで`, else with the day. `today`: `YYYY-MM-DD`. */
export function untilText(until: string, today: string, words: Words): string {
  const end = tokyo(until);
  const tomorrow = end.day === dayAfter(today);
  return words.desk.until(tomorrow ? words.doctor.tomorrow : dayUnless(today, end.day), end.time);
}

/** The end of one consent, to come or past; empty where its state has none or the service told none. */
export function endText(consent: ConsentState, today: string, words: Words): string {
  if (consent.state === "given") return untilText(consent.until, today, words);
  if (consent.state !== "expired" || consent.at === null) return "";
  const end = tokyo(consent.at);
  return words.desk.ended(dayUnless(today, end.day), end.time);
}

function dayUnless(today: string, day: string): string {
  return day === today ? "" : `${day} `;
}
