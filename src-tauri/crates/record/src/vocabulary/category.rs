use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One kind of shared information (情報種別), as the service names them.
///
/// 薬剤アレルギー等 and その他アレルギー等 are consented to separately although both travel as
/// AllergyIntolerance; 感染症 and 検査 likewise as Observation. 健診 follows the consent for 特定健診.
/// 文書 are not asked about at the card reader: see [`Category::Document`].
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
    /// 文書 (診療情報提供書, 退院時サマリー, 患者サマリー). Each is addressed to one facility, and
    /// whether that facility may read it (閲覧可 or 閲覧保留) is settled between sender, patient and
    /// service: the consents given at the card reader say nothing of it.
    Document,
}

impl Category {
    /// The categories asked about at the card reader, in the order screens show them. Every count of
    /// consents is over these.
    pub const ALL: [Self; 7] = [
        Self::DrugAllergy,
        Self::OtherAllergy,
        Self::Condition,
        Self::Infection,
        Self::Laboratory,
        Self::Prescription,
        Self::Checkup,
    ];

    /// What is fetched, kept and shown: the seven and 文書.
    pub const WITH_DOCUMENTS: [Self; 8] = [
        Self::DrugAllergy,
        Self::OtherAllergy,
        Self::Condition,
        Self::Infection,
        Self::Laboratory,
        Self::Prescription,
        Self::Checkup,
        Self::Document,
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
            Self::Document => "document",
        }
    }

    /// The category with this stable name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::WITH_DOCUMENTS
            .into_iter()
            .find(|c| c.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_stand_after_the_seven_of_the_card_reader() {
        let (documents, seven) = Category::WITH_DOCUMENTS.split_last().unwrap();
        assert_eq!(
            (*documents, seven),
            (Category::Document, &Category::ALL[..])
        );
        for category in Category::WITH_DOCUMENTS {
            assert_eq!(Category::from_name(category.as_str()), Some(category));
        }
        assert_eq!(Category::from_name("letter"), None);
    }
}
