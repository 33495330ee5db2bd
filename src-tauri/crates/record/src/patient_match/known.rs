use rustc_hash::FxHashSet;

use super::Difference;
use crate::vocabulary::{Gender, Identity, MemberId, PartialDate};

/// What two identities say of the same facts: none where one of them is silent.
pub(super) struct Facts {
    pub(super) number: Option<bool>,
    pub(super) born: Option<bool>,
    pub(super) sex: Option<bool>,
}

/// An identity that others are compared with.
pub(super) struct Known<'i> {
    identity: &'i Identity,
    /// Its numbers in the form for comparing.
    pub(super) numbers: FxHashSet<String>,
}

impl<'i> Known<'i> {
    pub(super) fn of(identity: &'i Identity) -> Self {
        let numbers = identity.member_ids.iter().map(MemberId::normalised);
        Self {
            identity,
            numbers: numbers.collect(),
        }
    }

    pub(super) fn has(&self, number: &MemberId) -> bool {
        !self.numbers.is_empty() && self.numbers.contains(&number.normalised())
    }

    pub(super) fn facts(&self, found: &Identity) -> Facts {
        let one = self.identity;
        Facts {
            number: self.compare_numbers(&found.member_ids),
            born: compare_birth(one.birth_date.as_ref(), found.birth_date.as_ref()),
            sex: compare_gender(one.gender, found.gender),
        }
    }

    fn compare_numbers(&self, found: &[MemberId]) -> Option<bool> {
        if self.numbers.is_empty() || found.is_empty() {
            return None;
        }
        Some(found.iter().any(|number| self.has(number)))
    }
}

impl Facts {
    pub(super) fn difference(&self) -> Option<Difference> {
        [
            (self.number, Difference::MemberId),
            (self.born, Difference::BirthDate),
            (self.sex, Difference::Gender),
        ]
        .into_iter()
        .find_map(|(same, difference)| (same == Some(false)).then_some(difference))
    }
}

fn compare_birth(expected: Option<&PartialDate>, found: Option<&PartialDate>) -> Option<bool> {
    let (expected, found) = (expected?.date_text(), found?.date_text());
    Some(expected.starts_with(found) || found.starts_with(expected))
}

fn compare_gender(expected: Option<Gender>, found: Option<Gender>) -> Option<bool> {
    let (expected, found) = (expected?, found?);
    if expected == Gender::Unknown || found == Gender::Unknown {
        return None;
    }
    Some(expected == found)
}
