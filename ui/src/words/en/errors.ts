import type { ErrorCode, RetirementObstacle } from "../../bindings";
import { passwordRule, siteFile } from "./access_errors";
import { emergency } from "./emergency";
import { retire } from "./retire";
import { answers } from "./answers";

type Sentence = string | ((fields: Record<string, string>) => string);

/** What went wrong in the program itself, and what can be done. Fields are moments, counts and codes. */
export const errors: Record<ErrorCode, Sentence> = {
  not_signed_in: "You are signed out. Please sign in again.",
  not_permitted: "This role may not do that. Ask an administrator if you need it.",
  wrong_credentials: "Account or password is wrong. Check them and try again.",
  full_sign_in_needed: "The password alone does not unlock this screen any more. Sign in again.",
  locked_out: (f) => `After repeated failures signing in is closed ${f.until ? `until ${f.until}` : "for a while"}. Please wait.`,
  password_rule: (f) => passwordRule(f),
  account_exists: "An account of this name exists. Choose another name.",
  no_such_account: "There is no such account. Open the list again.",
  no_role: "Choose at least one role.",
  role_not_held: "The account does not have that role. Choose another one.",
  last_administrator: "The last administrator cannot be disabled or lose the role. Make another administrator first.",
  not_granted: "This section is not allowed to the present role. Ask the administrator if it is needed.",
  factor_not_built: "This kind of second factor is not in this version. Enrol an authenticator app.",
  no_second_factor: "The account has no second factor. Enrol one first.",
  grace_over: "The facility's accounts have not been taken in for 72 hours, so signing in is not possible. Tell the administrator.",
  site_file: (f) => siteFile(f),
  recovery_key: (f) => recoveryKey(f),
  already_set_up: "Set-up has been done. Please sign in.",
  not_set_up: "Set-up has not been done. Create the administrator's account.",
  profile_in_use: "Another CLINS Viewer has this profile open. Use that one, or close it and retry.",
  profile_unreadable: "The profile folder cannot be read or written. Check its place and permissions. Nothing was changed.",
  profile_too_new: "This profile was used by a newer version. Update the program. Nothing was changed.",
  keyring_locked: "The system keyring is locked. Unlock it and retry.",
  keyring_unavailable: "The system keyring cannot be reached. Sign in to the system again and retry.",
  keyring_failed: "The system keyring failed. Sign in to the system again and retry; if it lasts, tell the administrator. Nothing was changed.",
  key_missing: "The key of this PC is not in the keyring. No data was changed. Tell the administrator. The printed recovery key opens it.",
  key_foreign: "Something else lies in the keyring where the key of this PC belongs. Neither was changed. Tell the administrator. The printed recovery key opens it.",
  key_changed: "The key in the keyring is not the one this profile was made with. Neither was changed. Tell the administrator. The printed recovery key opens it.",
  key_file_open: (f) => `Others than its owner can read the key file${f.mode ? ` (${f.mode})` : ""}. Give it back to its owner alone and retry. If it may have been read, tell the administrator.`,
  key_file_unreadable: "The key file cannot be read or written. Check its place and permissions and retry. Nothing was changed.",
  recovery_file: (f) => `The recovery file cannot be used${detailEn(f)}. Tell the administrator. Nothing was changed.`,
  store_unreadable: (f) => `A store${store(f)} does not open with its key. Nothing was changed. Tell the administrator.`,
  store_foreign: (f) => `Another file lies in the place of a store${store(f)}. Nothing was changed. An administrator should look.`,
  store_damaged: (f) => `A store${store(f)} is damaged. Nothing was deleted. Tell the administrator.`,
  store_not_writable: (f) => `A store${store(f)} cannot be written. Check free disk space and permissions.`,
  disk_full: "The disk is full. What is saved can still be read. Make room on the disk.",
  audit_broken: "The audit log does not fit. An auditor has to look into it first.",
  clock_in_doubt: "This PC's clock cannot be trusted now, so this cannot be done.",
  audit_unavailable: "The audit log cannot be written, so nothing can be opened. Check free disk space and tell the administrator.",
  no_such_person: "This patient is not registered. Choose again from the list.",
  withheld: "As the consent stands this may not be shown now. Look at the consent.",
  no_such_document: "There is no such document: it was taken back, or replaced by newer information. Choose again from the list.",
  nothing_kept_back: "Nothing is kept back here: the information has been renewed.",
  no_such_attachment: "This attachment cannot be opened: the document is in a newer version, or holds something not to be supplied. Open the document again.",
  attachment_unreadable: "The data of the attachment is damaged. What was received is kept.",
  attachment_too_large: (f) => `The attachment is too large to open${f.limit ? ` (limit ${f.limit} MiB)` : ""}. What was received is kept.`,
  original_withheld: "The document holds something that is not to be supplied, so its original is not shown.",
  file_too_large: (f) => `The file is too large${f.limit ? ` (limit ${f.limit} MiB)` : ""}. Split it if that can be done.`,
  file_unreadable: (f) => `This file cannot be read. ${answers.problem[f.problem ?? ""] ?? "It is damaged, or cannot be opened."}`,
  other_patient: (f) => `This is another patient's file, so nothing of it is shown${otherEn(f)}. Make sure that patient and file are the right ones.`,
  not_open: "This patient is not open now. Open the patient again.",
  no_such_state: "This version can no longer be compared: it was deleted by the retention rule or is damaged. Open the list again.",
  identity_unchecked: "This person is not on today's list. Confirm name and birth date before opening.",
  identity_not_confirmed: "Birth date or chart number as typed does not agree. Nothing was changed.",
  join_refused: ({ why }) => JOIN[why ?? ""] ?? "They could not be joined.",
  person_invalid: "Check what was typed.",
  people_file: ({ problem }) => PEOPLE_FILE[problem ?? ""] ?? "The file cannot be read.",
  service_not_asked: "The service could not be asked. Check the line and try again.",
  no_such_list: "There is no such list, or its name cannot be used.",
  plan_stale: "The plan has changed. Look at the new one before approving it.",
  retired: "This PC has been retired. What was stored here is destroyed.",
  retirement_unfinished: (f) => `Retiring this PC was begun and is not finished${f.detail ? ` (${f.detail})` : ""}. Look at the keyring and the disk and retry. Nothing opens before it is done.`,
  retirement_refused: ({ why }) => retire.obstacle[why as RetirementObstacle] ?? "This PC cannot be retired yet. Look at the steps.",
  confirmation_word: "The word to confirm is another. Type it as shown.",
  folder_unusable: ({ problem }) => FOLDER[problem ?? ""] ?? "This folder cannot be used. Check its place and permissions.",
  export_unusable: ({ problem }) => EXPORT[problem ?? ""] ?? "The copy to be taken away cannot be used. Make it anew.",
  export_disk_full: "There is no room for the copy. Check the space in its folder and on this PC.",
  rule_out_of_range: "A value of the site rule cannot be used. Check the input.",
  clinical_closed: "The clinical stores are closed. Please sign in again.",
  no_clinical_key: "This account holds no key to the clinical records on this PC. Tell the administrator.",
  service_profile: "The connection settings cannot be used. Check address and certificates.",
  note_text: ({ problem, length, limit }) => (problem === "too_long" ? `The note is too long (${length} characters of at most ${limit}). Shorten it before saving.` : "The note is empty. Enter a text before saving."),
  note_changed: "This draft was changed after it was shown. Look at what it says now, then try again.",
  no_such_draft: "There is no such draft. It was confirmed or discarded.",
  no_such_note: "There is no such note. Open the patient again.",
  note_superseded: "This note was superseded already. Look at the newer one.",
  not_your_draft: ({ why }) => (why === "own_entry" ? "You cannot confirm as deputy what you entered yourself. Ask the author or another deputy." : "Only the author, who entered it, and named deputies may act on this draft."),
  no_such_author: "The note has no author. When entering for somebody, choose a doctor's account.",
  no_emergency_right: "This account has no emergency right. Ask somebody who has.",
  service_reachable: "The service can be reached, so outage reading cannot be declared. Try again when it cannot.",
  nothing_lasts: "It has ended already. Look at what the screen says now.",
  reason_needed: "Choose a reason. For “other” and “not in order” words are needed.",
  mode_not_allowed: ({ why }) => MODE[why ?? ""] ?? "It cannot be begun now. Check the settings of the facility.",
  no_such_task: ({ why }) => (why === "lasts" ? "It is still on. Review it when it has ended." : "It has been reviewed already. Look at the list."),
  bad_request: "The input cannot be read. Please check it.",
  unknown_command: "This is not supported here. Update the program.",
  internal: "This could not be completed. Retry; if it lasts, tell the administrator.",
};

