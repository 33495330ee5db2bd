use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Consent, Identity, PersonId};
use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::Desk;
use super::matching::find;
use crate::{moment, text};

/// One card check (資格確認) as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardCheckRow {
    /// The service's own id for the person.
    pub service_ref: String,
    /// When the card was read.
    pub arrived_at: Timestamp,
    /// 患者番号, when the service knows it.
    pub chart_number: Option<String>,
    /// Who.
    pub identity: Identity,
    /// With a card; without one nothing was asked.
    pub card: bool,
    /// The choices made at the reader.
    pub consents: Vec<Consent>,
}

impl Desk {
    /// Takes in the card checks of a day, all or none, and answers our number for each row's
    /// person, in the order of the rows.
    ///
    /// A person already known is found by insured number, else by chart number and birth date,
    /// never by name; a new insured number joins the numbers they had. A second check on the same
    /// day updates the arrival: the newest check's consents count.
    ///
    /// # Errors
    /// When the store fails; then nothing was kept.
    pub fn record_card_checks(
        &self,
        day: Date,
        rows: &[CardCheckRow],
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        let people: Vec<PersonId> = self.store.write(|step| {
            rows.iter()
                .map(|row| {
                    let person = match find(step, row)? {
                        Some(person) => person,
                        None => add_person(step, row)?,
                    };
                    update_person(step, person, row)?;
                    note_numbers(step, person, day, row)?;
                    note_arrival(step, person, day, row, now)?;
                    Ok(person)
                })
                .collect::<Result<_, StoreError>>()
        })?;
        self.follow(&people);
        Ok(people)
    }
}

/// Our number for somebody new is a number by chance, below 2^53 so that a screen can hold it. Counted
/// one by one, a number would be given out again after an older file of this store was put back, and
/// what the records hold of one person would be shown as another's.
fn add_person(step: &Transaction<'_>, row: &CardCheckRow) -> Result<PersonId, StoreError> {
    let identity = text::to_stored(&row.identity)?;
    let mut insert = step.prepare_cached(
        "INSERT OR IGNORE INTO person (id, identity, checked_at)
         VALUES (1 + (random() & 0x1FFFFFFFFFFFFE), ?1, ?2) RETURNING id",
    )?;
    loop {
        // None when somebody has the number already.
        let added = insert.query_row((&identity, i64::MIN), |row| row.get(0));
        if let Some(person) = added.optional()? {
            return Ok(PersonId(person));
        }
    }
}

/// The newest check says who the person is now. A chart number or birth date that a later check
/// leaves out is kept.
fn update_person(
    step: &Transaction<'_>,
    person: PersonId,
    row: &CardCheckRow,
) -> Result<(), StoreError> {
    step.prepare_cached(
        "UPDATE person SET identity = ?2, checked_at = ?3,
             chart_number = coalesce(?4, chart_number), birth_date = coalesce(?5, birth_date)
         WHERE id = ?1 AND checked_at <= ?3",
    )?
    .execute((
        person.0,
        text::to_stored(&row.identity)?,
        moment::to_stored(row.arrived_at),
        &row.chart_number,
        row.identity
            .birth_date
            .as_ref()
            .map(|date| date.date_text()),
    ))?;
    Ok(())
}

fn note_numbers(
    step: &Transaction<'_>,
    person: PersonId,
    day: Date,
    row: &CardCheckRow,
) -> Result<(), StoreError> {
    let mut note = step.prepare_cached(
        "INSERT INTO member_number (person, normalised, as_sent, first_seen, last_seen, rank)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5)
         ON CONFLICT (person, normalised) DO UPDATE SET
             as_sent = iif(excluded.last_seen >= last_seen, excluded.as_sent, as_sent),
             rank = iif(excluded.last_seen >= last_seen, excluded.rank, rank),
             first_seen = min(first_seen, excluded.first_seen),
             last_seen = max(last_seen, excluded.last_seen)",
    )?;
    for (rank, number) in (0_i64..).zip(&row.identity.member_ids) {
        note.execute((
            person.0,
            number.normalised(),
            number.to_string(),
            day.to_string(),
            rank,
        ))?;
    }
    Ok(())
}

fn note_arrival(
    step: &Transaction<'_>,
    person: PersonId,
    day: Date,
    row: &CardCheckRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let day = day.to_string();
    let at = moment::to_stored(row.arrived_at);
    let known: Option<(i64, i64, bool)> = step
        .prepare_cached(
            "SELECT arrived_at, checked_at, card FROM arrival WHERE day = ?1 AND person = ?2",
        )?
        .query_row((&day, person.0), |known| {
            Ok((known.get(0)?, known.get(1)?, known.get(2)?))
        })
        .optional()?;
    let arrived = known.map_or(at, |(arrived, _, _)| arrived.min(at));
    // Noted once more without the card: what was chosen at the reader today still holds.
    let adds_nothing = |(_, checked, card): (i64, i64, bool)| at < checked || (card && !row.card);
    if known.is_some_and(adds_nothing) {
        step.prepare_cached("UPDATE arrival SET arrived_at = ?3 WHERE day = ?1 AND person = ?2")?
            .execute((&day, person.0, arrived))?;
        return Ok(());
    }
    step.prepare_cached(
        "INSERT OR REPLACE INTO arrival (day, person, arrived_at, checked_at, recorded_at,
             service_ref, chart_number, card, identity, consents)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute((
        &day,
        person.0,
        arrived,
        at,
        moment::to_stored(now),
        &row.service_ref,
        &row.chart_number,
        row.card,
        text::to_stored(&row.identity)?,
        text::to_stored(&row.consents)?,
    ))?;
    Ok(())
}
