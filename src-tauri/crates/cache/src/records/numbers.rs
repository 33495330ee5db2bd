//! Numbers of states and versions after a loss. Those that were given out and lost are not given again:
//! screens and the audit log know them as something else.

use rusqlite::{Connection, OptionalExtension, Transaction};
use vault::StoreError;

/// More than can have been lost.
const APART: i64 = 1_000_000;

/// How new numbers follow the present ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// One by one.
    Following,
    /// Far apart, as soon as anything is stored: newer ones were given out that this store lacks.
    ToBeRaised,
    /// They were raised since the store was opened; states up to this one are of before.
    Raised(i64),
}

impl Numbers {
    /// How they are once a step that gives out numbers has been done.
    pub(super) fn settle(self, step: &Transaction<'_>) -> Result<Self, StoreError> {
        if self != Self::ToBeRaised {
            return Ok(self);
        }
        raise(step, "version")?;
        Ok(Self::Raised(raise(step, "section_state")?))
    }

    /// The newest state that may not be told as the present one again: a later one of the same section
    /// may be on a screen.
    pub(super) const fn used_up_to(self) -> i64 {
        match self {
            Self::Following | Self::ToBeRaised => 0,
            Self::Raised(state) => state,
        }
    }
}

/// What counts one by one in a store.
const COUNTED: [&str; 2] = ["version", "section_state"];

/// The last number given out to each of [`COUNTED`].
pub(super) fn given_out(store: &Connection) -> Result<[i64; 2], StoreError> {
    let mut last = [0; 2];
    for (last, table) in last.iter_mut().zip(COUNTED) {
        let query = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?1";
        let found: Option<Option<i64>> = store
            .query_row(query, [table], |row| row.get(0))
            .optional()?;
        *last = found.flatten().unwrap_or(0);
    }
    Ok(last)
}

/// New numbers follow those that another store gave out as well.
pub(super) fn follow(step: &Transaction<'_>, given_out: [i64; 2]) -> Result<(), StoreError> {
    for (last, table) in given_out.into_iter().zip(COUNTED) {
        set(step, table, last, "max(seq, ?2)")?;
    }
    Ok(())
}

fn raise(step: &Transaction<'_>, table: &str) -> Result<i64, StoreError> {
    set(step, table, APART, "seq + ?2")?;
    let query = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?1";
    Ok(step.query_row(query, [table], |row| row.get(0))?)
}

/// Sets the last number given out; `to` says how `value` (`?2`) changes the one there is.
fn set(step: &Transaction<'_>, table: &str, value: i64, to: &str) -> Result<(), StoreError> {
    let update = format!("UPDATE sqlite_sequence SET seq = {to} WHERE name = ?1");
    if step.execute(&update, (table, value))? == 0 {
        // Nothing was ever stored in it.
        step.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
            (table, value),
        )?;
    }
    Ok(())
}
