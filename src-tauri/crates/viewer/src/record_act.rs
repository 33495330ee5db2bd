//! Writing down who did what, before the answer leaves the core.

use std::sync::Arc;

use access::{Account, Session};
use audit::{Actor, AuditError, ConsentNote, Entry, EventKind, Outcome, Shown, StoreError};
use record::vocabulary::{Category, ConsentState, PersonId};

use crate::compose::PersonConsents;
use crate::error::{CommandError, ErrorCode};
use crate::rooms::{Rooms, blocking};
use crate::view::Origin;

/// One section as it is about to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownSection {
    pub(crate) category: Category,
    pub(crate) version: String,
    pub(crate) origin: Origin,
}

/// One act on its way into the audit. Holds no clinical value.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    kind: EventKind,
    outcome: Outcome,
    actor: Option<Actor>,
    person: Option<PersonId>,
    chart_number: Option<String>,
    shown: Vec<Shown>,
    consent: Vec<ConsentNote>,
}

impl Act {
    pub(crate) fn new(kind: EventKind) -> Self {
        Self {
            kind,
            outcome: Outcome::Ok,
            actor: None,
            person: None,
            chart_number: None,
            shown: Vec::new(),
            consent: Vec::new(),
        }
    }

    /// Who did it.
    pub(crate) fn by(mut self, session: &Session) -> Self {
        self.actor = Some(Actor {
            account: session.account().to_owned(),
            display_name: session.display_name().to_owned(),
            role: Some(session.role().as_str().to_owned()),
        });
        self
    }

    /// Whose account it concerns when nobody is signed in yet.
    pub(crate) fn by_account(mut self, account: &Account) -> Self {
        self.actor = Some(Actor {
            account: account.account().to_owned(),
            display_name: account.display_name().to_owned(),
            role: Some(account.role().as_str().to_owned()),
        });
        self
    }

    /// Whose data it concerns.
    pub(crate) fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    pub(crate) fn with_chart_number(mut self, chart_number: Option<&str>) -> Self {
        self.chart_number = chart_number.map(str::to_owned);
        self
    }

    /// Which sections were asked for, before anything is known of them.
    pub(crate) fn asking_for(mut self, categories: &[Category]) -> Self {
        self.shown = categories.iter().map(|category| named(*category)).collect();
        self
    }

    /// Which sections are shown, in which state and from where.
    pub(crate) fn showing(mut self, shown: &[ShownSection]) -> Self {
        self.shown = shown
            .iter()
            .map(|section| Shown {
                category: section.category.as_str().to_owned(),
                version: Some(section.version.clone()),
                origin: origin_name(section.origin).to_owned(),
            })
            .collect();
        self
    }

    /// A file is shown that is no section's: how far it says whose it is.
    pub(crate) fn of_file(mut self, identity: &str) -> Self {
        self.shown = vec![Shown {
            category: "file".to_owned(),
            version: Some(identity.to_owned()),
            origin: "file".to_owned(),
        }];
        self
    }

    /// Under which consents.
    pub(crate) fn under(mut self, consents: &PersonConsents) -> Self {
        self.consent = Category::WITH_DOCUMENTS
            .into_iter()
            .map(|category| ConsentNote {
                category: category.as_str().to_owned(),
                state: consent_text(consents.state(category)),
            })
            .collect();
        self
    }

    pub(crate) fn refused(mut self, code: &str) -> Self {
        self.outcome = Outcome::Refused(code.to_owned());
        self
    }

    pub(crate) fn failed(mut self, code: &str) -> Self {
        self.outcome = Outcome::Failed(code.to_owned());
        self
    }

    /// Writes it, off the asynchronous threads.
    pub(crate) async fn write(self, rooms: &Arc<Rooms>) -> Result<(), CommandError> {
        let rooms = rooms.clone();
        blocking(move || self.write_now(&rooms)).await
    }

    /// Writes it and returns when it is durable. Nothing may be shown if this fails.
    pub(crate) fn write_now(self, rooms: &Rooms) -> Result<(), CommandError> {
        let entry = Entry {
            at: rooms.clock.now(),
            kind: self.kind,
            outcome: self.outcome,
            actor: self.actor,
            person: self.person.map(|person| person.0),
            chart_number: self.chart_number,
            shown: self.shown,
            consent: self.consent,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            pc: rooms.facts.id.clone(),
        };
        match append(rooms, &entry) {
            Ok(()) => Ok(()),
            Err(_) => Err(ErrorCode::AuditUnavailable.into()),
        }
    }
}

/// On a full disk the reserve makes room for the entry: reading must go on, and never unseen.
fn append(rooms: &Rooms, entry: &Entry) -> Result<(), AuditError> {
    let written = rooms.audit.append(entry);
    if let Err(AuditError::Store(fault)) = &written {
        rooms.note_disk(CommandError::from(*fault).code);
    }
    match written {
        Err(AuditError::Store(StoreError::Full)) if rooms.disk.release() => {
            rooms.audit.append(entry).map(drop)
        }
        written => written.map(drop),
    }
}

fn named(category: Category) -> Shown {
    Shown {
        category: category.as_str().to_owned(),
        version: None,
        origin: String::new(),
    }
}

const fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Live => "live",
        Origin::Cache => "cache",
        Origin::SecondCopy => "second_copy",
    }
}

/// The consent and its end, as the audit keeps them.
fn consent_text(consent: ConsentState) -> String {
    match consent {
        ConsentState::Given { until } => format!("given until {until}"),
        ConsentState::Expired { at: Some(at) } => format!("expired at {at}"),
        ConsentState::Expired { at: None } => "expired".to_owned(),
        ConsentState::Refused => "refused".to_owned(),
        ConsentState::NotAsked => "not asked".to_owned(),
        ConsentState::NotObtainable => "not obtainable".to_owned(),
        ConsentState::SwitchedOff => "switched off".to_owned(),
        ConsentState::NoCard => "no card".to_owned(),
    }
}
