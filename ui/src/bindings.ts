// Generated from src-tauri/crates/viewer/src/command.rs by `cargo xtask bindings`. Do not edit.

export type Absence = { "kind": "not_performed", 
/**
 * The reason as sent.
 */
reason: string | null, } | { "kind": "unmeasurable", 
/**
 * The reason as sent.
 */
reason: string | null, } | { "kind": "other", 
/**
 * The reason as sent.
 */
reason: string | null, };

export type AcceptAuditHeadsRequest = { 
/**
 * What was found, in the auditor's own words.
 */
reason: string, };

export type AccountKind = "personal" | "emergency";

export type AccountView = { 
/**
 * Account name.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * 職員番号.
 */
staff_number: string, 
/**
 * What kind it is.
 */
kind: AccountKind, 
/**
 * Its roles: in their order, at least one.
 */
roles: Array<Role>, 
/**
 * May read in an emergency (緊急閲覧).
 */
emergency: boolean, 
/**
 * May confirm what was written on a doctor's behalf (代行確定).
 */
deputy: boolean, 
/**
 * Its person has left (利用停止).
 */
disabled: boolean, 
/**
 * Its password was issued and has not been changed yet.
 */
must_change: boolean, 
/**
 * Its second factor.
 */
second_factor: FactorKind | null, 
/**
 * Printed one-time codes that are left.
 */
codes_left: number, 
/**
 * A code for its lost second factor is out until then.
 */
factor_code_until: string | null, 
/**
 * Holds a wrap of the clinical key on this PC.
 */
opens_clinical: boolean, 
/**
 * Locked after failed tries until this moment.
 */
locked_until: string | null, };

export type AddPersonRequest = { 
/**
 * 氏名.
 */
name: string, 
/**
 * カナ; may be empty.
 */
kana: string, 
/**
 * 生年月日 in either calendar.
 */
birth_date: string, 
/**
 * 性別.
 */
gender: Gender, 
/**
 * 患者番号; may be empty.
 */
chart_number: string, 
/**
 * The list to put them on; none: today's reception.
 */
list: number | null, };

export type AllergyContent = { 
/**
 * Active entries, the most critical first.
 */
items: Array<AllergyView>, 
/**
 * inactive / resolved entries: folded, with their count.
 */
past: Array<AllergyView>, 
/**
 * 提供されなくなった項目: no longer in the newest set.
 */
withdrawn: Array<AllergyView>, };

export type AllergyStatus = "active" | "inactive" | "resolved" | "not_stated";

export type AllergyView = { 
/**
 * Names the row over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * The allergen as entered (`code.text`).
 */
text: string, 
/**
 * What kind of substance the category or the code says it is.
 */
substance: Substance, 
/**
 * The code says "drug" although no category `medication` was sent: warn as a drug as well.
 */
drug_by_code: boolean, 
/**
 * Only free text, no usable code (自由記載).
 */
text_only: boolean, 
/**
 * Where it stands.
 */
status: AllergyStatus, 
/**
 * verificationStatus unconfirmed (未確認).
 */
unconfirmed: boolean, 
/**
 * criticality high, named 重症度 by the service.
 */
critical: boolean, 
/**
 * Reactions as text, in the order sent.
 */
reactions: Array<string>, 
/**
 * Those of `reactions` that are the sender's own sentence (`description`) and not a manifestation.
 */
described: Array<string>, 
/**
 * Onset, or else the recorded date.
 */
date: PartialDate | null, 
/**
 * When the facility last recorded it (for 「N年更新なし」).
 */
recorded: PartialDate | null, 
/**
 * Who registered it.
 */
facility: FacilityView, 
/**
 * Notes as sent: of the entry, then of its reactions.
 */
notes: Array<string>, 
/**
 * 長期保存.
 */
long_term: boolean, 
/**
 * For withdrawn rows: the day of the last set that still held it (`YYYY-MM-DD`).
 */
last_supplied: PartialDate | null, };

export type AnswerKind = "checkup_report" | "condition_set" | "allergy_set" | "observation_set" | "medication_set" | "referral" | "discharge_summary" | "patient_summary" | "deletion" | "single_resource" | "searchset" | "service_xml" | "pdf" | "unknown";

export type AnswerReportView = { 
/**
 * The name it was asked with.
 */
name: string, 
/**
 * What it is.
 */
kind: AnswerKind, 
/**
 * It could be read.
 */
readable: boolean, 
/**
 * It says whom it is about.
 */
patient_stated: boolean, 
/**
 * 医療機関番号 of the sender, ten digits.
 */
facility: string | null, 
/**
 * Date of the document, when it is written as a date.
 */
document_date: string | null, 
/**
 * How many of what it holds.
 */
counts: Counts, 
/**
 * Accounting: `sent = placed + other`.
 */
values: Values, 
/**
 * Where the values of その他の項目 stand, the first of them; `values.other` tells how many.
 */
other: Array<string>, 
/**
 * What could not be read, or not wholly, the first of them.
 */
problems: Array<ProblemView>, 
/**
 * How many problems there are.
 */
problem_count: number, 
/**
 * The code tables it was read with (コード表の版).
 */
tables: Array<CodeTableView>, };

export type ApproveRetentionRequest = { 
/**
 * Its name.
 */
plan: string, };

export type AskedView = { 
/**
 * Which.
 */
category: Category, 
/**
 * How often.
 */
times: number, };

export type AttachmentContent = { "kind": "bytes", 
/**
 * All of it.
 */
base64: string, } | { "kind": "text", 
/**
 * The text, or its beginning.
 */
text: string, 
/**
 * How it was written.
 */
encoding: OriginalEncoding, 
/**
 * Only the beginning is here.
 */
cut: boolean, } | { "kind": "not_drawn" };

export type AttachmentMedia = "pdf" | "jpeg" | "png" | "gif" | "tiff" | "dicom" | "xml" | "cda" | "html" | "text" | "zip" | "rtf" | "unknown";

export type AttachmentPlace = { 
/**
 * The version of the set the document lies in.
 */
version: number, 
/**
 * Which of the parts of the document.
 */
part: number, 
/**
 * JSON pointer of its data in that part.
 */
pointer: string, };

export type AttachmentView = { 
/**
 * By its first bytes, whatever was declared.
 */
media: AttachmentMedia, 
/**
 * The declared kind, where it says something else than the content.
 */
declared: string | null, 
/**
 * Title as sent.
 */
name: string | null, 
/**
 * Length of the content in bytes.
 */
size: number, 
/**
 * What can be drawn of it.
 */
content: AttachmentContent, };

export type AuditBreak = "missing" | "moved" | "changed" | "unreadable" | "cut" | "rewritten" | "start_unproven";

export type AuditDueView = { 
/**
 * The last of them.
 */
through: number, 
/**
 * How many.
 */
entries: number, 
/**
 * When the oldest was written.
 */
oldest: string, };

export type AuditEntryView = { 
/**
 * Its number in the chain.
 */
number: number, 
/**
 * When.
 */
at: string, 
/**
 * What happened: the kind's stable name.
 */
kind: string, 
/**
 * It was refused or failed: the code.
 */
failure: string | null, 
/**
 * Account, when somebody was signed in.
 */
account: string | null, 
/**
 * The person's name.
 */
display_name: string | null, 
/**
 * 職員番号.
 */
staff_number: string | null, 
/**
 * The active role.
 */
role: string | null, 
/**
 * Names the sitting.
 */
session: string | null, 
/**
 * What it was done for: the purpose's stable name.
 */
purpose: string, 
/**
 * Why: the code.
 */
reason: string | null, 
/**
 * Why, in the person's own words.
 */
reason_text: string | null, 
/**
 * Whose data.
 */
person: PersonId | null, 
/**
 * Their chart number, so that the auditor can look them up.
 */
chart_number: string | null, 
/**
 * Whether an arrival was on record that day; none where nothing was read.
 */
arrived: boolean | null, 
/**
 * Which categories were shown.
 */
categories: Array<Category>, 
/**
 * How many received things stand behind them.
 */
items: number, 
/**
 * Shown live or from the cache.
 */
origin: string | null, 
/**
 * Age of the oldest of what was shown, in seconds.
 */
age_seconds: number | null, 
/**
 * A consent of the patient ran for all that was shown; none where nothing was.
 */
consented: boolean | null, 
/**
 * The earliest end of those consents.
 */
consent_until: string | null, 
/**
 * Milliseconds by which the PC's clock was ahead; none when nobody told the time.
 */
clock_offset_ms: number | null, 
/**
 * 時計要確認 at that moment.
 */
clock_in_doubt: boolean, };

export type AuditExportForm = "csv" | "fhir" | "chain";

export type AuditExportView = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * Entries in it.
 */
entries: number, };

export type AuditHeadView = { 
/**
 * Where.
 */
place: HeadPlace, 
/**
 * How they stand to the chain.
 */
standing: HeadStanding, 
/**
 * Number of the newest.
 */
newest: number | null, 
/**
 * When the newest was signed.
 */
at: string | null, 
/**
 * How many there are.
 */
heads: number, 
/**
 * Lines that this PC did not sign: of another program, changed, or cut short.
 */
foreign: number, };

export type AuditKeepingView = { 
/**
 * The folder that signed heads are kept in.
 */
folder: string | null, 
/**
 * Years that entries are kept for.
 */
keep_years: number, 
/**
 * What is older than that; none when nothing is.
 */
due: AuditDueView | null, 
/**
 * Why nothing may be closed off now although it is old enough.
 */
wait: AuditWait | null, };

export type AuditOpeningsLine = { 
/**
 * Account name.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * Openings of the patient.
 */
openings: number, 
/**
 * Documents, sections and other things read besides.
 */
readings: number, 
/**
 * Number of the newest of these entries.
 */
newest: number, };

export type AuditOpeningsView = { 
/**
 * Most often first.
 */
accounts: Array<AuditOpeningsLine>, 
/**
 * Times the program fetched for the patient by itself, with nobody looking.
 */
fetched_ahead: number, };

export type AuditOutcome = "ok" | "refused" | "failed";

export type AuditPageView = { 
/**
 * The entries.
 */
entries: Array<AuditEntryView>, 
/**
 * Number of the newest entry: as many were ever written.
 */
total: number, 
/**
 * Entries that fit the filter, on whatever page.
 */
fitting: number, };

export type AuditRequest = { 
/**
 * Only entries older than this number.
 */
before: number | null, 
/**
 * Written at this moment or later.
 */
since?: string, 
/**
 * Written before this moment.
 */
until?: string, 
/**
 * Only this person.
 */
person: PersonId | null, 
/**
 * Only persons with this chart number at the time.
 */
chart_number?: string, 
/**
 * Only this account.
 */
account: string | null, 
/**
 * Only by somebody in this role.
 */
role?: string, 
/**
 * Only these kinds, by their stable names; none: all.
 */
kinds?: Array<string>, 
/**
 * Only with this outcome.
 */
outcome?: AuditOutcome, 
/**
 * Only readings with neither arrival nor consent on record (来院・同意記録のない閲覧).
 */
without_basis?: boolean, 
/**
 * At most so many.
 */
limit: number, };

export type AuditVerificationView = { 
/**
 * The chain is whole and holds every head that was kept.
 */
intact: boolean, 
/**
 * Entries up to this number were closed off and removed; 0 when none were.
 */
start: number, 
/**
 * Entries that fit.
 */
checked: number, 
/**
 * The first entry that does not fit.
 */
broken_at: number | null, 
/**
 * The first entry that may be concerned, where only a kept head tells.
 */
since: number | null, 
/**
 * In which way.
 */
how: AuditBreak | null, 
/**
 * One for each place.
 */
heads: Array<AuditHeadView>, 
/**
 * The key this PC signs with, in hexadecimal: for checking elsewhere.
 */
key: string, };

export type AuditWait = "clock_in_doubt" | "chain_broken";

export type BadLineView = { 
/**
 * Counted from 1.
 */
line: number, 
/**
 * What is wrong with it.
 */
problem: PersonProblem, };

export type BeginEmergencyReadingRequest = { 
/**
 * Whose held copies.
 */
person: PersonId, 
/**
 * Why.
 */
reason: EmergencyReason, 
/**
 * In the own words; required for `other`.
 */
text?: string, 
/**
 * Proof.
 */
proof: string, };