/** What is wrong with a typed recovery key: the group, where its check character tells. */
function recoveryKey({ problem, group, other, found }: Record<string, string>): string {
  switch (problem) {
    case "none":
      return "No recovery key was entered. Enter the printed key group by group.";
    case "group":
      return `Group ${group} is not right. Compare it with the print.`;
    case "exchanged":
      return `Groups ${group} and ${other} are in each other's place.`;
    case "missing":
      return `Group ${group} is missing.`;
    case "surplus":
      return `The group typed in place ${group} is one too many.`;
    case "length":
      return `${found} characters instead of 40. Compare the key with the print.`;
    case "wrong":
      return "It is a well-formed key, but not the one of this profile. See whether there is another print.";
    default:
      return "The recovery key is missing or wrong. Compare it group by group with the printed one.";
  }
}

const DETAIL: Record<string, string> = {
  missing: " (it is missing)",
  damaged: " (it is damaged)",
  first_format: " (its old form holds no key of this PC)",
};

const DIFFERENCE: Record<string, string> = {
  member_id: " (the insured number differs)",
  birth_date: " (the birth date differs)",
  gender: " (the sex differs)",
  name: " (the name differs)",
  several_patients: " (it names several patients)",
};

function otherEn({ difference }: Record<string, string>): string {
  return DIFFERENCE[difference ?? ""] ?? "";
}

