use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FacilityView, ReportState, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 文書 of one patient: the list. What a document says is read from the held set itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentContent {
    /// Newest first; undated ones last. Deleted documents are listed and said to be deleted.
    pub documents: Vec<DocumentView>,
}

/// One document as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentView {
    /// Names the document over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// What it is.
    pub kind: DocumentKind,
    /// Title as sent.
    pub title: Option<String>,
    /// The date of the document (Composition.date).
    pub date: Option<PartialDate>,
    /// Who wrote it (紹介元).
    pub facility: FacilityView,
    /// Author as sent.
    pub author: Option<String>,
    /// To whom it is addressed (紹介先), when it says so.
    pub addressee: Option<FacilityView>,
    /// Sections that say something themselves; a mere heading over others is none.
    #[ts(type = "number")]
    pub sections: usize,
    /// Attached files (添付), whether they came with the document or are only pointed to.
    #[ts(type = "number")]
    pub attachments: usize,
    /// It carries a signature (電子署名) or an attester; nothing is said of its validity.
    pub signed: bool,
    /// Where it stands.
    pub state: ReportState,
    /// The key of the held set that is the document.
    pub set_key: String,
    /// Stands for everything the document says, so that a new version under the same head counts as
    /// changed. Good within one run of the program only.
    #[serde(skip)]
    pub fingerprint: u64,
}

/// What kind of document it is, by the type of its Composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 診療情報提供書 (57133-1).
    Referral,
    /// 退院時サマリー (18842-5).
    DischargeSummary,
    /// 患者サマリー (56447-6).
    PatientSummary,
    /// 処方箋 (57833-6).
    Prescription,
    /// Any other, or without a type.
    Other,
}
