//! What the tests of this room share.
#![allow(dead_code, reason = "each test program uses its part")]

use audit::{Actor, Audit, ConsentNote, Entry, EventKind, Outcome, Shown, StoreKey};

pub(crate) const KEY: [u8; 32] = [3; 32];

pub(crate) fn key() -> StoreKey {
    StoreKey::new(KEY)
}

/// An ordinary opening of person `person`.
pub(crate) fn opening(person: i64) -> Entry {
    Entry {
        at: jiff::Timestamp::UNIX_EPOCH,
        kind: EventKind::OpenPatient,
        outcome: Outcome::Ok,
        actor: Some(Actor {
            account: format!("doctor{}", person % 3),
            display_name: "検査 医師".to_owned(),
            role: Some("doctor".to_owned()),
        }),
        person: Some(person),
        chart_number: Some(format!("MARKER{person:06}")),
        shown: vec![Shown {
            category: "condition".to_owned(),
            version: Some("1".to_owned()),
            origin: "cache".to_owned(),
        }],
        consent: vec![ConsentNote {
            category: "condition".to_owned(),
            state: "given".to_owned(),
        }],
        program_version: "0.1.0".to_owned(),
        pc: "pc-1".to_owned(),
    }
}

pub(crate) fn append(
    audit: &Audit,
    persons: std::ops::RangeInclusive<i64>,
) -> Result<(), audit::AuditError> {
    for person in persons {
        audit.append(&opening(person))?;
    }
    Ok(())
}
