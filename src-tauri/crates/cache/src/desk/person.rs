use jiff::civil::Date;
use record::vocabulary::{Identity, MemberId, PersonId};
use rusqlite::Connection;
use vault::StoreError;

use super::Desk;
use super::joining::{FAMILY, counts_as};
use crate::text;

/// A person (患者) as the newest card check named them, with every insured number they had. Who was
/// joined into them is part of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Our number.
    pub id: PersonId,
    /// The person they count as, since they were joined into them.
    pub joined_into: Option<PersonId>,
    /// 患者番号, the newest one known.
    pub chart_number: Option<String>,
    /// As the newest card check stated it.
    pub identity: Identity,
    /// Every insured number, the current one first.
    pub member_numbers: Vec<DatedNumber>,
}

/// An insured number (保険者番号・記号・番号・枝番) with the days it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedNumber {
    /// As sent last.
    pub member_id: MemberId,
    /// Day of the first card check that carried it.
    pub first_seen: Date,
    /// Day of the last one.
    pub last_seen: Date,
}

impl Desk {
    /// The person with this number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(&format!(
                "SELECT chart_number, identity FROM person WHERE id IN {FAMILY}
                 ORDER BY checked_at DESC, id = ?1 DESC"
            ))?;
            let mut rows = query.query([id.0])?;
            let (mut chart_number, mut newest) = (None, None);
            while let Some(row) = rows.next()? {
                chart_number = chart_number.or(row.get(0)?);
                newest = newest.or(Some(row.get::<_, String>(1)?));
            }
            let Some(identity) = newest else {
                return Ok(None);
            };
            let counts_as = counts_as(store, id)?;
            Ok(Some(Person {
                id,
                joined_into: Some(counts_as).filter(|person| *person != id),
                chart_number,
                identity: text::from_stored(&identity)?,
                member_numbers: numbers(store, id)?,
            }))
        })
    }
}

fn numbers(store: &Connection, id: PersonId) -> Result<Vec<DatedNumber>, StoreError> {
    let mut query = store.prepare_cached(&format!(
        "SELECT as_sent, min(first_seen), max(last_seen) AS last FROM member_number
         WHERE person IN {FAMILY} GROUP BY normalised ORDER BY last DESC, rank, normalised"
    ))?;
    let mut rows = query.query([id.0])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        let day = |text: String| text.parse().map_err(|_| StoreError::Damaged);
        numbers.push(DatedNumber {
            member_id: MemberId::parse(&row.get::<_, String>(0)?)
                .map_err(|_| StoreError::Damaged)?,
            first_seen: day(row.get(1)?)?,
            last_seen: day(row.get(2)?)?,
        });
    }
    Ok(numbers)
}
