use jiff::civil::Date;
use record::vocabulary::{Identity, PersonId};

use super::Namesakes;
use crate::view::IdentityView;

/// The identity bar of one person.
pub(crate) fn identity_view(
    person: PersonId,
    chart_number: Option<&str>,
    identity: &Identity,
    namesakes: &Namesakes,
    name_differs: bool,
    today: Date,
) -> IdentityView {
    let birth_day = identity.birth_date.as_ref().and_then(|date| date.day());
    IdentityView {
        person,
        chart_number: chart_number.map(str::to_owned),
        name: identity.name.clone(),
        kana: identity.kana.clone(),
        unshown_characters: has_unshown_characters(&identity.name),
        birth_date: identity.birth_date.clone(),
        age_years: birth_day.and_then(|born| age(born, today)),
        gender: identity.gender,
        same_kana: namesakes.same_kana(person, identity),
        same_surname: namesakes.same_surname(person, identity),
        name_differs,
    }
}

/// 「●」 stands for a character the service could not send; a private-use character has no shape
/// on any other PC.
pub(crate) fn has_unshown_characters(name: &str) -> bool {
    name.chars().any(|c| {
        c == '●' || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
    })
}

/// Full years on `today`.
fn age(born: Date, today: Date) -> Option<u8> {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    let years = i32::from(today.year()) - i32::from(born.year()) - i32::from(!had_birthday);
    u8::try_from(years).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(age(date(1930, 6, 28), date(2026, 6, 27)), Some(95));
        assert_eq!(age(date(1930, 6, 28), date(2026, 6, 28)), Some(96));
        assert_eq!(age(date(2026, 11, 22), date(2026, 11, 21)), None);
    }

    #[test]
    fn a_black_dot_and_private_characters_are_noticed_and_rare_kanji_are_not() {
        assert!(has_unshown_characters("●橋 由美子"));
        assert!(has_unshown_characters("\u{E123}田"));
        assert!(!has_unshown_characters("𠮷田 健"));
    }
}
