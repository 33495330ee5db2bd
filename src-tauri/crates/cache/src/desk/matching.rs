//! Which known person a card check is about. Wrongly joining two people is worse than keeping one
//! person twice, so in doubt it is a new person.

use record::vocabulary::{MemberId, PersonId};
use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::CardCheckRow;
use super::joining::FAMILY;

/// How somebody was found. It may be one who counts as another since they were joined: the check is
/// noted where it belongs, so that it goes with them when they are taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// By insured number.
    ByNumber(PersonId),
    /// By chart number, birth date and sex.
    ByChart(PersonId),
    /// Not at all, or in doubt.
    Nobody,
}

/// The known person, by insured number, else by chart number. A known birth date or sex that
/// differs excludes both.
pub(super) fn find(step: &Transaction<'_>, row: &CardCheckRow) -> Result<Found, StoreError> {
    if let Some(person) = by_member_number(step, row)? {
        return Ok(Found::ByNumber(person));
    }
    let by_chart = by_chart_number(step, row)?;
    Ok(by_chart.map_or(Found::Nobody, Found::ByChart))
}

/// Without 枝番 a number is shared by a whole family: then the service's own id must fit as well.
fn by_member_number(
    step: &Transaction<'_>,
    row: &CardCheckRow,
) -> Result<Option<PersonId>, StoreError> {
    let mut query = step.prepare_cached(
        "SELECT p.id FROM member_number m JOIN person p ON p.id = m.person
         WHERE m.normalised = ?1
           AND (p.birth_date IS NULL OR ?2 IS NULL OR p.birth_date = ?2)
           AND coalesce(json_extract(p.identity, '$.gender') = ?5, TRUE)
           AND (NOT ?3 OR EXISTS (SELECT 1 FROM arrival a
                                  WHERE a.person = p.id AND a.service_ref = ?4))
         ORDER BY m.last_seen DESC, p.id LIMIT 1",
    )?;
    for number in &row.identity.member_ids {
        let found = query
            .query_row(
                (
                    number.normalised(),
                    birth_date(row),
                    number.lacks_branch(),
                    &row.service_ref,
                    sex(row),
                ),
                |found| found.get(0),
            )
            .optional()?;
        if found.is_some() {
            return Ok(found.map(PersonId));
        }
    }
    Ok(None)
}

/// Chart numbers are reused and mistyped, so both must have the same birth date; and where two people
/// have the same ones, which can be after a separation, it is neither. Somebody from whom one of these
/// numbers was separated is not joined with it again.
fn by_chart_number(
    step: &Transaction<'_>,
    row: &CardCheckRow,
) -> Result<Option<PersonId>, StoreError> {
    let mut query = step.prepare_cached(
        "SELECT id, coalesce(joined_into, id) FROM person
         WHERE chart_number = ?1 AND birth_date = ?2
             AND coalesce(json_extract(identity, '$.gender') = ?3, TRUE)
         ORDER BY checked_at DESC",
    )?;
    let found = query.query_map((&row.chart_number, birth_date(row), sex(row)), |found| {
        Ok((PersonId(found.get(0)?), PersonId(found.get(1)?)))
    })?;
    let found: Vec<(PersonId, PersonId)> = found.collect::<Result<_, _>>()?;
    let Some((newest, counts_as)) = found.first().copied() else {
        return Ok(None);
    };
    if found.iter().any(|(_, other)| *other != counts_as) {
        return Ok(None);
    }
    for number in &row.identity.member_ids {
        if is_barred(step, counts_as, number)? {
            return Ok(None);
        }
    }
    Ok(Some(newest))
}

/// The number was separated from somebody who counts as this person.
pub(super) fn is_barred(
    step: &Transaction<'_>,
    person: PersonId,
    number: &MemberId,
) -> Result<bool, StoreError> {
    let mut barred = step.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM barred_number WHERE person IN {FAMILY} AND normalised = ?2)"
    ))?;
    Ok(barred.query_row((person.0, number.normalised()), |row| row.get(0))?)
}

fn birth_date(row: &CardCheckRow) -> Option<&str> {
    row.identity
        .birth_date
        .as_ref()
        .map(|date| date.date_text())
}

fn sex(row: &CardCheckRow) -> Option<&'static str> {
    row.identity.gender.map(|gender| gender.as_code())
}
