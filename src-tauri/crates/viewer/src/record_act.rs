//! Writing down who did what, before the answer leaves the core.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{Account, Session};
use audit::{
    Actor, ClockNote, ConsentNote, Entry, EventKind, Item, Outcome, Purpose, Reason, Shown,
};
use jiff::Timestamp;
use record::vocabulary::{Category, ConsentState, PersonId};
use uuid::Uuid;

use crate::audit_room::append;
use crate::compose::PersonConsents;
use crate::error::{CommandError, ErrorCode};
use crate::reading::ReadingGround;
use crate::rooms::{Rooms, blocking};
use crate::view::Origin;

/// Between the grounds of one row.
const SEVERAL: &str = "+";

/// One section as it is about to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownSection {
    pub(crate) category: Category,
    pub(crate) version: String,
    pub(crate) origin: Origin,
    /// When the service last gave or confirmed it.
    pub(crate) as_of: Timestamp,
    /// What of it is known one by one.
    pub(crate) items: Vec<Item>,
}

impl ShownSection {
    /// The state that is shown, by one name.
    pub(crate) fn state_name(&self) -> String {
        format!("{}/{}", self.category.as_str(), self.version)
    }
}

/// One act on its way into the audit. Holds no clinical value.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    kind: EventKind,
    outcome: Outcome,
    actor: Option<Actor>,
    /// Account and beginning of the sitting; made into an id when it is written.
    sitting: Option<String>,
    purpose: Purpose,
    reason: Option<Reason>,
    person: Option<PersonId>,
    chart_number: Option<String>,
    arrived: Option<bool>,
    shown: Vec<ShownThen>,
    consent: Vec<ConsentNote>,
}

/// What is shown, until the moment of writing tells its age.
#[derive(Clone, Debug)]
struct ShownThen {
    shown: Shown,
    as_of: Option<Timestamp>,
}

