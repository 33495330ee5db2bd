//! Nothing is deleted that has to stay, and what is deleted is gone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

mod common;

use std::fs;
use std::path::Path;

use cache::retention::{
    Item, Plan, Reason, RetentionError, Service, TimeSource, TrustedTime, Windows,
};
use cache::{FetchedSets, NewSet, Part, Records, SetKind};
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{PERSON, assert_glance_is_true, at, document, documents, key, scope};

fn records() -> (TempDir, Records) {
    let folder = TempDir::new().unwrap();
    let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
    (folder, records)
}

/// So many days after the moment that answers begin at.
fn day(days: i64) -> Timestamp {
    at(0) + SignedDuration::from_hours(24 * days)
}

fn trusted(days: i64) -> TrustedTime {
    TrustedTime::carried(TimeSource::Answer, day(days), SignedDuration::ZERO).unwrap()
}

const SIX_YEARS: i64 = 6 * 366;

/// Items as a test writes them: lines of `series id day`, with `!` when lasting and `+` when
/// 長期保存.
fn items(_: Category, parts: &[Part]) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    for part in parts {
        for line in std::str::from_utf8(&part.bytes).ok()?.lines() {
            let mut words = line.split(' ');
            if let (Some(series), Some(id), Some(day)) = (words.next(), words.next(), words.next())
            {
                items.push(Item {
                    series: series.to_owned(),
                    id: id.to_owned(),
                    day: Some(day.parse().ok()?),
                    lasting: line.ends_with('!'),
                    long_term: line.ends_with('+'),
                });
            }
        }
    }
    Some(items)
}

fn plan(records: &Records, days: i64) -> Plan {
    let windows = Windows::shipped().unwrap();
    records
        .retention_plan(&windows, trusted(days), &mut items)
        .unwrap()
}

fn carry_out(records: &Records, plan: &Plan, days: i64) -> Result<usize, RetentionError> {
    let done = records.carry_out(plan, trusted(days), Service::Reachable)?;
    assert_eq!(done.versions, plan.deletions().len());
    assert_eq!((done.people, done.size), (plan.people(), plan.size()));
    Ok(done.sets)
}

fn deleted(plan: &Plan) -> Vec<(&str, Reason)> {
    let deletions = plan.deletions().iter();
    deletions.map(|d| (d.key.as_str(), d.reason)).collect()
}

/// One answer of checkups on a day.
fn on(days: i64, sets: Vec<NewSet>) -> FetchedSets {
    FetchedSets {
        fetched_at: day(days),
        ..documents(0, sets)
    }
}

fn lab(days: i64, text: &str) -> FetchedSets {
    FetchedSets {
        category: Category::Laboratory,
        fetched_at: day(days),
        ..scope(0, text)
    }
}

#[test]
fn what_the_service_stopped_giving_six_years_ago_goes_and_the_newest_set_never() {
    let (_folder, records) = records();
    let both = vec![document("gone", "old"), document("stays", "old too")];
    records.store(&on(0, both)).unwrap();
    records
        .store(&on(1, vec![document("stays", "old too")]))
        .unwrap();
    let other = FetchedSets {
        person: PersonId(8),
        ..on(0, vec![document("never asked again", "x")])
    };
    records.store(&other).unwrap();
    assert!(plan(&records, 4 * 366).deletions().is_empty());
    let plan = plan(&records, SIX_YEARS);
    assert_eq!(deleted(&plan), [("gone", Reason::NotReturned)]);
    assert_eq!((plan.people(), plan.size()), (1, 3));
    assert_eq!(carry_out(&records, &plan, SIX_YEARS), Ok(1));
    let held = records.held(PERSON, Category::Checkup).unwrap();
    let keys: Vec<_> = held.sets.iter().map(|set| set.key.as_str()).collect();
    assert_eq!(keys, ["stays"]);
    let other = records.held(PersonId(8), Category::Checkup).unwrap();
    assert_eq!(other.sets.len(), 1);
}

