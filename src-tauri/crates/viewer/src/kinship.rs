//! Whose records count as whose: people who were joined (結合), and those who were taken apart again.

use cache::desk::Kinship;
use cache::{EarlierVersion, Held, HeldVersion, Part};
use jiff::Timestamp;
use record::stated_patient;
use record::vocabulary::{MemberId, PersonId};

/// Whether anything but this person's own records, all of them, is read for them.
pub(crate) fn concerns(kinship: &Kinship, person: PersonId) -> bool {
    kinship.joined.contains_key(&person) || kinship.barred.contains_key(&person)
}

/// Leaves out of what is held for a person whatever is registered under a number that was separated
/// from them, and what names nobody and came while they were taken for one. Nothing is deleted. Of a
/// set whose newest version is somebody else's, the newest one that is theirs is shown, as not returned
/// by the newest answer.
pub(crate) fn only_own(held: Held, person: PersonId, kinship: &Kinship) -> Held {
    let Some(barred) = kinship.barred.get(&person) else {
        return held;
    };
    let mixed = kinship.mixed.get(&person).map_or(&[][..], Vec::as_slice);
    let others = Others { barred, mixed };
    let before = held.sets.len();
    let newest = held
        .sets
        .iter()
        .map(|set| set.version_id)
        .collect::<Vec<_>>();
    let sets: Vec<HeldVersion> = held
        .sets
        .into_iter()
        .filter_map(|set| own_version(set, &others))
        .collect();
    let unchanged = sets.len() == before
        && sets
            .iter()
            .zip(&newest)
            .all(|(set, version)| set.version_id == *version);
    // An answer about somebody else says nothing of when this person was asked about.
    let as_of = held
        .as_of
        .filter(|as_of| unchanged && !others.came_between(*as_of))
        .or_else(|| sets.iter().map(|set| set.confirmed_at).max());
    Held {
        as_of,
        // Without a set of their own nothing was ever fetched for them, as far as is known.
        version: held.version.filter(|_| as_of.is_some()),
        sets,
        damaged: held.damaged,
    }
}

/// Adds what is held for people who were joined with somebody: sets of a former number.
pub(crate) fn with_joined(held: Held, others: Vec<Held>) -> Held {
    others.into_iter().fold(held, |mut held, other| {
        held.as_of = held.as_of.or(other.as_of);
        held.version = held.version.or(other.version);
        for set in other.sets {
            let key = format!("{} ({})", set.key, held.sets.len());
            let taken = held.sets.iter().any(|known| known.key == set.key);
            held.sets.push(HeldVersion {
                key: if taken { key } else { set.key.clone() },
                returned: false,
                ..set
            });
        }
        held.damaged.extend(other.damaged);
        held
    })
}

/// What is not a person's own though it is held for them.
struct Others<'a> {
    /// Numbers that were separated from them.
    barred: &'a [String],
    /// When somebody else was taken for them.
    mixed: &'a [(Timestamp, Timestamp)],
}

impl Others<'_> {
    /// Parts that came then are somebody else's, or may be.
    fn has(&self, parts: &[Part], came: Timestamp) -> bool {
        let named = stated_numbers(parts);
        if named.is_empty() {
            return self.came_between(came);
        }
        let theirs = |number: &MemberId| self.barred.contains(&number.normalised());
        named.iter().any(theirs)
    }

    fn came_between(&self, came: Timestamp) -> bool {
        let between = |(from, until): &(Timestamp, Timestamp)| *from <= came && came <= *until;
        self.mixed.iter().any(between)
    }
}

fn own_version(mut set: HeldVersion, others: &Others<'_>) -> Option<HeldVersion> {
    set.earlier
        .retain(|earlier| !others.has(&earlier.parts, earlier.fetched_at));
    if !others.has(&set.parts, set.fetched_at) {
        if others.came_between(set.confirmed_at) {
            set.confirmed_at = set.fetched_at;
        }
        return Some(set);
    }
    if set.earlier.is_empty() {
        return None;
    }
    let EarlierVersion {
        version_id,
        kind,
        fetched_at,
        parts,
    } = set.earlier.remove(0);
    Some(HeldVersion {
        version_id,
        kind,
        fetched_at,
        confirmed_at: fetched_at,
        returned: false,
        parts,
        ..set
    })
}