export type BeginSecondFactorRequest = { 
/**
 * The own password, once more.
 */
password: string, 
/**
 * A code of the factor that is replaced.
 */
code?: string, 
/**
 * Which kind; TOTP without it.
 */
kind?: FactorKind, };

export type BeginServiceModeRequest = { 
/**
 * Which.
 */
mode: ServiceMode, 
/**
 * Whose; required for 救急時医療情報閲覧, else none.
 */
person?: PersonId, 
/**
 * Why.
 */
reason: EmergencyReason, 
/**
 * In the own words; required for `other`.
 */
text?: string, 
/**
 * Proof.
 */
proof: string, };

export type BlockView = { 
/**
 * The heading.
 */
title: string, 
/**
 * What holds for everything of the answer this part is of (誤登録, …): said beside the heading
 * of each of its outermost parts. None on parts inside a part.
 */
marks?: Array<CardMark>, 
/**
 * What is said about the part itself.
 */
fields: Array<FieldView>, 
/**
 * The narrative as allow-listed HTML.
 */
narrative: string | null, 
/**
 * The resources of the part.
 */
cards: Array<CardView>, 
/**
 * Parts inside it.
 */
blocks: Array<BlockView>, };

export type BoardConsent = "all" | "some" | "none" | "expired" | "unknown" | "no_card";

export type BoardReason = "line" | "branch_missing" | "other_person" | "not_allowed" | "this_pc" | "service";

export type BoardRecords = "complete" | "fetching" | "failed" | "none";

export type BoardRowView = { 
/**
 * Our number for the person.
 */
person: PersonId, 
/**
 * When; none as long as no check of today says that they came: an appointment is no arrival.
 */
arrived_at: string | null, 
/**
 * How we know of it.
 */
source: BoardSource, 
/**
 * 外来, 在宅 or オンライン診療.
 */
setting: CareSetting, 
/**
 * Numbers of the lists they are on.
 */
lists: number[], 
/**
 * 患者番号.
 */
chart_number: string | null, 
/**
 * 氏名 as received.
 */
name: string, 
/**
 * カナ.
 */
kana: string | null, 
/**
 * The name holds 「●」 or a private-use character.
 */
unshown_characters: boolean, 
/**
 * 生年月日.
 */
birth_date: PartialDate | null, 
/**
 * 性別.
 */
gender: Gender | null, 
/**
 * Another arrival has the same kana.
 */
same_kana: boolean, 
/**
 * Another arrival has the same surname.
 */
same_surname: boolean, 
/**
 * The one word for the row.
 */
consent: BoardConsent, 
/**
 * Shown on the focused row only; empty where the site shows none.
 */
categories: Array<ConsentCategoryView>, 
/**
 * The earliest end among the given ones.
 */
until: string | null, 
/**
 * Two hours and thirty minutes before the end.
 */
warning: ExpiryWarning, 
/**
 * Whether the records have arrived; the same whatever came.
 */
records: BoardRecords, 
/**
 * Why they have not, told apart only as far as the desk can do something about it.
 */
reason: BoardReason | null, 
/**
 * Answers named the person so: the desk confirms.
 */
other_names: Array<string>, 
/**
 * Somebody at the desk should do something.
 */
needs_attention: boolean, };

export type BoardSource = "service" | "number" | "file" | "hand" | "list";

export type BoardView = { 
/**
 * The day.
 */
date: string, 
/**
 * Those of the reception in its order, then those who are on a list only.
 */
rows: Array<BoardRowView>, 
/**
 * Lists that last over days, to look at one of them.
 */
lists: Array<ListNameView>, 
/**
 * Categories the facility has switched off: one line for the whole board.
 */
switched_off: Array<Category>, 
/**
 * Arrivals of the newest answer that could not be read: 読み取れない受付.
 */
unreadable: number, };

export type CardMark = "uninformed" | "undelivered" | "long_term" | "principal" | "suspected" | "unconfirmed" | "refuted" | "entered_in_error" | "do_not_perform" | "modified" | "implicit_rules" | "unclear_state" | "drug_by_code" | "not_done" | "not_current";

export type CardView = { 
/**
 * `resourceType` as sent.
 */
resource: string, 
/**
 * What such a resource is called.
 */
kind: Label, 
/**
 * What must not be overlooked.
 */
marks: Array<CardMark>, 
/**
 * Its fields.
 */
fields: Array<FieldView>, 
/**
 * Its narrative as allow-listed HTML.
 */
narrative: string | null, 
/**
 * Resources inside it.
 */
cards: Array<CardView>, };

export type CareSetting = "outpatient" | "home_visit" | "online";

export type Category = "drug_allergy" | "other_allergy" | "condition" | "infection" | "laboratory" | "prescription" | "checkup" | "document";

export type CertificateView = { 
/**
 * What it says, line by line; holds no patient data.
 */
text: string, 
/**
 * SHA-256 of `text` in UTF-8, in hexadecimal.
 */
sha256: string, 
/**
 * When the act was done.
 */
finished_at: string, 
/**
 * Where it was saved besides; none when that failed.
 */
saved: string | null, 
/**
 * Files of ours that could not be deleted; their keys are gone all the same.
 */
remained: number, };

export type ChangeAccountRequest = { 
/**
 * Whose.
 */
account: string, 
/**
 * Its roles, at least one.
 */
roles: Array<Role>, 
/**
 * May read in an emergency (緊急閲覧).
 */
emergency: boolean, 
/**
 * May confirm what was written on a doctor's behalf (代行確定).
 */
deputy: boolean, 
/**
 * Its person has left (利用停止).
 */
disabled: boolean, };

export type ChangeCounts = { 
/**
 * Rows that are new.
 */
added: number, 
/**
 * Rows that say something else.
 */
changed: number, 
/**
 * Rows no longer supplied.
 */
removed: number, };

export type ChangeDraftRequest = { 
/**
 * Whose record it is about.
 */
person: PersonId, 
/**
 * Which draft.
 */
draft: number, 
/**
 * `NoteDraftView::seen` of what was changed.
 */
seen: string, 
/**
 * As typed.
 */
text: string, };

export type ChangePasswordRequest = { 
/**
 * The one in use.
 */
password: string, 
/**
 * The new one.
 */
new_password: string, };

export type CheckAnswerRequest = { 
/**
 * What it is called; handed back as it is and written nowhere.
 */
name: string, 
/**
 * Its bytes in base64, at most 64 MiB of them.
 */
content: string, };

export type CheckupCell = { 
/**
 * The result as sent.
 */
result: ResultView, 
/**
 * Companion texts (具体的な既往歴, 所見 …).
 */
details: Array<CheckupText>, 
/**
 * The group heading it stands under (心電図), if any.
 */
group: string | null, };

export type CheckupContent = { 
/**
 * The columns, newest first. Deleted reports are listed here and said to be deleted.
 */
reports: Array<CheckupReportView>, 
/**
 * The rows; each has exactly one cell per report, in the order of `reports`.
 */
rows: Array<CheckupRow>, };

export type CheckupReportView = { 
/**
 * Names the report over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * The day of examination (Encounter / effective, never Composition.date).
 */
date: PartialDate | null, 
/**
 * The date of the document itself.
 */
document_date: PartialDate | null, 
/**
 * 健診プログラム as sent or as the table names it: 特定健診, 事業者健診 …
 */
program: string, 
/**
 * Title as sent.
 */
title: string | null, 
/**
 * Who examined.
 */
facility: FacilityView, 
/**
 * Author as sent.
 */
author: string | null, 
/**
 * Where it stands.
 */
state: ReportState, 
/**
 * メタボ判定, 保健指導レベル, 医師の診断(判定) … in the words sent.
 */
judgements: Array<CheckupText>, 
/**
 * Another column may be the same checkup by another route (同一の可能性).
 */
possibly_same_as: RowKey | null, };

export type CheckupRow = { 
/**
 * 同一性項目コード or the item code.
 */
key: RowKey, 
/**
 * Item name as sent with the newest report.
 */
name: string, 
/**
 * Unit, when all cells share it; otherwise each cell carries its own.
 */
unit: string | null, 
/**
 * Section it belongs to.
 */
kind: CheckupRowKind, 
/**
 * On the site's fixed list, or flagged in the newest report: never behind a fold.
 */
prominent: boolean, 
/**
 * One per report, newest first; none where the report lacks the item.
 */
cells: Array<CheckupCell | null>, };

export type CheckupRowKind = "examination" | "group" | "questionnaire" | "judgement" | "additional";

export type CheckupText = { 
/**
 * Item name.
 */
label: string, 
/**
 * Value in words.
 */
text: string, };

export type CodeTableView = { 
/**
 * File name in `assets/tables`.
 */
file: string, 
/**
 * Title in Japanese.
 */
title_ja: string, 
/**
 * Title in English.
 */
title_en: string, 
/**
 * As its source names the edition.
 */
version: string, 
/**
 * Date of the edition, to the month or the day.
 */
date: string, };

export type ColleagueRequest = { 
/**
 * Account name.
 */
account: string, 
/**
 * Password.
 */
password: string, 
/**
 * A code, when the colleague has a second factor.
 */
code?: string, };

export type CommandError = { 
/**
 * What happened.
 */
code: ErrorCode, 
/**
 * Values for the words: moments, counts, codes. Never patient data.
 */
fields: { [key in string]: string }, };

export type CompareRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * Which section.
 */
category: Category, 
/**
 * The older one: `HistoryStateView::version`.
 */
from: string, 
/**
 * The newer one.
 */
to: string, };

export type ComparedState = { 
/**
 * Names the state.
 */
version: string, 
/**
 * When it came.
 */
began_at: string, };

export type ComparisonRowView = { 
/**
 * Names the row over versions.
 */
key: RowKey, 
/**
 * How it differs.
 */
kind: DifferenceKind, 
/**
 * What the row is called, as sent.
 */
name: string, 
/**
 * What it said; for a changed row only what it no longer says. Absent for an added row.
 */
before: string | null, 
/**
 * What it says now; for a changed row only what is new. Absent for a removed row.
 */
after: string | null, };

export type ComparisonView = { 
/**
 * Which section.
 */
category: Category, 
/**
 * The older state.
 */
from: ComparedState, 
/**
 * The newer state.
 */
to: ComparedState, 
/**
 * Added, then changed, then removed.
 */
rows: Array<ComparisonRowView>, };

export type ConditionContent = { 
/**
 * Current ones: 主病名 first, then by start date, newest first.
 */
items: Array<ConditionView>, 
/**
 * Ended ones, folded with their count.
 */
ended: Array<ConditionView>, 
/**
 * 提供されなくなった項目.
 */
withdrawn: Array<ConditionView>, 
/**
 * 提供対象外 (UNDELIVERED): received, never listed; only the count is told.
 */
undelivered: number, };

export type ConditionStatus = "active" | "remission" | "resolved" | "not_stated";

export type ConditionView = { 
/**
 * Names the row over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * The full name as entered, modifiers included (`code.text`).
 */
text: string, 
/**
 * 主病名.
 */
principal: boolean, 
/**
 * 疑い (verificationStatus unconfirmed, or the suffix modifier "の疑い").
 */
suspected: boolean, 
/**
 * 未告知: the patient has not been told.
 */
uninformed: boolean, 
/**
 * The date as of which it was 未告知 (meta.lastUpdated of the entry), when known.
 */
uninformed_as_of: PartialDate | null, 
/**
 * 長期保存.
 */
long_term: boolean, 
/**
 * 転帰.
 */
status: ConditionStatus, 
/**
 * 開始日.
 */
onset: PartialDate | null, 
/**
 * 終了日.
 */
abatement: PartialDate | null, 
/**
 * ICD-10, as secondary help only.
 */
icd10: string | null, 
/**
 * Who registered it.
 */
facility: FacilityView, 
/**
 * 診療科 as text.
 */
department: string | null, 
/**
 * Notes as sent.
 */
notes: Array<string>, 
/**
 * For withdrawn rows: the day of the last set that still held it.
 */
last_supplied: PartialDate | null, };

