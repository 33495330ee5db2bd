//! Which known person a card check is about. Wrongly joining two people is worse than keeping one
//! person twice, so in doubt it is a new person.

use record::vocabulary::PersonId;
use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::CardCheckRow;

/// The known person, by insured number, else by chart number. A known birth date or sex that
/// differs excludes both.
pub(super) fn find(
    step: &Transaction<'_>,
    row: &CardCheckRow,
) -> Result<Option<PersonId>, StoreError> {
    match by_member_number(step, row)? {
        Some(person) => Ok(Some(person)),
        None => by_chart_number(step, row),
    }
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

/// Chart numbers are reused and mistyped, so both must have the same birth date.
fn by_chart_number(
    step: &Transaction<'_>,
    row: &CardCheckRow,
) -> Result<Option<PersonId>, StoreError> {
    let found = step
        .prepare_cached(
            "SELECT id FROM person WHERE chart_number = ?1 AND birth_date = ?2
                 AND coalesce(json_extract(identity, '$.gender') = ?3, TRUE)
             ORDER BY checked_at DESC LIMIT 1",
        )?
        .query_row((&row.chart_number, birth_date(row), sex(row)), |found| {
            found.get(0)
        })
        .optional()?;
    Ok(found.map(PersonId))
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
