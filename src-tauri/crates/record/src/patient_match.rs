mod known;

use unicode_normalization::UnicodeNormalization;

use crate::stated::StatedPatient;
use crate::vocabulary::Identity;
use known::Known;

/// How an answer's patient stands to the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatientMatch {
    /// The same person.
    Same,
    /// The same number, birth date and sex under another name: a warning for the desk.
    NameDiffers,
    /// Another person: quarantine.
    Other(Difference),
    /// The answer does not say enough to tell.
    NotStated,
}

/// What shows that it is another person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// 被保険者番号.
    MemberId,
    /// 生年月日.
    BirthDate,
    /// 性別.
    Gender,
    /// 氏名, of a file that says too little else (see [`whose`](crate::whose)).
    Name,
    /// The answer is about more than one person, or refers to somebody it does not carry.
    SeveralPatients,
}

/// Compares whom we asked for with whom the answer is about.
///
/// Numbers are compared after NFKC and padding, a former number counts; a birth date of lower
/// precision fits when it is the beginning of the other; an unknown sex says nothing. Numbers by
/// which entries name their patient are compared as well, with a Patient resource and without.
///
/// Entries that name nobody ([`StatedPatient::unnamed_entries`]) are the caller's to judge, except
/// that without a Patient resource they keep the answer from being [`PatientMatch::Same`].
#[must_use]
pub fn match_patient(expected: &Identity, stated: &StatedPatient) -> PatientMatch {
    let known = Known::of(expected);
    if several(stated) || somebody_further(&known, stated) {
        return PatientMatch::Other(Difference::SeveralPatients);
    }
    if let Some(difference) = entry_difference(&known, stated) {
        return PatientMatch::Other(difference);
    }
    let Some(found) = &stated.identity else {
        return if known_by_numbers(expected, stated) {
            PatientMatch::Same
        } else {
            PatientMatch::NotStated
        };
    };
    let facts = known.facts(found);
    if let Some(difference) = facts.difference() {
        return PatientMatch::Other(difference);
    }
    let same_name = plain(&expected.name) == plain(&found.name);
    // Without a number the name is all that ties birth date and sex to one person.
    let known =
        facts.number.is_some() || (facts.born.is_some() && facts.sex.is_some() && same_name);
    match (known, same_name) {
        (false, _) => PatientMatch::NotStated,
        (true, true) => PatientMatch::Same,
        (true, false) => PatientMatch::NameDiffers,
    }
}

/// What shows that two identities are two people; none when nothing does.
pub(crate) fn difference(one: &Identity, other: &Identity) -> Option<Difference> {
    Known::of(one).facts(other).difference()
}

/// A Patient deeper in the answer is somebody else than the one asked for, or than its first.
fn somebody_further(expected: &Known<'_>, stated: &StatedPatient) -> bool {
    let first = stated.identity.as_ref().map(Known::of);
    let known = || std::iter::once(expected).chain(&first);
    let mut further = stated.further.iter();
    further.any(|further| known().any(|one| one.facts(further).difference().is_some()))
}

fn several(stated: &StatedPatient) -> bool {
    let someone_else = || match stated.logical_ids.as_slice() {
        [] => false,
        [id] if id.is_empty() => false,
        [id] => stated
            .patient_refs
            .iter()
            .any(|r| *r != format!("Patient/{id}")),
        _ => true,
    };
    stated.logical_ids.len() > 1 || stated.patient_refs.len() > 1 || someone_else()
}

/// What the numbers in the entries show, when one belongs neither to the person asked for nor to
/// the Patient resource.
fn entry_difference(expected: &Known<'_>, stated: &StatedPatient) -> Option<Difference> {
    let carried = stated.identity.as_ref().map(Known::of);
    let carries = carried.as_ref().is_some_and(|one| !one.numbers.is_empty());
    let known = || std::iter::once(expected).chain(&carried);
    let strangers = stated
        .entry_member_ids
        .iter()
        .filter(|id| !known().any(|one| one.has(id)))
        .count();
    let fitting = stated.entry_member_ids.len() - strangers;
    match strangers {
        0 => None,
        // Beside the stranger there is the Patient, or whoever the other entries name.
        1 if fitting == 0 && !carries => {
            (!expected.numbers.is_empty()).then_some(Difference::MemberId)
        }
        _ => Some(Difference::SeveralPatients),
    }
}

/// Without a Patient resource, numbers that all fit tell the person, unless an entry names its
/// patient in a way that cannot be compared here.
fn known_by_numbers(expected: &Identity, stated: &StatedPatient) -> bool {
    !expected.member_ids.is_empty()
        && !stated.entry_member_ids.is_empty()
        && stated.patient_refs.is_empty()
        && stated.unnamed_entries == 0
}

