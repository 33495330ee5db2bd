import type { AuditOutcome, AuditRequest } from "../bindings";
import { dayAfter } from "../time/instant";

/** What the form holds; empty texts let everything through. */
export interface LogFilter {
  /** First and last day, `YYYY-MM-DD` in Japan. */
  from: string;
  to: string;
  account: string;
  role: string;
  chart: string;
  kind: string;
  outcome: "" | AuditOutcome;
  withoutBasis: boolean;
}

export const EVERYTHING: LogFilter = { from: "", to: "", account: "", role: "", chart: "", kind: "", outcome: "", withoutBasis: false };

/** The beginning of a day in Japan; the end of the last day is the beginning of the next. */
const midnight = (day: string): string => `${day}T00:00:00+09:00`;

/** The question to the core. */
export function asRequest(filter: LogFilter, before: number | null, limit: number): AuditRequest {
  const text = (typed: string): string | undefined => (typed.trim() === "" ? undefined : typed.trim());
  const request: AuditRequest = { before, person: null, account: text(filter.account) ?? null, limit };
  if (filter.from !== "") request.since = midnight(filter.from);
  if (filter.to !== "") request.until = midnight(dayAfter(filter.to));
  const chart = text(filter.chart);
  if (chart !== undefined) request.chart_number = chart;
  if (filter.role !== "") request.role = filter.role;
  if (filter.kind !== "") request.kinds = [filter.kind];
  if (filter.outcome !== "") request.outcome = filter.outcome;
  if (filter.withoutBasis) request.without_basis = true;
  return request;
}
