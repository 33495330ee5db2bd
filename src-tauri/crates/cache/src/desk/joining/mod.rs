//! One person under several insured numbers (旧番号), and the way back. A join is never silent: each
//! is remembered, and moves nothing, so that it can be undone.

mod family;
mod join;
mod separate;

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::vocabulary::{MemberId, PersonId};
use rusqlite::{Connection, Row, Transaction};
use vault::StoreError;

use super::Desk;
use crate::{moment, text};

pub(super) use family::{FAMILY, counts_as, family_numbers};
pub use join::JoinRefused;

/// A join (結合) of a number, or of another person found before, with a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Its number.
    pub id: i64,
    /// With whom.
    pub person: PersonId,
    /// Who counts as them since: what was known, or came, under the other numbers.
    pub other: PersonId,
    /// By hand; else a card check brought a new number.
    pub by_hand: bool,
    /// The insured numbers that came with it.
    pub numbers: Vec<MemberId>,
    /// When.
    pub joined_at: Timestamp,
    /// When it was undone.
    pub separated_at: Option<Timestamp>,
}

/// Who counts as whom when records are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// People whose records are this person's as well.
    pub joined: BTreeMap<PersonId, Vec<PersonId>>,
    /// Numbers, normalised, that were separated from a person: what is registered under one of them
    /// is never that person's.
    pub barred: BTreeMap<PersonId, Vec<String>>,
    /// From when until when somebody counted as this person who was separated since: what came then
    /// and names nobody may be either's.
    pub mixed: BTreeMap<PersonId, Vec<(Timestamp, Timestamp)>>,
}

const JOIN: &str =
    "SELECT id, person, other, by_hand, numbers, joined_at, separated_at FROM person_join";

impl Desk {
    /// Joins that stand, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn joins(&self) -> Result<Vec<Join>, StoreError> {
        self.store
            .read(|store| read(store, "WHERE separated_at IS NULL ORDER BY id DESC"))
    }

    /// Joins that nobody has written into the audit yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unlogged_joins(&self) -> Result<Vec<Join>, StoreError> {
        self.store
            .read(|store| read(store, "WHERE NOT logged ORDER BY id"))
    }

    /// The audit holds this join now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_logged(&self, join: i64) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.prepare_cached("UPDATE person_join SET logged = 1 WHERE id = ?1")?
                .execute([join])?;
            Ok(())
        })
    }

    /// Who counts as whom.
    ///
    /// # Errors
    /// When the store fails.
    pub fn kinship(&self) -> Result<Kinship, StoreError> {
        self.store.read(|store| {
            let mut kinship = Kinship::default();
            let mut joined = store.prepare_cached(
                "SELECT joined_into, id FROM person WHERE joined_into IS NOT NULL ORDER BY id",
            )?;
            let mut rows = joined.query([])?;
            while let Some(row) = rows.next()? {
                let (person, other) = (PersonId(row.get(0)?), PersonId(row.get(1)?));
                kinship.joined.entry(person).or_default().push(other);
            }
            let mut barred = store.prepare_cached(
                "SELECT person, normalised FROM barred_number ORDER BY person, normalised",
            )?;
            let mut rows = barred.query([])?;
            while let Some(row) = rows.next()? {
                let person = PersonId(row.get(0)?);
                kinship.barred.entry(person).or_default().push(row.get(1)?);
            }
            for join in read(store, "WHERE separated_at IS NOT NULL ORDER BY id")? {
                let mixed = kinship.mixed.entry(join.person).or_default();
                mixed.extend(join.separated_at.map(|end| (join.joined_at, end)));
            }
            Ok(kinship)
        })
    }
}

/// Lets `other` count as `person` from now on.
pub(super) fn attach(
    step: &Transaction<'_>,
    person: PersonId,
    other: PersonId,
    by_hand: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let numbers = own_numbers(step, other)?;
    step.prepare_cached("UPDATE person SET joined_into = ?1 WHERE id = ?2")?
        .execute((person.0, other.0))?;
    // What was barred between the two is theirs in common now.
    step.prepare_cached(&format!(
        "DELETE FROM barred_number WHERE person IN {FAMILY} AND normalised IN
             (SELECT normalised FROM member_number WHERE person IN {FAMILY})"
    ))?
    .execute([person.0])?;
    step.prepare_cached(
        "INSERT INTO person_join (person, other, by_hand, numbers, joined_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        person.0,
        other.0,
        by_hand,
        text::to_stored(&numbers)?,
        moment::to_stored(now),
    ))?;
    Ok(())
}

/// The numbers of one person alone, as sent.
fn own_numbers(step: &Transaction<'_>, person: PersonId) -> Result<Vec<MemberId>, StoreError> {
    let mut query = step.prepare_cached(
        "SELECT as_sent FROM member_number WHERE person = ?1 ORDER BY rank, normalised",
    )?;
    let mut rows = query.query([person.0])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        let number = MemberId::parse(&row.get::<_, String>(0)?);
        numbers.push(number.map_err(|_| StoreError::Damaged)?);
    }
    Ok(numbers)
}

fn read(store: &Connection, which: &str) -> Result<Vec<Join>, StoreError> {
    let mut query = store.prepare_cached(&format!("{JOIN} {which}"))?;
    let mut rows = query.query([])?;
    let mut joins = Vec::new();
    while let Some(row) = rows.next()? {
        joins.push(as_join(row)?);
    }
    Ok(joins)
}

fn as_join(row: &Row<'_>) -> Result<Join, StoreError> {
    let separated: Option<i64> = row.get(6)?;
    Ok(Join {
        id: row.get(0)?,
        person: PersonId(row.get(1)?),
        other: PersonId(row.get(2)?),
        by_hand: row.get(3)?,
        numbers: text::from_stored(&row.get::<_, String>(4)?)?,
        joined_at: moment::from_stored(row.get(5)?)?,
        separated_at: separated.map(moment::from_stored).transpose()?,
    })
}
