//! Numbers of states and versions after a loss. Those that were given out and lost are not given again:
//! screens and the audit log know them as something else.

use rusqlite::Transaction;
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

fn raise(step: &Transaction<'_>, table: &str) -> Result<i64, StoreError> {
    let raised = step.execute(
        "UPDATE sqlite_sequence SET seq = seq + ?2 WHERE name = ?1",
        (table, APART),
    )?;
    if raised == 0 {
        // Nothing was ever stored in it.
        step.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
            (table, APART),
        )?;
    }
    let query = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?1";
    Ok(step.query_row(query, [table], |row| row.get(0))?)
}