#[test]
fn an_old_entry_in_the_newest_set_stays() {
    let (_folder, records) = records();
    let allergy = |days, text: &str| FetchedSets {
        category: Category::DrugAllergy,
        fetched_at: day(days),
        ..scope(0, text)
    };
    let anaphylaxis = "allergy anaphylaxis 2019-05-05 !";
    records.store(&allergy(0, anaphylaxis)).unwrap();
    let plan = plan(&records, 20 * 366);
    assert!(plan.deletions().is_empty());
    assert_eq!(carry_out(&records, &plan, 20 * 366), Ok(0));
    let held = records.held(PERSON, Category::DrugAllergy).unwrap();
    assert_eq!(held.sets[0].parts[0].bytes, anaphylaxis.as_bytes());
}

#[test]
fn a_lasting_entry_that_only_an_old_version_holds_stays() {
    let (_folder, records) = records();
    let disease = |days, text: &str| FetchedSets {
        category: Category::Condition,
        fetched_at: day(days),
        ..scope(0, text)
    };
    records
        .store(&disease(0, "disease a 2009-01-01 !\ndisease b 2010-01-01"))
        .unwrap();
    records
        .store(&disease(1, "disease a 2009-01-01 !"))
        .unwrap();
    records.store(&disease(2, "disease c 2020-01-01")).unwrap();
    let plan = plan(&records, SIX_YEARS);
    // The second version holds what must stay; the first one adds only what ended.
    assert_eq!(plan.deletions().len(), 1);
    assert_eq!(plan.deletions()[0].last_carried, day(0));
    assert_eq!((plan.needed(), plan.in_doubt()), (1, 0));
}

#[test]
fn the_last_three_of_each_item_stay_however_old() {
    let (_folder, records) = records();
    let answers = [
        "TP a 2010-01-01",
        "TP b 2011-01-01\nALB x 2011-01-01",
        "TP c 2012-01-01",
        "TP d 2013-01-01",
        "TP e 2014-01-01",
    ];
    for (days, text) in (0..).zip(answers) {
        records.store(&lab(days, text)).unwrap();
    }
    let plan = plan(&records, SIX_YEARS);
    let gone: Vec<_> = plan.deletions().iter().map(|d| d.last_carried).collect();
    // b is the fourth of TP, but its version holds the only ALB.
    assert_eq!(gone, [day(0)]);
    assert_eq!(plan.needed(), 3);
    assert_eq!(plan.deletions()[0].reason, Reason::Replaced);
}

#[test]
fn younger_than_the_wider_of_window_and_keeping_nothing_goes() {
    let (_folder, records) = records();
    for (days, text) in (0..).zip(["TP a 2010-01-01", "TP b 2010-01-02", ""]) {
        records.store(&lab(days, text)).unwrap();
    }
    let year = br#"{"categories":{"laboratory":{"window":{"years":1},"keep":{"days":1}}},
        "long_term":null}"#;
    let windows = Windows::from_json(year).unwrap();
    let count = |days| {
        let plan = records.retention_plan(&windows, trusted(days), &mut items);
        plan.unwrap().deletions().len()
    };
    assert_eq!(count(364), 0);
    assert_eq!(count(370), 2, "no last three in these rules");
    assert!(
        plan(&records, 370).deletions().is_empty(),
        "kept for 5 years"
    );
}

#[test]
fn long_term_and_what_cannot_be_read_stay() {
    let (_folder, records) = records();
    let texts = [
        "disease a 2000-01-01 +",
        "not a day x y",
        "disease c 2020-01-01",
    ];
    for (days, text) in (0..).zip(texts) {
        let answer = FetchedSets {
            category: Category::Condition,
            ..lab(days, text)
        };
        records.store(&answer).unwrap();
    }
    let plan = plan(&records, 20 * 366);
    assert!(plan.deletions().is_empty());
    assert_eq!((plan.needed(), plan.in_doubt()), (1, 1));
}

