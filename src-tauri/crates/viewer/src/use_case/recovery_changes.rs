//! 復旧後の変更点: what somebody read in an outage, and what of it is different now.

use std::sync::Arc;

use access::Session;
use audit::EventKind;
use record::vocabulary::{Category, PersonId};

use super::history::changes;
use super::painted::reader;
use super::people::{PersonToday, Today};
use super::shown_items::shown_items;
use super::whence::whence;
use crate::clinical::Clinical;
use crate::error::CommandError;
use crate::outage::{Outage, ReadInOutage};
use crate::record_act::{Act, ShownSection};
use crate::request::RecoveryRequest;
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::view::{
    ChangeCounts, OutageView, RecoveryChangesView, RecoveryPatientView, RecoverySectionView,
};

impl Seat {
    /// The changes against what this reader read during the last outage. Counted only, nobody is
    /// named and nothing is written down: a screen asks that at every signing in.
    pub(crate) async fn recovery_changes(
        &self,
        request: RecoveryRequest,
    ) -> Result<RecoveryChangesView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let (_, session, clinical) = self.clinical()?;
        blocking(move || {
            let ended = rooms.outages.ended();
            let Some((outage, to)) = ended.and_then(|outage| {
                let to = outage.to?;
                Some((outage, to))
            }) else {
                return Ok(RecoveryChangesView::default());
            };
            let mut list = List {
                rooms: &rooms,
                seated: &seated,
                session: &session,
                clinical: &clinical,
                today: Today::read(&rooms)?,
                named: request.list == Some(true),
                view: RecoveryChangesView {
                    outage: Some(OutageView {
                        from: outage.from,
                        to,
                    }),
                    ..RecoveryChangesView::default()
                },
            };
            list.fill(&outage)?;
            Ok(list.view)
        })
        .await
    }
}

struct List<'a> {
    rooms: &'a Rooms,
    seated: &'a Seated,
    session: &'a Session,
    clinical: &'a Arc<Clinical>,
    today: Today,
    /// The list itself is asked for.
    named: bool,
    view: RecoveryChangesView,
}

/// How one section stands to what was read of it.
enum Since {
    Unconfirmed,
    Unchanged,
    Changed(RecoverySectionView, ShownSection),
}

impl List<'_> {
    fn fill(&mut self, outage: &Outage) -> Result<(), CommandError> {
        let reader = reader(self.rooms, self.session.account());
        let mine: Vec<&ReadInOutage> = outage
            .read
            .iter()
            .filter(|read| read.reader == reader)
            .collect();
        let mut people: Vec<PersonId> = Vec::new();
        for read in &mine {
            if !people.contains(&read.person) {
                people.push(read.person);
            }
        }
        for person in people {
            let sections = mine.iter().filter(|read| read.person == person);
            self.person(person, sections.copied(), outage)?;
        }
        Ok(())
    }

    fn person<'r>(
        &mut self,
        person: PersonId,
        read: impl Iterator<Item = &'r ReadInOutage>,
        outage: &Outage,
    ) -> Result<(), CommandError> {
        let person = PersonToday::read_as_joined(self.rooms, &self.today, person)?;
        let person = person.read_by(self.rooms, &self.today, self.session);
        let (mut sections, mut shown) = (Vec::new(), Vec::new());
        let permitted = |category| {
            self.rooms.may_role_read(self.session, category)
                && person.ground(self.rooms, category).permits()
        };
        for read in read.filter(|read| permitted(read.category)) {
            match self.since(read, outage)? {
                Since::Unconfirmed => self.view.unconfirmed += 1,
                Since::Unchanged => self.view.unchanged += 1,
                Since::Changed(section, state) => {
                    sections.push(section);
                    shown.push(state);
                }
            }
        }
        if sections.is_empty() {
            return Ok(());
        }
        self.view.changed_patients += 1;
        self.view.changed_sections += sections.len();
        if !self.named {
            return Ok(());
        }
        let told =
            |category: Category, version: &str| (person.person, category, version.to_owned());
        let told = shown.iter().map(|s| told(s.category, &s.version));
        let act = Act::new(EventKind::RecoveryShown)
            .by(self.session)
            .about(person.person)
            .with_chart_number(person.chart_number.as_deref())
            .for_purpose(person.purpose(self.rooms, shown.iter().map(|one| one.category)))
            .at_visit(self.today.is_visit(person.person))
            .under(&person.consents)
            .grounded(
                shown
                    .iter()
                    .map(|one| person.ground(self.rooms, one.category)),
            )
            .showing(&shown);
        self.seated
            .note_changes(told, || act.write_now(self.rooms))?;
        self.view.patients.push(RecoveryPatientView {
            identity: person.identity_view(&self.today),
            sections,
        });
        Ok(())
    }

    fn since(&self, read: &ReadInOutage, outage: &Outage) -> Result<Since, CommandError> {
        let (person, category, date) = (read.person, read.category, self.today.date);
        let Some(now) = self.clinical.newest(person, category, date)? else {
            return Ok(Since::Unconfirmed);
        };
        if now.version == read.version {
            let confirmed = outage.to.is_some_and(|to| now.as_of >= to);
            return Ok(if confirmed {
                Since::Unchanged
            } else {
                Since::Unconfirmed
            });
        }
        let then = self.clinical.at(person, category, &read.version, date)?;
        let counts = then.map(|then| changes(&now, &then));
        if counts == Some(ChangeCounts::default()) {
            return Ok(Since::Unchanged);
        }
        let section = RecoverySectionView {
            category,
            changes: counts,
            version_read: read.version.clone(),
            version_now: now.version.clone(),
        };
        let state = ShownSection {
            category,
            version: now.version.clone(),
            origin: whence(self.rooms, self.clinical).origin(now.as_of),
            as_of: now.as_of,
            items: shown_items(self.clinical, person, category)?,
        };
        Ok(Since::Changed(section, state))
    }
}
