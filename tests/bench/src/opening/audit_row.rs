use audit::{Actor, ConsentNote, Entry, EventKind, Outcome, Shown};
use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};

/// The row that an opening leaves: as long as those of the viewer.
pub(crate) fn audit_row(person: PersonId) -> Entry {
    let shown = |category: Category| Shown {
        category: category.as_str().to_owned(),
        version: Some((person.0 * 7 + 1).to_string()),
        origin: "cache".to_owned(),
    };
    let consent = |category: Category| ConsentNote {
        category: category.as_str().to_owned(),
        state: "given".to_owned(),
    };
    Entry {
        at: Timestamp::UNIX_EPOCH,
        kind: EventKind::OpenPatient,
        outcome: Outcome::Ok,
        actor: Some(Actor {
            account: "doctor".to_owned(),
            display_name: "試験 医師".to_owned(),
            role: Some("doctor".to_owned()),
        }),
        person: Some(person.0),
        chart_number: Some(format!("8{:08}", person.0)),
        shown: Category::ALL.into_iter().map(shown).collect(),
        consent: Category::ALL.into_iter().map(consent).collect(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        pc: "bench".to_owned(),
    }
}
