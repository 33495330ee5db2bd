use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::rows;
use super::terms::terms;

/// The codes each word stands for, by code system: only of the lists in `term_variants.tsv`.
static WORDS: LazyLock<FxHashMap<&'static str, FxHashMap<String, Vec<&'static str>>>> =
    LazyLock::new(|| {
        let mut words: FxHashMap<_, FxHashMap<String, Vec<_>>> = FxHashMap::default();
        let mut add = |system, code, word: &str| {
            let codes: &mut FxHashMap<String, Vec<&'static str>> = words.entry(system).or_default();
            codes.entry(plain(word)).or_default().push(code);
        };
        let table = include_str!("../../../../../assets/tables/term_variants.tsv");
        let mut systems = Vec::new();
        for row in rows(table) {
            if let [system, code, word] = row.as_slice() {
                add(*system, *code, word);
                systems.push(*system);
            }
        }
        for (system, code, term) in terms().filter(|(system, ..)| systems.contains(system)) {
            for word in [code, term.ja, term.en] {
                add(system, code, word);
            }
        }
        words
    });

/// Whether a display says that another code of the same list was meant. A word nobody knows is no
/// contradiction: displays are worded freely.
pub(crate) fn names_another(system: &str, code: &str, display: &str) -> bool {
    WORDS
        .get(system)
        .and_then(|words| words.get(&plain(display)))
        .is_some_and(|codes| !codes.contains(&code))
}

fn plain(word: &str) -> String {
    let folded = word.nfkc().flat_map(char::to_lowercase);
    folded.filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAG: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    const CONDITION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    const ALLERGY: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
    const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

    #[test]
    fn a_word_of_another_code_is_a_contradiction() {
        for (system, code, display) in [
            (FLAG, "L", "高値"),
            (FLAG, "L", "High"),
            (FLAG, "N", "異常"),
            (FLAG, "NEG", "Positive"),
            (CONDITION, "confirmed", "疑い"),
            (ALLERGY, "unconfirmed", "Confirmed"),
            (ABSENT, "not-performed", "不明"),
        ] {
            assert!(names_another(system, code, display), "{code} {display}");
        }
    }

    #[test]
    fn other_words_for_the_same_are_none() {
        for (system, code, display) in [
            (FLAG, "L", "低値"),
            (FLAG, "L", " LOW "),
            (FLAG, "HX", "高値"),
            (FLAG, "N", "基準範囲内"),
            (FLAG, "L", "要再検"),
            (CONDITION, "confirmed", "確認済み"),
            (CONDITION, "provisional", "疑い"),
            (ALLERGY, "confirmed", "確定"),
            (ABSENT, "error", "測定不能"),
            ("http://elsewhere.invalid", "L", "High"),
        ] {
            assert!(!names_another(system, code, display), "{code} {display}");
        }
    }

    #[test]
    fn every_row_is_of_a_code_that_has_a_term() {
        let table = include_str!("../../../../../assets/tables/term_variants.tsv");
        for row in rows(table) {
            let [system, code, _] = row.as_slice() else {
                panic!("not three cells: {row:?}");
            };
            assert!(
                super::super::term(system, code).is_some(),
                "{system} {code}"
            );
        }
    }
}
