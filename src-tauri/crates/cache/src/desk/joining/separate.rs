use jiff::Timestamp;
use record::vocabulary::{Identity, PersonId};
use rusqlite::Transaction;
use vault::StoreError;

use super::family::{FAMILY, family_numbers, members};
use super::{JOIN, Join, as_join};
use crate::desk::Desk;
use crate::{moment, text};

impl Desk {
    /// Undoes a join (分ける): who counted as the person is somebody of their own again, and is answered.
    /// Every check they came with is theirs, also those of the time between. What was registered under
    /// the numbers of one is never shown as the other's; nothing is deleted. None when there is no such
    /// join, or it was undone already.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub fn separate(&self, join: i64, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
        let done = self.store.write(|step| {
            let Some(found) = standing(step, join)? else {
                return Ok(None);
            };
            let (person, other) = (found.person, found.other);
            step.prepare_cached("UPDATE person SET joined_into = NULL WHERE id = ?1")?
                .execute([other.0])?;
            bar_each_other(step, person, other)?;
            for one in [person, other] {
                forget_answers(step, one, found.joined_at)?;
            }
            step.prepare_cached("UPDATE person_join SET separated_at = ?2 WHERE id = ?1")?
                .execute((join, moment::to_stored(now)))?;
            Ok(Some((person, other)))
        })?;
        if let Some((person, other)) = done {
            self.follow(&[person, other]);
        }
        Ok(done.map(|(_, other)| other))
    }
}

fn standing(step: &Transaction<'_>, join: i64) -> Result<Option<Join>, StoreError> {
    let mut query =
        step.prepare_cached(&format!("{JOIN} WHERE id = ?1 AND separated_at IS NULL"))?;
    let mut rows = query.query([join])?;
    rows.next()?.map(as_join).transpose()
}

/// From now on nothing under the numbers that only the one has is the other's. Numbers both have tell
/// nobody apart.
fn bar_each_other(
    step: &Transaction<'_>,
    person: PersonId,
    other: PersonId,
) -> Result<(), StoreError> {
    let (mut one, mut two) = (family_numbers(step, person)?, family_numbers(step, other)?);
    let common: Vec<String> = one.iter().filter(|n| two.contains(n)).cloned().collect();
    one.retain(|number| !common.contains(number));
    two.retain(|number| !common.contains(number));
    bar(step, person, &two)?;
    bar(step, other, &one)
}

fn bar(step: &Transaction<'_>, person: PersonId, numbers: &[String]) -> Result<(), StoreError> {
    let mut bar = step.prepare_cached(
        "INSERT INTO barred_number (person, normalised) VALUES (?1, ?2)
         ON CONFLICT (person, normalised) DO NOTHING",
    )?;
    for member in members(step, person)? {
        for number in numbers {
            bar.execute((member.0, number))?;
        }
    }
    for (table, whose) in [("person", "id"), ("arrival", "person")] {
        leave_out(step, table, whose, person, numbers)?;
    }
    Ok(())
}

/// A check that named numbers of both names those alone that are still this person's: by them the
/// service is asked.
fn leave_out(
    step: &Transaction<'_>,
    table: &str,
    whose: &str,
    person: PersonId,
    numbers: &[String],
) -> Result<(), StoreError> {
    let mut query = step.prepare_cached(&format!(
        "SELECT rowid, identity FROM {table} WHERE {whose} IN {FAMILY}"
    ))?;
    let stated: Vec<(i64, String)> = query
        .query_map([person.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut rename = step.prepare_cached(&format!(
        "UPDATE {table} SET identity = ?2 WHERE rowid = ?1"
    ))?;
    for (row, stated) in stated {
        let mut identity: Identity = text::from_stored(&stated)?;
        let named = identity.member_ids.len();
        identity
            .member_ids
            .retain(|number| !numbers.contains(&number.normalised()));
        if identity.member_ids.len() != named {
            rename.execute((row, text::to_stored(&identity)?))?;
        }
    }
    Ok(())
}

/// What was fetched counts as never fetched, and names that answers gave since the join as never given:
/// whose they were is not known.
fn forget_answers(
    step: &Transaction<'_>,
    person: PersonId,
    joined_at: Timestamp,
) -> Result<(), StoreError> {
    step.prepare_cached("DELETE FROM fetch_state WHERE person = ?1")?
        .execute([person.0])?;
    step.prepare_cached("DELETE FROM stated_name WHERE person = ?1 AND seen_at >= ?2")?
        .execute((person.0, moment::to_stored(joined_at)))?;
    Ok(())
}
