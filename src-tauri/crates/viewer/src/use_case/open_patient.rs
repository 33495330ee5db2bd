//! The main road: access, audit, cache, view; the network is asked beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::Session;
use audit::EventKind;
use record::vocabulary::{Category, PersonId};
use record::{Problem, Severity};

use super::former_numbers::under_former_numbers;
use super::painted::reader;
use super::people::{PersonToday, Today};
use super::whence::whence;
use crate::clinical::{Clinical, ReadSection};
use crate::compose::{HeldSection, SectionFacts, section_view};
use crate::error::{CommandError, ErrorCode};
use crate::queue::{Job, Wanted};
use crate::record_act::{Act, ShownSection};
use crate::request::{PersonRequest, SectionRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{ChangeCounts, PatientView, RemarkKind, RemarkView, SectionUpdate, SectionView};

impl Seat {
    /// Opens a patient from the cache at once, and asks the service for news beside it.
    pub(crate) async fn open_patient(
        &self,
        request: PersonRequest,
    ) -> Result<PatientView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let turn = rooms.on_screen.asked();
        let shared = rooms.clone();
        let (view, allowed) = blocking(move || {
            let opening = Opening::prepare(&shared, &session, &clinical, request.person)?;
            let kind = if request.by_search == Some(true) {
                EventKind::OpenFoundPatient
            } else {
                EventKind::OpenPatient
            };
            let view = opening.shown(&Category::WITH_DOCUMENTS, kind)?;
            Ok((
                view,
                opening.person.consents.may_fetch().collect::<Vec<_>>(),
            ))
        })
        .await?;
        rooms.on_screen.shows(self.id, request.person, turn);
        revalidate(&rooms, &view, &allowed);
        Ok(view)
    }

    /// One section anew, after an event or when the reader asks for the newer state.
    pub(crate) async fn patient_section(
        &self,
        request: SectionRequest,
    ) -> Result<SectionUpdate, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let view = blocking(move || {
            Opening::prepare(&rooms, &session, &clinical, request.person)?
                .shown(&[request.category], EventKind::OpenSection)
        })
        .await?;
        let PatientView {
            sections,
            consent,
            complete,
            ..
        } = view;
        let section = sections.into_iter().next().ok_or(ErrorCode::Internal)?;
        Ok(SectionUpdate {
            section,
            consent,
            complete,
        })
    }
}

/// Wants what the running consents allow, except what was confirmed a moment ago.
fn revalidate(rooms: &Arc<Rooms>, view: &PatientView, allowed: &[Category]) {
    let now = crate::arrived::arrived(rooms).at;
    let fresh_for = crate::options::Pace::of(rooms.facts.kind).fresh_for;
    for section in &view.sections {
        let fresh = section
            .as_of
            .is_some_and(|as_of| now.duration_since(as_of).unsigned_abs() < fresh_for);
        if allowed.contains(&section.category) && !fresh {
            let job = Job {
                person: view.identity.person,
                category: section.category,
            };
            rooms.queue.add(job, Wanted::Opened);
        }
    }
}

struct Opening<'a> {
    rooms: &'a Rooms,
    session: &'a Session,
    clinical: &'a Clinical,
    today: Today,
    person: PersonToday,
}

