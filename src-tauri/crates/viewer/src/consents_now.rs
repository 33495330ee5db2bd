//! What a person has consented to, held against the time that counts for consents.

use cache::desk::Arrival;
use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Category, ConsentFlag, PersonId};

use crate::compose::PersonConsents;
use crate::error::CommandError;
use crate::rooms::Rooms;

/// The consents of one person at `now`, a moment of [`Rooms::consent_time`]. The newest card check of
/// the day counts; without one, the newest choices on file.
pub(crate) fn consents_now(
    rooms: &Rooms,
    person: PersonId,
    arrival: Option<&Arrival>,
    date: Date,
    now: Timestamp,
) -> Result<PersonConsents, CommandError> {
    let latest = rooms.desk.latest_consents(person)?;
    let refused: Vec<Category> = latest
        .iter()
        .filter(|dated| dated.consent.flag == ConsentFlag::Refused)
        .map(|dated| dated.consent.category)
        .collect();
    let with_card = arrival.is_some_and(|arrival| arrival.card);
    let consents = if with_card {
        rooms.desk.consents(person, date)?
    } else {
        latest.into_iter().map(|dated| dated.consent).collect()
    };
    Ok(PersonConsents::new(arrival, consents, now).after_refusing(refused))
}
