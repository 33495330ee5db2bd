//! Which pattern of IHE BALP a row follows, and what the pattern fixes.

use audit::{Entry, EventKind, Outcome};
use serde_json::{Value, json};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const EVENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
const INTERACTION: &str = "http://hl7.org/fhir/restful-interaction";
const LIFECYCLE: &str = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
const PROFILES: &str = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";

/// The patterns we write. They are for what went well; a failed or refused row follows none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// One section or document of a patient was read.
    PatientRead,
    /// A patient was opened: all that may be read at once.
    PatientQuery,
    /// People were searched.
    Query,
    /// The service disclosed a patient's data to this PC.
    DisclosureRecipient,
    /// Something else.
    Other,
}

impl Pattern {
    pub(super) fn of(entry: &Entry) -> Self {
        if entry.outcome != Outcome::Ok {
            return Self::Other;
        }
        let patient = entry.person.is_some();
        match entry.kind {
            EventKind::PersonSearched => Self::Query,
            EventKind::Prefetch | EventKind::Fetch | EventKind::FetchAgain
                if patient && !entry.shown.is_empty() =>
            {
                Self::DisclosureRecipient
            }
            kind if patient && EventKind::OPENINGS.contains(&kind) => Self::PatientQuery,
            kind if patient && EventKind::READINGS.contains(&kind) => Self::PatientRead,
            _ => Self::Other,
        }
    }

    pub(super) fn profile(self) -> Option<String> {
        let name = match self {
            Self::PatientRead => "IHE.BasicAudit.PatientRead",
            Self::PatientQuery => "IHE.BasicAudit.PatientQuery",
            Self::Query => "IHE.BasicAudit.Query",
            Self::DisclosureRecipient => "IHE.BasicAudit.PrivacyDisclosure.Recipient",
            Self::Other => return None,
        };
        Some(format!("{PROFILES}{name}"))
    }

    pub(super) fn subtypes(self) -> Vec<Value> {
        match self {
            Self::PatientRead => vec![json!({"system": INTERACTION, "code": "read"})],
            Self::PatientQuery | Self::Query => {
                vec![json!({"system": INTERACTION, "code": "search-type"})]
            }
            Self::DisclosureRecipient => vec![json!({"system": LIFECYCLE, "code": "disclose"})],
            Self::Other => Vec::new(),
        }
    }

    pub(super) const fn action(self, kind: EventKind) -> &'static str {
        match self {
            Self::PatientRead => "R",
            Self::PatientQuery | Self::Query => "E",
            Self::DisclosureRecipient => "C",
            Self::Other => match kind {
                EventKind::AuditRead | EventKind::ListShown | EventKind::BoardShown => "R",
                _ => "E",
            },
        }
    }
}

pub(super) fn event_type(kind: EventKind, pattern: Pattern) -> Value {
    match pattern {
        Pattern::PatientRead | Pattern::PatientQuery | Pattern::Query => {
            json!({"system": EVENT_TYPE, "code": "rest"})
        }
        Pattern::DisclosureRecipient => json!({"system": DICOM, "code": "110107"}),
        Pattern::Other => json!({"system": DICOM, "code": dicom(kind)}),
    }
}

/// The event of DICOM that comes nearest; the subtype has our own name for it.
fn dicom(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Started | EventKind::Updated | EventKind::SetUp => "110100",
        EventKind::AuditRead
        | EventKind::AuditVerified
        | EventKind::AuditExported
        | EventKind::AuditRolledOver => "110101",
        EventKind::SignIn | EventKind::SignOut | EventKind::SignInFailed => "110114",
        EventKind::Lock | EventKind::Unlock => "110114",
        EventKind::ProfileExported => "110106",
        kind if EventKind::READINGS.contains(&kind) => "110110",
        EventKind::Prefetch | EventKind::Fetch | EventKind::FetchAgain => "110107",
        _ => "110113",
    }
}

/// Rows of each pattern, about invented people.
#[cfg(test)]
pub(super) mod samples {
    use audit::{Actor, ClockNote, ConsentNote, Head, Item, Purpose, Reason, Shown, Stored};

    use super::*;

    fn row(number: u64, entry: Entry) -> Stored {
        let head = Head {
            number,
            hash: [0xa5; 32],
        };
        Stored { head, entry }
    }

    pub(crate) fn opening() -> Stored {
        let at = "2026-11-22T08:40:11Z".parse().unwrap();
        row(
            7,
            Entry {
                at,
                kind: EventKind::OpenPatient,
                outcome: Outcome::Ok,
                actor: Some(Actor {
                    account: "doctor".to_owned(),
                    display_name: "架空 医師".to_owned(),
                    role: Some("doctor".to_owned()),
                    staff_number: Some("0042".to_owned()),
                }),
                session: Some("6a5d9b0c-0000-5000-8000-000000000001".to_owned()),
                purpose: Purpose::Normal,
                reason: None,
                person: Some(12),
                chart_number: Some("000123".to_owned()),
                arrived: Some(true),
                shown: vec![Shown {
                    category: "condition".to_owned(),
                    version: Some("5".to_owned()),
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
                    until: Some(at),
                }],
                clock: Some(ClockNote {
                    offset_ms: Some(-120),
                    in_doubt: false,
                }),
                program_version: "0.1.0".to_owned(),
                pc: "1b4e28ba-2fa1-41d2-883f-0016d3cca427".to_owned(),
            },
        )
    }

    /// One row of each pattern, and some that follow none.
    pub(crate) fn all() -> Vec<Stored> {
        let opening = opening();
        let of = |number: u64, change: &dyn Fn(&mut Entry)| {
            let mut entry = opening.entry.clone();
            change(&mut entry);
            row(number, entry)
        };
        vec![
            opening.clone(),
            of(8, &|entry| entry.kind = EventKind::OpenSheet),
            of(9, &|entry| {
                entry.kind = EventKind::Prefetch;
                entry.actor = None;
                entry.session = None;
                entry.chart_number = None;
                entry.arrived = None;
            }),
            of(10, &|entry| {
                entry.kind = EventKind::PersonSearched;
                entry.person = None;
                entry.chart_number = None;
                entry.shown.clear();
                entry.consent.clear();
            }),
            of(11, &|entry| {
                entry.outcome = Outcome::Refused("withheld".to_owned());
                entry.purpose = Purpose::Emergency;
                entry.reason = Some(Reason::new("unconscious", Some("救急搬送")));
            }),
            of(12, &|entry| {
                entry.kind = EventKind::SignInFailed;
                entry.outcome = Outcome::Failed("wrong_credentials".to_owned());
                entry.person = None;
                entry.shown.clear();
                entry.consent.clear();
            }),
        ]
    }
}
