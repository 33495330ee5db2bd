use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Consent, Identity, MemberId, PersonId};
use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::joining::{FAMILY, attach, counts_as, family_numbers};
use super::matching::{Found, find, is_barred};
use super::noted_arrival::note_arrival;
use super::{Desk, Visit};
use crate::{moment, text};

/// One card check (資格確認) as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardCheckRow {
    /// The service's own id for the person; empty when the service was not asked.
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
    /// How we know of it.
    pub visit: Visit,
}

impl Desk {
    /// Takes in the card checks of a day, all or none, and answers our number for each row's
    /// person, in the order of the rows.
    ///
    /// A person already known is found by insured number, else by chart number and birth date,
    /// never by name; a new insured number joins the numbers they had, and the join is remembered
    /// ([`Desk::joins`]). A second check on the same day updates the arrival: the newest check's
    /// consents count. What people typed never overwrites what the service said of somebody.
    ///
    /// # Errors
    /// When the store fails; then nothing was kept.
    pub fn record_card_checks(
        &self,
        day: Date,
        rows: &[CardCheckRow],
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.each(rows, |step, row| record(step, day, row, now))
    }

    /// Makes people known who have not come (those of a list), all or none; answers our numbers for
    /// them in the order of the rows. What the service said of somebody is not overwritten.
    ///
    /// # Errors
    /// When the store fails; then nothing was kept.
    pub fn know_people(
        &self,
        day: Date,
        rows: &[CardCheckRow],
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.each(rows, |step, row| know(step, day, row, now))
    }

    /// All rows or none; whom each counts as.
    fn each(
        &self,
        rows: &[CardCheckRow],
        take: impl Fn(&Transaction<'_>, &CardCheckRow) -> Result<PersonId, StoreError>,
    ) -> Result<Vec<PersonId>, StoreError> {
        let people: Vec<PersonId> = self.store.write(|step| {
            rows.iter()
                .map(|row| counts_as(step, take(step, row)?))
                .collect::<Result<_, StoreError>>()
        })?;
        self.follow(&people);
        Ok(people)
    }
}

fn record(
    step: &Transaction<'_>,
    day: Date,
    row: &CardCheckRow,
    now: Timestamp,
) -> Result<PersonId, StoreError> {
    let person = know(step, day, row, now)?;
    note_arrival(step, person, day, &own_row(step, person, row)?, now)?;
    Ok(person)
}

/// The person a row names; what the row says of them is kept with them. Numbers that are new to somebody
/// known are kept as a person of their own who counts as them, so that they can be taken apart.
fn know(
    step: &Transaction<'_>,
    day: Date,
    row: &CardCheckRow,
    now: Timestamp,
) -> Result<PersonId, StoreError> {
    let numbers = &row.identity.member_ids;
    let person = match find(step, row)? {
        Found::ByNumber(person) | Found::ByChart(person) if row.visit.source.is_typed() => {
            return Ok(person);
        }
        Found::ByNumber(person) => {
            let further = further_numbers(step, person, numbers)?;
            if !further.is_empty() {
                join_new(step, person, row, (day, further.as_slice()), now)?;
            }
            note_known_numbers(step, person, day, numbers)?;
            person
        }
        Found::ByChart(person) if numbers.is_empty() => person,
        Found::ByChart(person) => {
            if family_numbers(step, counts_as(step, person)?)?.is_empty() {
                note_numbers(step, person, day, numbers)?;
                person
            } else {
                join_new(step, person, row, (day, numbers.as_slice()), now)?
            }
        }
        Found::Nobody => {
            let person = add_person(step, row)?;
            note_numbers(step, person, day, numbers)?;
            person
        }
    };
    update_person(step, person, &own_row(step, person, row)?)?;
    Ok(person)
}

/// The row without numbers that were separated from its person: the service is asked by what it names.
fn own_row(
    step: &Transaction<'_>,
    person: PersonId,
    row: &CardCheckRow,
) -> Result<CardCheckRow, StoreError> {
    let mut own = row.clone();
    own.identity.member_ids.clear();
    let person = counts_as(step, person)?;
    for number in &row.identity.member_ids {
        if !is_barred(step, person, number)? {
            own.identity.member_ids.push(number.clone());
        }
    }
    Ok(own)
}

/// Somebody new, with these numbers, who counts as a person known from now on.
fn join_new(
    step: &Transaction<'_>,
    known: PersonId,
    row: &CardCheckRow,
    (day, numbers): (Date, &[MemberId]),
    now: Timestamp,
) -> Result<PersonId, StoreError> {
    let mut theirs = row.clone();
    theirs.identity.member_ids = numbers.to_vec();
    let person = add_person(step, &theirs)?;
    note_numbers(step, person, day, numbers)?;
    attach(step, counts_as(step, known)?, person, false, now)?;
    Ok(person)
}

/// Numbers of a check that its person was not known by. One that was separated from them, that is
/// somebody else's or that a whole family shares does not become theirs.
fn further_numbers(
    step: &Transaction<'_>,
    person: PersonId,
    numbers: &[MemberId],
) -> Result<Vec<MemberId>, StoreError> {
    let mut taken =
        step.prepare_cached("SELECT EXISTS (SELECT 1 FROM member_number WHERE normalised = ?1)")?;
    let person = counts_as(step, person)?;
    let mut further = Vec::new();
    for number in numbers {
        let taken: bool = taken.query_row([number.normalised()], |row| row.get(0))?;
        if !taken && !number.lacks_branch() && !is_barred(step, person, number)? {
            further.push(number.clone());
        }
    }
    Ok(further)
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
/// leaves out is kept. Whatever the service says of them later says more than what was typed.
fn update_person(
    step: &Transaction<'_>,
    person: PersonId,
    row: &CardCheckRow,
) -> Result<(), StoreError> {
    let at = if row.visit.source.is_typed() {
        i64::MIN
    } else {
        moment::to_stored(row.arrived_at)
    };
    step.prepare_cached(
        "UPDATE person SET identity = ?2, checked_at = ?3,
             chart_number = coalesce(?4, chart_number), birth_date = coalesce(?5, birth_date)
         WHERE id = ?1 AND checked_at <= ?3",
    )?
    .execute((
        person.0,
        text::to_stored(&row.identity)?,
        at,
        &row.chart_number,
        row.identity
            .birth_date
            .as_ref()
            .map(|date| date.date_text()),
    ))?;
    Ok(())
}

/// Those of the numbers that the person has were seen again, with whoever of them has them.
fn note_known_numbers(
    step: &Transaction<'_>,
    person: PersonId,
    day: Date,
    numbers: &[MemberId],
) -> Result<(), StoreError> {
    let mut seen = step.prepare_cached(&format!(
        "UPDATE member_number SET rank = ?3, as_sent = ?4, last_seen = ?5
         WHERE person IN {FAMILY} AND normalised = ?2 AND last_seen <= ?5"
    ))?;
    let person = counts_as(step, person)?;
    for (rank, number) in (0_i64..).zip(numbers) {
        let (normalised, as_sent) = (number.normalised(), number.to_string());
        seen.execute((person.0, normalised, rank, as_sent, day.to_string()))?;
    }
    Ok(())
}

fn note_numbers(
    step: &Transaction<'_>,
    person: PersonId,
    day: Date,
    numbers: &[MemberId],
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
    for (rank, number) in (0_i64..).zip(numbers) {
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
