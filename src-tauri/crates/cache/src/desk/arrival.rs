use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Identity, PersonId};
use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Desk;
use crate::{moment, text};

/// One person's arrival (受付) on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who.
    pub person: PersonId,
    /// The first card check of the day.
    pub arrived_at: Timestamp,
    /// The newest card check of the day: its consents count.
    pub checked_at: Timestamp,
    /// With a card.
    pub card: bool,
    /// 患者番号 as that check stated it.
    pub chart_number: Option<String>,
    /// Who, as that check stated it.
    pub identity: Identity,
    /// The service's own id for the person.
    pub service_ref: String,
}

impl Desk {
    /// The newest arrival of a person, on whatever day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_arrival(&self, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
        self.store.read(|store| {
            let newest: Option<Option<i64>> = store
                .prepare_cached("SELECT max(checked_at) FROM arrival WHERE person = ?1")?
                .query_row([person.0], |row| row.get(0))
                .optional()?;
            newest.flatten().map(moment::from_stored).transpose()
        })
    }

    /// The arrivals of a day, in order of arrival.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrivals(&self, day: Date) -> Result<Vec<Arrival>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT person, arrived_at, checked_at, card, chart_number, identity, service_ref
                 FROM arrival WHERE day = ?1 ORDER BY arrived_at, person",
            )?;
            let mut rows = query.query([day.to_string()])?;
            let mut arrivals = Vec::new();
            while let Some(row) = rows.next()? {
                arrivals.push(Arrival {
                    person: PersonId(row.get(0)?),
                    arrived_at: moment::from_stored(row.get(1)?)?,
                    checked_at: moment::from_stored(row.get(2)?)?,
                    card: row.get(3)?,
                    chart_number: row.get(4)?,
                    identity: text::from_stored(&row.get::<_, String>(5)?)?,
                    service_ref: row.get(6)?,
                });
            }
            Ok(arrivals)
        })
    }
}