/// A name for comparing: width and blanks are the same.
pub(crate) fn plain(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Gender, MemberId, PartialDate};

    fn person() -> Identity {
        Identity {
            name: "見本 花子".into(),
            kana: None,
            birth_date: PartialDate::parse("1951-03-09"),
            gender: Some(Gender::Female),
            member_ids: vec![MemberId::parse("06999999:記１２:３４５:01").unwrap()],
        }
    }

    fn stated(identity: Option<Identity>) -> StatedPatient {
        StatedPatient {
            logical_ids: identity.iter().map(|_| "p1".to_owned()).collect(),
            identity,
            patient_refs: vec!["Patient/p1".into()],
            entry_member_ids: Vec::new(),
            unnamed_entries: 0,
            further: Vec::new(),
        }
    }

    /// Entries of a page without a Patient resource, named by these numbers only.
    fn numbered(numbers: &[&str]) -> StatedPatient {
        let parse = |n: &&str| MemberId::parse(n).unwrap();
        StatedPatient {
            patient_refs: Vec::new(),
            entry_member_ids: numbers.iter().map(parse).collect(),
            ..stated(None)
        }
    }

    fn matched(change: impl FnOnce(&mut Identity)) -> PatientMatch {
        let mut found = person();
        change(&mut found);
        match_patient(&person(), &stated(Some(found)))
    }

    #[test]
    fn width_padding_and_blanks_do_not_make_another_person() {
        let same = matched(|p| {
            p.name = "見本　花子".into();
            p.member_ids = vec![MemberId::parse("6999999:記12:345:01").unwrap()];
        });
        assert_eq!(same, PatientMatch::Same);
        let former = matched(|p| {
            p.member_ids
                .insert(0, MemberId::parse("01139999:9:9:00").unwrap());
        });
        assert_eq!(former, PatientMatch::Same);
    }

    #[test]
    fn number_birth_date_or_sex_tells_another_person() {
        let number = matched(|p| p.member_ids = vec![MemberId::parse("06999999:1:2:02").unwrap()]);
        assert_eq!(number, PatientMatch::Other(Difference::MemberId));
        let born = matched(|p| p.birth_date = PartialDate::parse("1951-03-08"));
        assert_eq!(born, PatientMatch::Other(Difference::BirthDate));
        let sex = matched(|p| p.gender = Some(Gender::Male));
        assert_eq!(sex, PatientMatch::Other(Difference::Gender));
        assert_eq!(
            matched(|p| p.birth_date = PartialDate::parse("1951")),
            PatientMatch::Same
        );
    }

    #[test]
    fn a_name_is_only_a_warning_unless_it_is_all_there_is() {
        assert_eq!(
            matched(|p| p.name = "●本 花子".into()),
            PatientMatch::NameDiffers
        );
        let no_number = matched(|p| {
            p.name = "別名".into();
            p.member_ids.clear();
        });
        assert_eq!(no_number, PatientMatch::NotStated);
        assert_eq!(matched(|p| p.member_ids.clear()), PatientMatch::Same);
    }

    #[test]
    fn nobody_and_several() {
        assert_eq!(
            match_patient(&person(), &stated(None)),
            PatientMatch::NotStated
        );
        let mut two = stated(Some(person()));
        two.logical_ids.push("p2".into());
        let several = PatientMatch::Other(Difference::SeveralPatients);
        assert_eq!(match_patient(&person(), &two), several);
        let mut other = stated(Some(person()));
        other.patient_refs = vec!["Patient/p2".into()];
        assert_eq!(match_patient(&person(), &other), several);
        let mut refs = stated(None);
        refs.patient_refs.push("Patient/p2".into());
        assert_eq!(match_patient(&person(), &refs), several);
    }

    #[test]
    fn somebody_deeper_in_the_answer_is_a_second_patient() {
        let with = |change: fn(&mut Identity)| {
            let mut further = person();
            change(&mut further);
            let carried = StatedPatient {
                further: vec![further.clone()],
                ..stated(Some(person()))
            };
            let alone = StatedPatient {
                further: vec![further],
                ..stated(None)
            };
            [carried, alone].map(|stated| match_patient(&person(), &stated))
        };
        let several = PatientMatch::Other(Difference::SeveralPatients);
        let changes: [fn(&mut Identity); 3] = [
            |p| p.member_ids = vec![MemberId::parse("06999999:1:2:02").unwrap()],
            |p| p.birth_date = PartialDate::parse("1951-03-08"),
            |p| p.gender = Some(Gender::Male),
        ];
        for change in changes {
            assert_eq!(with(change), [several; 2]);
        }
        let same = with(|p| p.name = "●本 花子".into());
        assert_eq!(same, [PatientMatch::Same, PatientMatch::NotStated]);
    }

    #[test]
    fn the_numbers_of_the_entries_tell_the_person_or_another_one() {
        const HIS: &str = "6999999:記12:345:01";
        const OTHER: &str = "06999999:9:9:01";
        let several = PatientMatch::Other(Difference::SeveralPatients);
        let other = PatientMatch::Other(Difference::MemberId);
        let matched = |stated: &StatedPatient| match_patient(&person(), stated);
        assert_eq!(matched(&numbered(&[HIS])), PatientMatch::Same);
        assert_eq!(matched(&numbered(&[OTHER])), other);
        assert_eq!(matched(&numbered(&[HIS, OTHER])), several);
        assert_eq!(matched(&numbered(&[OTHER, "06999999:9:8:01"])), several);
        assert_eq!(matched(&numbered(&[])), PatientMatch::NotStated);

        let beside_the_patient = |numbers: &[&str]| StatedPatient {
            entry_member_ids: numbered(numbers).entry_member_ids,
            ..stated(Some(person()))
        };
        assert_eq!(matched(&beside_the_patient(&[HIS])), PatientMatch::Same);
        assert_eq!(matched(&beside_the_patient(&[OTHER])), several);
    }

    #[test]
    fn a_fitting_number_does_not_speak_for_other_entries() {
        let mut refers = numbered(&["06999999:記12:345:01"]);
        refers.patient_refs.push("Patient/p2".into());
        assert_eq!(match_patient(&person(), &refers), PatientMatch::NotStated);
        let mut unnamed = numbered(&["06999999:記12:345:01"]);
        unnamed.unnamed_entries = 1;
        assert_eq!(match_patient(&person(), &unnamed), PatientMatch::NotStated);
        // Nothing to compare with.
        let mut nameless = person();
        nameless.member_ids.clear();
        let named = numbered(&["06999999:9:9:01"]);
        assert_eq!(match_patient(&nameless, &named), PatientMatch::NotStated);
    }
}
