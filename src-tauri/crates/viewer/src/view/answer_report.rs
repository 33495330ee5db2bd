use record::{AnswerKind, Counts, Values};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a received file was read (受信ファイルの確認): no clinical value of it, and not whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnswerReportView {
    /// The name it was asked with.
    pub name: String,
    /// What it is.
    pub kind: AnswerKind,
    /// It could be read.
    pub readable: bool,
    /// It says whom it is about.
    pub patient_stated: bool,
    /// 医療機関番号 of the sender, ten digits.
    pub facility: Option<String>,
    /// Date of the document, when it is written as a date.
    pub document_date: Option<String>,
    /// How many of what it holds.
    pub counts: Counts,
    /// Accounting: `sent = placed + other`.
    pub values: Values,
    /// Where the values of その他の項目 stand, the first of them; `values.other` tells how many.
    pub other: Vec<String>,
    /// What could not be read, or not wholly, the first of them.
    pub problems: Vec<ProblemView>,
    /// How many problems there are.
    #[ts(type = "number")]
    pub problem_count: usize,
    /// The code tables it was read with (コード表の版).
    pub tables: Vec<CodeTableView>,
}

/// One thing that could not be read, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProblemView {
    /// How much it matters.
    pub severity: ProblemSeverity,
    /// Stable code, for the screen to word.
    pub code: String,
    /// Where it is; empty for the whole file.
    pub pointer: String,
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemSeverity {
    /// Worth knowing; nothing is missing.
    Info,
    /// Read, but with a doubt.
    Warning,
    /// Something sent is not shown.
    Error,
}

/// The edition of one code table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CodeTableView {
    /// File name in `assets/tables`.
    pub file: String,
    /// Title in Japanese.
    pub title_ja: String,
    /// Title in English.
    pub title_en: String,
    /// As its source names the edition.
    pub version: String,
    /// Date of the edition, to the month or the day.
    pub date: String,
}