export type ConfigureServiceRequest = { 
/**
 * Base URL, https only.
 */
base_url: string, 
/**
 * The only root we trust for it.
 */
ca_pem: string, 
/**
 * Our client certificate with its chain.
 */
client_certificate_pem: string, 
/**
 * Its private key; stored encrypted, never shown again.
 */
client_key_pem: string, 
/**
 * Allow TLS 1.2 with ECDHE + AEAD besides 1.3.
 */
allow_tls12: boolean, };

export type ConfirmNameRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * 生年月日 as the patient says it.
 */
birth_date: string, };

export type ConfirmSecondFactorRequest = { 
/**
 * As the app shows it.
 */
code: string, };

export type ConnectionTestView = { 
/**
 * The layer that failed, none when all went well.
 */
fault: FaultCode | null, 
/**
 * The status or code given, verbatim.
 */
detail: string | null, 
/**
 * How long it took.
 */
milliseconds: number, };

export type ConsentCategoryView = { 
/**
 * Which.
 */
category: Category, 
/**
 * Its state now.
 */
consent: ConsentState, };

export type ConsentState = { "state": "given", 
/**
 * End of validity.
 */
until: string, } | { "state": "refused" } | { "state": "not_asked" } | { "state": "expired", 
/**
 * When it ended.
 */
at: string | null, } | { "state": "not_obtainable" } | { "state": "switched_off" } | { "state": "no_card" };

export type ConsentSummaryView = { 
/**
 * Each category's state.
 */
categories: Array<ConsentCategoryView>, 
/**
 * The earliest end among the given ones.
 */
until: string | null, 
/**
 * Given now.
 */
given: number, 
/**
 * Of how many.
 */
of: number, 
/**
 * Of the given ones: fetched at least once under this consent.
 */
fetched: number, };

export type CopyStanding = { "state": "whole" } | { "state": "behind", 
/**
 * How many.
 */
lost: number, } | { "state": "second_copy", 
/**
 * The newest answer in it; none when it holds nothing.
 */
as_of: string | null, 
/**
 * Why the store itself is not read.
 */
why: ErrorCode, 
/**
 * How many answers are missing, when that is known.
 */
lost: number | null, };

export type Counts = { 
/**
 * 傷病名.
 */
condition: number, 
/**
 * アレルギー, both halves.
 */
allergy: number, 
/**
 * 感染症.
 */
infection: number, 
/**
 * 検査.
 */
lab: number, 
/**
 * 処方・調剤.
 */
prescription: number, 
/**
 * 健診項目 (a group's heading is none).
 */
checkup_item: number, 
/**
 * Sections of a document, nested ones too.
 */
section: number, 
/**
 * Attachments, with their data or as a link.
 */
attachment: number, };

export type CreateAccountRequest = { 
/**
 * Account name, unique, personal.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * 職員番号.
 */
staff_number: string, 
/**
 * Its roles, at least one.
 */
roles: Array<Role>, 
/**
 * May read in an emergency (緊急閲覧).
 */
emergency?: boolean, 
/**
 * May confirm what was written on a doctor's behalf (代行確定).
 */
deputy?: boolean, 
/**
 * First password.
 */
password: string, 
/**
 * The printed recovery key. With it, an account that reads clinical content holds the clinical
 * key at once; without it, it is handed over at the first sign-in.
 */
recovery_key?: string, };

export type DayPackRequest = { 
/**
 * 未告知 is to be on this one print as well; said anew for each.
 */
with_undisclosed: boolean, };

export type DayPackView = { 
/**
 * The day.
 */
date: string, 
/**
 * When it was made: every page says so.
 */
made_at: string, 
/**
 * 時計要確認: neither that moment nor any age on the paper can be relied on.
 */
clock_in_doubt: boolean, 
/**
 * 氏名 of whoever prints it: every page says so.
 */
by: string, 
/**
 * In the order of today's list.
 */
patients: Array<PaperPatientView>, 
/**
 * Patients of today's list who are not in it: no record of their print could be written, or who
 * they are could not be read.
 */
left_out: Array<PersonId>, };

export type Decimal = string;

export type DeclareOutageReadingRequest = { 
/**
 * Why.
 */
reason: EmergencyReason, 
/**
 * In the own words; required for `other`.
 */
text?: string, 
/**
 * For how long, 1 to 24; none: as the site has set.
 */
hours?: number, 
/**
 * Proof.
 */
proof: string, };

export type DifferenceKind = "added" | "changed" | "withdrawn" | "cancelled" | "beyond_window";

export type DisasterPeriod = { 
/**
 * The announced area that this facility lies in.
 */
area: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
until: string, };

export type DiskState = "ok" | "full" | "failing";

export type DocumentAttachmentRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * 健診 or 文書.
 */
category: Category, 
/**
 * The key of the report or document in its section.
 */
key: RowKey, 
/**
 * As the sheet of the document offered it.
 */
place: AttachmentPlace, };

export type DocumentContent = { 
/**
 * Newest first; undated ones last. Deleted documents are listed and said to be deleted.
 */
documents: Array<DocumentView>, };

export type DocumentKind = "referral" | "discharge_summary" | "patient_summary" | "prescription" | "other";

export type DocumentSheetRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * 健診 or 文書.
 */
category: Category, 
/**
 * The key of the report or document in its section.
 */
key: RowKey, };

export type DocumentSourceRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * 健診 or 文書.
 */
category: Category, 
/**
 * The key of the report or document in its section.
 */
key: RowKey, 
/**
 * Which of its parts, counted from 0.
 */
part: number, 
/**
 * Where the page begins: 0, or `DocumentSourceView::next` of the page before.
 */
from: number, };

export type DocumentSourceView = { 
/**
 * What it is.
 */
form: OriginalForm, 
/**
 * How its characters were written.
 */
encoding: OriginalEncoding, 
/**
 * The page, with hidden characters spelled out.
 */
text: string, 
/**
 * Where the next page begins; none at the end.
 */
next: number | null, 
/**
 * Which part of the document this is, counted from 0.
 */
part: number, 
/**
 * How many parts it has.
 */
parts: number, 
/**
 * Bytes received.
 */
size: number, 
/**
 * SHA-256 of the bytes received, in hexadecimal digits.
 */
sha256: string, 
/**
 * When these bytes first came.
 */
fetched_at: string, 
/**
 * When the service last gave the same bytes.
 */
confirmed_at: string, 
/**
 * By which transport they came.
 */
origin: string, };

export type DocumentView = { 
/**
 * Names the document over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * What it is.
 */
kind: DocumentKind, 
/**
 * Title as sent.
 */
title: string | null, 
/**
 * The date of the document (Composition.date).
 */
date: PartialDate | null, 
/**
 * Who wrote it (紹介元).
 */
facility: FacilityView, 
/**
 * Author as sent.
 */
author: string | null, 
/**
 * To whom it is addressed (紹介先), when it says so.
 */
addressee: FacilityView | null, 
/**
 * Sections that say something themselves; a mere heading over others is none.
 */
sections: number, 
/**
 * Attached files (添付), whether they came with the document or are only pointed to.
 */
attachments: number, 
/**
 * It carries a signature (電子署名) or an attester; nothing is said of its validity.
 */
signed: boolean, 
/**
 * Where it stands.
 */
state: ReportState, 
/**
 * The key of the held set that is the document.
 */
set_key: string, };

export type DoseKind = "oral" | "oral_uneven" | "as_needed" | "external" | "injection" | "not_stated";

export type DraftRequest = { 
/**
 * Whose record it is about.
 */
person: PersonId, 
/**
 * Which draft.
 */
draft: number, 
/**
 * `NoteDraftView::seen`: exactly this text is confirmed or discarded, or nothing.
 */
seen: string, };

export type EmergencyAccountView = { 
/**
 * Account name.
 */
account: string, 
/**
 * Its secret.
 */
secret: string, };

export type EmergencyKind = "outage_reading" | "person_reading" | "service_emergency" | "service_disaster" | "service_system_fault" | "emergency_account" | "isolation";

export type EmergencyReason = "line" | "service" | "disaster" | "cyber" | "unconscious" | "life_at_risk" | "no_card" | "other";

export type EmergencyRulesView = { 
/**
 * 障害時閲覧: hours unless said otherwise, 1 to 24.
 */
outage_hours: number, 
/**
 * 緊急閲覧: minutes, 10 to 240.
 */
reading_minutes: number, 
/**
 * What the service counts this facility as.
 */
facility_kind: FacilityKind, 
/**
 * 医療機関コード.
 */
facility_number: string, 
/**
 * The telephone number of the call centre.
 */
call_centre: string, 
/**
 * Modes of the service the facility may use.
 */
service_modes: Array<ServiceMode>, 
/**
 * 災害時: area and period, as announced.
 */
disaster: DisasterPeriod | null, };

export type EmergencyStateView = { 
/**
 * 障害時閲覧, while it is on.
 */
outage_reading: LastingUseView | null, 
/**
 * The service is unreachable now, so that it could be declared.
 */
service_down: boolean, 
/**
 * 緊急閲覧（院内保存分） of the asker.
 */
readings: Array<LastingUseView>, 
/**
 * The service's own modes that are on.
 */
service_modes: Array<LastingUseView>, 
/**
 * Those of them that the facility may begin today.
 */
allowed_modes: Array<ServiceMode>, 
/**
 * This PC is cut off from the network.
 */
isolated: LastingUseView | null, 
/**
 * Sealed accounts that were opened and not ended yet.
 */
accounts: Array<LastingUseView>, 
/**
 * Uses nobody has looked at; none for those who do not look at them.
 */
open_tasks: number | null, 
/**
 * The rule of the site is not 不可: held copies may be opened in an emergency.
 */
rule_permits: boolean, 
/**
 * 障害時閲覧: hours unless said otherwise.
 */
outage_hours: number, 
/**
 * 緊急閲覧: minutes.
 */
reading_minutes: number, };

export type EndEmergencyRequest = { 
/**
 * `LastingUseView::number`.
 */
number: number, };

export type EndedBy = "time" | "service_returned" | "person";

export type EnrolmentView = { 
/**
 * What an app reads from the square.
 */
uri: string, 
/**
 * The secret in groups of four letters, for typing.
 */
secret: string, 
/**
 * The square as SVG path data, dark parts, in units of one.
 */
qr: string, 
/**
 * Units of its side, with the quiet margin.
 */
size: number, };

export type ErrorCode = "not_signed_in" | "not_permitted" | "wrong_credentials" | "full_sign_in_needed" | "locked_out" | "password_rule" | "account_exists" | "no_such_account" | "no_role" | "role_not_held" | "last_administrator" | "not_granted" | "factor_not_built" | "no_second_factor" | "site_file" | "grace_over" | "recovery_key" | "already_set_up" | "not_set_up" | "profile_in_use" | "profile_unreadable" | "profile_too_new" | "keyring_locked" | "keyring_unavailable" | "key_missing" | "key_foreign" | "key_changed" | "key_file_open" | "key_file_unreadable" | "keyring_failed" | "recovery_file" | "store_unreadable" | "store_foreign" | "store_damaged" | "store_not_writable" | "disk_full" | "audit_unavailable" | "audit_broken" | "clock_in_doubt" | "no_such_person" | "withheld" | "no_such_document" | "nothing_kept_back" | "no_such_attachment" | "attachment_unreadable" | "attachment_too_large" | "original_withheld" | "file_too_large" | "file_unreadable" | "other_patient" | "not_open" | "clinical_closed" | "no_clinical_key" | "no_such_state" | "identity_unchecked" | "identity_not_confirmed" | "join_refused" | "person_invalid" | "people_file" | "service_not_asked" | "no_such_list" | "plan_stale" | "retired" | "retirement_unfinished" | "retirement_refused" | "confirmation_word" | "folder_unusable" | "export_unusable" | "export_disk_full" | "rule_out_of_range" | "service_profile" | "bad_request" | "unknown_command" | "note_text" | "note_changed" | "no_such_draft" | "no_such_note" | "note_superseded" | "not_your_draft" | "no_such_author" | "no_emergency_right" | "service_reachable" | "nothing_lasts" | "mode_not_allowed" | "reason_needed" | "no_such_task" | "internal";

export type ExpiryWarning = "none" | "two_hours" | "thirty_minutes";

