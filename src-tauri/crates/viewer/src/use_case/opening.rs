//! One patient read as a whole, or section by section: the role, the grounds, the log, what is shown.

use std::sync::Mutex;

use access::Session;
use audit::{EventKind, Item};
use record::vocabulary::{Category, PersonId};

use super::people::{PersonToday, Today};
use super::shown_items::shown_items;
use super::whence::whence;
use crate::clinical::Clinical;
use crate::confirmed_identity::ConfirmedIdentity;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::{Act, ShownSection};
use crate::request::TwoItems;
use crate::rooms::Rooms;
use crate::sync::lock;
use crate::view::{PatientView, SectionView};
use crate::written_down::WrittenDown;

/// One patient about to be read: today, by one reader.
pub(super) struct Opening<'a> {
    pub(super) rooms: &'a Rooms,
    pub(super) session: &'a Session,
    pub(super) clinical: &'a Clinical,
    pub(super) today: Today,
    pub(super) person: PersonToday,
}

impl<'a> Opening<'a> {
    pub(super) fn prepare(
        rooms: &'a Rooms,
        session: &'a Session,
        clinical: &'a Clinical,
        person: PersonId,
    ) -> Result<Self, CommandError> {
        let today = Today::read(rooms)?;
        let person = PersonToday::read(rooms, &today, person)?.read_by(rooms, &today, session);
        Ok(Self {
            rooms,
            session,
            clinical,
            today,
            person,
        })
    }

    /// The same for paper. What is on for one reader and one patient is read on the screen alone, so a
    /// refusal always holds here.
    pub(super) fn for_print(
        rooms: &'a Rooms,
        session: &'a Session,
        clinical: &'a Clinical,
        person: PersonId,
    ) -> Result<Self, CommandError> {
        let today = Today::read(rooms)?;
        let person = PersonToday::read(rooms, &today, person)?;
        Ok(Self {
            rooms,
            session,
            clinical,
            today,
            person,
        })
    }

    /// Whether who it is was made sure by two items; refused, and written down, when by nothing.
    pub(super) fn made_sure(
        &self,
        confirmed: Option<&TwoItems>,
        identity: &ConfirmedIdentity,
    ) -> Result<bool, CommandError> {
        let person = self.person.person;
        let agrees = |items: &TwoItems| {
            let shown = &self.person.identity;
            items.name == shown.name && items.birth_date == shown.birth_date
        };
        match (confirmed, identity.by_items(person)) {
            (Some(items), _) if agrees(items) => Ok(true),
            (None, Some(by_items)) => Ok(by_items),
            (None, None) if is_known(&self.today, identity, person) => Ok(false),
            (Some(_) | None, _) => {
                let act = self.act(EventKind::OpenPatient, &[]);
                Err(unchecked(self.rooms, act)?)
            }
        }
    }

