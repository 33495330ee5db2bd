use audit::{Actor, ClockNote, ConsentNote, Entry, EventKind, Item, Outcome, Purpose, Shown};
use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};

/// The row that an opening leaves: as long as those of the viewer.
pub(crate) fn audit_row(person: PersonId) -> Entry {
    let shown = |category: Category| Shown {
        category: category.as_str().to_owned(),
        version: Some((person.0 * 7 + 1).to_string()),
        origin: "cache".to_owned(),
        age_seconds: Some(3_600),
        items: vec![Item {
            resource: "Bundle".to_owned(),
            id: format!("{}-{}", category.as_str(), person.0),
            version: "1".to_owned(),
        }],
    };
    let consent = |category: Category| ConsentNote {
        category: category.as_str().to_owned(),
        state: "given".to_owned(),
        until: Some(Timestamp::UNIX_EPOCH),
    };
    Entry {
        at: Timestamp::UNIX_EPOCH,
        kind: EventKind::OpenPatient,
        outcome: Outcome::Ok,
        actor: Some(Actor {
            account: "doctor".to_owned(),
            display_name: "試験 医師".to_owned(),
            role: Some("doctor".to_owned()),
            staff_number: Some("1024".to_owned()),
        }),
        session: Some("0d4f3c6e-5f5a-5c7e-9a3b-6d1f0a2b3c4d".to_owned()),
        purpose: Purpose::Normal,
        reason: None,
        arrived: Some(true),
        clock: Some(ClockNote {
            offset_ms: Some(40),
            in_doubt: false,
        }),
        person: Some(person.0),
        chart_number: Some(format!("8{:08}", person.0)),
        shown: Category::ALL.into_iter().map(shown).collect(),
        consent: Category::ALL.into_iter().map(consent).collect(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        pc: "bench".to_owned(),
    }
}