export type ExportAuditRequest = { 
/**
 * What the file holds.
 */
form: AuditExportForm, 
/**
 * Which entries; the chain always holds all.
 */
filter: AuditRequest, 
/**
 * An absolute path: the file is made in this folder, under a name of its own.
 */
folder: string, };

export type ExportDone = { 
/**
 * When.
 */
at: string, 
/**
 * Its folder: a whole profile, which the printed recovery key opens on another PC.
 */
folder: string, 
/**
 * How many answers had been stored in what it holds.
 */
commits: number, 
/**
 * Its folder lies on the same disk as the profile, and would be lost with it.
 */
same_disk: boolean, 
/**
 * Of what it holds, that which exists nowhere else as far as is known.
 */
nowhere_else: NowhereElse, };

export type ExportRequest = { 
/**
 * An absolute path: in this folder a new one is made for the copy.
 */
folder: string, };

export type ExtendOutageReadingRequest = { 
/**
 * 1 to 24; none: as the site has set.
 */
hours?: number, 
/**
 * Proof.
 */
proof: string, };

export type FacilityKind = "clinic" | "hospital" | "emergency_hospital" | "pharmacy";

export type FacilityView = { 
/**
 * 保険医療機関番号, ten digits, when sent.
 */
number: string | null, 
/**
 * Name as sent; a facility without a name is shown by its number.
 */
name: string | null, };

export type FactorKind = "totp" | "fido2" | "ic_card";

export type FaultCode = "not_configured" | "name_not_found" | "refused" | "timeout" | "cut" | "tls_untrusted" | "tls_expired" | "tls_wrong_name" | "tls_version" | "tls_other" | "client_certificate_missing" | "client_certificate_expired" | "client_certificate_not_yet_valid" | "client_certificate_wrong_issuer" | "client_certificate_refused" | "login" | "consent" | "service_status" | "busy" | "not_the_service" | "unreadable_answer" | "too_large" | "wrong_patient" | "branch_missing" | "patient_unknown" | "not_loopback" | "isolated" | "cancelled" | "cannot_store";

export type FieldView = { 
/**
 * What is stated.
 */
label: Label, 
/**
 * The statement, run by run.
 */
pieces: Array<PieceView>, 
/**
 * Parts with labels of their own.
 */
fields: Array<FieldView>, };

export type FileIdentity = "agrees" | "name_differs" | "incomplete" | "not_stated";

export type FileReadingView = { 
/**
 * What it is.
 */
kind: AnswerKind, 
/**
 * Its length in bytes.
 */
size: number, 
/**
 * How far it says whose it is.
 */
identity: FileIdentity, 
/**
 * Codes of what is wrong with it, each once.
 */
problems: Array<string>, 
/**
 * Everything it says; of a PDF only what it is.
 */
sheet: SheetView, 
/**
 * A PDF, to be drawn; of anything else the text as it came (原文), or its beginning. None if it
 * would show what is 未提供.
 */
content: AttachmentContent | null, };

export type FindRequest = { 
/**
 * As typed so far.
 */
text: string, };

export type FoundPersonView = { 
/**
 * Who: name and birth date are to be confirmed before opening.
 */
identity: IdentityView, 
/**
 * The newest card check or reception on this PC.
 */
last_arrival: string | null, };

export type FoundView = { 
/**
 * At most the first twenty.
 */
people: Array<FoundPersonView>, 
/**
 * There are more.
 */
more: boolean, };

export type FreeAccountRequest = { 
/**
 * Whose.
 */
account: string, };

export type Gender = "male" | "female" | "other" | "unknown";

export type GiveClinicalKeyRequest = { 
/**
 * The printed recovery key.
 */
recovery_key?: string, 
/**
 * The own former password, under which this PC still keeps the key.
 */
former_password?: string, 
/**
 * A colleague who holds the key and stands beside (立ち会い).
 */
colleague?: ColleagueRequest, };

export type GiveSecondFactorRequest = { 
/**
 * As typed.
 */
code: string, 
/**
 * The printed recovery key in its place: of an administrator who has lost the factor, and goes
 * on to enrolling another. The code is not looked at then.
 */
recovery_key?: string, };

export type GraceView = { 
/**
 * When the folder was read last.
 */
seen_at: string, 
/**
 * 72 hours after that.
 */
ends_at: string, 
/**
 * That has passed: an account that was disabled meanwhile would not be known here.
 */
over: boolean, };

export type GrantsView = { 
/**
 * 薬剤師, 看護師等 and 医師事務作業補助者. 医師等 read all; others never read any.
 */
roles: Array<RoleGrants>, };

export type HeadPlace = "records" | "keyring" | "folder";

export type HeadStanding = "not_named" | "closed" | "unreachable" | "empty" | "fits" | "unread" | "closed_too_early" | "beyond" | "differs";

export type Held = "items" | "none_registered" | "nothing" | "damaged";

export type Hindrance = { "reason": "not_fetched" } | { "reason": "fetching" } | { "reason": "fetch_failed", 
/**
 * The layer that failed.
 */
fault: FaultCode, 
/**
 * When.
 */
at: string, } | { "reason": "refused", 
/**
 * An older copy is held and withheld.
 */
withheld: boolean, } | { "reason": "not_asked", 
/**
 * An older copy is held and withheld.
 */
withheld: boolean, } | { "reason": "expired", 
/**
 * When it ended.
 */
at: string | null, 
/**
 * An older copy is held and withheld by the site rule.
 */
withheld: boolean, } | { "reason": "not_obtainable" } | { "reason": "switched_off" } | { "reason": "no_card" } | { "reason": "not_granted" };

export type HistoryStateView = { 
/**
 * Names it, for `compare_states` and `report_painted`.
 */
version: string, 
/**
 * When it came.
 */
began_at: string, 
/**
 * Until when the service confirmed it: the moment the next one came, or the as-of of the newest.
 */
until: string, 
/**
 * By which way it came, as the store names it (`fhir_rest`, `service_xml`, `import` …); none
 * when it began without new bytes: a set was no longer returned.
 */
origin: string | null, 
/**
 * Rows that differ from the state before it; none for the oldest, or when one of the two can no
 * longer be read whole.
 */
changes: ChangeCounts | null, 
/**
 * It can be compared: nothing of it was deleted or damaged since.
 */
comparable: boolean, 
/**
 * When this reader read it, if it is the newest they read.
 */
read_at: string | null, };

export type HistoryView = { 
/**
 * Which section.
 */
category: Category, 
/**
 * Its states; the first is the one that is shown now.
 */
states: Array<HistoryStateView>, 
/**
 * There are older ones than those listed.
 */
more: boolean, };

export type IdentityView = { 
/**
 * Our number for the person.
 */
person: PersonId, 
/**
 * 患者番号.
 */
chart_number: string | null, 
/**
 * 氏名 as received.
 */
name: string, 
/**
 * カナ.
 */
kana: string | null, 
/**
 * The name holds 「●」 or a private-use character: 表示できない文字.
 */
unshown_characters: boolean, 
/**
 * 生年月日.
 */
birth_date: PartialDate | null, 
/**
 * Full years today, when the birth date has a day.
 */
age_years: number | null, 
/**
 * 性別.
 */
gender: Gender | null, 
/**
 * Another patient of today's list has the same kana.
 */
same_kana: boolean, 
/**
 * Another patient of today's list has the same surname.
 */
same_surname: boolean, 
/**
 * The last answer named the person differently (variant, 「●」, married surname).
 */
name_differs: boolean, };

export type InfectionContent = { 
/**
 * Newest first within the order of the shared list; never folded by age.
 */
items: Array<InfectionView>, 
/**
 * 提供されなくなった項目.
 */
withdrawn: Array<InfectionView>, };

export type InfectionView = { 
/**
 * Names the row over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * Item name as sent.
 */
name: string, 
/**
 * Newest result.
 */
latest: ResultView, 
/**
 * Earlier results of the same item and unit, newest first.
 */
earlier: Array<ResultView>, 
/**
 * 長期保存.
 */
long_term: boolean, 
/**
 * For withdrawn rows: the day of the last set that still held the newest of them.
 */
last_supplied: PartialDate | null, };

export type IsolateRequest = { 
/**
 * Cut off.
 */
on: boolean, 
/**
 * In the own words.
 */
text?: string, 
/**
 * Proof.
 */
proof: string, };

export type IssueFactorCodeRequest = { 
/**
 * Whose.
 */
account: string, 
/**
 * How long it works, 1 to 24; 24 without it.
 */
hours?: number, };

export type IssuePasswordRequest = { 
/**
 * Whose.
 */
account: string, 
/**
 * The issued password.
 */
password: string, 
/**
 * The printed recovery key: with it the account keeps the clinical key, without it the key is
 * handed over at the next sign-in.
 */
recovery_key?: string, };

export type IssuedCodeView = { 
/**
 * To be told to the person: one sign-in.
 */
code: string, 
/**
 * Until when.
 */
until: string, };

export type JoinPeopleRequest = { 
/**
 * One of them.
 */
one: PersonId, 
/**
 * The other.
 */
other: PersonId, 
/**
 * 生年月日 as typed.
 */
birth_date: string, 
/**
 * 患者番号 of either as typed.
 */
chart_number: string, };

export type JoinView = { 
/**
 * Its number.
 */
id: number, 
/**
 * With whom.
 */
identity: IdentityView, 
/**
 * Made by hand; else a card check brought a new number.
 */
by_hand: boolean, 
/**
 * How many insured numbers came with it.
 */
numbers: number, 
/**
 * When.
 */
joined_at: string, };

export type JoinsView = { 
/**
 * The newest first.
 */
joins: Array<JoinView>, };

export type KeepWorkRequest = { 
/**
 * The screen's own text, at most 64 KiB; replaces what was kept before.
 */
work: string, };

export type KeptBack = "undelivered" | "cancelled";

export type KeptBackRequest = { 
/**
 * Whose.
 */
person: PersonId, 
/**
 * Of which section.
 */
category: Category, 
/**
 * Which of them.
 */
kept_back: KeptBack, };

export type KeptWorkView = { 
/**
 * The screen's own text, as it was kept; none when nothing was.
 */
work: string | null, };

export type KeyRotationView = { 
/**
 * One is planned, and the next clinical session carries it out.
 */
planned: boolean, 
/**
 * When the last one was done.
 */
last_at: string | null, 
/**
 * Why the planned one failed; it is tried again when it is planned again.
 */
fault: ErrorCode | null, };

export type Label = { 
/**
 * 日本語.
 */
ja: string, 
/**
 * English.
 */
en: string, };

export type LaboratoryContent = { 
/**
 * Series in the order of the shared list, then the rest by newest date.
 */
series: Array<SeriesView>, 
/**
 * What a short view (the first `shown` series) leaves out.
 */
fold: LaboratoryFold, 
/**
 * 提供されなくなった項目: results no longer in the newest set, joined into series.
 */
withdrawn: Array<SeriesView>, };

export type LaboratoryFold = { 
/**
 * How many series are in front of the fold. A flagged newest result is never behind it.
 */
shown: number, 
/**
 * Series behind the fold.
 */
hidden: number, 
/**
 * Of these: newest result flagged. Always 0, told so that the reader knows.
 */
hidden_flagged: number, 
/**
 * Of these: no interpretation was sent.
 */
hidden_without_flag: number, };

export type LastingUseView = { 
/**
 * Names it.
 */
number: number, 
/**
 * What.
 */
kind: EmergencyKind, 
/**
 * The account of who began it.
 */
account: string, 
/**
 * Their name.
 */
by: string, 
/**
 * Of whom, where it is the asker's own.
 */
person: PersonId | null, 
/**
 * Since when.
 */
from: string, 
/**
 * Until when, if it ends by its time.
 */
until: string | null, };

export type Length = { 
/**
 * How many.
 */
count: number, 
/**
 * Of what.
 */
unit: LengthUnit, };

export type LengthUnit = "days" | "years";

export type Limit = "below" | "above";

export type LinkState = "unknown" | "up" | "down" | "not_configured";

export type ListNameView = { 
/**
 * Its number.
 */
id: number, 
/**
 * Its name.
 */
name: string, };

export type ListRequest = { 
/**
 * Its number.
 */
list: number, };

export type LockReason = "asked" | "idle" | "sleep" | "os_lock";

