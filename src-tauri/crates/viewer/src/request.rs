//! What commands are asked with.

use access::Role;
use record::view::{AttachmentPlace, RowKey};
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::rules::ReadingAfterEnd;
use crate::view::{LongTerm, RetentionLimits, StalenessLimits};

/// No argument.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Sign in with account and password; the second factor will stand beside them.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SignInRequest {
    /// Account name.
    pub account: String,
    /// Password.
    pub password: String,
}

/// A new account.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CreateAccountRequest {
    /// Account name, unique, personal.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// 職員番号.
    pub staff_number: String,
    /// Its role.
    pub role: Role,
    /// First password.
    pub password: String,
    /// The printed recovery key: needed for roles that read clinical content, because only it or a
    /// clinical user's password opens the clinical key.
    pub recovery_key: Option<String>,
}

/// What the screens keep back and a doctor may open on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptBack {
    /// 未提供 (提供対象外).
    Undelivered,
    /// 取り消し: what the sender took back.
    Cancelled,
}

/// A section's contents that are kept back otherwise; the act is written down.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct KeptBackRequest {
    /// Whose.
    pub person: PersonId,
    /// Of which section.
    pub category: Category,
    /// Which of them.
    pub kept_back: KeptBack,
}

/// First run: the administrator's account and the one rule that must not be set silently.
/// Answers the recovery key, once.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SetUpRequest {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// 職員番号.
    pub staff_number: String,
    /// Password.
    pub password: String,
    /// May a held copy be read after its consent has ended?
    pub reading_after_end: ReadingAfterEnd,
}

/// Answer to the first run.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SetUpResponse {
    /// To be printed and kept in a safe; shown once, stored nowhere.
    pub recovery_key: String,
}

/// The printed recovery key (復旧キー), to open this profile where its machine secret is lost.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct RecoverRequest {
    /// As typed from the print.
    pub recovery_key: String,
}

/// Where the service is and who we are to it. PEM texts.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ConfigureServiceRequest {
    /// Base URL, https only.
    pub base_url: String,
    /// The only root we trust for it.
    pub ca_pem: String,
    /// Our client certificate with its chain.
    pub client_certificate_pem: String,
    /// Its private key; stored encrypted, never shown again.
    pub client_key_pem: String,
    /// Allow TLS 1.2 with ECDHE + AEAD besides 1.3.
    pub allow_tls12: bool,
}

/// Names a person.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct PersonRequest {
    /// Who.
    pub person: PersonId,
    /// Found by searching, and name and birth date were confirmed; written down as such.
    #[serde(default)]
    #[ts(optional)]
    pub by_search: Option<bool>,
}

/// Names one section of a person.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct SectionRequest {
    /// Who.
    pub person: PersonId,
    /// Which section.
    pub category: Category,
}

/// Names two states of a section to be compared.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CompareRequest {
    /// Who.
    pub person: PersonId,
    /// Which section.
    pub category: Category,
    /// The older one: `HistoryStateView::version`.
    pub from: String,
    /// The newer one.
    pub to: String,
}

/// What to find people by: kana, name, chart number, insured number, birth date.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FindRequest {
    /// As typed so far.
    pub text: String,
}

/// What is different after an outage.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct RecoveryRequest {
    /// Name the patients and sections, and write down that they were shown; else only count them.
    #[serde(default)]
    #[ts(optional)]
    pub list: Option<bool>,
}

/// What the site decides (施設の規則).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetSiteRulesRequest {
    /// May a held copy be read after its consent has ended?
    pub reading_after_end: ReadingAfterEnd,
    /// Minutes without input until the screen locks itself, 1 to 60.
    #[ts(type = "number")]
    pub auto_lock_minutes: u32,
    /// Limits of categories; one that is not named keeps its own.
    pub staleness: Vec<StalenessLimits>,
    /// How long categories are kept; one that is not named keeps its own.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<RetentionLimits>>")]
    pub retention: Vec<RetentionLimits>,
    /// How long 長期保存 is kept; without it as before.
    #[serde(default)]
    #[ts(optional)]
    pub long_term: Option<LongTerm>,
}

/// Approves the plan with this name (`RetentionPlan::id`).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ApproveRetentionRequest {
    /// Its name.
    pub plan: String,
}

/// Plans a copy to be taken away (持ち出し用の写し).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportRequest {
    /// An absolute path: in this folder a new one is made for the copy.
    pub folder: String,
}

/// Ends the use of this PC for ever.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct RetireRequest {
    /// 利用終了, typed by hand.
    pub word: String,
    /// The administrator's password, once more.
    pub password: String,
    /// The printed recovery key: shows that the copy can be opened with it.
    pub recovery_key: String,
    /// Where the certificate is saved besides; beside the copy when empty.
    pub certificate_folder: String,
    /// Known and wanted: the copy lacks answers that this PC has lost.
    #[serde(default)]
    pub without_missing: bool,
}

/// Names one document of a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DocumentSheetRequest {
    /// Who.
    pub person: PersonId,
    /// 健診 or 文書.
    pub category: Category,
    /// The key of the report or document in its section.
    pub key: RowKey,
}

/// Asks for the original (原文) of one document, a page at a time.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DocumentSourceRequest {
    /// Who.
    pub person: PersonId,
    /// 健診 or 文書.
    pub category: Category,
    /// The key of the report or document in its section.
    pub key: RowKey,
    /// Which of its parts, counted from 0.
    #[ts(type = "number")]
    pub part: usize,
    /// Where the page begins: 0, or `DocumentSourceView::next` of the page before.
    #[ts(type = "number")]
    pub from: usize,
}

/// Names one file (添付) of a document.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DocumentAttachmentRequest {
    /// Who.
    pub person: PersonId,
    /// 健診 or 文書.
    pub category: Category,
    /// The key of the report or document in its section.
    pub key: RowKey,
    /// As the sheet of the document offered it.
    pub place: AttachmentPlace,
}

/// A received file whose reading is to be looked at.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CheckAnswerRequest {
    /// What it is called; handed back as it is and written nowhere.
    pub name: String,
    /// Its bytes in base64, at most 64 MiB of them.
    pub content: String,
}

/// A file that a doctor reads with a patient open. What it is called stays on the screen.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ReadFileRequest {
    /// The patient who is open here.
    pub person: PersonId,
    /// Its bytes in base64, at most 64 MiB of them.
    pub content: String,
}

/// Sections that were painted, told by the screen after the frame.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaintedRequest {
    /// Whose.
    pub person: PersonId,
    /// Category and version of each painted section.
    pub sections: Vec<PaintedSection>,
}

/// One painted section.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaintedSection {
    /// Which section.
    pub category: Category,
    /// `SectionView::version` of what was painted.
    pub version: String,
}

/// Which audit entries to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct AuditRequest {
    /// Only entries older than this number.
    #[ts(type = "number | null")]
    pub before: Option<u64>,
    /// Only this person.
    pub person: Option<PersonId>,
    /// Only this account.
    pub account: Option<String>,
    /// At most so many.
    #[ts(type = "number")]
    pub limit: u32,
}
