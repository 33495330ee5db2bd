//! What commands are asked with.

mod accounts;
mod audit;
mod day_pack;
mod emergency;
mod notes;
mod opening;
mod people;
mod sign_in;

use record::view::{AttachmentPlace, RowKey};
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::rules::ReadingAfterEnd;
use crate::view::{LockRulesView, LongTerm, RetentionLimits, SignInRulesView, StalenessLimits};

pub use accounts::{
    ChangeAccountRequest, CreateAccountRequest, FreeAccountRequest, IssueFactorCodeRequest,
    IssuePasswordRequest, SetGrantsRequest, SiteFileExportRequest, SiteFileTakeInRequest,
};
pub use audit::{
    AcceptAuditHeadsRequest, AuditOutcome, AuditRequest, ExportAuditRequest, RollOverAuditRequest,
    SetAuditKeepingRequest,
};
pub use day_pack::DayPackRequest;
pub use emergency::{
    BeginEmergencyReadingRequest, BeginServiceModeRequest, DeclareOutageReadingRequest,
    EndEmergencyRequest, ExtendOutageReadingRequest, IsolateRequest, MakeEmergencyAccountRequest,
    RecordReviewRequest, ReturnToNormalRequest,
};
pub use notes::{
    ChangeDraftRequest, DraftRequest, OpenDraftsRequest, SupersedeNoteRequest, WriteNoteRequest,
};
pub use opening::{OpenPatientRequest, TwoItems};
pub use people::{
    AddPersonRequest, ConfirmNameRequest, JoinPeopleRequest, ListRequest, MakeListRequest,
    NumberCheckRequest, PeopleFileRequest, PutOnListRequest, SeparateRequest, TakeOffListRequest,
};
pub use sign_in::{
    BeginSecondFactorRequest, ChangePasswordRequest, ColleagueRequest, ConfirmSecondFactorRequest,
    GiveClinicalKeyRequest, GiveSecondFactorRequest, NewOneTimeCodesRequest,
    SetFirstPasswordRequest, SignInRequest, SwitchRoleRequest,
};

/// No argument.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Opens a locked screen for the person who sat there.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct UnlockRequest {
    /// The own password.
    pub password: String,
}

/// What a screen is in the middle of (作業中の内容).
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct KeepWorkRequest {
    /// The screen's own text, at most 64 KiB; replaces what was kept before.
    pub work: String,
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
    /// When screens lock by themselves; without it, or for a role that is not named, as before.
    #[serde(default)]
    #[ts(optional)]
    pub lock: Option<LockRulesView>,
    /// How people sign in; without it as before.
    #[serde(default)]
    #[ts(optional)]
    pub sign_in: Option<SignInRulesView>,
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
    /// Categories that are fetched as soon as a consent is there; without it as before.
    #[serde(default)]
    #[ts(optional)]
    pub fetched_ahead: Option<Vec<Category>>,
    /// The desk's board shows the categories of the focused row; without it as before.
    #[serde(default)]
    #[ts(optional)]
    pub board_shows_categories: Option<bool>,
    /// 時刻サーバー (NTP): `host` or `host:port`, an empty text for none; without it as before.
    #[serde(default)]
    #[ts(optional)]
    pub time_server: Option<String>,
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
