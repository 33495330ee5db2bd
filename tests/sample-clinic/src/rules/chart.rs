use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What facilities registered about somebody; also a story that several patients share.
/// `at` is a facility key, `on` and `last` are days from today, other dates as `date::text` reads.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chart {
    pub(crate) conditions: Vec<ConditionRule>,
    pub(crate) allergies: Vec<AllergyRule>,
    pub(crate) infections: Vec<InfectionRule>,
    pub(crate) labs: Vec<LabRule>,
    pub(crate) prescriptions: Vec<PrescriptionRule>,
    pub(crate) checkups: Vec<CheckupRule>,
    /// kg/m2 that this adds to what the person would have.
    pub(crate) bmi: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConditionRule {
    pub(crate) d: String,
    pub(crate) at: String,
    pub(crate) since: String,
    pub(crate) ended: Option<String>,
    /// clinicalStatus of an ended one, `resolved` unless said.
    pub(crate) outcome: Option<String>,
    /// 主病名.
    #[serde(default)]
    pub(crate) main: bool,
    /// 疑い.
    #[serde(default)]
    pub(crate) suspect: bool,
    /// LTS, UNINFORMED or UNDELIVERED.
    pub(crate) tag: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllergyRule {
    pub(crate) a: String,
    pub(crate) at: String,
    pub(crate) on: Option<String>,
    pub(crate) reaction: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) ver: Option<String>,
    #[serde(default)]
    pub(crate) high: bool,
    pub(crate) tag: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InfectionRule {
    pub(crate) at: String,
    pub(crate) on: i32,
    /// Item → 1 陽性, 2 陰性, 3 判定保留.
    pub(crate) items: BTreeMap<String, usize>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabRule {
    pub(crate) at: String,
    pub(crate) last: i32,
    pub(crate) every: i32,
    pub(crate) count: usize,
    /// `status` of the newest report, `final` unless said.
    pub(crate) status: Option<String>,
    /// Item → oldest, previous and newest value in the base unit.
    pub(crate) items: BTreeMap<String, [f64; 3]>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrescriptionRule {
    pub(crate) at: String,
    pub(crate) on: i32,
    /// Given again every so many days, going back in time.
    pub(crate) every: Option<i32>,
    pub(crate) repeat: Option<i32>,
    /// Origins that report every fill, each on its own; unless said the facility's usual one.
    #[serde(default)]
    pub(crate) sources: Vec<String>,
    /// RP groups, each a list of drugs.
    pub(crate) rp: Vec<Vec<Rp>>,
}

/// One drug of an RP group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rp {
    pub(crate) drug: String,
    #[serde(rename = "use")]
    pub(crate) usage: String,
    /// 1回量.
    pub(crate) dose: Option<u32>,
    /// 不均等投与: amount of each time of the day.
    pub(crate) uneven: Option<Vec<u32>>,
    /// Days supplied (内服).
    pub(crate) days: Option<u32>,
    /// Times supplied (頓用).
    pub(crate) times: Option<u32>,
    /// Total amount (外用).
    pub(crate) total: Option<u32>,
    /// Where it is applied (外用).
    pub(crate) site: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckupRule {
    pub(crate) at: String,
    pub(crate) on: i32,
    pub(crate) program: String,
    /// Item → number, answer code, text, `not-performed:why` or `error:why`.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, Value>,
    /// Question → answer code.
    #[serde(default)]
    pub(crate) questions: BTreeMap<String, usize>,
    /// The report was taken back: only its deletion report is there.
    #[serde(default)]
    pub(crate) deleted: bool,
}