/// What the set shows of these versions, one a day and then no longer given, before and after
/// whatever may go has gone; and how many of them stay.
fn shown(versions: Vec<NewSet>) -> (SetKind, usize) {
    let (_folder, records) = records();
    let mut days = 0;
    for version in versions {
        records.store(&on(days, vec![version])).unwrap();
        days += 1;
    }
    records.store(&on(days, Vec::new())).unwrap();
    let before = records.held(PERSON, Category::Checkup).unwrap();
    let plan = plan(&records, SIX_YEARS);
    carry_out(&records, &plan, SIX_YEARS).unwrap();
    let after = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(after.sets.len(), 1);
    assert_eq!(after.sets[0].parts, before.sets[0].parts);
    assert!(!after.sets[0].returned);
    let versions = records.versions(PERSON, Category::Checkup).unwrap();
    assert_eq!(plan.needed() + plan.in_doubt(), versions.len());
    (after.sets[0].kind, versions.len())
}

#[test]
fn what_was_taken_back_or_replaced_does_not_come_back_because_something_newer_went() {
    let letter = |text: &str| document("letter", text);
    let taken_back = || NewSet {
        kind: SetKind::Deletion,
        ..letter("")
    };
    let lasting = "letter a 2019-05-05 !";
    assert_eq!(
        shown(vec![letter(lasting), taken_back()]),
        (SetKind::Deletion, 2)
    );
    let in_doubt = "not a day x y";
    assert_eq!(
        shown(vec![letter(in_doubt), taken_back()]),
        (SetKind::Deletion, 2)
    );
    // The newest counts. The deletion in between stays with what it took back; the plain one goes.
    let later = vec![
        letter(lasting),
        taken_back(),
        letter("letter b 2020-01-01"),
        letter("letter c 2020-02-02"),
    ];
    assert_eq!(shown(later), (SetKind::Document, 3));
}

#[test]
fn a_plan_is_refused_when_stale_or_in_an_outage() {
    let (_folder, records) = records();
    let old = |days| on(days, vec![document(&format!("d{days}"), "text")]);
    records.store(&old(0)).unwrap();
    records.store(&old(1)).unwrap();
    let made = plan(&records, SIX_YEARS);
    assert_eq!(made.deletions().len(), 1);
    let outage = records.carry_out(&made, trusted(SIX_YEARS), Service::Outage);
    assert_eq!(outage, Err(RetentionError::Outage));
    assert_eq!(
        carry_out(&records, &made, SIX_YEARS + 1),
        Err(RetentionError::Stale)
    );
    records.store(&old(2)).unwrap();
    assert_eq!(
        carry_out(&records, &made, SIX_YEARS),
        Err(RetentionError::Stale)
    );
    let fresh = plan(&records, SIX_YEARS);
    assert_eq!(carry_out(&records, &fresh, SIX_YEARS), Ok(2));
    assert_eq!(
        carry_out(&records, &fresh, SIX_YEARS),
        Err(RetentionError::Stale),
        "once only"
    );
    let kept = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(kept.sets.len(), 1);
}

#[test]
fn after_a_deletion_the_section_has_a_new_state_that_counts_as_read() {
    let (folder, records) = records();
    let first = records.store(&lab(0, "a")).unwrap().version;
    let second = records.store(&lab(1, "b")).unwrap().version;
    let category = Category::Laboratory;
    for (reader, state) in [("early", &first), ("late", &second)] {
        let noted = records.record_reading(reader, PERSON, category, state, day(1));
        assert!(noted.unwrap());
    }
    let plan = plan(&records, SIX_YEARS);
    assert_eq!(plan.deletions().len(), 1);
    carry_out(&records, &plan, SIX_YEARS).unwrap();
    let now = records.state(PERSON, category).unwrap().unwrap();
    assert_ne!(now.version, second);
    assert_eq!(now.as_of, day(1), "as old as the last answer, not younger");
    let read = |reader| {
        let reading = records.last_reading(reader, PERSON, category);
        reading.unwrap().unwrap().state
    };
    assert_eq!((read("early"), read("late")), (first.clone(), now.version));
    let at = |state: &str| records.held_at(PERSON, category, state).unwrap();
    assert_eq!(at(&first), None, "no longer whole");
    assert_eq!(at(&second).unwrap().sets[0].parts[0].bytes, b"b");
    assert!(records.versions(PERSON, category).unwrap().len() == 1);
    let fetched_again = records.store(&lab(SIX_YEARS, "b")).unwrap();
    assert!(fetched_again.changed.is_empty(), "the same bytes confirm");
    drop(records);
    assert_glance_is_true(&folder.path().join("records.db"));
}

