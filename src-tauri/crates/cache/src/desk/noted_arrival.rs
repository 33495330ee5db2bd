use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::PersonId;
use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::CardCheckRow;
use super::consent::with_standing_refusals;
use crate::{moment, text};

/// Notes the check as the arrival of the day, or adds to it.
pub(super) fn note_arrival(
    step: &Transaction<'_>,
    person: PersonId,
    day: Date,
    row: &CardCheckRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let day = day.to_string();
    let at = moment::to_stored(row.arrived_at);
    let known: Option<Noted> = step
        .prepare_cached(
            "SELECT arrived_at, checked_at, card, source IN ('file', 'hand'), consents FROM arrival
             WHERE day = ?1 AND person = ?2",
        )?
        .query_row((&day, person.0), |known| {
            Ok(Noted {
                arrived: known.get(0)?,
                checked: known.get(1)?,
                card: known.get(2)?,
                typed: known.get(3)?,
                consents: known.get(4)?,
            })
        })
        .optional()?;
    let typed = row.visit.source.is_typed();
    let arrived = match &known {
        // An appointment is no arrival.
        Some(known) if known.typed && !typed => at,
        Some(known) if typed && !known.typed => known.arrived,
        Some(known) => known.arrived.min(at),
        None => at,
    };
    if let Some(known) = &known
        && known.outweighs(at, row.card, typed)
    {
        step.prepare_cached("UPDATE arrival SET arrived_at = ?3 WHERE day = ?1 AND person = ?2")?
            .execute((&day, person.0, arrived))?;
        return Ok(());
    }
    let mut consents = row.consents.clone();
    if let Some(known) = &known {
        consents = with_standing_refusals(consents, text::from_stored(&known.consents)?);
    }
    let identity = if typed {
        // What the service said of somebody known says more.
        step.prepare_cached("SELECT identity FROM person WHERE id = ?1")?
            .query_row([person.0], |row| row.get(0))?
    } else {
        text::to_stored(&row.identity)?
    };
    step.prepare_cached(
        "INSERT OR REPLACE INTO arrival (day, person, arrived_at, checked_at, recorded_at,
             service_ref, chart_number, card, identity, consents, source, setting)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
        identity,
        text::to_stored(&consents)?,
        row.visit.source.as_str(),
        row.visit.setting.as_str(),
    ))?;
    Ok(())
}

/// What is noted of a day's arrival already.
struct Noted {
    arrived: i64,
    checked: i64,
    card: bool,
    typed: bool,
    consents: String,
}

impl Noted {
    /// The new check adds nothing. Noted once more without the card, what was chosen at the reader
    /// today still holds, whichever clock says which was first; and what was typed never replaces what
    /// the service said.
    const fn outweighs(&self, at: i64, card: bool, typed: bool) -> bool {
        if self.typed != typed {
            return typed;
        }
        if self.card != card {
            return self.card;
        }
        at < self.checked
    }
}
