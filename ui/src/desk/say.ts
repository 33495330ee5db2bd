import type { BoardRowView } from "../bindings";
import type { Words } from "../words/Words";

/** What to say to the patient of the chosen row. Nothing that needs the line while it is down. */
export function whatToSay(row: BoardRowView, lineDown: boolean, words: Words): string {
  const say = words.desk.say;
  if (row.other_names.length > 0) return say.name;
  if (row.reason === "branch_missing" || row.reason === "other_person") return say.branch;
  if (row.arrived_at === null && row.records === "none") return say.notCome;
  return aboutTheChoice(row, lineDown, words) ?? aboutTheRecords(row, words);
}

/** Where a choice can be made depends on where the patient is: who is at home has no card reader (在宅, オンライン診療). */
function aboutTheChoice(row: BoardRowView, lineDown: boolean, words: Words): string | null {
  const choice = words.desk.say.choice[row.setting];
  const asks = asked(row);
  if (asks === null) return null;
  return lineDown ? choice.lineDown : choice[asks];
}

function asked(row: BoardRowView): "expired" | "noCard" | "none" | "unknown" | "soon" | null {
  switch (row.consent) {
    case "no_card":
      return "noCard";
    case "expired":
    case "none":
    case "unknown":
      return row.consent;
    case "all":
    case "some":
      return row.warning === "none" ? null : "soon";
  }
}

function aboutTheRecords(row: BoardRowView, words: Words): string {
  const say = words.desk.say;
  if (row.records === "failed") return say.failed;
  return row.records === "fetching" ? say.fetching : say.nothing;
}
