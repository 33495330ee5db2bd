//! Everything of a person in one reading is what every section says by itself.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

mod common;

use cache::{FetchedSets, Held, NewSet, Records, SetKind};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{PERSON, assert_glance_is_true, at, document, documents, key, scope};

/// The same by the long way: out of the tables, as the state that is the newest.
fn by_the_tables(records: &Records, category: Category) -> Option<Held> {
    let now = records.state(PERSON, category).unwrap()?;
    let held = records.held_at(PERSON, category, &now.version).unwrap()?;
    Some(Held {
        as_of: Some(now.as_of),
        ..held
    })
}

fn assert_whole_is_true(records: &Records) {
    let whole = records.whole_with_earlier(PERSON).unwrap();
    let newest = records.whole(PERSON).unwrap();
    for category in Category::WITH_DOCUMENTS {
        let slowly = by_the_tables(records, category);
        assert_eq!(whole.get(&category), slowly.as_ref());
        let without_earlier = slowly.map(|mut held| {
            held.sets.iter_mut().for_each(|set| set.earlier.clear());
            held
        });
        assert_eq!(newest.get(&category), without_earlier.as_ref());
        let alone = records.held(PERSON, category).unwrap();
        assert_eq!(alone, without_earlier.unwrap_or_default());
    }
}

#[test]
fn a_person_is_read_at_once_as_section_by_section() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    let records = Records::create(&path, &key()).unwrap();
    assert!(records.whole(PERSON).unwrap().is_empty());
    let of_another = FetchedSets {
        person: PersonId(8),
        ..scope(0, "another person")
    };
    records.store(&of_another).unwrap();
    assert!(records.whole(PERSON).unwrap().is_empty());
    let empty = FetchedSets {
        category: Category::Infection,
        sets: Vec::new(),
        ..scope(3, "")
    };
    let without_parts = NewSet {
        parts: Vec::new(),
        ..document("d9", "")
    };
    let deleted = NewSet {
        kind: SetKind::Deletion,
        ..document("d2", "取り消し")
    };
    for answer in [
        empty,
        scope(5, "one"),
        scope(6, "two"),
        // Late, out of a sealed inbox.
        scope(2, "zero"),
        scope(7, "two"),
        documents(1, vec![document("d1", "1"), document("d2", "2")]),
        documents(4, vec![deleted, without_parts]),
        FetchedSets {
            complete_list: false,
            ..documents(9, vec![document("d1", "3")])
        },
    ] {
        records.store(&answer).unwrap();
        assert_whole_is_true(&records);
    }
    let whole = records.whole_with_earlier(PERSON).unwrap();
    assert_eq!(
        whole.keys().collect::<Vec<_>>(),
        [
            &Category::Condition,
            &Category::Infection,
            &Category::Checkup
        ]
    );
    let conditions = &whole[&Category::Condition];
    assert_eq!(conditions.as_of, Some(at(7)));
    assert_eq!(conditions.sets[0].earlier.len(), 2);
    let checkups = &whole[&Category::Checkup];
    let returned: Vec<_> = checkups.sets.iter().map(|set| set.returned).collect();
    assert_eq!((checkups.as_of, returned), (Some(at(4)), vec![true; 3]));
    drop(records);
    assert_glance_is_true(&path);
}

#[test]
fn any_order_of_answers_leaves_the_same_at_once_as_in_the_tables() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    let records = Records::create(&path, &key()).unwrap();
    let mut state: u32 = 7;
    let mut dice = |sides: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % sides
    };
    for _ in 0..60 {
        let second = i64::from(dice(40));
        let sets = (0..dice(4)).map(|_| {
            let name = format!("d{}", dice(5));
            document(&name, &format!("text {}", dice(3)))
        });
        let sets = sets.collect();
        let answer = FetchedSets {
            complete_list: dice(3) > 0,
            ..documents(second, sets)
        };
        records.store(&answer).unwrap();
        assert_whole_is_true(&records);
    }
    drop(records);
    assert_glance_is_true(&path);
}