impl<'a> Opening<'a> {
    fn prepare(
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

    /// Reads the sections while the audit row is made durable; answers only when it is.
    fn shown(&self, wanted: &[Category], kind: EventKind) -> Result<PatientView, CommandError> {
        let states = self.states(wanted)?;
        let (sections, written) = std::thread::scope(|scope| {
            let writing = scope.spawn(|| self.act(kind).showing(&states).write_now(self.rooms));
            let sections = self.sections(wanted);
            let written = writing
                .join()
                .unwrap_or_else(|_| Err(ErrorCode::AuditUnavailable.into()));
            (sections, written)
        });
        written?;
        let sections = sections?;
        self.note_newer(&states, &sections)?;
        let fetched = self.person.fetched();
        let consent = self.person.consents.summary(fetched);
        Ok(PatientView {
            identity: self.person.identity_view(&self.today),
            complete: consent.given > 0 && consent.given == fetched,
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

    fn act(&self, kind: EventKind) -> Act {
        Act::new(kind)
            .by(self.session)
            .about(self.person.person)
            .with_chart_number(self.person.chart_number.as_deref())
            .under(&self.person.consents)
    }

    /// What is about to be shown, known before it is read.
    fn states(&self, wanted: &[Category]) -> Result<Vec<ShownSection>, CommandError> {
        let records = &self.clinical.records;
        let person = self.person.person;
        let whence = whence(self.rooms, self.clinical);
        let mut states = Vec::with_capacity(wanted.len());
        for category in wanted
            .iter()
            .copied()
            .filter(|category| self.may_read(*category))
        {
            if let Some(state) = records.state(person, category)? {
                let origin = whence.origin(state.as_of);
                states.push(ShownSection {
                    category,
                    version: state.version,
                    origin,
                });
            }
        }
        Ok(states)
    }

    /// A set that was stored between looking and reading is shown too, so it is written down too.
    fn note_newer(
        &self,
        known: &[ShownSection],
        sections: &[SectionView],
    ) -> Result<(), CommandError> {
        let newer: Vec<ShownSection> = sections
            .iter()
            .filter_map(|section| {
                let (version, origin) = (section.version.clone()?, section.origin?);
                Some(ShownSection {
                    category: section.category,
                    version,
                    origin,
                })
            })
            .filter(|shown| !known.iter().any(|known| known.version == shown.version))
            .collect();
        if newer.is_empty() {
            return Ok(());
        }
        self.act(EventKind::OpenSection)
            .showing(&newer)
            .write_now(self.rooms)
    }

    fn may_read(&self, category: Category) -> bool {
        self.person
            .consents
            .may_read(category, self.rooms.rules().reading_after_end)
    }

    fn section(&self, category: Category) -> Result<SectionView, CommandError> {
        let person = self.person.person;
        let facts = SectionFacts {
            category,
            consent: self.person.consents.state(category),
            may_read: self.may_read(category),
            last_success: self.person.fetches.last_success(category),
            failure: self.person.fetches.failure(category),
            queued: self.rooms.queue.holds(Job { person, category }),
            whence: whence(self.rooms, self.clinical),
            down: self.rooms.line.down(),
        };
        let read = self.clinical.newest(person, category, self.today.date)?;
        let held = match read {
            Some(read) => Some(self.held(category, &read)?),
            None => None,
        };
        Ok(section_view(&facts, held))
    }

    fn held(&self, category: Category, read: &ReadSection) -> Result<HeldSection, CommandError> {
        let mut content = read.section.content.clone();
        let changes = self.mark(category, &mut content, &read.version)?;
        read.beyond_window.join(&mut content);
        Ok(HeldSection {
            as_of: read.as_of,
            version: read.version.clone(),
            damaged: read.damaged,
            entries: read.section.entries,
            content,
            unreadable: missing(&read.section.problems),
            undelivered: read.section.undelivered,
            remarks: self.remarks(category, &read.section.problems)?,
            damaged_sets: read.damaged_sets,
            changes,
            age: self.rooms.rules().age(
                category,
                read.as_of,
                self.today.now,
                self.today.clock_in_doubt,
            ),
            beyond_window: read.beyond_window.rows.clone(),
            not_returned: read.not_returned,
        })
    }

    fn remarks(
        &self,
        category: Category,
        problems: &[Problem],
    ) -> Result<Vec<RemarkView>, CommandError> {
        let mut remarks = remarks(problems);
        if self.person.had_other_numbers {
            let held = self.clinical.records.held(self.person.person, category)?;
            let current = &self.person.identity.member_ids;
            let count = under_former_numbers(&held, current);
            let kind = RemarkKind::FormerNumber;
            remarks.extend((count > 0).then_some(RemarkView { kind, count }));
        }
        Ok(remarks)
    }

    /// Marks rows against the state this reader last read, if that was another one.
    fn mark(
        &self,
        category: Category,
        content: &mut record::view::SectionContent,
        version: &str,
    ) -> Result<Option<ChangeCounts>, CommandError> {
        let (person, date) = (self.person.person, self.today.date);
        let reader = reader(self.rooms, self.session.account());
        let Some(reading) = self
            .clinical
            .records
            .last_reading(&reader, person, category)?
        else {
            return Ok(None);
        };
        let last = match category {
            // A new allergy or disease keeps its mark for seven days.
            Category::DrugAllergy | Category::OtherAllergy | Category::Condition => {
                reading.a_week_ago(self.today.now)
            }
            _ => &reading.state,
        };
        if last == version {
            return Ok(None);
        }
        let Some(before) = self.clinical.at(person, category, last, date)? else {
            return Ok(None);
        };
        let counts = record::mark_changes(content, &before.section.content);
        Ok(Some(ChangeCounts {
            added: counts.added,
            changed: counts.changed,
            removed: counts.removed,
        }))
    }
}

/// What has to be said of entries, with how many there are of each.
fn remarks(problems: &[Problem]) -> Vec<RemarkView> {
    let mut counts = BTreeMap::new();
    for kind in problems.iter().filter_map(|p| RemarkKind::of(p.code)) {
        *counts.entry(kind).or_insert(0) += 1;
    }
    counts
        .into_iter()
        .map(|(kind, count)| RemarkView { kind, count })
        .collect()
}

/// Only an error means that something sent is missing from the view.
fn missing(problems: &[Problem]) -> usize {
    problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count()
}
