use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;

/// What a code of HL7's own code systems is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The Japanese term (ours: HL7 publishes none).
    pub ja: &'static str,
    /// The English display.
    pub en: &'static str,
}

static TERMS: LazyLock<FxHashMap<(&'static str, &'static str), Term>> = LazyLock::new(|| {
    rows(include_str!("../../../../../assets/tables/terms.tsv"))
        .filter_map(|row| match row.as_slice() {
            [system, code, ja, en] => Some(((*system, *code), Term { ja, en })),
            _ => None,
        })
        .collect()
});

/// The term of a code. `of` is the URL of the code system, or for an element of type `code` the
/// element (`Observation.status`), because such an element names no system.
///
/// Kept apart from the answer tables: those hold official displays, which a sent display has to
/// agree with; these are translations, which it need not.
#[must_use]
pub fn term(of: &str, code: &str) -> Option<Term> {
    TERMS.get(&(of, code)).copied()
}

/// Every term with its list and its code.
pub(super) fn terms() -> impl Iterator<Item = (&'static str, &'static str, Term)> {
    TERMS.iter().map(|((of, code), term)| (*of, *code, *term))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_named_by_its_system_or_its_element() {
        let ja = |of, code| term(of, code).map(|t| t.ja);
        let status = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
        assert_eq!(ja(status, "unconfirmed"), Some("疑い"));
        assert_eq!(ja("Patient.gender", "female"), Some("女性"));
        assert_eq!(ja("Immunization.status", "not-done"), Some("未接種"));
        assert_eq!(ja("Procedure.status", "not-done"), Some("未実施"));
        assert_eq!(ja("Procedure.status", "female"), None);
    }

    #[test]
    fn no_code_has_two_terms() {
        let table = include_str!("../../../../../assets/tables/terms.tsv");
        assert_eq!(TERMS.len(), table.lines().count() - 1);
    }
}
