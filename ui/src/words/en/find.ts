import type { Words } from "../Words";

/** Search for a person. The desk reads these words too: no clinical one. */
export const find: Words["find"] = {
  label: "Find a patient",
  placeholder: "Kana, number, birth date",
  help: "By kana, name, chart number, insurance number or birth date (in either calendar). Up and Down move, Enter chooses, Esc closes.",
  found: (n) => `${n} found`,
  more: "There are more. Type on.",
  none: "No such patient.",
  columns: { chart: "Chart no." },
  lastArrival: (moment) => `last arrived ${moment}`,
  checkTitle: "Confirm name and birth date",
  checkText: "You are opening a patient from the search. Make sure that both items are those of this person.",
  checkName: "Name",
  checkBirth: "Birth date",
  birthUnknown: "no birth date on file",
  cancel: "Cancel",
  confirm: "Both agree, open",
  deskTitle: "The person",
  deskClose: "Close",
};
