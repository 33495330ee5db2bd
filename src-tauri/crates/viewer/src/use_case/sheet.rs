//! 全記載: everything the newest answers of a section, or one document, say.

use std::sync::{Arc, Mutex};

use access::Session;
use audit::{EventKind, Item};
use cache::Held;
use record::view::{RowKey, SheetView};
use record::vocabulary::{Category, PersonId};

use super::opening::{is_known, unchecked};
use super::people::{PersonToday, Today};
use super::sheet_parts::Parts;
use super::shown_items::shown_items;
use super::whence::whence;
use crate::clinical::{Clinical, ReadSection};
use crate::confirmed_identity::ConfirmedIdentity;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::{Act, ShownSection};
use crate::request::{DocumentSheetRequest, SectionRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::sync::lock;
use crate::written_down::WrittenDown;

impl Seat {
    /// Everything the held sets of one section say, as far as the section itself may be read.
    pub(crate) async fn section_sheet(
        &self,
        request: SectionRequest,
    ) -> Result<SheetView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        blocking(move || {
            let SectionRequest { person, category } = request;
            let kind = EventKind::OpenSheet;
            Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?
            .section()
        })
        .await
    }

    /// Everything one document says, unless it was taken back.
    pub(crate) async fn document_sheet(
        &self,
        request: DocumentSheetRequest,
    ) -> Result<SheetView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        blocking(move || {
            let DocumentSheetRequest {
                person,
                category,
                key,
            } = request;
            let kind = EventKind::OpenSheet;
            Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?
            .document(&key, |_, sheet| Ok(sheet))
        })
        .await
    }
}

/// Sections of which every set is a document of its own.
const fn of_documents(category: Category) -> bool {
    matches!(category, Category::Checkup | Category::Document)
}

/// One section about to be read whole, or one of its documents.
pub(super) struct Reading<'a> {
    pub(super) rooms: &'a Rooms,
    pub(super) session: &'a Session,
    pub(super) clinical: &'a Clinical,
    pub(super) today: Today,
    pub(super) person: PersonToday,
    pub(super) category: Category,
    kind: EventKind,
    /// It comes in pages.
    page: Option<Page>,
}

/// One page of something that comes in several.
pub(super) struct Page {
    /// Where it is noted what was written down.
    pub(super) written: Arc<Mutex<WrittenDown>>,
    /// What the pages are of.
    pub(super) what: String,
    /// It is the beginning: somebody opens it.
    pub(super) first: bool,
}

