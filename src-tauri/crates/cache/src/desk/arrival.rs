use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{CareSetting, Identity, PersonId};
use rusqlite::{OptionalExtension, Row, Rows};
use vault::StoreError;

use super::joining::FAMILY;
use super::{ArrivalSource, Desk, Visit};
use crate::{moment, text};

/// One person's arrival (受付) on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who.
    pub person: PersonId,
    /// The first card check of the day, or the time of the appointment.
    pub arrived_at: Timestamp,
    /// The newest card check of the day: its consents count.
    pub checked_at: Timestamp,
    /// With a card.
    pub card: bool,
    /// 患者番号 as that check stated it.
    pub chart_number: Option<String>,
    /// Who, as that check stated it.
    pub identity: Identity,
    /// The service's own id for the person; empty when the service was not asked.
    pub service_ref: String,
    /// How we know of it.
    pub visit: Visit,
}

impl Arrival {
    /// The person came: a check (資格確認) of the day says so. An appointment, or an entry by hand, does
    /// not.
    #[must_use]
    pub const fn came(&self) -> bool {
        !self.visit.source.is_typed()
    }

    /// When they came; none as long as they are announced only.
    #[must_use]
    pub fn came_at(&self) -> Option<Timestamp> {
        self.came().then_some(self.arrived_at)
    }
}

/// A person as the service knew them last: what asking about them needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownToService {
    /// Who, as the service stated it.
    pub identity: Identity,
    /// The service's own id for the person.
    pub service_ref: String,
}

const ARRIVAL: &str = "SELECT (SELECT coalesce(joined_into, id) FROM person WHERE id = arrival.person),
    arrived_at, checked_at, card, chart_number, identity, service_ref, source, setting FROM arrival";

/// Of several checks of one day, the one that counts comes first: what the service said, with the card,
/// the newest.
pub(super) const COUNTS_FIRST: &str = "source IN ('file', 'hand'), card DESC, checked_at DESC";

impl Desk {
    /// The newest arrival of a person, on whatever day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_arrival(&self, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
        self.store.read(|store| {
            let newest: Option<Option<i64>> = store
                .prepare_cached(&format!(
                    "SELECT max(checked_at) FROM arrival WHERE person IN {FAMILY}"
                ))?
                .query_row([person.0], |row| row.get(0))
                .optional()?;
            newest.flatten().map(moment::from_stored).transpose()
        })
    }

    /// The arrivals of a day, in order of arrival, each person once. Of people who were joined the
    /// check with the card counts, else the newest.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrivals(&self, day: Date) -> Result<Vec<Arrival>, StoreError> {
        self.store.read(|store| {
            let mut query = store
                .prepare_cached(&format!("{ARRIVAL} WHERE day = ?1 ORDER BY {COUNTS_FIRST}"))?;
            let mut arrivals = one_each(query.query([day.to_string()])?)?;
            arrivals.sort_by_key(|arrival| (arrival.arrived_at, arrival.person));
            Ok(arrivals)
        })
    }

    /// The arrival of one person on a day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrival(&self, person: PersonId, day: Date) -> Result<Option<Arrival>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(&format!(
                "{ARRIVAL} WHERE person IN {FAMILY} AND day = ?2 ORDER BY {COUNTS_FIRST}"
            ))?;
            let arrivals = one_each(query.query((person.0, day.to_string()))?)?;
            Ok(arrivals.into_iter().next())
        })
    }

    /// A person as the service knew them last, on whatever day; none when it was never asked.
    ///
    /// # Errors
    /// When the store fails.
    pub fn known_to_service(&self, person: PersonId) -> Result<Option<KnownToService>, StoreError> {
        self.store.read(|store| {
            let newest: Option<(String, String)> = store
                .prepare_cached(&format!(
                    "SELECT identity, service_ref FROM arrival
                     WHERE person IN {FAMILY} AND service_ref <> ''
                     ORDER BY checked_at DESC LIMIT 1"
                ))?
                .query_row([person.0], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            newest
                .map(|(identity, service_ref)| {
                    Ok(KnownToService {
                        identity: text::from_stored(&identity)?,
                        service_ref,
                    })
                })
                .transpose()
        })
    }
}

/// Each person once, by the check that comes first, and as come when they were first seen.
fn one_each(mut rows: Rows<'_>) -> Result<Vec<Arrival>, StoreError> {
    let mut arrivals: Vec<Arrival> = Vec::new();
    while let Some(row) = rows.next()? {
        let next = as_arrival(row)?;
        let known = arrivals
            .iter_mut()
            .find(|known| known.person == next.person);
        match known {
            None => arrivals.push(next),
            // An appointment is no arrival.
            Some(known) if !next.visit.source.is_typed() => {
                known.arrived_at = known.arrived_at.min(next.arrived_at);
            }
            Some(_) => {}
        }
    }
    Ok(arrivals)
}

fn as_arrival(row: &Row<'_>) -> Result<Arrival, StoreError> {
    let (source, setting): (String, String) = (row.get(7)?, row.get(8)?);
    Ok(Arrival {
        person: PersonId(row.get(0)?),
        arrived_at: moment::from_stored(row.get(1)?)?,
        checked_at: moment::from_stored(row.get(2)?)?,
        card: row.get(3)?,
        chart_number: row.get(4)?,
        identity: text::from_stored(&row.get::<_, String>(5)?)?,
        service_ref: row.get(6)?,
        visit: Visit {
            source: ArrivalSource::from_name(&source).ok_or(StoreError::Damaged)?,
            setting: CareSetting::from_name(&setting).ok_or(StoreError::Damaged)?,
        },
    })
}
