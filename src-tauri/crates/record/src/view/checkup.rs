use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FacilityView, ResultView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 健診 of one patient: an item × report table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckupContent {
    /// The columns, newest first. Deleted reports are listed here and said to be deleted.
    pub reports: Vec<CheckupReportView>,
    /// The rows; each has exactly one cell per report, in the order of `reports`.
    pub rows: Vec<CheckupRow>,
}

/// One 健診結果報告書.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckupReportView {
    /// Names the report over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// The day of examination (Encounter / effective, never Composition.date).
    pub date: Option<PartialDate>,
    /// The date of the document itself.
    pub document_date: Option<PartialDate>,
    /// 健診プログラム as sent or as the table names it: 特定健診, 事業者健診 …
    pub program: String,
    /// Title as sent.
    pub title: Option<String>,
    /// Who examined.
    pub facility: FacilityView,
    /// Author as sent.
    pub author: Option<String>,
    /// Where it stands.
    pub state: ReportState,
    /// メタボ判定, 保健指導レベル, 医師の診断(判定) … in the words sent.
    pub judgements: Vec<CheckupText>,
    /// Another column may be the same checkup by another route (同一の可能性).
    pub possibly_same_as: Option<RowKey>,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Supplied by the newest answer.
    Current,
    /// Not in the newest answer: the last copy is shown.
    NotReturned,
    /// A deletion report came (取り消し): never drawn as results.
    Deleted,
}

/// A labelled text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckupText {
    /// Item name.
    pub label: String,
    /// Value in words.
    pub text: String,
}

/// One item over all reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckupRow {
    /// 同一性項目コード or the item code.
    pub key: RowKey,
    /// Item name as sent with the newest report.
    pub name: String,
    /// Unit, when all cells share it; otherwise each cell carries its own.
    pub unit: Option<String>,
    /// Section it belongs to.
    pub kind: CheckupRowKind,
    /// On the site's fixed list, or flagged in the newest report: never behind a fold.
    pub prominent: bool,
    /// One per report, newest first; none where the report lacks the item.
    pub cells: Vec<Option<CheckupCell>>,
}

/// What kind of item a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckupRowKind {
    /// 検査・計測.
    Examination,
    /// Member of a group such as 心電図 or 眼底 (一連検査グループ).
    Group,
    /// 問診.
    Questionnaire,
    /// 判定・医師の診断.
    Judgement,
    /// 任意追加項目.
    Additional,
}

/// One item in one report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckupCell {
    /// The result as sent.
    pub result: ResultView,
    /// Companion texts (具体的な既往歴, 所見 …).
    pub details: Vec<CheckupText>,
    /// The group heading it stands under (心電図), if any.
    pub group: Option<String>,
}
