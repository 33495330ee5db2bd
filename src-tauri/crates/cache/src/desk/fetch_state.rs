use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use vault::StoreError;

use super::Desk;
use crate::text;

/// How fetching one category of one person went. No clinical word: it lies in the desk store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchState {
    /// When the last complete answer came.
    pub last_success: Option<Timestamp>,
    /// When it was last tried.
    pub last_attempt: Option<Timestamp>,
    /// Why the last try failed: the fault's stable code.
    pub fault: Option<String>,
    /// End of the consent it was fetched under.
    pub consent_until: Option<Timestamp>,
    /// The answer named the person differently: the desk confirms.
    #[serde(default)]
    pub name_differs: bool,
}

impl Desk {
    /// Notes how fetching went, in place of what was noted before.
    ///
    /// # Errors
    /// When the store fails, or there is no such person.
    pub fn set_fetch_state(
        &self,
        person: PersonId,
        category: Category,
        state: &FetchState,
    ) -> Result<(), StoreError> {
        let state = text::to_stored(state)?;
        self.store.write(|step| {
            step.prepare_cached(
                "INSERT OR REPLACE INTO fetch_state (person, category, state)
                 VALUES (?1, ?2, ?3)",
            )?
            .execute((person.0, category.as_str(), state))?;
            Ok(())
        })
    }

    /// How fetching went, for each category that was ever tried.
    ///
    /// # Errors
    /// When the store fails.
    pub fn fetch_states(
        &self,
        person: PersonId,
    ) -> Result<Vec<(Category, FetchState)>, StoreError> {
        let rows: Vec<(String, String)> = self.store.read(|store| {
            let mut query = store
                .prepare_cached("SELECT category, state FROM fetch_state WHERE person = ?1")?;
            let rows = query.query_map([person.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        rows.into_iter()
            .map(|(category, state)| {
                let category = Category::from_name(&category).ok_or(StoreError::Damaged)?;
                Ok((category, text::from_stored(&state)?))
            })
            .collect()
    }

    /// Of whom something was fetched under a consent that does not end before `now`, to a second.
    ///
    /// # Errors
    /// When the store fails.
    pub fn fetched_under_running_consent(
        &self,
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT DISTINCT person FROM fetch_state
                 WHERE json_extract(state, '$.consent_until') >= ?1 ORDER BY person",
            )?;
            // Both are written alike, so that they sort as text.
            let rows = query.query_map([now.to_string()], |row| row.get(0))?;
            let people: Vec<i64> = rows.collect::<Result<_, _>>()?;
            Ok(people.into_iter().map(PersonId).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use record::vocabulary::{Identity, MemberId};

    use super::*;
    use crate::desk::CardCheckRow;

    #[test]
    fn the_stored_form_is_stable() {
        let state = FetchState {
            last_success: Some(Timestamp::UNIX_EPOCH),
            fault: Some("timeout".to_owned()),
            ..FetchState::default()
        };
        assert_eq!(
            text::to_stored(&state).unwrap(),
            r#"{"last_success":"1970-01-01T00:00:00Z","last_attempt":null,"fault":"timeout","consent_until":null,"name_differs":false}"#
        );
        let without_later_fields =
            r#"{"last_success":null,"last_attempt":null,"fault":null,"consent_until":null}"#;
        assert_eq!(
            text::from_stored::<FetchState>(without_later_fields),
            Ok(FetchState::default())
        );
    }
    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    /// Somebody of whom a section was fetched under a consent with this end.
    fn fetched(desk: &Desk, number: &str, consent_until: Option<Timestamp>) -> PersonId {
        let check = CardCheckRow {
            visit: crate::desk::Visit::default(),
            service_ref: number.to_owned(),
            arrived_at: at(0),
            chart_number: None,
            identity: Identity {
                name: "受付　花子".to_owned(),
                kana: None,
                birth_date: None,
                gender: None,
                member_ids: vec![MemberId::parse(number).unwrap()],
            },
            card: true,
            consents: Vec::new(),
        };
        let day = date(2026, 11, 21);
        desk.record_card_checks(day, &[check], at(0)).unwrap();
        let arrivals = desk.arrivals(day).unwrap();
        let arrival = arrivals.iter().find(|one| one.service_ref == number);
        let person = arrival.unwrap().person;
        let state = FetchState {
            consent_until,
            ..FetchState::default()
        };
        for category in [Category::Condition, Category::Laboratory] {
            desk.set_fetch_state(person, category, &state).unwrap();
        }
        person
    }

    #[test]
    fn who_was_fetched_under_a_running_consent_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let key = vault::StoreKey::new([3; 32]);
        let desk = Desk::create(&folder.path().join("desk.db"), &key).unwrap();
        let long = fetched(&desk, "06139999:12:34:01", Some(at(3600)));
        let short = fetched(&desk, "06139999:12:35:01", Some(at(60)));
        fetched(&desk, "06139999:12:36:01", None);
        let told = |second| desk.fetched_under_running_consent(at(second)).unwrap();
        let mut both = told(0);
        both.sort_by_key(|person| *person == short);
        assert_eq!(both, [long, short]);
        assert_eq!(told(61), [long]);
        assert!(told(3601).is_empty());
    }
}