export type LockRulesView = { 
/**
 * One per role, in the order of roles.
 */
minutes: Array<RoleMinutes>, 
/**
 * Hours after a full sign-in during which the own password unlocks, 1 to 24.
 */
unlock_hours: number, };

export type LockView = { 
/**
 * Account name of who is waited for.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * As whom they were signed in.
 */
role: Role, 
/**
 * Since when.
 */
since: string, 
/**
 * Why.
 */
reason: LockReason, 
/**
 * The own password unlocks it; else a full sign-in is needed.
 */
password_is_enough: boolean, };

export type LongTerm = { 
/**
 * Never shorter than any other kind is kept.
 */
keep: Length | null, };

export type MachineStore = "desk" | "audit";

export type MakeEmergencyAccountRequest = { 
/**
 * Account name.
 */
account: string, 
/**
 * Who keeps the envelope (保管責任者).
 */
display_name: string, 
/**
 * Their 職員番号.
 */
staff_number: string, 
/**
 * The printed recovery key.
 */
recovery_key?: string, 
/**
 * Or a colleague who reads clinical content.
 */
colleague?: ColleagueRequest, };

export type MakeListRequest = { 
/**
 * Its name, at most 100 characters.
 */
name: string, };

export type MissingCategory = { 
/**
 * Which.
 */
category: Category, 
/**
 * Why.
 */
why: Hindrance, 
/**
 * An older copy is held and may be read.
 */
older_held: boolean, };

export type ModeHindrance = "facility_kind" | "not_set" | "outside_period" | "number_missing";

export type NamedListView = { 
/**
 * Its number.
 */
id: number, 
/**
 * Its name.
 */
name: string, 
/**
 * Who is on it.
 */
people: Array<IdentityView>, };

export type NewOneTimeCodesRequest = { 
/**
 * The own password, once more.
 */
password: string, 
/**
 * A code of the second factor.
 */
code?: string, };

export type NoteConfirmation = "author" | "deputy";

export type NoteContentView = { 
/**
 * Its text.
 */
text: string, 
/**
 * 記載者.
 */
author: NoteWriterView, 
/**
 * 代行入力者, when it was not the author who entered it.
 */
entered_by: NoteWriterView | null, 
/**
 * Who changed the draft last, when somebody did.
 */
changed_by: NoteWriterView | null, 
/**
 * When it was entered.
 */
written_at: string, 
/**
 * 確定者.
 */
confirmed_by: NoteWriterView, 
/**
 * How it was confirmed.
 */
confirmation: NoteConfirmation, 
/**
 * When it was confirmed, by the clock of this PC.
 */
confirmed_at: string, 
/**
 * The trusted time then; none when nothing told it within a day.
 */
trusted_at: string | null, 
/**
 * 時計要確認 when it was confirmed.
 */
clock_in_doubt: boolean, 
/**
 * The note it supersedes.
 */
supersedes: number | null, };

export type NoteDraftView = { 
/**
 * Our number for it.
 */
id: number, 
/**
 * Exactly what would be confirmed.
 */
text: string, 
/**
 * Names what was seen; to be handed back by who confirms, changes or discards it.
 */
seen: string, 
/**
 * 記載者: whose note it will be.
 */
author: NoteWriterView, 
/**
 * 代行入力者, when it was not the author who entered it.
 */
entered_by: NoteWriterView | null, 
/**
 * Who changed it last, when somebody did.
 */
changed_by: NoteWriterView | null, 
/**
 * When it was entered.
 */
written_at: string, 
/**
 * 時計要確認 when it was entered.
 */
clock_in_doubt: boolean, 
/**
 * It is older than three days.
 */
overdue: boolean, 
/**
 * The note it will supersede.
 */
supersedes: number | null, 
/**
 * The reader may change it.
 */
may_change: boolean, 
/**
 * The reader may discard it: as they may change it, or as the deputy of an author who has left.
 */
may_discard: boolean, 
/**
 * How the reader may confirm it, if at all.
 */
may_confirm: NoteConfirmation | null, };

export type NoteView = { 
/**
 * Counted over all persons, in the order of confirmation.
 */
number: number, 
/**
 * What it says; none when it is not what was confirmed (損傷).
 */
content: NoteContentView | null, 
/**
 * The note that superseded it.
 */
superseded_by: number | null, 
/**
 * 結合中に記載: written while somebody was taken for this person who was separated since.
 */
was_mixed: boolean, };

export type NoteWriterView = { 
/**
 * Account name.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * The role they acted in; none when this version does not know it.
 */
role: Role | null, };

export type NotedView = { 
/**
 * Whose record it is about.
 */
person: PersonId, 
/**
 * Confirmed notes that were not superseded.
 */
notes: number, 
/**
 * Drafts that the reader may see.
 */
drafts: number, };

export type NotesStandingView = { "state": "whole" } | { "state": "behind", 
/**
 * How many steps of writing, changing, discarding and confirming.
 */
lost: number, } | { "state": "second_copy", 
/**
 * How many steps are missing.
 */
lost: number, };

export type NotesView = { 
/**
 * Whose record it is about.
 */
person: PersonId, 
/**
 * The reader may write a note of their own (医師等).
 */
may_write: boolean, 
/**
 * Those on whose behalf the reader may enter one (代行入力); nobody when they may not.
 */
authors: Array<NoteWriterView>, 
/**
 * The most characters a note has.
 */
limit: number, 
/**
 * 未確定: those the reader may see, oldest first.
 */
drafts: Array<NoteDraftView>, 
/**
 * 確定: all of them, superseded ones too, newest first.
 */
notes: Array<NoteView>, 
/**
 * How the store stands.
 */
standing: NotesStandingView, };

export type Nothing = Record<symbol, never>;

export type NowhereElse = { 
/**
 * People concerned.
 */
people: number, 
/**
 * Sets that the newest answer no longer held.
 */
not_returned: number, 
/**
 * Sets that the service gave longer ago than it gives them.
 */
beyond_window: number, 
/**
 * Older versions: the service gives the newest only.
 */
earlier: number, 
/**
 * Notes (記録メモ) and their drafts: none of them is anywhere else.
 */
notes: number, 
/**
 * Bytes of all received ones, as received.
 */
bytes: number, };

export type NumberCheckRequest = { 
/**
 * 保険者番号.
 */
insurer: string, 
/**
 * 記号; empty where there is none.
 */
symbol: string, 
/**
 * 番号.
 */
number: string, 
/**
 * 枝番.
 */
branch: string, 
/**
 * 生年月日 in either calendar.
 */
birth_date: string, };

export type NumberCheckView = { "result": "found", 
/**
 * Who.
 */
identity: IdentityView, } | { "result": "nobody" } | { "result": "birth_date_differs" } | { "result": "number_differs" } | { "result": "several" };

export type OneTimeCodesView = { 
/**
 * Ten codes, each of which works once.
 */
codes: Array<string>, };

export type OpenDraftView = { 
/**
 * Our number for it.
 */
id: number, 
/**
 * Whose record it is about.
 */
identity: IdentityView, 
/**
 * 記載者.
 */
author: NoteWriterView, 
/**
 * 代行入力者, when it was not the author who entered it.
 */
entered_by: NoteWriterView | null, 
/**
 * When it was entered.
 */
written_at: string, 
/**
 * It is older than three days.
 */
overdue: boolean, };

export type OpenDraftsRequest = { 
/**
 * Name the patients, and write down that they were shown; else only count them.
 */
list?: boolean, 
/**
 * The open patient, to count what is noted of them.
 */
person?: PersonId, };

export type OpenDraftsView = { 
/**
 * How many concern the reader.
 */
count: number, 
/**
 * How many of them are older than three days.
 */
overdue: number, 
/**
 * Whose they are, oldest first; only when the list is asked for. Without their texts.
 */
drafts: Array<OpenDraftView>, 
/**
 * What is noted of the open patient; none when nobody is named or open.
 */
noted: NotedView | null, };

export type OpenPatientRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * The two items by which somebody made sure who it is; written down as such. Without them only
 * somebody of today's list is opened, or whoever is open here already.
 */
confirmed?: TwoItems, };

export type Origin = "live" | "cache" | "second_copy";

export type OriginalEncoding = "utf8" | "utf16" | "shift_jis" | "euc_jp" | "unknown";

export type OriginalForm = "json" | "xml" | "pdf" | "other";

export type OtherView = { 
/**
 * Where it stood.
 */
pointer: string, 
/**
 * The value.
 */
text: string, };

export type OutageView = { 
/**
 * The line went down.
 */
from: string, 
/**
 * The line came back.
 */
to: string, };

export type PaintedRequest = { 
/**
 * Whose.
 */
person: PersonId, 
/**
 * Category and version of each painted section.
 */
sections: Array<PaintedSection>, };

export type PaintedSection = { 
/**
 * Which section.
 */
category: Category, 
/**
 * `SectionView::version` of what was painted.
 */
version: string, };

export type PaperPatientView = { 
/**
 * Who.
 */
identity: IdentityView, 
/**
 * The earliest end among the running consents of what is printed.
 */
consent_until: string | null, 
/**
 * Both halves of the allergies, 傷病名, 処方; each with its own state. Nothing 未提供 or taken back,
 * no notes, no marks of one reader.
 */
sections: Array<SectionView>, 
/**
 * Why there are no sections: their store could not be read.
 */
failure: ErrorCode | null, };

export type PartialDate = string;

export type PatientView = { 
/**
 * The identity bar; content stays blank until it matches.
 */
identity: IdentityView, 
/**
 * Today's consent.
 */
consent: ConsentSummaryView, 
/**
 * One per category, in the order of `Category::WITH_DOCUMENTS`.
 */
sections: Array<SectionView>, 
/**
 * 「取得済」 only when all consented categories came.
 */
complete: boolean, };

export type PeopleFileRequest = { 
/**
 * Its bytes in base64, at most 4 MiB of them.
 */
content: string, 
/**
 * The list to put the people on; none: today's reception.
 */
list: number | null, };

export type PeopleFileView = { 
/**
 * Lines taken in.
 */
taken: number, 
/**
 * Lines that were not, one by one.
 */
bad: Array<BadLineView>, };

export type PersonId = number;

export type PersonProblem = "name" | "kana" | "birth_date" | "gender" | "chart_number" | "member_number" | "time";

export type PersonRequest = { 
/**
 * Who.
 */
person: PersonId, };

export type PersonView = { 
/**
 * Our number for the person.
 */
person: PersonId, };

export type PieceRole = "sent" | "aside" | "withheld" | "code" | "words";

export type PieceView = { 
/**
 * What to draw.
 */
text: string, 
/**
 * Whose words it is.
 */
role: PieceRole, 
/**
 * It tells of a file that can be opened.
 */
attachment?: AttachmentPlace, };

export type PointView = { 
/**
 * Sampling date.
 */
date: PartialDate, 
/**
 * Days since 1970-01-01 of the earliest day the date can mean: the x of a true time axis.
 */
day: number, 
/**
 * The y, for drawing only.
 */
y: number, 
/**
 * The value as sent.
 */
value: string, 
/**
 * Drawn as a limit, not as a value.
 */
limit: Limit | null, 
/**
 * The flag as sent.
 */
flag: string | null, };

export type PrescriptionContent = { 
/**
 * 計算上の投与期間内.
 */
current: Array<PrescriptionView>, 
/**
 * 期間終了（100日以内）: never folded.
 */
ended: Array<PrescriptionView>, 
/**
 * 期間不明（頓用・外用）.
 */
unknown: Array<PrescriptionView>, 
/**
 * Older: folded.
 */
older: Array<PrescriptionView>, 
/**
 * 提供されなくなった項目.
 */
withdrawn: Array<PrescriptionView>, };

export type PrescriptionOrigin = "e_prescription" | "dispensing" | "receipt" | "document" | "not_stated";

export type PrescriptionState = "prescribed" | "dispensed" | "stopped" | "do_not_perform";

