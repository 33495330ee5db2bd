import type { Words } from "../Words";

/** The saved copy: how old it is, whether it is whole, whether it can be written. */
export const copy: Words["copy"] = {
  stale: { amber: "Old", red: "Very old", clock_in_doubt: "Check clock" },
  clockTitle: (moment) => `The time of fetching (${moment}) and the clock of this PC do not agree, so its age is not known. Check the clock.`,
  staleAge: (word, age) => `${word} (${age})`,
  staleTitle: (moment, age) => `Fetched ${moment} (${age}). Later changes are not in it.`,
  age: {
    minutes: (n) => `${n} min ago`,
    hours: (n) => `${n} h ago`,
    days: (n) => `${n} d ago`,
    months: (n) => `${n} months ago`,
    years: (n) => `${n} years ago`,
  },
  title: "State of the saved copy",
  behind: (lost) => `The records are back in an earlier state (the last ${lost} answers are missing). They are fetched again once the line is up.`,
  secondCopy: (moment) => `Showing the second copy (as of ${moment}). The store itself is damaged and kept as it is.`,
  secondCopyEmpty: "Showing the second copy (it holds no answers). The store itself is damaged and kept as it is.",
  secondCopyLost: (lost) => `${lost} answers are missing from it.`,
  restored: {
    desk: (moment) => `The desk's records and settings are read from their second copy (as of ${moment}). Later arrivals, consents and settings are not in it. The store itself is damaged or older, and kept as it is. Tell the administrator.`,
    audit: (moment) => `The log is read from its second copy (as of ${moment}). Later entries are in the file itself, which is kept. Tell the administrator.`,
  },
  unknownMoment: "time unknown",
  full: "The disk is full. What is saved can be read, but nothing new can be saved. Tell the administrator.",
  failing: "The disk cannot be written. What is saved can be read, but nothing new can be saved. Tell the administrator.",
};
