use jiff::Timestamp;
use record::vocabulary::PersonId;
use vault::StoreError;

use super::attach;
use crate::desk::{Desk, Person};

/// Why two people are not joined (結べない理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinRefused {
    /// One of them is not known, or they are the same.
    Nobody,
    /// One of them belongs to another person already, or others belong to each of them.
    JoinedAlready,
    /// Birth date or sex differs, or is not known of both.
    Differs,
}

impl Desk {
    /// Joins two people who were found to be one (結ぶ); answers the one who stays: with whom others
    /// were joined before, else the one who was checked last. Only when birth date and sex are known of both and agree. Nothing is moved or
    /// deleted, and [`Desk::separate`] undoes it.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub fn join_people(
        &self,
        one: PersonId,
        two: PersonId,
        now: Timestamp,
    ) -> Result<Result<PersonId, JoinRefused>, StoreError> {
        let (Some(first), Some(second)) = (self.person(one)?, self.person(two)?) else {
            return Ok(Err(JoinRefused::Nobody));
        };
        if one == two {
            return Ok(Err(JoinRefused::Nobody));
        }
        if !agree(&first, &second) {
            return Ok(Err(JoinRefused::Differs));
        }
        let joined = self.store.write(|step| {
            let mut row = step.prepare_cached(
                "SELECT joined_into IS NOT NULL, checked_at,
                     EXISTS (SELECT 1 FROM person o WHERE o.joined_into = ?1)
                 FROM person WHERE id = ?1",
            )?;
            let mut known = |person: PersonId| {
                row.query_row([person.0], |row| {
                    let joined: bool = row.get(0)?;
                    Ok((joined, (row.get::<_, bool>(2)?, row.get::<_, i64>(1)?)))
                })
            };
            let ((one_joined, first), (two_joined, second)) = (known(one)?, known(two)?);
            // Whoever came with each could not be taken apart again.
            let both_lead = first.0 && second.0;
            if one_joined || two_joined || both_lead {
                return Ok(Err(JoinRefused::JoinedAlready));
            }
            let (stays, goes) = if first >= second {
                (one, two)
            } else {
                (two, one)
            };
            attach(step, stays, goes, true, now)?;
            Ok(Ok(stays))
        })?;
        if joined.is_ok() {
            self.follow(&[one, two]);
        }
        Ok(joined)
    }
}

fn agree(one: &Person, two: &Person) -> bool {
    let born = |person: &Person| {
        let date = person.identity.birth_date.as_ref()?;
        date.day()
    };
    let sex = |person: &Person| person.identity.gender;
    born(one).is_some() && born(one) == born(two) && sex(one).is_some() && sex(one) == sex(two)
}
