use rusqlite::{Connection, ToSql, params_from_iter};
use vault::StoreError;

use crate::entry::Line;
use crate::filter::Conditions;
use crate::{Audit, AuditError, Entry, EventKind, Filter, Head};

/// An entry with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Number and hash.
    pub head: Head,
    /// The entry.
    pub entry: Entry,
}

/// How often one account opened one patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Openings {
    /// Account name.
    pub account: String,
    /// The person's name, as it was last.
    pub display_name: String,
    /// Openings of the patient.
    pub openings: u64,
    /// Everything else of the patient that was read.
    pub readings: u64,
    /// The number of the newest of them.
    pub newest: u64,
}

impl Audit {
    /// The entries that fit, newest first. Does not check the chain.
    ///
    /// # Errors
    /// When the store, or an entry in it, cannot be read.
    pub fn entries(&self, filter: &Filter) -> Result<Vec<Stored>, AuditError> {
        let rows = self
            .store
            .read(|store| select(store, filter, "1 ORDER BY number DESC", None))?;
        rows.into_iter().map(stored).collect()
    }

    /// The entries that fit and come after this number, oldest first: to go through all of them.
    ///
    /// # Errors
    /// As [`Audit::entries`].
    pub fn entries_after(&self, number: u64, filter: &Filter) -> Result<Vec<Stored>, AuditError> {
        let after = i64::try_from(number).unwrap_or(i64::MAX);
        let rows = self.store.read(|store| {
            let order = "number > ? ORDER BY number ASC";
            select(store, filter, order, Some(&after))
        })?;
        rows.into_iter().map(stored).collect()
    }

    /// How many entries fit, whatever the limit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<u64, AuditError> {
        let conditions = Conditions::of(filter);
        let sql = format!("SELECT count(*) FROM entry WHERE {}", conditions.sql());
        Ok(self.store.read(|store| {
            let values = conditions.values();
            let mut statement = store.prepare_cached(&sql)?;
            Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
        })?)
    }

    /// Who opened the patients the filter names, and how often, most often first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn openings(&self, filter: &Filter) -> Result<Vec<Openings>, AuditError> {
        let readings = Filter {
            kinds: EventKind::READINGS.to_vec(),
            ..filter.clone()
        };
        let conditions = Conditions::of(&readings);
        let opening: Vec<String> = EventKind::OPENINGS
            .iter()
            .map(|kind| format!("'{}'", kind.as_str()))
            .collect();
        let sql = format!(
            "SELECT json_extract(text, '$.actor.account') AS account,
                 json_extract(text, '$.actor.display_name'), max(number),
                 sum(json_extract(text, '$.kind') IN ({})) AS openings, count(*)
             FROM entry WHERE {} AND json_extract(text, '$.outcome') = 'ok'
             AND json_extract(text, '$.actor.account') IS NOT NULL
             GROUP BY account ORDER BY openings DESC, account",
            opening.join(", "),
            conditions.sql()
        );
        Ok(self.store.read(|store| {
            let mut statement = store.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(conditions.values()), |row| {
                let (openings, all): (u64, u64) = (row.get(3)?, row.get(4)?);
                Ok(Openings {
                    account: row.get(0)?,
                    display_name: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                    openings,
                    readings: all.saturating_sub(openings),
                    newest: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?)
    }
}

type Row = (u64, [u8; 32], String);

fn stored((number, hash, text): Row) -> Result<Stored, AuditError> {
    let line: Line<Entry> =
        serde_json::from_str(&text).map_err(|_| AuditError::Unreadable { number })?;
    Ok(Stored {
        head: Head { number, hash },
        entry: line.entry,
    })
}

/// `order` is the last condition and the order; `place` what it asks for.
fn select(
    store: &Connection,
    filter: &Filter,
    order: &str,
    place: Option<&dyn ToSql>,
) -> Result<Vec<Row>, StoreError> {
    let conditions = Conditions::of(filter);
    let sql = format!(
        "SELECT number, hash, text FROM entry WHERE {} AND {order} LIMIT ?",
        conditions.sql()
    );
    let mut values = conditions.values();
    values.extend(place);
    values.push(&filter.limit);
    let mut statement = store.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
