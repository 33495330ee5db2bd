use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One kind of shared information (情報種別) a patient consents to, as the service names them.
///
/// 薬剤アレルギー等 and その他アレルギー等 are consented to separately although both travel as
/// AllergyIntolerance; 感染症 and 検査 likewise as Observation. 健診 follows the consent for 特定健診.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 薬剤アレルギー等 (AllergyIntolerance whose category contains `medication`).
    DrugAllergy,
    /// その他アレルギー等 (every other AllergyIntolerance).
    OtherAllergy,
    /// 傷病名 (Condition).
    Condition,
    /// 感染症 (Observation coded in InfectionLabo).
    Infection,
    /// 検査 (Observation of category laboratory, not an infection).
    Laboratory,
    /// 処方 (MedicationRequest).
    Prescription,
    /// 健診 (健診結果報告書 documents).
    Checkup,
}

impl Category {
    /// All categories, in the order screens show them.
    pub const ALL: [Self; 7] = [
        Self::DrugAllergy,
        Self::OtherAllergy,
        Self::Condition,
        Self::Infection,
        Self::Laboratory,
        Self::Prescription,
        Self::Checkup,
    ];

    /// The stable name under which the category is stored and sent to the screen.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DrugAllergy => "drug_allergy",
            Self::OtherAllergy => "other_allergy",
            Self::Condition => "condition",
            Self::Infection => "infection",
            Self::Laboratory => "laboratory",
            Self::Prescription => "prescription",
            Self::Checkup => "checkup",
        }
    }

    /// The category with this stable name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }
}