/// Noise that zstd leaves as it is, so that a body can be found in the file.
fn noise(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    (0..60)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(b'!' + (state % 90) as u8)
        })
        .collect()
}

#[test]
fn of_what_was_deleted_no_byte_stays() {
    let (folder, records) = records();
    let sets = |from: u64| {
        let named = (from..from + 40).map(|n| document(&format!("KEYMARK{n:04}"), &noise(n)));
        named.collect::<Vec<_>>()
    };
    records.store(&on(0, sets(0))).unwrap();
    records.store(&on(1, sets(40))).unwrap();
    let seen = |wanted: &str| pages::seen(folder.path(), wanted.as_bytes());
    assert!(seen(&noise(7)) && seen("KEYMARK0007"), "the search works");
    let plan = plan(&records, SIX_YEARS);
    assert_eq!(carry_out(&records, &plan, SIX_YEARS), Ok(40));
    records.close().unwrap();
    for n in 0..40 {
        assert!(!seen(&noise(n)), "body {n}");
        assert!(!seen(&format!("KEYMARK{n:04}")), "key {n}");
    }
    assert!(seen(&noise(47)) && seen("KEYMARK0047"));
}

#[test]
fn what_exists_nowhere_else_is_counted_per_person() {
    let (_folder, records) = records();
    let windows = Windows::shipped().unwrap();
    records.store(&lab(0, "first")).unwrap();
    let all_can_be_fetched = records.exists_nowhere_else(&windows, day(1)).unwrap();
    assert!(all_can_be_fetched.is_empty());
    records.store(&lab(1, "second")).unwrap();
    records
        .store(&on(1, vec![document("d1", "xyz"), document("d2", "-")]))
        .unwrap();
    records.store(&on(2, vec![document("d2", "-")])).unwrap();
    let later = records.exists_nowhere_else(&windows, day(400)).unwrap();
    let mine = &later[&PERSON];
    assert_eq!(
        (mine.not_returned, mine.beyond_window, mine.earlier),
        (1, 1, 1),
        "d1; the newest laboratory set after a year; the first one"
    );
    let size = "xyz".len() + "first".len() + "second".len() + 2 * "second page".len();
    assert_eq!(mine.size, size as u64);
}

/// Looks into the pages of a store as they are under the encryption.
mod pages {
    use super::{Path, fs};
    use aes_gcm::aes::Aes256;
    use aes_gcm::aes::cipher::{Array, BlockCipherDecrypt as _, KeyInit as _};

    const PAGE: usize = 8192;
    /// At the end of each page: 16 bytes that the first block was mixed with, and the checksum.
    const RESERVED: usize = 80;

    pub(super) fn seen(folder: &Path, wanted: &[u8]) -> bool {
        let file = fs::read(folder.join("records.db")).unwrap();
        let log = fs::read(folder.join("records.db-wal")).unwrap_or_default();
        let of_file = file.chunks_exact(PAGE);
        let frames = log.get(32..).unwrap_or_default();
        let of_log = frames.chunks_exact(24 + PAGE).map(|frame| &frame[24..]);
        of_file
            .chain(of_log)
            .any(|page| decrypt(page).windows(wanted.len()).any(|w| w == wanted))
    }

    fn decrypt(page: &[u8]) -> Vec<u8> {
        let cipher = Aes256::new(&Array::from([5; 32]));
        let (content, reserved) = page.split_at(PAGE - RESERVED);
        // The salt at the head of the first page shifts its blocks by one whole block.
        let mut before = &reserved[..16];
        let mut plain = Vec::new();
        for cipher_block in content.chunks_exact(16) {
            let mut block = Array::try_from(cipher_block).unwrap();
            cipher.decrypt_block(&mut block);
            plain.extend(block.iter().zip(before).map(|(b, mix)| b ^ mix));
            before = cipher_block;
        }
        plain
    }
}
