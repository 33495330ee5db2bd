use std::collections::BTreeMap;

use serde::Deserialize;

/// `clinic.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct ClinicRules {
    pub(crate) seed: u64,
    /// Key of our own clinic.
    pub(crate) own: String,
    pub(crate) facilities: BTreeMap<String, Facility>,
    pub(crate) towns: Vec<String>,
    pub(crate) names: Names,
    /// All other flags agree with the range sent.
    pub(crate) contradictions: Vec<Contradiction>,
}

/// A facility and its habits.
#[derive(Debug, Deserialize)]
pub(crate) struct Facility {
    /// 保険医療機関番号, ten digits.
    pub(crate) number: String,
    pub(crate) name: String,
    /// Kanji and kana.
    pub(crate) doctor: [String; 2],
    /// 診療科 code and name.
    pub(crate) department: [String; 2],
    /// Which of an item's two unit conventions it uses: `a` or `b`.
    pub(crate) units: String,
    /// Its reference ranges differ from the common ones by this factor.
    pub(crate) range_scale: f64,
    /// Used the older ranges until three years ago.
    pub(crate) old_ranges: bool,
    /// Sends H/L.
    pub(crate) flags: bool,
    /// Sends reference ranges.
    pub(crate) ranges: bool,
    /// By which way its 処方 reach the service; none: not told.
    pub(crate) source: Option<String>,
}

/// A flag sent against the range sent with it, in the newest report: the viewer must show both as
/// they are. Why the facility does so stands in the data file as `why`.
#[derive(Debug, Deserialize)]
pub(crate) struct Contradiction {
    /// Logical id of the patient.
    pub(crate) patient: String,
    /// Facility key.
    pub(crate) at: String,
    /// Laboratory item.
    pub(crate) item: String,
    /// Code of the interpretation.
    pub(crate) flag: String,
}

/// Names for the patients of a scaled clinic, each kanji and kana.
#[derive(Debug, Deserialize)]
pub(crate) struct Names {
    pub(crate) family: Vec<[String; 2]>,
    pub(crate) male: Vec<[String; 2]>,
    pub(crate) female: Vec<[String; 2]>,
}