export type PrescriptionView = { 
/**
 * Names the row over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * Drug name as entered.
 */
text: string, 
/**
 * Dose and usage in words, as sent (`dosageInstruction.text`).
 */
usage: string, 
/**
 * How it is taken.
 */
kind: DoseKind, 
/**
 * Days, times or total amount in words: 28日分, 10回分, 28枚.
 */
amount: string | null, 
/**
 * 処方日 or 調剤日.
 */
date: PartialDate | null, 
/**
 * Last day by calculation (start + days − 1), when it can be calculated.
 */
until: PartialDate | null, 
/**
 * 処方 or 調剤済.
 */
state: PrescriptionState, 
/**
 * Every origin that reported this fill, each once, in the order of [`PrescriptionOrigin`].
 */
origins: Array<PrescriptionOrigin>, 
/**
 * Who prescribed.
 */
facility: FacilityView, 
/**
 * RP group number and index in it: rows of one group share usage and days.
 */
group: string | null, 
/**
 * Notes as sent.
 */
notes: Array<string>, 
/**
 * For withdrawn rows: the day of the last set that still held it.
 */
last_supplied: PartialDate | null, };

export type ProblemSeverity = "info" | "warning" | "error";

export type ProblemView = { 
/**
 * How much it matters.
 */
severity: ProblemSeverity, 
/**
 * Stable code, for the screen to word.
 */
code: string, 
/**
 * Where it is; empty for the whole file.
 */
pointer: string, };

export type ProvedBy = "password" | "totp" | "one_time_code" | "factor_code" | "recovery_key";

export type PutOnListRequest = { 
/**
 * Its number.
 */
list: number, 
/**
 * Who.
 */
people: Array<PersonId>, };

export type RangeView = { 
/**
 * Lower end.
 */
low: Decimal | null, 
/**
 * Upper end.
 */
high: Decimal | null, 
/**
 * Text, when the facility sent one.
 */
text: string | null, };

export type ReadFileRequest = { 
/**
 * The patient who is open here.
 */
person: PersonId, 
/**
 * Its bytes in base64, at most 64 MiB of them.
 */
content: string, };

export type Readiness = { 
/**
 * The one word of the list.
 */
state: ReadinessState, 
/**
 * Categories held, whenever fetched.
 */
held: number, 
/**
 * Categories fetched under today's consent.
 */
fetched: number, 
/**
 * Categories consented to now.
 */
consented: number, 
/**
 * All categories but those the facility has switched off.
 */
of: number, 
/**
 * Oldest as-of among the held categories.
 */
as_of: string | null, };

export type ReadinessState = "complete" | "partly_consented" | "fetching" | "partly_fetched" | "failed" | "refused" | "expired" | "no_card" | "unknown" | "not_granted";

export type ReadingAfterEnd = "never" | "emergency_only" | "as_facility_record";

export type ReadyLine = { 
/**
 * Everything they consented to was fetched under today's consent.
 */
complete: number, 
/**
 * Something is held and may be read, but not all they consented to.
 */
partial: number, 
/**
 * Nothing that may be read is held.
 */
none: number, 
/**
 * Patients of the list.
 */
of: number, };

export type RecordReviewRequest = { 
/**
 * `ReviewTaskView::number`.
 */
number: number, 
/**
 * It was in order.
 */
proper: boolean, 
/**
 * What there is to say of it; required when it was not.
 */
text?: string, };

export type RecoverRequest = { 
/**
 * As typed from the print.
 */
recovery_key: string, };

export type RecoveryChangesView = { 
/**
 * The outage; none when there was none on this PC, or one still lasts.
 */
outage: OutageView | null, 
/**
 * Patients with at least one section that changed.
 */
changed_patients: number, 
/**
 * Sections that changed, of all of them.
 */
changed_sections: number, 
/**
 * These patients, in the order they were read. Empty unless the list was asked for.
 */
patients: Array<RecoveryPatientView>, 
/**
 * Sections read in the outage that are known to be as they were read.
 */
unchanged: number, 
/**
 * Sections read in the outage that the service has not confirmed since: nothing is known of
 * them yet.
 */
unconfirmed: number, };

export type RecoveryPatientView = { 
/**
 * Who.
 */
identity: IdentityView, 
/**
 * The sections that changed.
 */
sections: Array<RecoverySectionView>, };

export type RecoveryRequest = { 
/**
 * Name the patients and sections, and write down that they were shown; else only count them.
 */
list?: boolean, };

export type RecoverySectionView = { 
/**
 * Which.
 */
category: Category, 
/**
 * Rows that differ; none when the state that was read can no longer be read whole.
 */
changes: ChangeCounts | null, 
/**
 * The state that was painted: `from` for `compare_states`.
 */
version_read: string, 
/**
 * The state now: `to` for `compare_states`.
 */
version_now: string, };

export type RemarkKind = "modified" | "implicit_rules" | "not_valid" | "cancelled" | "table_differs" | "unit_differs" | "repeated" | "former_number";

export type RemarkView = { 
/**
 * What.
 */
kind: RemarkKind, 
/**
 * How many entries.
 */
count: number, };

export type ReportState = "current" | "not_returned" | "deleted";

export type RestoredStoreView = { 
/**
 * Which.
 */
store: MachineStore, 
/**
 * When the copy was made: what came later is not in it.
 */
as_of: string | null, };

export type ResultStatus = "preliminary" | "corrected" | "cancelled" | "unknown";

export type ResultView = { 
/**
 * The value as it is to be read, comparator included: `<0.10`, `5.9`, `（＋）`.
 * Empty when absent.
 */
value: string, 
/**
 * The number alone, as sent, when the value is a quantity.
 */
number: Decimal | null, 
/**
 * The value is a limit, not a measurement (comparator, LX, HX).
 */
limit: Limit | null, 
/**
 * Unit text as sent.
 */
unit: string | null, 
/**
 * interpretation as sent: H, L, HH, LL, A, POS … Never computed here.
 */
flag: string | null, 
/**
 * Ranges as sent; empty means 基準範囲の送付なし.
 */
ranges: Array<RangeView>, 
/**
 * Why there is no value.
 */
absence: Absence | null, 
/**
 * What the sender says about the state of the result; none for a final one. A 未実施 item
 * is sent as cancelled: it has its `absence` as well.
 */
status_note: ResultStatus | null, 
/**
 * 採取日 / 実施日 as sent.
 */
date: PartialDate | null, 
/**
 * Who sent it.
 */
facility: FacilityView, 
/**
 * Notes and method as sent.
 */
notes: Array<string>, };

export type RetentionDone = { 
/**
 * When.
 */
at: string, 
/**
 * Versions.
 */
versions: number, 
/**
 * People who lost something.
 */
people: number, 
/**
 * Bytes as received.
 */
bytes: number, };

export type RetentionLimits = { 
/**
 * Which.
 */
category: Category, 
/**
 * How long the service gives it (閲覧期間); none when that is not known.
 */
window: Length | null, 
/**
 * How many of the newest results of an item the service gives whatever their age (直近N回); 0
 * where it does not count them.
 */
last: number, 
/**
 * How long it is kept here; never shorter than the window.
 */
keep: Length, };

export type RetentionLine = { 
/**
 * Of which section.
 */
category: Category, 
/**
 * Why it may be deleted, besides its age.
 */
reason: RetentionReason, 
/**
 * Versions.
 */
versions: number, 
/**
 * Bytes as received.
 */
bytes: number, };

export type RetentionPlan = { 
/**
 * Names exactly what would be deleted: another deletion has another name.
 */
id: string, 
/**
 * The trusted moment it was made for.
 */
made_at: string, 
/**
 * By category and reason.
 */
lines: Array<RetentionLine>, 
/**
 * People who would lose something.
 */
people: number, 
/**
 * Old versions that stay because they alone hold something that has to stay, or took it back.
 */
needed: number, 
/**
 * Old versions that stay because they cannot be read.
 */
in_doubt: number, };

export type RetentionPlanView = { 
/**
 * The plan; none when none was made yet. It is made while clinical stores are open and the
 * time is trusted.
 */
plan: RetentionPlan | null, 
/**
 * Why no newer plan can be made or carried out now.
 */
waiting_for: RetentionWait | null, 
/**
 * The plan with this name was approved and waits to be carried out.
 */
approved: string | null, 
/**
 * What was deleted last.
 */
last: RetentionDone | null, };

export type RetentionReason = "replaced" | "not_returned";

export type RetentionWait = "trusted_time" | "service" | "clinical_session";

export type RetireRequest = { 
/**
 * 利用終了, typed by hand.
 */
word: string, 
/**
 * The administrator's password, once more.
 */
password: string, 
/**
 * The printed recovery key: shows that the copy can be opened with it.
 */
recovery_key: string, 
/**
 * Where the certificate is saved besides; beside the copy when empty.
 */
certificate_folder: string, 
/**
 * Known and wanted: the copy lacks answers that this PC has lost.
 */
without_missing: boolean, };

export type RetirementObstacle = "not_exported" | "stored_since" | "sealed_since" | "answers_missing" | "clinical_session";

export type RetirementView = { 
/**
 * The folder in which the next clinical session makes the copy to be taken away.
 */
planned: string | null, 
/**
 * Why the last try to make it failed; it is tried again when it is planned again.
 */
fault: ErrorCode | null, 
/**
 * The last copy that was made and verified.
 */
last: ExportDone | null, 
/**
 * What stands in the way; nothing when the use may be ended.
 */
obstacles: Array<RetirementObstacle>, };

export type ReturnToNormalRequest = { 
/**
 * The account that ends.
 */
account: string, };

export type ReviewTaskView = { 
/**
 * Names it.
 */
number: number, 
/**
 * What.
 */
kind: EmergencyKind, 
/**
 * Account of who began it.
 */
account: string, 
/**
 * Their name.
 */
by: string, 
/**
 * 患者番号 of whom it is about, where it is one patient.
 */
chart_number: string | null, 
/**
 * Why, from the list.
 */
reason: EmergencyReason | null, 
/**
 * Why, in their own words.
 */
text: string | null, 
/**
 * When it began.
 */
from: string, 
/**
 * When it ended; none while it lasts: then it cannot be reviewed yet.
 */
ended_at: string | null, 
/**
 * What ended it.
 */
ended_by: EndedBy | null, 
/**
 * The asker began it: a review by them is marked 自己確認.
 */
own: boolean, 
/**
 * Readings that rested on it: of one patient, those of who began it; of the sealed account, all.
 */
openings: number, 
/**
 * The review; none while the task is open.
 */
review: ReviewView | null, };

export type ReviewView = { 
/**
 * The name of who looked.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * It was in order.
 */
proper: boolean, 
/**
 * What they say of it.
 */
text: string | null, 
/**
 * 自己確認.
 */
own: boolean, };

export type Role = "doctor" | "pharmacist" | "nurse" | "clerk" | "desk" | "admin" | "auditor";

export type RoleGrants = { 
/**
 * Which role.
 */
role: Role, 
/**
 * Its categories.
 */
categories: Array<Category>, 
/**
 * 記録メモ: a note may repeat what stands in any category, so it is granted by itself.
 */
notes: boolean, };

export type RoleMinutes = { 
/**
 * Whose.
 */
role: Role, 
/**
 * 1 to 15.
 */
minutes: number, };

export type RollOverAuditRequest = { 
/**
 * `AuditDueView::through` as it was shown.
 */
through: number, };

export type RowKey = string;

export type RowMark = "none" | "new" | "changed";

export type SectionContent = { "section": "drug_allergy" } & AllergyContent | { "section": "other_allergy" } & AllergyContent | { "section": "condition" } & ConditionContent | { "section": "infection" } & InfectionContent | { "section": "laboratory" } & LaboratoryContent | { "section": "prescription" } & PrescriptionContent | { "section": "checkup" } & CheckupContent | { "section": "document" } & DocumentContent;

export type SectionRequest = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * Which section.
 */
category: Category, };

export type SectionUpdate = { 
/**
 * The section.
 */
section: SectionView, 
/**
 * The consent over all categories now.
 */
consent: ConsentSummaryView, 
/**
 * As in `PatientView`.
 */
complete: boolean, };