impl<'a> Reading<'a> {
    /// The gate of the section, refusals written down.
    pub(super) fn prepare(
        rooms: &'a Rooms,
        (session, identity): (&'a Session, &ConfirmedIdentity),
        clinical: &'a Clinical,
        person: PersonId,
        category: Category,
        kind: EventKind,
    ) -> Result<Self, CommandError> {
        let today = Today::read(rooms)?;
        let person = PersonToday::read(rooms, &today, person)?.read_by(rooms, &today, session);
        let reading = Self {
            rooms,
            session,
            clinical,
            today,
            person,
            category,
            kind,
            page: None,
        };
        if !is_known(&reading.today, identity, reading.person.person) {
            let act = reading.act().asking_for(&[category]);
            return Err(unchecked(rooms, act)?);
        }
        if !rooms.may_role_read(session, category) {
            let act = reading.act().asking_for(&[category]);
            act.refused("not_granted").write_now(rooms)?;
            return Err(ErrorCode::NotGranted.into());
        }
        if !reading.may_read(category) {
            let act = reading.act().asking_for(&[category]).refused("withheld");
            act.write_now(rooms)?;
            return Err(ErrorCode::Withheld.into());
        }
        Ok(reading)
    }

    /// One page of something; a further one of the same version is no new reading.
    pub(super) fn in_pages(mut self, page: Page) -> Self {
        self.page = Some(page);
        self
    }

    fn may_read(&self, category: Category) -> bool {
        self.rooms.may_role_read(self.session, category)
            && self.person.ground(self.rooms, category).permits()
    }

    pub(super) fn act(&self) -> Act {
        let purpose = self.person.purpose(self.rooms, [self.category].into_iter());
        Act::new(self.kind)
            .for_purpose(purpose)
            .by(self.session)
            .about(self.person.person)
            .with_chart_number(self.person.chart_number.as_deref())
            .at_visit(self.today.is_visit(self.person.person))
            .under(&self.person.consents)
            .grounded([self.person.ground(self.rooms, self.category)])
    }

    fn section(&self) -> Result<SheetView, CommandError> {
        let Some((read, held)) = self.held()? else {
            let act = self.act().asking_for(&[self.category]);
            act.write_now(self.rooms)?;
            return Ok(SheetView::default());
        };
        let parts = Parts::of(&read.section.content, &held, |_, _| true);
        let mut sheet = parts.sheet(|of| self.shows(of));
        // A document that is 未提供 as a whole has no card to be counted by.
        sheet.undelivered = sheet.undelivered.max(read.section.undelivered);
        sheet.unreadable += held.damaged.len();
        self.write_down(&read, read.version.clone())?;
        Ok(sheet)
    }

    /// One document, unless it was taken back or is 未提供 as a whole: `tell` makes the answer of its
    /// parts and of what the doctor may see of it. A refusal of it is written down as well.
    pub(super) fn document<T>(
        &self,
        key: &RowKey,
        tell: impl FnOnce(&Parts<'_>, SheetView) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        if !of_documents(self.category) {
            return Err(CommandError::new(ErrorCode::BadRequest).with("detail", "category"));
        }
        let failed = |error: CommandError| -> Result<T, CommandError> {
            let act = self.act().asking_for(&[self.category]);
            act.failed(&error.code.name()).write_now(self.rooms)?;
            Err(error)
        };
        let Some((read, held)) = self.held()? else {
            return failed(ErrorCode::NoSuchDocument.into());
        };
        let asked = |row: &str, set: &str| row == key.0 || set == key.0;
        let parts = Parts::of(&read.section.content, &held, asked);
        let mut sheet = parts.sheet(|of| self.shows(of));
        sheet.unreadable += held.damaged.iter().filter(|set| **set == key.0).count();
        if sheet == SheetView::default() {
            return failed(ErrorCode::NoSuchDocument.into());
        }
        match tell(&parts, sheet) {
            Ok(answer) => {
                // The state of the section, and which of its versions was read.
                let version = format!("{}/{}", read.version, parts.versions());
                self.write_down_page(&read, version, parts.items())?;
                Ok(answer)
            }
            Err(error) => failed(error),
        }
    }

    /// One record for all pages of one version.
    fn write_down_page(
        &self,
        read: &ReadSection,
        version: String,
        items: Vec<Item>,
    ) -> Result<(), CommandError> {
        let person = self.person.person;
        let Some(page) = &self.page else {
            return self.write_down_sets(read, version, Some(items));
        };
        let ground = self.person.ground(self.rooms, self.category);
        let what = format!("{}/{}/{version}", page.what, ground.as_str());
        if !page.first && lock(&page.written).holds(person, [what.clone()]) {
            return Ok(());
        }
        self.write_down_sets(read, version, Some(items))?;
        lock(&page.written).note(person, what);
        Ok(())
    }

    /// The section as the screen knows it, and the sets it was read from.
    pub(super) fn held(&self) -> Result<Option<(Arc<ReadSection>, Held)>, CommandError> {
        let (person, category) = (self.person.person, self.category);
        let read = self.clinical.newest(person, category, self.today.date)?;
        let Some(read) = read else {
            return Ok(None);
        };
        let held = self.clinical.held_at(person, category, &read.version)?;
        Ok(held.map(|held| (read, held)))
    }

    /// On disk before the answer leaves.
    pub(super) fn write_down(
        &self,
        read: &ReadSection,
        version: String,
    ) -> Result<(), CommandError> {
        self.write_down_sets(read, version, None)
    }

    fn write_down_sets(
        &self,
        read: &ReadSection,
        version: String,
        sets: Option<Vec<Item>>,
    ) -> Result<(), CommandError> {
        let items = match sets {
            Some(sets) => sets,
            None => shown_items(self.clinical, self.person.person, self.category)?,
        };
        let shown = ShownSection {
            category: self.category,
            version,
            origin: whence(self.rooms, self.clinical).origin(read.as_of),
            as_of: read.as_of,
            items,
        };
        self.act().showing(&[shown]).write_now(self.rooms)
    }

    /// An answer may hold what another consent covers: the other half of the allergies, laboratory
    /// results beside infections. Resources of no category (people, places) belong to all.
    pub(super) fn shows(&self, of: Category) -> bool {
        match self.category {
            Category::Checkup | Category::Document => true,
            Category::DrugAllergy
            | Category::OtherAllergy
            | Category::Infection
            | Category::Laboratory => of == self.category,
            Category::Condition | Category::Prescription => {
                of == self.category || self.may_read(of)
            }
        }
    }
}
