//! Entries of the audit log that follow from their number.

use audit::{Actor, Audit, Entry, EventKind, Filter, Outcome, Purpose, Shown};

use super::answers::moment;

/// The entry with this number; the first is 1.
pub(super) fn entry(number: u64) -> Entry {
    let n = i64::try_from(number).unwrap_or(i64::MAX);
    Entry {
        at: moment(n),
        kind: EventKind::OpenSection,
        outcome: Outcome::Ok,
        actor: Some(Actor {
            account: format!("doctor{}", n % 5),
            display_name: "架空　医師".to_owned(),
            role: Some("doctor".to_owned()),
            staff_number: Some("0042".to_owned()),
        }),
        session: Some("faults".to_owned()),
        purpose: Purpose::Normal,
        reason: None,
        person: Some(n % 40),
        chart_number: Some(format!("C{n:06}")),
        arrived: Some(true),
        shown: vec![Shown {
            category: "condition".to_owned(),
            version: Some(n.to_string()),
            origin: "cache".to_owned(),
            age_seconds: Some(n),
            items: Vec::new(),
        }],
        consent: Vec::new(),
        clock: None,
        program_version: "0".to_owned(),
        pc: "faults".to_owned(),
    }
}

/// Appends the entry that comes next and answers its number.
pub(super) fn append(audit: &Audit) -> Result<u64, audit::AuditError> {
    let next = audit.head()?.number + 1;
    Ok(audit.append(&entry(next))?.number)
}

/// What is wrong with a log to which `told` entries were reported as appended: it must hold them,
/// at most one more, and the chain must be whole.
pub(super) fn complaint(audit: &Audit, told: u64) -> Option<String> {
    let check = || -> Result<Option<String>, audit::AuditError> {
        let head = audit.head()?;
        if head.number < told || head.number > told + 1 {
            return Ok(Some(format!("{} entries, {told} reported", head.number)));
        }
        if !audit.verify_against(&[head])?.intact() {
            return Ok(Some("the chain is broken".to_owned()));
        }
        let newest = audit.entries(&Filter {
            limit: 20,
            ..Filter::default()
        })?;
        let other = newest.iter().find(|s| s.entry != entry(s.head.number));
        Ok(other.map(|s| format!("entry {} is another", s.head.number)))
    };
    check().unwrap_or_else(|error| Some(format!("the log is not readable: {error}")))
}
