use std::collections::HashMap;

use record::vocabulary::{Identity, PersonId};
use unicode_normalization::UnicodeNormalization as _;

/// Who shares a kana or a surname with somebody else of today: both are marked, and whoever was found
/// by searching as well.
#[derive(Debug, Default)]
pub(crate) struct Namesakes {
    kana: HashMap<String, Vec<PersonId>>,
    surnames: HashMap<String, Vec<PersonId>>,
}

impl Namesakes {
    /// The names of those who are expected today.
    pub(crate) fn among<'a>(people: impl IntoIterator<Item = (PersonId, &'a Identity)>) -> Self {
        let mut named = Self::default();
        for (person, identity) in people {
            if let Some(kana) = folded_kana(identity) {
                named.kana.entry(kana).or_default().push(person);
            }
            if let Some(surname) = surname(identity) {
                named.surnames.entry(surname).or_default().push(person);
            }
        }
        named
    }

    /// Somebody else has the same kana.
    pub(crate) fn same_kana(&self, person: PersonId, identity: &Identity) -> bool {
        folded_kana(identity).is_some_and(|kana| has_another(&self.kana, &kana, person))
    }

    /// Somebody else has the same surname.
    pub(crate) fn same_surname(&self, person: PersonId, identity: &Identity) -> bool {
        surname(identity).is_some_and(|surname| has_another(&self.surnames, &surname, person))
    }
}

fn has_another(named: &HashMap<String, Vec<PersonId>>, name: &str, person: PersonId) -> bool {
    let people = named.get(name);
    people.is_some_and(|people| people.iter().any(|other| *other != person))
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
        let today = [(PersonId(1), &a), (PersonId(2), &b), (PersonId(3), &c)];
        let namesakes = Namesakes::among(today);
        assert!(namesakes.same_kana(PersonId(1), &a) && namesakes.same_kana(PersonId(2), &b));
        assert!(!namesakes.same_kana(PersonId(3), &c));
        assert!(namesakes.same_surname(PersonId(3), &c));
    }

    #[test]
    fn whoever_was_found_by_searching_is_told_from_the_one_namesake_of_today() {
        let a = person("牧野 爛漫", "マキノ ランマン");
        let b = person("牧野　蘭万", "ﾏｷﾉ　ﾗﾝﾏﾝ");
        let namesakes = Namesakes::among([(PersonId(1), &a)]);
        assert!(namesakes.same_kana(PersonId(2), &b) && namesakes.same_surname(PersonId(2), &b));
        assert!(!namesakes.same_kana(PersonId(1), &a));
    }

    #[test]
    fn one_person_alone_is_nobodys_namesake() {
        let a = person("寺田 寅彦", "テラダ トラヒコ");
        let namesakes = Namesakes::among([(PersonId(1), &a)]);
        let one = PersonId(1);
        assert!(!namesakes.same_kana(one, &a) && !namesakes.same_surname(one, &a));
    }
}