impl Act {
    pub(crate) fn new(kind: EventKind) -> Self {
        Self {
            kind,
            outcome: Outcome::Ok,
            actor: None,
            sitting: None,
            purpose: Purpose::Normal,
            reason: None,
            person: None,
            chart_number: None,
            arrived: None,
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
            staff_number: Some(session.staff_number().to_owned()),
        });
        self.sitting = Some(format!("{}@{}", session.account(), session.since()));
        self
    }

    /// Whose account it concerns when nobody is signed in yet.
    pub(crate) fn by_account(mut self, account: &Account) -> Self {
        self.actor = Some(Actor {
            account: account.account().to_owned(),
            display_name: account.display_name().to_owned(),
            role: account.roles().first().map(|role| role.as_str().to_owned()),
            staff_number: Some(account.staff_number().to_owned()),
        });
        self
    }

    /// What it is done for, when it is not everyday work. Rows of an emergency may use the space
    /// that is kept for them on a full disk.
    #[must_use]
    pub(crate) fn for_purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// Why: a stable code, and the person's own words (at most 200 characters are kept; never a
    /// clinical value of ours).
    #[must_use]
    pub(crate) fn because(mut self, code: &str, text: Option<&str>) -> Self {
        let text = text.map(on_one_line);
        self.reason = Some(Reason::new(code, text.as_deref()));
        self
    }

    /// Whether an arrival of the person was on record today. Said of every reading: the auditor
    /// looks for those with neither arrival nor consent.
    #[must_use]
    pub(crate) fn at_visit(mut self, arrived: bool) -> Self {
        self.arrived = Some(arrived);
        self
    }

    /// Whose data it concerns.
    pub(crate) fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    pub(crate) fn with_chart_number(mut self, chart_number: Option<&str>) -> Self {
        self.chart_number = chart_number.map(number_in_a_row);
        self
    }

    /// Which sections were asked for, before anything is known of them.
    pub(crate) fn asking_for(mut self, categories: &[Category]) -> Self {
        self.shown = categories
            .iter()
            .map(|category| ShownThen::now(named(category.as_str())))
            .collect();
        self
    }

    /// Which sections are shown, in which state and from where.
    pub(crate) fn showing(mut self, shown: &[ShownSection]) -> Self {
        self.shown = shown
            .iter()
            .map(|section| ShownThen {
                shown: Shown {
                    version: Some(section.version.clone()),
                    origin: origin_name(section.origin).to_owned(),
                    items: section.items.clone(),
                    ..named(section.category.as_str())
                },
                as_of: Some(section.as_of),
            })
            .collect();
        self
    }

    /// A file is shown that is no section's: how far it says whose it is.
    pub(crate) fn of_file(mut self, identity: &str) -> Self {
        self.shown = vec![ShownThen::now(Shown {
            version: Some(identity.to_owned()),
            origin: "file".to_owned(),
            ..named("file")
        })];
        self
    }

    /// Notes and drafts, which are no section's: their numbers and what names their state, never a
    /// text.
    pub(crate) fn of_notes(mut self, items: Vec<Item>) -> Self {
        self.shown = vec![ShownThen::now(Shown {
            origin: "notes".to_owned(),
            items,
            ..named("note")
        })];
        self
    }

    /// Under which consents.
    pub(crate) fn under(mut self, consents: &PersonConsents) -> Self {
        self.consent = Category::WITH_DOCUMENTS
            .into_iter()
            .map(|category| {
                let (state, until) = consent_note(consents.state(category));
                ConsentNote {
                    category: category.as_str().to_owned(),
                    state: state.to_owned(),
                    until,
                }
            })
            .collect();
        self
    }

    /// The grounds of what is shown, as its reason: each but a running consent. Of one patient several may be on the
    /// screen at once, of which the purpose is the gravest alone.
    pub(crate) fn grounded(mut self, grounds: impl IntoIterator<Item = ReadingGround>) -> Self {
        let told = |ground: &ReadingGround| {
            ground.permits() && !matches!(ground, ReadingGround::Consent { .. })
        };
        let told = grounds.into_iter().filter(told);
        let told: BTreeSet<_> = told.map(ReadingGround::as_str).collect();
        if self.reason.is_none() && !told.is_empty() {
            let code = told.into_iter().collect::<Vec<_>>().join(SEVERAL);
            self.reason = Some(Reason::new(&code, None));
        }
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

    /// The row as it would be written now.
    pub(crate) fn entry(self, rooms: &Rooms) -> Entry {
        let now = rooms.clock.now();
        let profile = Uuid::parse_str(&rooms.facts.id).unwrap_or_default();
        let session = |sitting: String| Uuid::new_v5(&profile, sitting.as_bytes()).to_string();
        Entry {
            at: now,
            kind: self.kind,
            outcome: self.outcome,
            actor: self.actor,
            session: self.sitting.map(session),
            purpose: self.purpose,
            reason: self.reason,
            person: self.person.map(|person| person.0),
            chart_number: self.chart_number,
            arrived: self.arrived,
            shown: self.shown.into_iter().map(|shown| shown.at(now)).collect(),
            consent: self.consent,
            clock: Some(ClockNote {
                offset_ms: rooms
                    .trusted
                    .offset(now)
                    .map(|ahead| i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX)),
                in_doubt: rooms.trusted.disagrees(now),
            }),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            pc: rooms.facts.id.clone(),
        }
    }

    /// Writes it and returns when it is durable. Nothing may be shown if this fails.
    pub(crate) fn write_now(self, rooms: &Rooms) -> Result<(), CommandError> {
        let ends_a_sitting = matches!(self.kind, EventKind::SignOut | EventKind::Lock);
        match append(rooms, &self.entry(rooms)) {
            Ok(()) => {
                if ends_a_sitting {
                    rooms.heads.now.notify_one();
                }
                Ok(())
            }
            Err(_) => Err(ErrorCode::AuditUnavailable.into()),
        }
    }
}

/// The grounds that a row's reason names.
pub(crate) fn grounds_of(code: Option<&str>) -> impl Iterator<Item = &str> {
    code.into_iter().flat_map(|code| code.split(SEVERAL))
}

/// What people typed, as it may stand in a row: nothing in it breaks the line, turns the text around it
/// or is not seen.
fn on_one_line(typed: &str) -> String {
    let seen = record::written_out(typed.trim());
    seen.replace(['\t', '\n', '\r'], " ")
}

impl ShownThen {
    const fn now(shown: Shown) -> Self {
        Self { shown, as_of: None }
    }

    fn at(self, now: Timestamp) -> Shown {
        let age = self.as_of.map(|as_of| now.duration_since(as_of).as_secs());
        Shown {
            age_seconds: age,
            ..self.shown
        }
    }
}

fn named(category: &str) -> Shown {
    Shown {
        category: category.to_owned(),
        version: None,
        origin: String::new(),
        age_seconds: None,
        items: Vec::new(),
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
const fn consent_note(consent: ConsentState) -> (&'static str, Option<Timestamp>) {
    match consent {
        ConsentState::Given { until } => ("given", Some(until)),
        ConsentState::Expired { at } => ("expired", at),
        ConsentState::Refused => ("refused", None),
        ConsentState::NotAsked => ("not asked", None),
        ConsentState::NotObtainable => ("not obtainable", None),
        ConsentState::SwitchedOff => ("switched off", None),
        ConsentState::NoCard => ("no card", None),
    }
}

fn number_in_a_row(number: &str) -> String {
    on_one_line(number).chars().take(Reason::LONGEST).collect()
}
