use jiff::Timestamp;
use record::view::RowKey;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ChangeCounts;

/// The states (版) a section was in, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HistoryView {
    /// Which section.
    pub category: Category,
    /// Its states; the first is the one that is shown now.
    pub states: Vec<HistoryStateView>,
    /// There are older ones than those listed.
    pub more: bool,
}

/// One state of a section: a new one begins when a new version of a set came, or when the answer's
/// list gained or lost a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HistoryStateView {
    /// Names it, for `compare_states` and `report_painted`.
    pub version: String,
    /// When it came.
    #[ts(type = "string")]
    pub began_at: Timestamp,
    /// Until when the service confirmed it: the moment the next one came, or the as-of of the newest.
    #[ts(type = "string")]
    pub until: Timestamp,
    /// By which way it came, as the store names it (`fhir_rest`, `service_xml`, `import` …); none
    /// when it began without new bytes: a set was no longer returned.
    pub origin: Option<String>,
    /// Rows that differ from the state before it; none for the oldest, or when one of the two can no
    /// longer be read whole.
    pub changes: Option<ChangeCounts>,
    /// It can be compared: nothing of it was deleted or damaged since.
    pub comparable: bool,
    /// When this reader read it, if it is the newest they read.
    #[ts(type = "string | null")]
    pub read_at: Option<Timestamp>,
}

/// Two states of a section side by side: only rows that differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparisonView {
    /// Which section.
    pub category: Category,
    /// The older state.
    pub from: ComparedState,
    /// The newer state.
    pub to: ComparedState,
    /// Added, then changed, then removed.
    pub rows: Vec<ComparisonRowView>,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedState {
    /// Names the state.
    pub version: String,
    /// When it came.
    #[ts(type = "string")]
    pub began_at: Timestamp,
}

/// One row that differs, in finished words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparisonRowView {
    /// Names the row over versions.
    pub key: RowKey,
    /// How it differs.
    pub kind: DifferenceKind,
    /// What the row is called, as sent.
    pub name: String,
    /// What it said; for a changed row only what it no longer says. Absent for an added row.
    pub before: Option<String>,
    /// What it says now; for a changed row only what is new. Absent for a removed row.
    pub after: Option<String>,
}

/// How a row differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// 追加.
    Added,
    /// 変更.
    Changed,
    /// 提供されなくなった.
    Withdrawn,
    /// 取り消し: its set was taken back by its sender.
    Cancelled,
    /// 閲覧期間外の保存分: it left the service's own window; never called withdrawn.
    BeyondWindow,
}
