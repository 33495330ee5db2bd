//! What each reader has read: per opaque reader and section, the newest state that was painted,
//! and the one they knew before it.

use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{Category, PersonId};
use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Records;
use crate::moment;

/// How long the state known before stays the one to compare with, for what must stay 新 a while.
const KEPT_NEW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What one reader has read of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The newest state that was painted for them.
    pub state: String,
    /// When it was painted for the first time.
    pub read_at: Timestamp,
    /// The state they knew before the first change of the last seven days, and when that change
    /// was painted.
    pub former: Option<(String, Timestamp)>,
}

impl Reading {
    /// The state that rows are to be compared with so that a new one stays marked for seven days.
    #[must_use]
    pub fn a_week_ago(&self, now: Timestamp) -> &str {
        match &self.former {
            Some((state, until)) if now.duration_since(*until) < KEPT_NEW => state,
            _ => &self.state,
        }
    }
}

impl Records {
    /// Notes that the state `version` was painted for `reader`. Reports may come out of order: an
    /// older state never takes the place of a newer one. Answers whether this section has that
    /// state at all; if not, nothing is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_reading(
        &self,
        reader: &str,
        person: PersonId,
        category: Category,
        version: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let Ok(state) = version.parse::<i64>() else {
            return Ok(false);
        };
        let a_week_before = at.checked_sub(KEPT_NEW).unwrap_or(Timestamp::MIN);
        self.store.write(|step| {
            // Several changes within seven days are all compared with the state before the first.
            let noted = step
                .prepare_cached(
                    "INSERT INTO reading (reader, person, category, state, read_at)
                     SELECT ?1, person, category, id, ?5 FROM section_state
                     WHERE id = ?4 AND person = ?2 AND category = ?3
                     ON CONFLICT (reader, person, category) DO UPDATE SET
                         former_state = CASE
                             WHEN excluded.state <= state THEN former_state
                             WHEN former_until > ?6 THEN former_state
                             ELSE state END,
                         former_until = CASE
                             WHEN excluded.state <= state THEN former_until
                             WHEN former_until > ?6 THEN former_until
                             ELSE excluded.read_at END,
                         read_at = iif(excluded.state > state, excluded.read_at, read_at),
                         state = max(state, excluded.state)",
                )?
                .execute((
                    reader,
                    person.0,
                    category.as_str(),
                    state,
                    moment::to_stored(at),
                    moment::to_stored(a_week_before),
                ))?;
            Ok(noted > 0)
        })
    }

    /// What this reader has read of the section; none when it was never painted for them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_reading(
        &self,
        reader: &str,
        person: PersonId,
        category: Category,
    ) -> Result<Option<Reading>, StoreError> {
        self.store.read(|store| {
            let kept: Option<(i64, i64, Option<i64>, Option<i64>)> = store
                .prepare_cached(
                    "SELECT state, read_at, former_state, former_until FROM reading
                     WHERE reader = ?1 AND person = ?2 AND category = ?3",
                )?
                .query_row((reader, person.0, category.as_str()), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })
                .optional()?;
            let Some((state, read_at, former_state, former_until)) = kept else {
                return Ok(None);
            };
            let former = match (former_state, former_until) {
                (Some(state), Some(until)) => {
                    Some((state.to_string(), moment::from_stored(until)?))
                }
                _ => None,
            };
            Ok(Some(Reading {
                state: state.to_string(),
                read_at: moment::from_stored(read_at)?,
                former,
            }))
        })
    }
}
