import type { FaultCode, Hindrance, SectionView, ServiceStatusView } from "../bindings";

/** Faults at which nothing could even be asked: while the line is down they are the line's, not a section's. */
const OF_THE_LINE: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "not_configured",
  "name_not_found",
  "refused",
  "tls_untrusted",
  "tls_expired",
  "tls_wrong_name",
  "tls_version",
  "tls_other",
  "client_certificate_missing",
  "client_certificate_expired",
  "client_certificate_not_yet_valid",
  "client_certificate_wrong_issuer",
  "client_certificate_refused",
  "login",
  "not_the_service",
  "not_loopback",
  "isolated",
]);

/**
 * Why nothing newer than what is shown (rows or 登録なし) came, if that is to be said beside it. What
 * the service bar says for all sections while the line is down is not said again; a consent always is.
 */
export function reasonBeside(section: SectionView, line: ServiceStatusView | null): Hindrance | null {
  const { held, hindrance } = section;
  if (hindrance === null || hindrance.reason === "fetching") return null;
  if (held !== "items" && held !== "none_registered") return null;
  return hindrance.reason === "fetch_failed" && isOfTheLine(hindrance.fault, line) ? null : hindrance;
}

function isOfTheLine(fault: FaultCode, line: ServiceStatusView | null): boolean {
  if (line?.link !== "down" && line?.link !== "not_configured") return false;
  return fault === line.fault || OF_THE_LINE.has(fault);
}
