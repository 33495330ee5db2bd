use jiff::Timestamp;
use record::vocabulary::{Category, ConsentState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{IdentityView, SectionView};

/// One opened patient: identity, consent and every section with its own state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PatientView {
    /// The identity bar; content stays blank until it matches.
    pub identity: IdentityView,
    /// Today's consent.
    pub consent: ConsentSummaryView,
    /// One per category, in the order of `Category::WITH_DOCUMENTS`.
    pub sections: Vec<SectionView>,
    /// 「取得済」 only when all consented categories came.
    pub complete: bool,
}

/// Consent over the categories asked about at the card reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConsentSummaryView {
    /// Each category's state.
    pub categories: Vec<ConsentCategoryView>,
    /// The earliest end among the given ones.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
    /// Given now.
    #[ts(type = "number")]
    pub given: usize,
    /// Of how many.
    #[ts(type = "number")]
    pub of: usize,
    /// Of the given ones: fetched at least once under this consent.
    #[ts(type = "number")]
    pub fetched: usize,
}

/// One category's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConsentCategoryView {
    /// Which.
    pub category: Category,
    /// Its state now.
    pub consent: ConsentState,
}