export type SectionView = { 
/**
 * Which section.
 */
category: Category, 
/**
 * What we hold and may show.
 */
held: Held, 
/**
 * Why there is nothing, or nothing newer.
 */
hindrance: Hindrance | null, 
/**
 * When the service last gave or confirmed what is shown.
 */
as_of: string | null, 
/**
 * Where what is shown comes from.
 */
origin: Origin | null, 
/**
 * Names the shown state, for `report_painted`.
 */
version: string | null, 
/**
 * What to draw; absent unless `held` is items.
 */
content: SectionContent | null, 
/**
 * What changed since this reader last read the section, if it was read before.
 */
changes: ChangeCounts | null, 
/**
 * Entries that could not be read whole; each is kept as received.
 */
unreadable: number, 
/**
 * 提供対象外の情報: received, never listed; only the count is told.
 */
undelivered: number, 
/**
 * What the reader has to know of entries that are read but not plain.
 */
remarks: Array<RemarkView>, 
/**
 * Sets of which no copy is intact, or only an older one: what is shown may lack them, and its
 * as-of is the oldest copy that is shown.
 */
damaged: number, 
/**
 * How old what is shown is, by the limits of the site.
 */
staleness: Staleness, 
/**
 * From then on it is amber; a screen that stays open judges by its own clock.
 */
amber_at: string | null, 
/**
 * From then on it is red.
 */
red_at: string | null, 
/**
 * Of the withdrawn rows in `content`: those that left the service's own window
 * (閲覧期間外の保存分). They are never called withdrawn.
 */
beyond_window: Array<RowKey>, 
/**
 * Sets the newest answer did not carry: their last copy is shown with the rest.
 */
not_returned: number, };

export type SegmentView = { 
/**
 * Who measured.
 */
facility: FacilityView, 
/**
 * The reference range that held for all of its points.
 */
range: RangeView | null, 
/**
 * Oldest first.
 */
points: Array<PointView>, };

export type SelfTestKindView = { 
/**
 * Which.
 */
category: Category, 
/**
 * How it went.
 */
result: SelfTestResult, };

export type SelfTestResult = "ok" | "none_held" | "store_fails" | "damaged" | "behind" | "unreadable";

export type SelfTestView = { 
/**
 * When it ran.
 */
at: string, 
/**
 * One per category, in screen order.
 */
kinds: Array<SelfTestKindView>, 
/**
 * 記録メモ, all of them; none in a test of before there were any.
 */
notes: SelfTestResult | null, };

export type SeparateRequest = { 
/**
 * `JoinView::id`.
 */
join: number, 
/**
 * 生年月日 as typed.
 */
birth_date: string, 
/**
 * 患者番号 as typed.
 */
chart_number: string, };

export type SeriesView = { 
/**
 * Names the series over versions.
 */
key: RowKey, 
/**
 * Set by the viewer from what the reader has read.
 */
mark: RowMark, 
/**
 * Item name as sent with the newest result.
 */
name: string, 
/**
 * FHIR識別文字列 when the item is on the shared list.
 */
item: string | null, 
/**
 * The unit all results of the series share.
 */
unit: string | null, 
/**
 * Newest result.
 */
latest: ResultView, 
/**
 * The one before it in the same series, with its own date.
 */
previous: ResultView | null, 
/**
 * Points to draw, each segment joined, segments never joined to each other:
 * one facility, one method, one reference range.
 */
segments: Array<SegmentView>, 
/**
 * 閲覧期間外の保存分: older points of this series that the service no longer gives because of their
 * age. Set by the viewer, which knows the windows; never joined to `segments`, never the newest.
 */
beyond_window: Array<SegmentView>, 
/**
 * For withdrawn rows: the day of the last set that still held the newest of them.
 */
last_supplied: PartialDate | null, };

export type ServiceMode = "emergency" | "disaster" | "system_fault";

export type ServiceModeView = { 
/**
 * Which.
 */
mode: ServiceMode, 
/**
 * Why it cannot be begun; none when it can.
 */
hindrance: ModeHindrance | null, };

export type ServiceModesView = { 
/**
 * Each of the three.
 */
modes: Array<ServiceModeView>, 
/**
 * 医療機関コード.
 */
facility_number: string, 
/**
 * The telephone number of the call centre.
 */
call_centre: string, 
/**
 * 災害時: area and period.
 */
disaster: DisasterPeriod | null, 
/**
 * When the service last answered.
 */
last_success: string | null, 
/**
 * The layer that fails now.
 */
fault: FaultCode | null, 
/**
 * Code and message of the service, verbatim, for the call centre.
 */
detail: string | null, };

export type ServiceProfileView = { 
/**
 * Base URL (https).
 */
base_url: string, 
/**
 * TLS 1.2 with ECDHE + AEAD is allowed besides 1.3.
 */
allow_tls12: boolean, 
/**
 * Subject of our client certificate.
 */
certificate_subject: string, 
/**
 * Its issuer.
 */
certificate_issuer: string, 
/**
 * End of its validity.
 */
certificate_until: string, 
/**
 * Days left, negative when expired.
 */
certificate_days_left: number, };

export type ServiceStatusView = { 
/**
 * Up, down or not known yet.
 */
link: LinkState, 
/**
 * Since when it has been so.
 */
since: string | null, 
/**
 * Why it is down.
 */
fault: FaultCode | null, 
/**
 * The status or code the service gave, verbatim, for the call centre. Never patient data.
 */
detail: string | null, 
/**
 * When we try again.
 */
next_try: string | null, 
/**
 * Last good answer.
 */
last_success: string | null, 
/**
 * Sections waiting to be fetched.
 */
waiting: number, 
/**
 * 時計要確認: this PC's clock is minutes or more from what the service told last. No age that is
 * told can be relied on.
 */
clock_in_doubt: boolean, };

export type SessionView = { 
/**
 * Account name.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * The one active role.
 */
role: Role, 
/**
 * The roles the account has.
 */
roles: Array<Role>, 
/**
 * May read in an emergency (緊急閲覧).
 */
emergency: boolean, 
/**
 * May confirm what was written on a doctor's behalf (代行確定).
 */
deputy: boolean, 
/**
 * Since when.
 */
since: string, 
/**
 * What it was opened with.
 */
proved_by: ProvedBy, 
/**
 * The second factor the account had when it was opened.
 */
second_factor: FactorKind | null, 
/**
 * Printed one-time codes left then.
 */
codes_left: number, 
/**
 * This PC has not seen the site file for a while.
 */
grace: GraceView | null, 
/**
 * Minutes without input until the screen locks itself.
 */
auto_lock_minutes: number, 
/**
 * How the records store stands; none for those who open no clinical store.
 */
copy: CopyStanding | null, };

export type SetAuditKeepingRequest = { 
/**
 * An absolute path that signed heads are kept in; none: nowhere.
 */
folder: string | null, 
/**
 * Years that entries are kept for at least.
 */
keep_years: number, 
/**
 * Known and wanted: fewer than the usual five years.
 */
fewer_years?: boolean, };

export type SetFirstPasswordRequest = { 
/**
 * The new password.
 */
password: string, };

export type SetGrantsRequest = { 
/**
 * For each role all its categories.
 */
grants: Array<RoleGrants>, };

export type SetSiteRulesRequest = { 
/**
 * May a held copy be read after its consent has ended?
 */
reading_after_end: ReadingAfterEnd, 
/**
 * When screens lock by themselves; without it, or for a role that is not named, as before.
 */
lock?: LockRulesView, 
/**
 * How people sign in; without it as before.
 */
sign_in?: SignInRulesView, 
/**
 * Limits of categories; one that is not named keeps its own.
 */
staleness: Array<StalenessLimits>, 
/**
 * How long categories are kept; one that is not named keeps its own.
 */
retention?: Array<RetentionLimits>, 
/**
 * How long 長期保存 is kept; without it as before.
 */
long_term?: LongTerm, 
/**
 * Categories that are fetched as soon as a consent is there; without it as before.
 */
fetched_ahead?: Array<Category>, 
/**
 * The desk's board shows the categories of the focused row; without it as before.
 */
board_shows_categories?: boolean, 
/**
 * 時刻サーバー (NTP): `host` or `host:port`, an empty text for none; without it as before.
 */
time_server?: string, };

export type SetUpRequest = { 
/**
 * Account name.
 */
account: string, 
/**
 * The person's name.
 */
display_name: string, 
/**
 * 職員番号.
 */
staff_number: string, 
/**
 * Password.
 */
password: string, 
/**
 * May a held copy be read after its consent has ended?
 */
reading_after_end: ReadingAfterEnd, };

export type SetUpResponse = { 
/**
 * To be printed and kept in a safe; shown once, stored nowhere.
 */
recovery_key: string, };

export type SheetView = { 
/**
 * What is drawn, in reading order.
 */
blocks: Array<BlockView>, 
/**
 * その他の項目: values without a place, with the path they stood at.
 */
other: Array<OtherView>, 
/**
 * 未提供: cards that are not in it; only their number is told.
 */
undelivered: number, 
/**
 * Narratives left out, because the answer they stand in holds something 未提供 that they may
 * name.
 */
silenced: number, 
/**
 * Answers that could not be read; they are kept as received.
 */
unreadable: number, };

export type SignInRequest = { 
/**
 * Account name.
 */
account: string, 
/**
 * Password.
 */
password: string, 
/**
 * As what; the account's first role without it.
 */
role?: Role, };

export type SignInRulesView = { 
/**
 * Failures in a row that lock an account for 15 minutes, 3 to 10.
 */
tries: number, 
/**
 * Nobody is let in with a password alone (二要素必須).
 */
second_factor_required: boolean, 
/**
 * A PC that has not seen the site file for 72 hours lets only administrators in.
 */
stop_after_grace: boolean, };

export type SignInStep = { "step": "signed_in", 
/**
 * Who.
 */
session: SessionView, } | { "step": "second_factor", } | { "step": "new_password", 
/**
 * Least number of characters.
 */
least: number, } | { "step": "enrol_second_factor", } | { "step": "clinical_key", 
/**
 * This PC keeps the key under a former password of the account.
 */
former_password: boolean, };

export type SiteFileExportRequest = { 
/**
 * An absolute path: the folder that the other PCs read.
 */
folder: string, };

export type SiteFileTakeInRequest = { 
/**
 * An absolute path: the folder it lies in.
 */
folder: string, 
/**
 * The site key (施設の鍵) as the administrator's PC shows it: needed the first time.
 */
site_key?: string, };

export type SiteFileView = { 
/**
 * What this PC does with it.
 */
part: SitePart, 
/**
 * Version of the file made or taken in last; none before the first.
 */
version: number | null, 
/**
 * When that version was made.
 */
made_at: string | null, 
/**
 * The folder it lies in.
 */
folder: string | null, 
/**
 * What the other PCs are asked for the first time (施設の鍵); only on the PC that makes the file.
 */
site_key: string | null, 
/**
 * How long the folder has not been read.
 */
grace: GraceView | null, };

export type SitePart = "alone" | "makes" | "takes_in";

export type SiteRulesView = { 
/**
 * May a held copy be read after its consent has ended?
 */
reading_after_end: ReadingAfterEnd, 
/**
 * When screens lock by themselves.
 */
lock: LockRulesView, 
/**
 * How people sign in.
 */
sign_in: SignInRulesView, 
/**
 * One per category, in screen order.
 */
staleness: Array<StalenessLimits>, 
/**
 * One per category, in screen order.
 */
retention: Array<RetentionLimits>, 
/**
 * How long 長期保存 is kept.
 */
long_term: LongTerm, 
/**
 * Categories that are fetched as soon as a consent is there; the others when somebody opens the
 * patient. Each fetch appears to the patient as a viewing by the facility.
 */
fetched_ahead: Array<Category>, 
/**
 * The desk's board shows the categories of the focused row.
 */
board_shows_categories: boolean, 
/**
 * 時刻サーバー (NTP): `host` or `host:port`; none when the site has named none.
 */
time_server: string | null, };

export type Staleness = "none" | "fresh" | "amber" | "red" | "clock_in_doubt";

export type StalenessLimits = { 
/**
 * Which.
 */
category: Category, 
/**
 * Amber from so many hours on.
 */
amber_hours: number, 
/**
 * Red from so many hours on; never less than `amber_hours`.
 */
red_hours: number, };

