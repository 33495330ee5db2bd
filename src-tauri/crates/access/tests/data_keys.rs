//! The keys of the records store, by generation.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{AccessError, ClinicalKeys, DataKeys};
use common::refused;

fn shown(keys: &DataKeys) -> Vec<(u32, [u8; 32])> {
    keys.candidates()
        .map(|key| (key.generation(), *key.key()))
        .collect()
}

fn again(clinical: &ClinicalKeys, keys: &DataKeys) -> DataKeys {
    DataKeys::from_bytes(clinical, &keys.to_bytes().unwrap()).unwrap()
}

#[test]
fn the_derived_key_is_the_first_generation() {
    let clinical = ClinicalKeys::generate().unwrap();
    let first = DataKeys::first(&clinical).unwrap();
    assert_eq!(shown(&first), [(1, *clinical.records_key())]);
    assert!(first.former().is_none());
    assert_eq!(shown(&again(&clinical, &first)), shown(&first));
}

#[test]
fn a_rotation_offers_both_keys_until_it_is_finished() {
    let clinical = ClinicalKeys::generate().unwrap();
    let first = DataKeys::first(&clinical).unwrap();
    let under_way = again(&clinical, &first.begin_rotation().unwrap());
    let both = shown(&under_way);
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].0, 2);
    assert_eq!(both[1], (1, *clinical.records_key()));
    assert_ne!(both[0].1, both[1].1);
    assert_eq!(under_way.former().map(|key| key.generation()), Some(1));

    let finished = again(&clinical, &under_way.finish_rotation().unwrap());
    assert_eq!(shown(&finished), both[..1]);
    let third = again(&clinical, &finished.begin_rotation().unwrap());
    assert_eq!(
        shown(&third).iter().map(|(g, _)| *g).collect::<Vec<_>>(),
        [3, 2]
    );
    assert_eq!(shown(&third)[1], both[0]);
}

/// After a crash the rotation goes on with the keys it began with: a third key would lose one.
#[test]
fn a_rotation_under_way_is_gone_on_with() {
    let clinical = ClinicalKeys::generate().unwrap();
    let begun = DataKeys::first(&clinical)
        .unwrap()
        .begin_rotation()
        .unwrap();
    let again = again(&clinical, &begun).begin_rotation().unwrap();
    assert_eq!(shown(&again), shown(&begun));
    let back = again.give_up_rotation().unwrap();
    assert_eq!(shown(&back), [(1, *clinical.records_key())]);
    assert_eq!(shown(&back.give_up_rotation().unwrap()), shown(&back));
    let next = back.begin_rotation().unwrap();
    assert_ne!(shown(&next)[0].1, shown(&begun)[0].1, "never the same key");
}

#[test]
fn only_the_same_clinical_keys_open_the_file() {
    let clinical = ClinicalKeys::generate().unwrap();
    let begun = DataKeys::first(&clinical)
        .unwrap()
        .begin_rotation()
        .unwrap();
    let bytes = begun.to_bytes().unwrap();
    assert_ne!(bytes, begun.to_bytes().unwrap(), "sealed anew");
    let other = ClinicalKeys::generate().unwrap();
    assert_eq!(
        refused(DataKeys::from_bytes(&other, &bytes)),
        AccessError::WrongKey
    );
    let opened = common::machine().open_file("data-keys", &bytes).map(|_| ());
    assert_eq!(refused(opened), AccessError::NotSealed);
}

#[test]
fn damage_is_told_from_a_newer_version() {
    let clinical = ClinicalKeys::generate().unwrap();
    let bytes = DataKeys::first(&clinical).unwrap().to_bytes().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let newer = text.replacen("\"format\":1", "\"format\":2", 1);
    let read = |text: &str| refused(DataKeys::from_bytes(&clinical, text.as_bytes()));
    assert_eq!(read(&newer), AccessError::TooNew { found: 2 });
    assert_eq!(read(""), AccessError::Unreadable);
    assert_eq!(
        read(&text.replacen("\"sealed\"", "\"more\":1,\"sealed\"", 1)),
        AccessError::Unreadable
    );
    let end = text.len() - 10;
    let flip = if text.as_bytes()[end] == b'A' {
        "B"
    } else {
        "A"
    };
    let mut flipped = text.clone();
    flipped.replace_range(end..=end, flip);
    assert_eq!(read(&flipped), AccessError::WrongKey);
}

#[test]
fn keys_are_not_printed() {
    let clinical = ClinicalKeys::generate().unwrap();
    let begun = DataKeys::first(&clinical)
        .unwrap()
        .begin_rotation()
        .unwrap();
    assert_eq!(
        format!("{begun:?}"),
        "DataKeys(DataKey(2), Some(DataKey(1)))"
    );
}
