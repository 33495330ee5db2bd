use jiff::civil::Date;
use record::vocabulary::{Identity, MemberId, PersonId};
use rusqlite::{Connection, OptionalExtension};
use vault::StoreError;

use super::Desk;
use crate::text;

/// A person (患者) as the newest card check named them, with every insured number they had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Our number.
    pub id: PersonId,
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
            let row: Option<(Option<String>, String)> = store
                .prepare_cached("SELECT chart_number, identity FROM person WHERE id = ?1")?
                .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((chart_number, identity)) = row else {
                return Ok(None);
            };
            Ok(Some(Person {
                id,
                chart_number,
                identity: text::from_stored(&identity)?,
                member_numbers: numbers(store, id)?,
            }))
        })
    }
}

fn numbers(store: &Connection, id: PersonId) -> Result<Vec<DatedNumber>, StoreError> {
    let mut query = store.prepare_cached(
        "SELECT as_sent, first_seen, last_seen FROM member_number WHERE person = ?1
         ORDER BY last_seen DESC, rank, normalised",
    )?;
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
