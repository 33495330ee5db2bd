use std::collections::HashMap;

use record::vocabulary::Identity;
use unicode_normalization::UnicodeNormalization as _;

/// Who of today shares a kana or a surname with somebody else: both are marked.
#[derive(Debug, Default)]
pub(crate) struct Namesakes {
    kana: HashMap<String, usize>,
    surnames: HashMap<String, usize>,
}

impl Namesakes {
    /// Counts the names of today's arrivals, each person once.
    pub(crate) fn among<'a>(people: impl IntoIterator<Item = &'a Identity>) -> Self {
        let mut counted = Self::default();
        for identity in people {
            if let Some(kana) = folded_kana(identity) {
                *counted.kana.entry(kana).or_default() += 1;
            }
            if let Some(surname) = surname(identity) {
                *counted.surnames.entry(surname).or_default() += 1;
            }
        }
        counted
    }

    /// Somebody else has the same kana.
    pub(crate) fn same_kana(&self, identity: &Identity) -> bool {
        folded_kana(identity).is_some_and(|kana| more_than_one(&self.kana, &kana))
    }

    /// Somebody else has the same surname.
    pub(crate) fn same_surname(&self, identity: &Identity) -> bool {
        surname(identity).is_some_and(|surname| more_than_one(&self.surnames, &surname))
    }
}

fn more_than_one(counts: &HashMap<String, usize>, name: &str) -> bool {
    counts.get(name).is_some_and(|count| *count > 1)
}

/// Width, blanks and small differences of writing do not make another sound.
fn folded_kana(identity: &Identity) -> Option<String> {
    let kana = identity.kana.as_deref()?;
    let folded: String = kana.nfkc().filter(|c| !c.is_whitespace()).collect();
    (!folded.is_empty()).then_some(folded)
}

fn surname(identity: &Identity) -> Option<String> {
    let spelled = identity.kana.as_deref().unwrap_or(&identity.name);
    let first = spelled.split_whitespace().next()?;
    spelled
        .trim()
        .contains(char::is_whitespace)
        .then(|| first.nfkc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, kana: &str) -> Identity {
        Identity {
            name: name.into(),
            kana: Some(kana.into()),
            birth_date: None,
            gender: None,
            member_ids: Vec::new(),
        }
    }

    #[test]
    fn the_same_sound_is_found_across_width_and_blanks() {
        let a = person("牧野 爛漫", "マキノ ランマン");
        let b = person("牧野　蘭万", "ﾏｷﾉ　ﾗﾝﾏﾝ");
        let c = person("牧野 花", "マキノ ハナ");
        let namesakes = Namesakes::among([&a, &b, &c]);
        assert!(namesakes.same_kana(&a) && namesakes.same_kana(&b));
        assert!(!namesakes.same_kana(&c));
        assert!(namesakes.same_surname(&c));
    }

    #[test]
    fn one_person_alone_is_nobodys_namesake() {
        let a = person("寺田 寅彦", "テラダ トラヒコ");
        let namesakes = Namesakes::among([&a]);
        assert!(!namesakes.same_kana(&a) && !namesakes.same_surname(&a));
    }
}