export type StartState = { 
/**
 * No account exists yet: first-run set-up.
 */
needs_set_up: boolean, 
/**
 * The profile is marked demo.
 */
demo: boolean, 
/**
 * The machine secret lies in a file because no OS keyring exists: say so, visibly.
 */
secret_in_file: boolean, 
/**
 * Program version.
 */
version: string, 
/**
 * Stores that were damaged and are read from their second copies since this start.
 */
restored: Array<RestoredStoreView>, 
/**
 * The use of this PC has ended: the certificate. Nothing can be opened any more.
 */
retired: CertificateView | null, };

export type Substance = "drug" | "food" | "other";

export type SupersedeNoteRequest = { 
/**
 * Whose record it is about.
 */
person: PersonId, 
/**
 * The note that is wrong or incomplete: the newest of its line.
 */
note: number, 
/**
 * As typed; the whole text that holds from then on.
 */
text: string, 
/**
 * As in `WriteNoteRequest`.
 */
on_behalf_of?: string, };

export type SwitchRoleRequest = { 
/**
 * Which.
 */
role: Role, 
/**
 * The own password: needed for a role that reads clinical content, because it opens the key.
 */
password?: string, };

export type TakeOffListRequest = { 
/**
 * Its number.
 */
list: number, 
/**
 * Who.
 */
person: PersonId, };

export type TodayPatientView = { 
/**
 * Who.
 */
identity: IdentityView, 
/**
 * When the card was read, or the service was asked by number; none for somebody who is on a list, or
 * announced, and of whom no check of today says that they came.
 */
arrived_at: string | null, 
/**
 * Names of the lists they are on (外来, 3階病棟).
 */
lists: Array<string>, 
/**
 * How ready the records are.
 */
readiness: Readiness, 
/**
 * What is missing and why, in screen order. A category that the facility has switched off is
 * missing to nobody.
 */
missing: Array<MissingCategory>, };

export type TodayView = { 
/**
 * The day.
 */
date: string, 
/**
 * In order of arrival, then those who are on a list only.
 */
patients: Array<TodayPatientView>, 
/**
 * 障害への備え: how ready the copy is for today's patients, in one line.
 */
ready: ReadyLine, };

export type TwoItems = { 
/**
 * 氏名.
 */
name: string, 
/**
 * 生年月日; none where it is not known.
 */
birth_date: PartialDate | null, };

export type UnlockRequest = { 
/**
 * The own password.
 */
password: string, };

export type UpkeepView = { 
/**
 * When the second copy of the records store was last made and verified.
 */
last_copy_at: string | null, 
/**
 * Why the last try to make it, or the second copy of another store, failed; none when all went
 * well.
 */
copy_fault: ErrorCode | null, 
/**
 * How writing to the disk goes.
 */
disk: DiskState, 
/**
 * How the records store stands; none while nobody with the clinical key is signed in.
 */
standing: CopyStanding | null, 
/**
 * Changes of the records store's key.
 */
rotation: KeyRotationView, 
/**
 * Sections found damaged in this session, which are fetched again where a consent runs.
 */
damaged_sections: number, };

export type UsageReportView = { 
/**
 * Which use.
 */
task: ReviewTaskView, 
/**
 * 医療機関コード.
 */
facility_number: string, 
/**
 * Questions sent to the service under it, by section.
 */
asked: Array<AskedView>, };

export type Values = { 
/**
 * Leaf values in the answer, counted apart from the reading.
 */
sent: number, 
/**
 * Of these, placed in a field.
 */
placed: number, 
/**
 * Of these, listed in その他の項目.
 */
other: number, };

export type ViewerEvent = { "event": "service_changed", 
/**
 * How it stands now.
 */
status: ServiceStatusView, } | { "event": "section_changed", 
/**
 * Whose.
 */
person: PersonId, 
/**
 * Which.
 */
category: Category, 
/**
 * `SectionView::version` now.
 */
version: string | null, 
/**
 * Rows that differ from the version before; none when only the as-of or the reason did.
 */
changes: ChangeCounts | null, } | { "event": "person_changed", 
/**
 * Whose.
 */
person: PersonId, } | { "event": "upkeep_changed" } | { "event": "recovery_changes" } | { "event": "emergency_changed" } | { "event": "arrivals_changed" } | { "event": "board_changed" } | { "event": "news_missed" } | { "event": "session_ended" };

export type WriteNoteRequest = { 
/**
 * Whose record it is about.
 */
person: PersonId, 
/**
 * As typed; at most `NotesView::limit` characters.
 */
text: string, 
/**
 * The account whose note it will be: named by a 医師事務作業補助者, and by nobody else.
 */
on_behalf_of?: string, };

/** Every command: what it is asked with and what it answers. */
export interface Commands {
  start_state: { request: Nothing; response: StartState };
  set_up: { request: SetUpRequest; response: SetUpResponse };
  recover: { request: RecoverRequest; response: StartState };
  sign_in: { request: SignInRequest; response: SignInStep };
  give_second_factor: { request: GiveSecondFactorRequest; response: SignInStep };
  set_first_password: { request: SetFirstPasswordRequest; response: SignInStep };
  begin_second_factor: { request: BeginSecondFactorRequest; response: EnrolmentView };
  confirm_second_factor: { request: ConfirmSecondFactorRequest; response: OneTimeCodesView };
  continue_sign_in: { request: Nothing; response: SignInStep };
  give_clinical_key: { request: GiveClinicalKeyRequest; response: SignInStep };
  session: { request: Nothing; response: SessionView | null };
  sign_out: { request: Nothing; response: Nothing };
  change_password: { request: ChangePasswordRequest; response: Nothing };
  new_one_time_codes: { request: NewOneTimeCodesRequest; response: OneTimeCodesView };
  switch_role: { request: SwitchRoleRequest; response: SessionView };
  lock: { request: Nothing; response: Nothing };
  lock_state: { request: Nothing; response: LockView | null };
  unlock: { request: UnlockRequest; response: SessionView };
  locked_board: { request: Nothing; response: number | null };
  report_activity: { request: Nothing; response: Nothing };
  keep_work: { request: KeepWorkRequest; response: Nothing };
  take_work: { request: Nothing; response: KeptWorkView };
  service_status: { request: Nothing; response: ServiceStatusView };
  retry_service: { request: Nothing; response: Nothing };
  todays_patients: { request: Nothing; response: TodayView };
  day_pack: { request: DayPackRequest; response: DayPackView };
  open_patient: { request: OpenPatientRequest; response: PatientView };
  patient_section: { request: SectionRequest; response: SectionUpdate };
  section_sheet: { request: SectionRequest; response: SheetView };
  kept_back_sheet: { request: KeptBackRequest; response: SheetView };
  section_history: { request: SectionRequest; response: HistoryView };
  compare_states: { request: CompareRequest; response: ComparisonView };
  recovery_changes: { request: RecoveryRequest; response: RecoveryChangesView };
  document_sheet: { request: DocumentSheetRequest; response: SheetView };
  document_source: { request: DocumentSourceRequest; response: DocumentSourceView };
  document_attachment: { request: DocumentAttachmentRequest; response: AttachmentView };
  read_file: { request: ReadFileRequest; response: FileReadingView };
  report_painted: { request: PaintedRequest; response: Nothing };
  notes: { request: PersonRequest; response: NotesView };
  write_note: { request: WriteNoteRequest; response: NotesView };
  supersede_note: { request: SupersedeNoteRequest; response: NotesView };
  change_draft: { request: ChangeDraftRequest; response: NotesView };
  discard_draft: { request: DraftRequest; response: NotesView };
  confirm_note: { request: DraftRequest; response: NotesView };
  open_drafts: { request: OpenDraftsRequest; response: OpenDraftsView };
  find_person: { request: FindRequest; response: FoundView };
  consent_board: { request: Nothing; response: BoardView };
  check_number: { request: NumberCheckRequest; response: NumberCheckView };
  add_person: { request: AddPersonRequest; response: PersonView };
  take_in_people: { request: PeopleFileRequest; response: PeopleFileView };
  named_lists: { request: Nothing; response: Array<NamedListView> };
  make_list: { request: MakeListRequest; response: Array<NamedListView> };
  remove_list: { request: ListRequest; response: Array<NamedListView> };
  put_on_list: { request: PutOnListRequest; response: Array<NamedListView> };
  take_off_list: { request: TakeOffListRequest; response: Array<NamedListView> };
  joins: { request: Nothing; response: JoinsView };
  separate_people: { request: SeparateRequest; response: PersonView };
  join_people: { request: JoinPeopleRequest; response: PersonView };
  confirm_name: { request: ConfirmNameRequest; response: Nothing };
  self_test: { request: Nothing; response: SelfTestView };
  last_self_test: { request: Nothing; response: SelfTestView | null };
  upkeep: { request: Nothing; response: UpkeepView };
  plan_key_rotation: { request: Nothing; response: UpkeepView };
  accounts: { request: Nothing; response: Array<AccountView> };
  create_account: { request: CreateAccountRequest; response: AccountView };
  change_account: { request: ChangeAccountRequest; response: AccountView };
  issue_password: { request: IssuePasswordRequest; response: AccountView };
  issue_factor_code: { request: IssueFactorCodeRequest; response: IssuedCodeView };
  free_account: { request: FreeAccountRequest; response: AccountView };
  grants: { request: Nothing; response: GrantsView };
  set_grants: { request: SetGrantsRequest; response: GrantsView };
  site_file: { request: Nothing; response: SiteFileView };
  site_file_export: { request: SiteFileExportRequest; response: SiteFileView };
  site_file_take_in: { request: SiteFileTakeInRequest; response: SiteFileView };
  site_rules: { request: Nothing; response: SiteRulesView };
  set_site_rules: { request: SetSiteRulesRequest; response: SiteRulesView };
  retention_plan: { request: Nothing; response: RetentionPlanView };
  approve_retention: { request: ApproveRetentionRequest; response: RetentionPlanView };
  retirement: { request: Nothing; response: RetirementView };
  export_profile: { request: ExportRequest; response: RetirementView };
  retire: { request: RetireRequest; response: CertificateView };
  begin_anew: { request: Nothing; response: StartState };
  service_profile: { request: Nothing; response: ServiceProfileView | null };
  configure_service: { request: ConfigureServiceRequest; response: ServiceProfileView };
  test_connection: { request: Nothing; response: ConnectionTestView };
  check_answer: { request: CheckAnswerRequest; response: AnswerReportView };
  audit_entries: { request: AuditRequest; response: AuditPageView };
  audit_openings: { request: AuditRequest; response: AuditOpeningsView };
  emergency_state: { request: Nothing; response: EmergencyStateView };
  declare_outage_reading: { request: DeclareOutageReadingRequest; response: EmergencyStateView };
  extend_outage_reading: { request: ExtendOutageReadingRequest; response: EmergencyStateView };
  end_outage_reading: { request: EndEmergencyRequest; response: EmergencyStateView };
  begin_emergency_reading: { request: BeginEmergencyReadingRequest; response: EmergencyStateView };
  end_emergency_reading: { request: EndEmergencyRequest; response: EmergencyStateView };
  service_modes: { request: Nothing; response: ServiceModesView };
  begin_service_mode: { request: BeginServiceModeRequest; response: EmergencyStateView };
  end_service_mode: { request: EndEmergencyRequest; response: EmergencyStateView };
  usage_report: { request: EndEmergencyRequest; response: UsageReportView };
  isolate: { request: IsolateRequest; response: EmergencyStateView };
  emergency_rules: { request: Nothing; response: EmergencyRulesView };
  set_emergency_rules: { request: EmergencyRulesView; response: EmergencyRulesView };
  make_emergency_account: { request: MakeEmergencyAccountRequest; response: EmergencyAccountView };
  return_to_normal: { request: ReturnToNormalRequest; response: EmergencyStateView };
  review_tasks: { request: Nothing; response: Array<ReviewTaskView> };
  record_review: { request: RecordReviewRequest; response: Array<ReviewTaskView> };
  verify_audit: { request: Nothing; response: AuditVerificationView };
  accept_audit_heads: { request: AcceptAuditHeadsRequest; response: AuditVerificationView };
  export_audit: { request: ExportAuditRequest; response: AuditExportView };
  audit_keeping: { request: Nothing; response: AuditKeepingView };
  set_audit_keeping: { request: SetAuditKeepingRequest; response: AuditKeepingView };
  roll_over_audit: { request: RollOverAuditRequest; response: AuditKeepingView };
}
