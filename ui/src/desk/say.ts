import type { BoardRowView } from "../bindings";
import type { Words } from "../words/Words";

/** What to say to the patient of the chosen row. Nothing that needs the line while it is down. */
export function whatToSay(row: BoardRowView, lineDown: boolean, words: Words): string {
  const say = words.desk.say;
  if (row.other_names.length > 0) return say.name;
  if (row.reason === "branch_missing" || row.reason === "number_unknown" || row.reason === "other_person") return say.branch;
  if (row.arrived_at === null && row.records === "none") return say.notCome;
  const needsReader = row.consent === "expired" || row.consent === "unknown" || row.consent === "no_card" || row.consent === "none";
  if (needsReader && lineDown) return say.lineDown;
  switch (row.consent) {
    case "expired":
      return row.setting === "home_visit" ? say.home : say.expired;
    case "no_card":
      return say.noCard;
    case "none":
      return say.none;
    case "unknown":
      return say.unknown;
    case "all":
    case "some":
      return afterConsent(row, lineDown, words);
  }
}

function afterConsent(row: BoardRowView, lineDown: boolean, words: Words): string {
  const say = words.desk.say;
  if (row.warning !== "none") return lineDown ? say.lineDown : say.soon;
  if (row.records === "failed") return say.failed;
  return row.records === "fetching" ? say.fetching : say.nothing;
}
