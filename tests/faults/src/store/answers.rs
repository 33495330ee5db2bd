//! Answers that follow from their number, so that whoever knows how many were stored knows every
//! byte that must be there.
//!
//! Three answers open a new section (a *slot*: person and category) each; the fourth brings a newer
//! version of the section before it.

use cache::{FetchedSets, NewSet, Part, SetKind};
use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};

use super::dice::Dice;

const CATEGORIES: i64 = Category::WITH_DOCUMENTS.len() as i64;
/// Bytes of the answers of one patient, by category: 183 kB together, as a real patient has.
const LENGTHS: [usize; 8] = [3_000, 500, 12_000, 2_000, 60_000, 40_000, 43_000, 22_500];
/// Documents of one answer.
const DOCUMENTS: i64 = 4;

/// Answers that fill the eight sections of `patients`.
pub(super) const fn of_patients(patients: i64) -> i64 {
    base(patients * CATEGORIES - 1) + 1
}

/// How many sections the first `count` answers speak of.
pub(super) const fn slots(count: i64) -> i64 {
    if count == 0 { 0 } else { slot(count - 1) + 1 }
}

/// Whose and which section this is.
pub(super) fn section(slot: i64) -> (PersonId, Category) {
    let at = usize::try_from(slot % CATEGORIES).unwrap_or_default();
    let category = Category::WITH_DOCUMENTS
        .get(at)
        .copied()
        .unwrap_or(Category::Document);
    (PersonId(1 + slot / CATEGORIES), category)
}

/// The answers that were stored for this section among the first `count`, newest first.
pub(super) fn stored_for(slot: i64, count: i64) -> impl Iterator<Item = i64> {
    let first = base(slot);
    let second = (slot % 3 == 2).then_some(first + 1);
    second
        .into_iter()
        .chain([first])
        .filter(move |n| *n < count)
}

/// The answer with this number.
pub(super) fn answer(n: i64) -> FetchedSets {
    let (person, category) = section(slot(n));
    let whole = matches!(category, Category::Checkup | Category::Document);
    let sets = if whole {
        (0..DOCUMENTS)
            .map(|document| set(n, &format!("document-{document}"), SetKind::Document))
            .collect()
    } else {
        vec![set(n, category.as_str(), SetKind::Scope)]
    };
    FetchedSets {
        person,
        category,
        origin: "fhir_rest".to_owned(),
        profile: "faults".to_owned(),
        fetched_at: moment(n),
        sets,
        complete_list: true,
    }
}

/// When the answer with this number came: one each second.
pub(super) fn moment(n: i64) -> Timestamp {
    Timestamp::new(1_790_000_000 + n, 7).unwrap_or(Timestamp::MAX)
}

const fn slot(n: i64) -> i64 {
    let place = n % 4;
    n / 4 * 3 + if place == 3 { 2 } else { place }
}

const fn base(slot: i64) -> i64 {
    slot / 3 * 4 + slot % 3
}

fn set(n: i64, key: &str, kind: SetKind) -> NewSet {
    let at = usize::try_from(slot(n) % CATEGORIES).unwrap_or_default();
    let length = LENGTHS.get(at).copied().unwrap_or(1_000);
    let pieces = if kind == SetKind::Document {
        usize::try_from(DOCUMENTS).unwrap_or(1)
    } else {
        1
    };
    NewSet {
        key: key.to_owned(),
        kind,
        parts: vec![Part {
            content_type: "application/fhir+json".to_owned(),
            bytes: text(n, key, length / pieces),
        }],
    }
}

/// Text of which zstd saves about a half, as it does with small FHIR answers.
fn text(n: i64, key: &str, length: usize) -> Vec<u8> {
    let mut bytes = format!("{{\"answer\":{n},\"set\":\"{key}\",\"text\":\"").into_bytes();
    let mut dice = Dice::new(n.unsigned_abs(), key.len() as u64);
    while bytes.len() < length {
        let word = dice.next().to_le_bytes().map(|byte| b'0' + byte % 64);
        bytes.extend_from_slice(&word);
        bytes.extend_from_slice(b" invented");
    }
    bytes.extend_from_slice(b"\"}");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_belongs_to_the_section_that_lists_it() {
        for n in 0..100 {
            assert!(stored_for(slot(n), 100).any(|stored| stored == n), "{n}");
            assert_eq!(section(slot(n)), (answer(n).person, answer(n).category));
        }
        assert_eq!(stored_for(2, 4).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(stored_for(2, 3).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn one_patient_has_the_size_of_a_real_one() {
        let count = of_patients(1);
        let bytes: usize = (0..slots(count))
            .filter_map(|slot| stored_for(slot, count).next())
            .flat_map(|n| answer(n).sets)
            .flat_map(|set| set.parts)
            .map(|part| part.bytes.len())
            .sum();
        assert!((180_000..190_000).contains(&bytes), "{bytes}");
        assert_eq!(slots(count), 8);
    }
}
