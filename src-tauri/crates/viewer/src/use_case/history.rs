//! 変更履歴: the states a section was in.

use std::collections::HashMap;
use std::sync::Arc;

use audit::EventKind;
use cache::StateLine;

use super::painted::reader;
use super::sheet::Reading;
use crate::clinical::ReadSection;
use crate::error::CommandError;
use crate::request::SectionRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{ChangeCounts, HistoryStateView, HistoryView};

/// States listed at once.
const LISTED: usize = 20;

impl Seat {
    /// The newest states of one section, as far as the section itself may be read.
    pub(crate) async fn section_history(
        &self,
        request: SectionRequest,
    ) -> Result<HistoryView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        blocking(move || {
            let SectionRequest { person, category } = request;
            let kind = EventKind::OpenHistory;
            Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?
            .history()
        })
        .await
    }
}

impl Reading<'_> {
    fn history(&self) -> Result<HistoryView, CommandError> {
        let (person, category) = (self.person.person, self.category);
        let records = &self.clinical.records;
        let mut lines = records.states(person, category, LISTED + 1)?;
        // What came while somebody else was taken for them is no history of theirs.
        lines.retain(|line| !self.clinical.was_mixed(person, line.began_at));
        let contents: Vec<Option<Arc<ReadSection>>> = lines
            .iter()
            .map(|line| self.state(line))
            .collect::<Result<_, _>>()?;
        let origins = self.origins()?;
        let reader = reader(self.rooms, self.session.account());
        let reading = records.last_reading(&reader, person, category)?;
        let newest = self.clinical.newest(person, category, self.today.date)?;
        let mut until = newest.as_ref().map(|newest| newest.as_of);
        let mut states = Vec::new();
        for (at, line) in lines.iter().enumerate().take(LISTED) {
            let content = contents.get(at).and_then(Option::as_ref);
            let before = contents.get(at + 1).and_then(Option::as_ref);
            let read = reading.as_ref().filter(|read| read.state == line.version);
            states.push(HistoryStateView {
                version: line.version.clone(),
                began_at: line.began_at,
                until: until.unwrap_or(line.began_at).max(line.began_at),
                origin: origins.get(&line.version).cloned(),
                changes: content.zip(before).map(|(now, then)| changes(now, then)),
                comparable: content.is_some(),
                read_at: read.map(|read| read.read_at),
            });
            until = Some(line.began_at);
        }
        match &newest {
            Some(newest) => self.write_down(newest, newest.version.clone())?,
            None => self.act().asking_for(&[category]).write_now(self.rooms)?,
        }
        Ok(HistoryView {
            category,
            more: lines.len() > states.len(),
            states,
        })
    }

    /// A state that can be read whole.
    fn state(&self, line: &StateLine) -> Result<Option<Arc<ReadSection>>, CommandError> {
        if !line.whole {
            return Ok(None);
        }
        self.whole_state(&line.version)
    }

    /// The section at a state; none when it never had it, or not all of it is intact.
    pub(super) fn whole_state(
        &self,
        version: &str,
    ) -> Result<Option<Arc<ReadSection>>, CommandError> {
        let (person, date) = (self.person.person, self.today.date);
        let read = self.clinical.at(person, self.category, version, date)?;
        Ok(read.filter(|read| read.damaged_sets == 0))
    }

    /// By which way the bytes came that began each state.
    fn origins(&self) -> Result<HashMap<String, String>, CommandError> {
        let records = &self.clinical.records;
        let versions = records.versions(self.person.person, self.category)?;
        let origins = versions.into_iter().map(|line| (line.state, line.origin));
        Ok(origins.collect())
    }
}

/// Rows of `now` that differ from `then`.
pub(super) fn changes(now: &ReadSection, then: &ReadSection) -> ChangeCounts {
    let mut content = now.section.content.clone();
    let counts = record::mark_changes(&mut content, &then.section.content);
    ChangeCounts {
        added: counts.added,
        changed: counts.changed,
        removed: counts.removed,
    }
}
