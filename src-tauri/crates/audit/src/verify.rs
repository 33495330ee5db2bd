use std::cell::Cell;

use rusqlite::Connection;
use vault::StoreError;

use crate::chain::link;
use crate::{Audit, AuditError, Head};

/// What checking the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Entries that fit.
    pub checked: u64,
    /// The first number at which the chain does not fit; none when it is whole.
    pub broken_at: Option<u64>,
}

impl Verification {
    /// Whether the chain is whole.
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
        self.verify_against(None)
    }

    /// Checks the whole chain and that it still holds `known`, a head kept elsewhere: finds a cut
    /// tail and a chain that was rewritten up to there as well.
    ///
    /// # Errors
    /// When the store cannot be read for another reason than damage.
    pub fn verify_against(&self, known: Option<Head>) -> Result<Verification, AuditError> {
        let reached = Cell::new(Head::EMPTY);
        let walked = self.store.read(|store| walk(store, known, &reached));
        let broken_at = match walked {
            Ok(broken_at) => broken_at,
            // A page that fails its own checksum is a break in the chain like any other.
            Err(StoreError::Damaged) => Some(reached.get().number + 1),
            Err(error) => return Err(error.into()),
        };
        Ok(Verification {
            checked: reached.get().number,
            broken_at,
        })
    }
}

/// Follows the chain as far as it fits; answers the first number that does not.
fn walk(
    store: &Connection,
    known: Option<Head>,
    reached: &Cell<Head>,
) -> Result<Option<u64>, StoreError> {
    let mut statement =
        store.prepare_cached("SELECT number, text, hash FROM entry ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let expected = reached.get().number + 1;
        let (number, text, hash): (i64, String, [u8; 32]) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let here = Head {
            number: expected,
            hash: link(&reached.get().hash, &text),
        };
        let fits = u64::try_from(number) == Ok(expected) && hash == here.hash;
        let known_otherwise = known.is_some_and(|k| k.number == expected && k.hash != here.hash);
        if !fits || known_otherwise {
            return Ok(Some(expected));
        }
        reached.set(here);
    }
    let cut = known.is_some_and(|k| k.number > reached.get().number);
    Ok(cut.then(|| reached.get().number + 1))
}
