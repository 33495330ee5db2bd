use rusqlite::{Connection, ToSql};
use vault::StoreError;

use crate::entry::Line;
use crate::{Audit, AuditError, Entry, Head};

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only entries older than this number.
    pub before: Option<u64>,
    /// Only this person.
    pub person: Option<i64>,
    /// Only this account.
    pub account: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// An entry with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Number and hash.
    pub head: Head,
    /// The entry.
    pub entry: Entry,
}

impl Audit {
    /// The entries that fit, newest first. Does not check the chain.
    ///
    /// # Errors
    /// When the store, or an entry in it, cannot be read.
    pub fn entries(&self, filter: &Filter) -> Result<Vec<Stored>, AuditError> {
        let rows = self.store.read(|store| select(store, filter))?;
        rows.into_iter()
            .map(|(number, hash, text)| {
                let line: Line<Entry> =
                    serde_json::from_str(&text).map_err(|_| AuditError::Unreadable { number })?;
                Ok(Stored {
                    head: Head { number, hash },
                    entry: line.entry,
                })
            })
            .collect()
    }
}

type Row = (u64, [u8; 32], String);

fn select(store: &Connection, filter: &Filter) -> Result<Vec<Row>, StoreError> {
    let before = filter
        .before
        .map_or(i64::MAX, |n| i64::try_from(n).unwrap_or(i64::MAX));
    let mut conditions = vec!["number < :before"];
    let mut values: Vec<(&str, &dyn ToSql)> = vec![(":before", &before), (":limit", &filter.limit)];
    // Only the conditions that are asked for, in the words of the indexes: so each is used.
    if let Some(person) = &filter.person {
        conditions.push("json_extract(text, '$.person') = :person");
        values.push((":person", person));
    }
    if let Some(account) = &filter.account {
        conditions.push("json_extract(text, '$.actor.account') = :account");
        values.push((":account", account));
    }
    let sql = format!(
        "SELECT number, hash, text FROM entry WHERE {} ORDER BY number DESC LIMIT :limit",
        conditions.join(" AND ")
    );
    let mut statement = store.prepare_cached(&sql)?;
    let rows = statement.query_map(values.as_slice(), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
