//! The names the FHIR REST interface uses, kept as data because the official ones are not public.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::view::PrescriptionOrigin;
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
    /// Where the service had a 処方 from, by `meta.source`. FHIR defines the element; the URIs are
    /// ours, because the official layouts are not public.
    pub(crate) prescription_sources: BTreeMap<String, PrescriptionOrigin>,
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

    /// The origin that this `meta.source` stands for; none when we do not know the URI. A server
    /// may add `#` and an id of its own.
    pub(crate) fn prescription_origin(&self, source: &str) -> Option<PrescriptionOrigin> {
        let uri = source.split('#').next().unwrap_or(source);
        self.prescription_sources.get(uri).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_has_a_consent_code() {
        let names = FhirRestNames::get();
        for category in Category::WITH_DOCUMENTS {
            let code = names.consent_codes.get(category.as_str()).unwrap();
            assert_eq!(names.category(code), Some(category));
        }
        assert!(names.reception_codes.contains_key("card"));
        assert!(names.consent_policy_codes.contains_key("switched_off"));
        assert_eq!(names.prescription_sources.len(), 4);
        assert_eq!(
            names.prescription_origin("http://clins.invalid/source/receipt#17"),
            Some(PrescriptionOrigin::Receipt)
        );
        assert_eq!(names.prescription_origin("http://elsewhere.invalid/"), None);
        assert!(!names.chart_number_system_prefix.is_empty());
    }
}
