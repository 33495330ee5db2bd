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
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
