use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension};
use vault::StoreError;

use crate::chain::Walk;
use crate::roll_over::start;
use crate::{Audit, AuditError, Head};

/// What checking the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Rows up to this number were closed off and removed; 0 when none were.
    pub start: u64,
    /// Entries that fit.
    pub checked: u64,
    /// The first number at which the chain, or a head kept elsewhere, does not fit; none when it is
    /// whole.
    pub broken_at: Option<u64>,
    /// In which way.
    pub how: Option<Break>,
    /// The first number that may be concerned: `broken_at`, or less where only a head tells.
    pub since: Option<u64>,
    /// How each known head stands to the chain, in the order in which they were given.
    pub heads: Vec<HeadFit>,
}

/// In which way a chain does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// A row was removed here.
    Missing,
    /// A row of another place stands here: put in, or moved.
    Moved,
    /// The row was changed.
    Changed,
    /// The row cannot be read: a page of the store is damaged.
    Unreadable,
    /// The chain ends before here: its end was cut off, or an older file was put in its place.
    Cut,
    /// Everything fits together, but not with a head kept elsewhere: it was written anew.
    Rewritten,
    /// Rows before the beginning are gone, and no row says that they were closed off.
    StartUnproven,
}

/// How a head that was kept elsewhere stands to the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadFit {
    /// The chain holds it.
    Fits,
    /// The chain holds another row under its number.
    Differs,
    /// The chain ends before it.
    Beyond,
    /// It lies before the rows that were closed off.
    BeforeStart,
    /// The chain is broken before it.
    Unread,
}

impl Verification {
    /// Whether the chain is whole and holds every known head.
    #[must_use]
    pub const fn intact(&self) -> bool {
        self.broken_at.is_none()
    }
}

impl Audit {
    /// Checks the whole chain: finds a change, a removal, an insertion and a new order, but not a
    /// cut tail.
    ///
    /// # Errors
    /// When the store cannot be read for another reason than damage.
    pub fn verify(&self) -> Result<Verification, AuditError> {
        self.verify_against(&[])
    }

    /// Checks the whole chain and that it still holds each of `known`, heads kept elsewhere: finds a
    /// cut tail, an older file and a chain that was rewritten up to there as well.
    ///
    /// # Errors
    /// When the store cannot be read for another reason than damage.
    pub fn verify_against(&self, known: &[Head]) -> Result<Verification, AuditError> {
        let walk = RefCell::new(Walk::after(Head::EMPTY, known));
        let walked = self.store.read(|store| {
            // In the same reading as the rows: closing rows off changes both at once.
            let start = start(store)?.map_or(Head::EMPTY, |(head, _)| head);
            *walk.borrow_mut() = Walk::after(start, known);
            rows(store, &mut |number, text, hash| {
                walk.borrow_mut().step(number, text, hash)
            })
        });
        let mut walk = walk.into_inner();
        match walked {
            Ok(()) => {}
            // A page that fails its own checksum is a break in the chain like any other.
            Err(StoreError::Damaged) => walk.unreadable(),
            Err(error) => return Err(error.into()),
        }
        Ok(walk.finish())
    }
}

/// Hands every row to `visit`, oldest first, until it has seen enough.
pub(crate) fn rows(
    store: &Connection,
    visit: &mut dyn FnMut(i64, &str, &[u8; 32]) -> bool,
) -> Result<(), StoreError> {
    let mut statement =
        store.prepare_cached("SELECT number, text, hash FROM entry ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, text, hash): (i64, String, [u8; 32]) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !visit(number, &text, &hash) {
            return Ok(());
        }
    }
    Ok(())
}

impl Audit {
    /// How one head stands to the log, without checking the chain: one look at one row.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn fit(&self, head: Head) -> Result<HeadFit, AuditError> {
        Ok(self.store.read(|store| {
            let start = start(store)?.map_or(Head::EMPTY, |(start, _)| start);
            if head == start {
                return Ok(HeadFit::Fits);
            }
            if head.number < start.number {
                return Ok(HeadFit::BeforeStart);
            }
            let hash: Option<[u8; 32]> = store
                .prepare_cached("SELECT hash FROM entry WHERE number = ?1")?
                .query_row([head.number], |row| row.get(0))
                .optional()?;
            Ok(match hash {
                Some(hash) if hash == head.hash => HeadFit::Fits,
                Some(_) => HeadFit::Differs,
                None if head.number == start.number => HeadFit::Differs,
                None => HeadFit::Beyond,
            })
        })?)
    }
}
