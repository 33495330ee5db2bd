import type { Words } from "../Words";

/** After an outage: what changed of what was read in it. */
export const recovered: Words["recovered"] = {
  bar: (patients, sections) => `What you read in the outage has changed (${patients} patients, ${sections} sections).`,
  open: "See the changes",
  title: "Changes in what was read in the outage",
  period: (from, to) => `Outage ${from} to ${to}`,
  none: "Nothing that you read in the outage has changed since.",
  unchanged: (n) => `${n} sections unchanged`,
  unconfirmed: (n) => `${n} sections not fetched again yet (unknown whether they changed)`,
  noOutage: "No outage is on record.",
  help: "Opening a row goes to that section. Compare puts what you read beside what it says now.",
  counts: { added: (n) => `${n} added`, changed: (n) => `${n} changed`, removed: (n) => `${n} no longer supplied` },
  other: "newer content",
  go: (name, section) => `Open ${section} of ${name}`,
  compare: "Compare",
  dismiss: "Later",
  again: "Changes in what was read in the outage",
};
