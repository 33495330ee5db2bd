//! What a person is found by.

use record::vocabulary::{Identity, PersonId};
use rusqlite::{Connection, Row};
use vault::{Store, StoreError};
use zeroize::Zeroizing;

use super::birth_date;
use super::fold::fold;
use crate::text;

/// One person with everything they are found by, folded.
pub(super) struct Entry {
    pub(super) person: PersonId,
    pub(super) keys: Vec<Zeroizing<String>>,
}

const PERSON: &str =
    "SELECT id, chart_number, identity, birth_date, joined_into IS NOT NULL FROM person";

/// Everybody, the oldest card check first.
pub(super) fn each(store: &Store, mut take: impl FnMut(Entry)) -> Result<(), StoreError> {
    store.read(|store| {
        let mut query = store.prepare_cached(&format!(
            "{PERSON} WHERE joined_into IS NULL ORDER BY checked_at, id"
        ))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            take(read(store, row)?);
        }
        Ok(())
    })
}

/// This person.
pub(super) fn one(store: &Store, person: PersonId) -> Result<Option<Entry>, StoreError> {
    store.read(|store| {
        let mut query = store.prepare_cached(&format!("{PERSON} WHERE id = ?1"))?;
        let mut rows = query.query([person.0])?;
        rows.next()?.map(|row| read(store, row)).transpose()
    })
}

fn read(store: &Connection, row: &Row<'_>) -> Result<Entry, StoreError> {
    let person = PersonId(row.get(0)?);
    if row.get(4)? {
        // Found as the person they belong to.
        let keys = Vec::new();
        return Ok(Entry { person, keys });
    }
    let mut keys = Vec::new();
    let mut family = store.prepare_cached(&format!(
        "{PERSON} WHERE id = ?1 OR joined_into = ?1 ORDER BY checked_at DESC"
    ))?;
    let mut family = family.query([person.0])?;
    let mut named = false;
    while let Some(row) = family.next()? {
        if !named {
            add_names(row, &mut keys)?;
        }
        named = true;
        add_numbers(store, row, &mut keys)?;
    }
    add_bare(&mut keys);
    keys.retain(|key| !key.is_empty());
    keys.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
    keys.dedup();
    Ok(Entry { person, keys })
}

/// What the newest check calls them.
fn add_names(row: &Row<'_>, keys: &mut Vec<Zeroizing<String>>) -> Result<(), StoreError> {
    let identity: Identity = text::from_stored(&Zeroizing::new(row.get::<_, String>(2)?))?;
    keys.push(fold(&identity.name));
    keys.extend(identity.kana.as_deref().map(fold));
    Ok(())
}

/// Chart number, birth date and insured numbers, former ones too.
fn add_numbers(
    store: &Connection,
    row: &Row<'_>,
    keys: &mut Vec<Zeroizing<String>>,
) -> Result<(), StoreError> {
    let chart: Option<Zeroizing<String>> = row.get::<_, Option<String>>(1)?.map(Zeroizing::new);
    keys.extend(chart.as_deref().map(|chart| fold(chart)));
    let born: Option<String> = row.get(3)?;
    keys.extend(born.map(|date| Zeroizing::new(birth_date::kept(&date))));
    let mut numbers =
        store.prepare_cached("SELECT normalised FROM member_number WHERE person = ?1")?;
    let mut numbers = numbers.query([row.get::<_, i64>(0)?])?;
    while let Some(number) = numbers.next()? {
        add_number(&number.get::<_, String>(0)?, keys);
    }
    Ok(())
}

/// 保険者番号, 記号 and 番号, each for itself and all in one.
fn add_number(normalised: &str, keys: &mut Vec<Zeroizing<String>>) {
    // The branch tells a family apart, but nobody looks for it alone.
    keys.extend(normalised.split(':').take(3).map(fold));
    keys.push(fold(normalised));
}

/// Numbers are typed without the zeros before them.
fn add_bare(keys: &mut Vec<Zeroizing<String>>) {
    let bare: Vec<_> = keys
        .iter()
        .filter(|key| key.starts_with('0') && super::query::is_number(key))
        .map(|key| Zeroizing::new(key.trim_start_matches('0').to_owned()))
        .collect();
    keys.extend(bare);
}
