use jiff::Timestamp;
use record::vocabulary::PersonId;
use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Desk;
use super::joining::FAMILY;
use crate::moment;

/// A named list (外来, 3階病棟) that lasts over days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedList {
    /// Its number.
    pub id: i64,
    /// Its name, unique.
    pub name: String,
    /// Who is on it, since when, in the order they were put on it.
    pub people: Vec<(PersonId, Timestamp)>,
}

impl Desk {
    /// The lists, in the order they were made.
    ///
    /// # Errors
    /// When the store fails.
    pub fn lists(&self) -> Result<Vec<NamedList>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached("SELECT id, name FROM named_list ORDER BY id")?;
            let lists = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut people = store.prepare_cached(
                "SELECT coalesce(p.joined_into, p.id) AS whose, min(l.since) AS put_at
                 FROM listed l JOIN person p ON p.id = l.person
                 WHERE l.list = ?1 GROUP BY whose ORDER BY put_at, whose",
            )?;
            let mut found = Vec::new();
            for list in lists {
                let (id, name): (i64, String) = list?;
                let mut rows = people.query([id])?;
                let mut listed = Vec::new();
                while let Some(row) = rows.next()? {
                    listed.push((PersonId(row.get(0)?), moment::from_stored(row.get(1)?)?));
                }
                found.push(NamedList {
                    id,
                    name,
                    people: listed,
                });
            }
            Ok(found)
        })
    }

    /// Makes a list and answers its number; the one that has this name, if there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn make_list(&self, name: &str) -> Result<i64, StoreError> {
        self.store.write(|step| {
            let known: Option<i64> = step
                .prepare_cached("SELECT id FROM named_list WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?;
            if let Some(known) = known {
                return Ok(known);
            }
            step.prepare_cached("INSERT INTO named_list (name) VALUES (?1)")?
                .execute([name])?;
            Ok(step.last_insert_rowid())
        })
    }

    /// Takes a list away. The people stay known.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_list(&self, list: i64) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.prepare_cached("DELETE FROM listed WHERE list = ?1")?
                .execute([list])?;
            step.prepare_cached("DELETE FROM named_list WHERE id = ?1")?
                .execute([list])?;
            Ok(())
        })
    }

    /// Puts people on a list, all or none; who is on it already stays where they are.
    ///
    /// # Errors
    /// When the store fails, or there is no such list or person.
    pub fn put_on_list(
        &self,
        list: i64,
        people: &[PersonId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.store.write(|step| {
            let mut put = step.prepare_cached(
                "INSERT INTO listed (list, person, since) VALUES (?1, ?2, ?3)
                 ON CONFLICT (list, person) DO NOTHING",
            )?;
            for person in people {
                put.execute((list, person.0, moment::to_stored(now)))?;
            }
            Ok(())
        })
    }

    /// Takes somebody off a list, and with them whoever was joined with them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn take_off_list(&self, list: i64, person: PersonId) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.prepare_cached(&format!(
                "DELETE FROM listed WHERE person IN {FAMILY} AND list = ?2"
            ))?
            .execute((person.0, list))?;
            Ok(())
        })
    }
}
