use std::collections::BTreeMap;

use serde::Deserialize;

/// `laboratory.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct LabRules {
    /// By FHIR識別文字列 (or a local key for items without a code).
    pub(crate) items: BTreeMap<String, LabItem>,
    /// Coded answers: code system and the displays of codes 1, 2, …
    pub(crate) answers: BTreeMap<String, (String, Vec<String>)>,
    /// JLAC10, FHIR識別文字列, local name.
    pub(crate) infections: BTreeMap<String, [String; 3]>,
}

/// Unit text, factor from the base unit, decimals.
type Unit = (String, f64, usize);

/// One item; all numbers in the base unit, which is that of convention `a`.
#[derive(Debug, Deserialize)]
pub(crate) struct LabItem {
    /// JLAC10; none means the item is not standardised.
    pub(crate) code: Option<String>,
    pub(crate) name: String,
    /// Not among the 43 shared items: general JLAC10.
    #[serde(default)]
    pub(crate) general: bool,
    pub(crate) a: Option<Unit>,
    pub(crate) b: Option<Unit>,
    pub(crate) range: Option<[Option<f64>; 2]>,
    /// For men, where it differs.
    pub(crate) range_m: Option<[Option<f64>; 2]>,
    /// Before the range was changed.
    pub(crate) old: Option<[Option<f64>; 2]>,
    /// Beyond these the flag is LL or HH.
    pub(crate) critical: Option<[f64; 2]>,
    /// Smaller values are reported as "< this".
    pub(crate) below: Option<f64>,
    /// Larger values are reported as "> this".
    pub(crate) above: Option<f64>,
    /// How far people differ, as a share of the value; half of it is the scatter of one person.
    #[serde(default = "usual_spread")]
    pub(crate) spread: f64,
    /// Women have this share of what a story tells.
    #[serde(default = "same")]
    pub(crate) female: f64,
    /// Answers from this table instead of numbers.
    pub(crate) coded: Option<String>,
}

fn usual_spread() -> f64 {
    0.08
}

fn same() -> f64 {
    1.0
}
