import type { Words } from "../Words";

/** 本日の患者の印刷: the question before it, and what stands on the paper. */
export const pack: Words["pack"] = {
  button: "Print today's patients",
  title: "Print of today's patients",
  text: (n) => `Prints name, birth date and chart number, allergies, diseases and drugs of today's ${n} patients on paper. What may be read is the same as on the screen; of what may not, only the reason is printed.`,
  logged: "Each patient is written down in the audit log.",
  kept: "Diseases the patient was not told of, what is not to be supplied, what was taken back, and notes are not printed.",
  withUndisclosed: "This time, print diseases the patient was not told of as well (keep the paper out of patients' sight)",
  destroy: "Keep the paper out of sight and shred it as soon as it is no longer needed. Do not choose a printer that writes a file.",
  print: "Go on to print",
  making: "Preparing",
  handed: (n) => `${n} patients were handed to the print. When it is over, nothing of the paper stays on this screen.`,
  over: "The print is over. Nothing of the paper is left on this screen.",
  nobody: "There is nobody to print.",
  close: "Close and clear the paper",
  leftOut: (names) =>
    `${names.length} of today's patients are not in it (they could not be written into the audit log, or could not be read): ${names.join(", ")}`,
  nameless: "name not known",
  paper: {
    of: (n, all) => `Today's patients ${n}/${all}`,
    printed: (moment, by) => `Printed ${moment}, ${by}`,
    consentUntil: (moment) => `Consent until ${moment}`,
    source: "A copy of what the online eligibility system supplied. It is not all that was received, and no medical record. Shred it when it is no longer needed.",
    failed: "What is held could not be read. It is not known what is registered.",
    noConditions: "No diseases to print.",
    noRows: "Nothing to print.",
    goesOn: (title) => `${title} (continued)`,
    until: (from, until) => `${from} to ${until}`,
  },
  screen: "This screen is not for printing. What is known of patients is printed by “Print today's patients” at the clinical list of patients only.",
};