    /// Reads the sections while the audit row is made durable; answers only when it is. A section that
    /// is drawn again as it was written down since the patient was opened is no new reading.
    pub(super) fn shown(
        &self,
        wanted: &[Category],
        kind: EventKind,
        written: &Mutex<WrittenDown>,
    ) -> Result<PatientView, CommandError> {
        let person = self.person.person;
        let states = self.states(wanted)?;
        let again = kind == EventKind::OpenSection
            && lock(written).holds(person, states.iter().map(|shown| self.reading_name(shown)));
        let (sections, noted) = std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                if again {
                    return Ok(());
                }
                self.act(kind, &states).write_now(self.rooms)
            });
            let sections = self.sections(wanted);
            let noted = writing
                .join()
                .unwrap_or_else(|_| Err(ErrorCode::AuditUnavailable.into()));
            (sections, noted)
        });
        noted?;
        let sections = sections?;
        let newer = self.note_newer(kind, &states, &sections)?;
        let mut written = lock(written);
        if kind != EventKind::OpenSection {
            written.begin(person);
        }
        for shown in states.iter().chain(&newer) {
            written.note(person, self.reading_name(shown));
        }
        drop(written);
        let granted = |category| self.rooms.may_role_read(self.session, category);
        let fetched = self.person.fetched(granted);
        let given = self.person.consents.given().filter(|one| granted(*one));
        let given = given.count();
        let consent = self.person.consents.summary(fetched);
        Ok(PatientView {
            identity: self.person.identity_view(&self.today),
            complete: given > 0 && given == fetched,
            consent,
            sections,
        })
    }

    fn sections(&self, wanted: &[Category]) -> Result<Vec<SectionView>, CommandError> {
        if wanted.len() > 1 {
            let (person, date) = (self.person.person, self.today.date);
            self.clinical.make_ready(person, date)?;
        }
        let sections = wanted.iter();
        sections.map(|category| self.section(*category)).collect()
    }

    pub(super) fn act(&self, kind: EventKind, shown: &[ShownSection]) -> Act {
        let categories = shown.iter().map(|section| section.category);
        Act::new(kind)
            .for_purpose(self.person.purpose(self.rooms, categories))
            .by(self.session)
            .about(self.person.person)
            .with_chart_number(self.person.chart_number.as_deref())
            .at_visit(self.today.is_visit(self.person.person))
            .under(&self.person.consents)
            .grounded(
                shown
                    .iter()
                    .map(|one| self.person.ground(self.rooms, one.category)),
            )
            .showing(shown)
    }

    /// What is shown and on what ground: the same state read on another ground is another reading.
    fn reading_name(&self, shown: &ShownSection) -> String {
        let ground = self.person.ground(self.rooms, shown.category);
        format!("{}/{}", ground.as_str(), shown.state_name())
    }

    /// What is about to be shown, known before it is read.
    fn states(&self, wanted: &[Category]) -> Result<Vec<ShownSection>, CommandError> {
        let person = self.person.person;
        let whence = whence(self.rooms, self.clinical);
        let mut states = Vec::with_capacity(wanted.len());
        for category in wanted
            .iter()
            .copied()
            .filter(|category| self.may_read(*category))
        {
            if let Some((version, as_of)) = self.clinical.state(person, category)? {
                let origin = whence.origin(as_of);
                states.push(ShownSection {
                    category,
                    version,
                    origin,
                    as_of,
                    items: self.items(category)?,
                });
            }
        }
        Ok(states)
    }

    /// A set that was stored between looking and reading is shown too, so it is written down too.
    fn note_newer(
        &self,
        kind: EventKind,
        known: &[ShownSection],
        sections: &[SectionView],
    ) -> Result<Vec<ShownSection>, CommandError> {
        let newer: Vec<ShownSection> = sections
            .iter()
            .filter_map(|section| {
                let (version, origin) = (section.version.clone()?, section.origin?);
                Some(ShownSection {
                    category: section.category,
                    version,
                    origin,
                    as_of: section.as_of?,
                    items: self.items(section.category).ok()?,
                })
            })
            .filter(|shown| {
                !known
                    .iter()
                    .any(|one| one.state_name() == shown.state_name())
            })
            .collect();
        if !newer.is_empty() {
            let kind = match kind {
                EventKind::PatientPrinted => kind,
                _ => EventKind::OpenSection,
            };
            self.act(kind, &newer).write_now(self.rooms)?;
        }
        Ok(newer)
    }

    /// The received sets behind a section.
    fn items(&self, category: Category) -> Result<Vec<Item>, CommandError> {
        shown_items(self.clinical, self.person.person, category)
    }

    /// What the running consents allow to be asked for, or a mode of the service.
    pub(super) fn may_fetch(&self) -> Vec<Category> {
        let (now, person) = (self.today.consent_time, self.person.person);
        let consents = &self.person.consents;
        let under_mode = |category: &Category| {
            let refused = consents.is_refused(*category);
            let mode = self.rooms.emergencies.service_mode(now, person, refused);
            consents.running_until(*category).is_none() && mode.is_some()
        };
        let modes = Category::WITH_DOCUMENTS.into_iter().filter(under_mode);
        consents.may_fetch().chain(modes).collect()
    }

    pub(super) fn may_read(&self, category: Category) -> bool {
        self.rooms.may_role_read(self.session, category)
            && self.person.ground(self.rooms, category).permits()
    }
}

/// Somebody of today's list, or the patient who is open here: nobody else is read.
pub(super) fn is_known(today: &Today, identity: &ConfirmedIdentity, person: PersonId) -> bool {
    today.expected.contains(&person) || identity.by_items(person).is_some()
}

/// Writes down that nobody made sure who it is, and says so.
pub(super) fn unchecked(rooms: &Rooms, act: Act) -> Result<CommandError, CommandError> {
    let code = ErrorCode::IdentityUnchecked;
    act.refused(&code.name()).write_now(rooms)?;
    Ok(code.into())
}
