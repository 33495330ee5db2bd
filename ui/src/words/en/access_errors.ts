const RULE: Record<string, string> = {
  too_short: "It is too short: at least 8 characters with a second factor, 13 without.",
  too_long: "It is too long: at most 256 characters.",
  no_letter: "It needs a letter.",
  no_digit: "It needs a digit.",
  contains_owner: "It must not contain the name, the account or the staff number.",
  common: "It is a common password or a repeated piece.",
  reused: "It is one of the last five that were used.",
};

/** Which part of the password rule is not met. */
export function passwordRule({ rule }: Record<string, string>): string {
  return `The password does not meet the rule. ${RULE[rule ?? ""] ?? "At least 13 characters with letters and digits, not the name or account."}`;
}

const SITE_FILE: Record<string, string> = {
  missing: "There is no site file in the folder. Check where it lies.",
  damaged: "The site file is damaged or was changed. Make it anew.",
  foreign: "It is the site file of another facility. Check the folder.",
  older: "The site file is older than the one taken in. It was not taken in.",
  too_new: "The site file was made by a newer program. Update this PC.",
  key: "The site key is wrong. Compare it with the PC that made the file.",
  not_ours: "This PC takes the site file in. Write it and change accounts on the PC that makes it.",
};

/** Why the file of the site cannot be used. */
export function siteFile({ problem }: Record<string, string>): string {
  return SITE_FILE[problem ?? ""] ?? "The site file cannot be used. Check its place and permissions.";
}
