//! What the tests of this room share.
#![allow(dead_code, reason = "each test program uses its part")]

use audit::{
    Actor, Audit, ClockNote, ConsentNote, Entry, EventKind, Item, Outcome, Purpose, Shown, StoreKey,
};

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
            staff_number: Some("0042".to_owned()),
        }),
        session: Some("sitting-1".to_owned()),
        purpose: Purpose::Normal,
        reason: None,
        person: Some(person),
        chart_number: Some(format!("MARKER{person:06}")),
        arrived: Some(true),
        shown: vec![Shown {
            category: "condition".to_owned(),
            version: Some("1".to_owned()),
            origin: "cache".to_owned(),
            age_seconds: Some(90),
            items: vec![Item {
                resource: "Bundle".to_owned(),
                id: "condition".to_owned(),
                version: "7".to_owned(),
            }],
        }],
        consent: vec![ConsentNote {
            category: "condition".to_owned(),
            state: "given".to_owned(),
            until: Some(jiff::Timestamp::from_second(600).unwrap()),
        }],
        clock: Some(ClockNote {
            offset_ms: Some(-120),
            in_doubt: false,
        }),
        program_version: "0.1.0".to_owned(),
        pc: "pc-1".to_owned(),
    }
}

/// The same as lines of the first format said it.
pub(crate) fn former_opening(person: i64) -> Entry {
    let mut entry = Entry {
        session: None,
        arrived: None,
        clock: None,
        ..opening(person)
    };
    if let Some(actor) = &mut entry.actor {
        actor.staff_number = None;
    }
    for shown in &mut entry.shown {
        shown.age_seconds = None;
        shown.items.clear();
    }
    for consent in &mut entry.consent {
        consent.until = None;
    }
    entry
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
