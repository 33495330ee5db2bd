import type { ErrorCode } from "../../bindings";

type Sentence = string | ((fields: Record<string, string>) => string);

/** What went wrong in the program itself, and what can be done. Fields are moments, counts and codes. */
export const errors: Record<ErrorCode, Sentence> = {
  not_signed_in: "You are signed out. Please sign in again.",
  not_permitted: "This role may not do that. Ask an administrator if you need it.",
  wrong_credentials: "Account or password is wrong. Check them and try again.",
  locked_out: (f) => `After repeated failures signing in is closed ${f.until ? `until ${f.until}` : "for a while"}. Please wait.`,
  password_rule: "The password does not meet the rule: at least 13 characters with letters and digits, not your name or account.",
  account_exists: "An account of this name exists. Choose another name.",
  recovery_key: "The recovery key is missing or wrong. Compare it group by group with the printed one.",
  already_set_up: "Set-up has been done. Please sign in.",
  not_set_up: "Set-up has not been done. Create the administrator's account.",
  profile_in_use: "Another CLINS Viewer has this profile open. Use that one, or close it and retry.",
  profile_unreadable: "The profile folder cannot be read or written. Check its place and permissions. Nothing was changed.",
  profile_too_new: "This profile was used by a newer version. Update the program. Nothing was changed.",
  keyring_locked: "The system keyring is locked. Unlock it and retry.",
  keyring_unavailable: "The system keyring cannot be reached. Sign in to the system again and retry.",
  key_missing: "The key of this PC is not found. No data was changed. Tell the administrator or support. Keep the recovery key safe.",
  store_unreadable: (f) => `A store${store(f)} does not open with its key. Nothing was changed. Tell the administrator.`,
  store_foreign: (f) => `Another file lies in the place of a store${store(f)}. Nothing was changed. An administrator should look.`,
  store_damaged: (f) => `A store${store(f)} is damaged. Nothing was deleted. Tell the administrator.`,
  store_not_writable: (f) => `A store${store(f)} cannot be written. Check free disk space and permissions.`,
  audit_unavailable: "The audit log cannot be written, so nothing can be opened. Check free disk space and tell the administrator.",
  no_such_person: "This patient is not registered. Choose again from the list.",
  withheld: "As the consent stands this may not be shown now. Look at the consent.",
  no_such_document: "There is no such document: it was taken back, or replaced by newer information. Choose again from the list.",
  no_such_attachment: "This attachment cannot be opened: the document is in a newer version, or holds something not to be supplied. Open the document again.",
  attachment_unreadable: "The data of the attachment is damaged. What was received is kept.",
  attachment_too_large: (f) => `The attachment is too large to open${f.limit ? ` (limit ${f.limit} MiB)` : ""}. What was received is kept.`,
  original_withheld: "The document holds something that is not to be supplied, so its original is not shown.",
  file_too_large: (f) => `The file is too large${f.limit ? ` (limit ${f.limit} MiB)` : ""}. Split it if that can be done.`,
  clinical_closed: "The clinical stores are closed. Please sign in again.",
  no_clinical_key: "This account holds no key to the clinical records on this PC. Tell the administrator.",
  service_profile: "The connection settings cannot be used. Check address and certificates.",
  bad_request: "The input cannot be read. Please check it.",
  unknown_command: "This is not supported here. Update the program.",
  internal: "This could not be completed. Retry; if it lasts, tell the administrator.",
};

function store(fields: Record<string, string>): string {
  return fields.store ? ` (${fields.store})` : "";
}
