use std::collections::BTreeMap;

use serde::Deserialize;

/// `checkups.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct CheckupRules {
    pub(crate) programs: BTreeMap<String, Program>,
    /// 報告区分 of the deletion report, per program.
    pub(crate) deletions: BTreeMap<String, [String; 2]>,
    pub(crate) sets: BTreeMap<String, Vec<String>>,
    /// 一連検査グループ: code and name.
    pub(crate) groups: BTreeMap<String, [String; 2]>,
    pub(crate) items: BTreeMap<String, CheckupItem>,
    /// 質問票: item code, name, answer table, usual answer.
    pub(crate) questions: BTreeMap<String, Vec<(String, String, String, usize)>>,
    /// Displays of codes 1, 2, … of each answer table.
    pub(crate) tables: BTreeMap<String, Vec<String>>,
}

/// A 健診 program: codes with their displays.
#[derive(Debug, Deserialize)]
pub(crate) struct Program {
    /// 報告区分.
    pub(crate) category: [String; 2],
    /// 健診プログラムサービスコード.
    pub(crate) event: [String; 2],
    pub(crate) title: String,
    /// Section of results.
    pub(crate) exam: [String; 2],
    /// Section of the questionnaire.
    pub(crate) question: [String; 2],
    pub(crate) sets: Vec<String>,
    pub(crate) questions: String,
}

/// One 健診 item.
#[derive(Debug, Deserialize)]
pub(crate) struct CheckupItem {
    /// 17 digits.
    pub(crate) code: String,
    pub(crate) name: String,
    /// Unit text, UCUM, decimals.
    pub(crate) unit: Option<(String, String, usize)>,
    /// Answer table.
    pub(crate) table: Option<String>,
    /// The answer is ordered (CO).
    #[serde(default)]
    pub(crate) ordinal: bool,
    /// Free text.
    #[serde(default)]
    pub(crate) text: bool,
    /// Free text that is sent when the patient has none of his own.
    pub(crate) default: Option<String>,
    /// The usual value or answer.
    pub(crate) base: Option<f64>,
    /// For men, where it differs.
    pub(crate) base_m: Option<f64>,
    /// Added for every year of age beyond 40.
    #[serde(default)]
    pub(crate) by_age: f64,
    /// How far people differ, as a share of the value.
    #[serde(default = "usual_spread")]
    pub(crate) spread: f64,
    /// The laboratory item that tells the same, and the factor from its base unit.
    pub(crate) lab: Option<(String, f64)>,
    pub(crate) range: Option<[Option<f64>; 2]>,
    /// For men, where it differs.
    pub(crate) range_m: Option<[Option<f64>; 2]>,
    /// Beyond these the number is a limit (LX, HX).
    pub(crate) limits: Option<[f64; 2]>,
    pub(crate) group: Option<String>,
    /// In its group it says why the examination was done (RSON).
    #[serde(default)]
    pub(crate) reason: bool,
    /// Companion free text: code and name.
    pub(crate) detail: Option<[String; 2]>,
}

fn usual_spread() -> f64 {
    0.12
}
