//! The names the FHIR REST interface uses, kept as data because the official ones are not public.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::vocabulary::Category;

/// `assets/interface/fhir-rest.json`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FhirRestNames {
    /// System of the reception type (card / no card).
    pub(crate) reception_system: String,
    /// Codes in that system, by our name: `card`, `no_card`.
    pub(crate) reception_codes: BTreeMap<String, String>,
    /// System of the consent category.
    pub(crate) consent_system: String,
    /// The service's code per category, by the category's stable name.
    pub(crate) consent_codes: BTreeMap<String, String>,
    /// Codes telling why a consent is inactive, by our name.
    pub(crate) consent_policy_codes: BTreeMap<String, String>,
    /// Prefix of the system of a facility's own patient numbers.
    pub(crate) chart_number_system_prefix: String,
}

static NAMES: LazyLock<FhirRestNames> = LazyLock::new(|| {
    // The file is part of the program and a test reads it; an empty table recognises nothing,
    // which is the safe side.
    serde_json::from_str(include_str!("../../../../assets/interface/fhir-rest.json"))
        .unwrap_or_default()
});

impl FhirRestNames {
    /// The names in use.
    pub(crate) fn get() -> &'static Self {
        &NAMES
    }

    /// The category with this consent code.
    pub(crate) fn category(&self, code: &str) -> Option<Category> {
        let (name, _) = self.consent_codes.iter().find(|(_, c)| *c == code)?;
        Category::from_name(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_has_a_consent_code() {
        let names = FhirRestNames::get();
        for category in Category::ALL {
            let code = names.consent_codes.get(category.as_str()).unwrap();
            assert_eq!(names.category(code), Some(category));
        }
        assert!(names.reception_codes.contains_key("card"));
        assert!(names.consent_policy_codes.contains_key("switched_off"));
        assert!(!names.chart_number_system_prefix.is_empty());
    }
}