/// The insured numbers that the parts of an answer name. What cannot be read names nobody: it is told
/// as unreadable elsewhere.
pub(crate) fn stated_numbers(parts: &[Part]) -> Vec<MemberId> {
    let stated = parts
        .iter()
        .filter_map(|part| stated_patient(&part.bytes).ok());
    stated
        .flat_map(|stated| {
            let patient = stated.identity.map(|identity| identity.member_ids);
            patient.into_iter().flatten().chain(stated.entry_member_ids)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use cache::SetKind;
    use serde_json::json;

    use super::*;
    use crate::error::ErrorCode;
    use crate::testing::{PASSWORD, call, sign_in, start, with_doctor};

    const OLD: &str = "06139999:12:34:01";
    const NEW: &str = "39131156:あ:7654321:01";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    fn part(number: &str) -> Part {
        let json = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{
                "resourceType":"Patient","name":[{{"text":"見本 花子"}}],"identifier":[
                {{"system":"{}","value":"{number}"}}]}}}}]}}"#,
            MemberId::SYSTEM
        );
        Part {
            content_type: String::new(),
            bytes: json.into_bytes(),
        }
    }

    fn set(number: &str, earlier: &[&str]) -> HeldVersion {
        let earlier = earlier
            .iter()
            .enumerate()
            .map(|(index, number)| EarlierVersion {
                version_id: 5 - i64::try_from(index).unwrap(),
                kind: SetKind::Scope,
                fetched_at: at(-10),
                parts: vec![part(number)],
            });
        HeldVersion {
            key: "Condition".to_owned(),
            kind: SetKind::Scope,
            version_id: 9,
            origin: String::new(),
            profile: String::new(),
            fetched_at: at(0),
            confirmed_at: at(5),
            returned: true,
            fallen_back: false,
            parts: vec![part(number)],
            earlier: earlier.collect(),
        }
    }

    fn held(sets: Vec<HeldVersion>) -> Held {
        Held {
            sets,
            as_of: Some(at(5)),
            version: Some("9".to_owned()),
            damaged: Vec::new(),
        }
    }

    fn separated() -> Kinship {
        let mut kinship = Kinship::default();
        let number = MemberId::parse(NEW).unwrap().normalised();
        kinship.barred.insert(PersonId(1), vec![number]);
        kinship
    }

    /// The desk store behind the program's back.
    fn raw(folder: &tempfile::TempDir, key: &[u8; 32]) -> rusqlite::Connection {
        let path = folder.path().join("profile").join("desk.db");
        let raw = rusqlite::Connection::open(path).unwrap();
        let key = hex::encode(key);
        let opening = format!(
            "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 8192; \
            PRAGMA foreign_keys = OFF;"
        );
        raw.execute_batch(&opening).unwrap();
        raw
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nobody_reads_as_long_as_it_cannot_be_read_whose_records_are_whose() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = with_doctor(&folder).await;
        let rooms = viewer.rooms().unwrap();
        let (key, gone) = (*rooms.machine.desk_key(), rooms.gone());
        call(&seat, "sign_out", json!({})).await.unwrap();
        drop((rooms, seat, viewer));
        gone.cancelled().await;
        let separated = "INSERT INTO person_join VALUES (1, 1, 2, 1, 'nonsense', 0, 1, 1)";
        raw(&folder, &key).execute_batch(separated).unwrap();

        let viewer = start(&folder);
        let seat = viewer.seat();
        let doctor = json!({"account": "doctor", "password": PASSWORD});
        let refused = call(&seat, "sign_in", doctor.clone()).await;
        assert_eq!(refused, Err(ErrorCode::StoreDamaged));
        let rooms = viewer.rooms().unwrap();
        assert!(seat.seated().is_none() && rooms.clinical().is_none());
        // Whoever reads nothing clinical is not kept out.
        sign_in(&seat).await;
        let removed = "DELETE FROM person_join";
        raw(&folder, &key).execute_batch(removed).unwrap();
        call(&seat, "sign_in", doctor).await.unwrap();
        assert!(rooms.clinical().is_some());
    }

    #[test]
    fn what_is_under_a_separated_number_is_left_out_and_the_last_own_version_stands() {
        let shown = only_own(held(vec![set(NEW, &[NEW, OLD])]), PersonId(1), &separated());
        assert_eq!(shown.as_of, Some(at(-10)));
        let own = &shown.sets[0];
        assert_eq!((own.version_id, own.returned), (4, false));
        assert_eq!(own.parts, [part(OLD)]);
        let none = only_own(held(vec![set(NEW, &[])]), PersonId(1), &separated());
        assert_eq!((none.sets.len(), none.as_of, none.version), (0, None, None));
    }

    #[test]
    fn what_names_nobody_and_came_while_two_were_taken_for_one_is_neithers() {
        let nobody = |came: i64| HeldVersion {
            fetched_at: at(came),
            confirmed_at: at(came),
            parts: vec![Part {
                content_type: String::new(),
                bytes: br#"{"resourceType":"Bundle","type":"collection","entry":[]}"#.to_vec(),
            }],
            ..set(OLD, &[])
        };
        let mut kinship = separated();
        kinship.mixed.insert(PersonId(1), vec![(at(-5), at(2))]);
        let between = only_own(held(vec![nobody(0)]), PersonId(1), &kinship);
        assert_eq!((between.sets.len(), between.as_of), (0, None));
        let before = only_own(held(vec![nobody(-9)]), PersonId(1), &kinship);
        assert_eq!(before.sets.len(), 1);
        // Confirmed by an answer about the other: as old as it was before.
        let mut confirmed = held(vec![HeldVersion {
            confirmed_at: at(1),
            ..nobody(-9)
        }]);
        confirmed.as_of = Some(at(1));
        let confirmed = only_own(confirmed, PersonId(1), &kinship);
        assert_eq!(confirmed.as_of, Some(at(-9)));
    }

    #[test]
    fn others_and_their_own_sets_are_untouched() {
        let all = held(vec![set(OLD, &[OLD])]);
        assert_eq!(only_own(all.clone(), PersonId(1), &separated()), all);
        let theirs = held(vec![set(NEW, &[])]);
        assert_eq!(only_own(theirs.clone(), PersonId(2), &separated()), theirs);
    }

    #[test]
    fn sets_of_somebody_joined_stand_beside_the_own_ones_as_no_longer_returned() {
        let both = with_joined(held(vec![set(NEW, &[])]), vec![held(vec![set(OLD, &[])])]);
        assert_eq!(both.sets.len(), 2);
        assert!(both.sets[0].returned && !both.sets[1].returned);
        assert_ne!(both.sets[0].key, both.sets[1].key);
        let alone = with_joined(Held::default(), vec![held(vec![set(OLD, &[])])]);
        assert_eq!(alone.as_of, Some(at(5)));
    }
}
