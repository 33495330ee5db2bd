use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};
use vault::StoreError;

use crate::append::{add, newest};
use crate::{Audit, AuditError, Entry, Head, Reason, SignedHead};

/// Where a log begins whose oldest rows were closed off and removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The last row that was removed.
    pub head: Head,
    /// The same, signed by the PC when it was closed off; none when what is kept is no such line.
    pub sealed: Option<SignedHead>,
}

/// The oldest rows that may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last of them.
    pub through: Head,
    /// How many.
    pub rows: u64,
    /// When the oldest was written.
    pub oldest: Timestamp,
}

impl Audit {
    /// Where the log begins; none when it begins with its first row.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn start(&self) -> Result<Option<Start>, AuditError> {
        let row = self.store.read(start)?;
        Ok(row.map(|(head, sealed)| Start {
            head,
            sealed: SignedHead::from_line(&sealed),
        }))
    }

    /// The rows before the first one that is not older than `until`: a gap is never made, and a row
    /// that a wrong clock dated too early goes with its neighbours or not at all.
    ///
    /// # Errors
    /// When the store, or an entry in it, cannot be read.
    pub fn due(&self, until: Timestamp) -> Result<Option<Due>, AuditError> {
        let mut due: Option<Due> = None;
        let mut unreadable = None;
        self.store.read(|store| {
            crate::verify::rows(store, &mut |number, text, hash| {
                let number = u64::try_from(number).unwrap_or(0);
                let Some(at) = moment(text) else {
                    unreadable = Some(number);
                    return false;
                };
                if at >= until {
                    return false;
                }
                let (rows, oldest) = due.map_or((0, at), |due| (due.rows, due.oldest.min(at)));
                due = Some(Due {
                    through: Head {
                        number,
                        hash: *hash,
                    },
                    rows: rows + 1,
                    oldest,
                });
                true
            })
        })?;
        match unreadable {
            Some(number) => Err(AuditError::Unreadable { number }),
            None => Ok(due),
        }
    }

    /// Closes off every row up to `through` and removes them, in one transaction with `entry`, the
    /// row that says so. The chain goes on without a gap from the sealed head.
    ///
    /// # Errors
    /// [`AuditError::NotDue`] when `through` is not a row of this log, or the last one; else as
    /// [`Audit::append`]. Nothing is removed then.
    pub fn roll_over(
        &self,
        entry: &Entry,
        through: Head,
        sealed: &SignedHead,
    ) -> Result<Head, AuditError> {
        let line = sealed.to_line()?;
        let entry = Entry {
            reason: Some(Reason::new("through", Some(&through.to_string()))),
            ..entry.clone()
        };
        let done = self.store.write(|step| {
            if !holds(step, through)? || newest(step)?.number <= through.number {
                return Ok(Err(AuditError::NotDue));
            }
            let Some(head) = add(step, &entry)? else {
                return Ok(Err(AuditError::Entry));
            };
            step.prepare_cached(
                "INSERT INTO start_head (only_row, number, hash, sealed) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (only_row) DO UPDATE SET
                 number = excluded.number, hash = excluded.hash, sealed = excluded.sealed",
            )?
            .execute((through.number, through.hash.as_slice(), &line))?;
            step.prepare_cached("DELETE FROM entry WHERE number <= ?1")?
                .execute([through.number])?;
            Ok(Ok(head))
        })?;
        let head = done?;
        // What was removed is to be in no file any more; a reading in the way only delays that.
        let _ = self.store.checkpoint_whole();
        Ok(head)
    }
}

fn holds(step: &Transaction<'_>, head: Head) -> Result<bool, StoreError> {
    let hash: Option<[u8; 32]> = step
        .prepare_cached("SELECT hash FROM entry WHERE number = ?1")?
        .query_row([head.number], |row| row.get(0))
        .optional()?;
    Ok(hash == Some(head.hash))
}

pub(crate) fn start(store: &Connection) -> Result<Option<(Head, String)>, StoreError> {
    Ok(store
        .prepare_cached("SELECT number, hash, sealed FROM start_head")?
        .query_row([], |row| {
            let head = Head {
                number: row.get(0)?,
                hash: row.get(1)?,
            };
            Ok((head, row.get(2)?))
        })
        .optional()?)
}

#[derive(serde::Deserialize)]
struct Dated {
    at: Timestamp,
}

fn moment(text: &str) -> Option<Timestamp> {
    let dated: Dated = serde_json::from_str(text).ok()?;
    Some(dated.at)
}