function detailEn({ detail }: Record<string, string>): string {
  return DETAIL[detail ?? ""] ?? "";
}

function store(fields: Record<string, string>): string {
  return fields.store ? ` (${fields.store})` : "";
}

const FOLDER: Record<string, string> = {
  relative: "Enter the folder as an absolute path.",
  missing: "There is no such folder. Check that the medium is connected and the path is right.",
  inside: "A folder inside the stores cannot be used. Name another medium or share.",
  not_writable: "The folder cannot be written to. Check permissions and write protection.",
  isolated: "This PC is cut off from the network. Until it is switched back the site file is neither read nor written.",
};

const EXPORT: Record<string, string> = {
  missing: "The copy to be taken away is not there. Connect its medium and try again.",
  damaged: "The copy to be taken away is damaged. Make it anew.",
  other: "That is not a copy of this PC. Make it anew.",
};

/** Why a mode of emergency cannot be begun. */
const MODE: Record<string, string> = {
  rule: "The site's rule is “never”: copies past the end of their consent are not opened.",
  lasts: "It is on already. Look at what the screen says.",
  person: "The service's emergency viewing is begun by a doctor, for the one open patient.",
  facility_kind: emergency.modes.hindrance.facility_kind,
  not_set: emergency.modes.hindrance.not_set,
  outside_period: emergency.modes.hindrance.outside_period,
  number_missing: emergency.modes.hindrance.number_missing,
};

const JOIN: Record<string, string> = {
  nobody: "Choose two different people.",
  joined_already: "One of them was joined already. Load the list anew.",
  differs: "Birth date or sex does not agree, so they are not joined.",
};

const PEOPLE_FILE: Record<string, string> = {
  encoding: "The file is neither UTF-8 nor Shift_JIS.",
  columns: "The first line names no name and birth date.",
  too_long: "Too many lines (at most 5,000).",
  too_large: "The file is too large (at most 4 MB).",
};
