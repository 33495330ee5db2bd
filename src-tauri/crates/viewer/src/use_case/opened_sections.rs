//! The sections of an opened patient, with their marks and remarks.

use std::collections::BTreeMap;

use record::vocabulary::Category;
use record::{Problem, Severity};

use super::former_numbers::under_former_numbers;
use super::opening::Opening;
use super::painted::reader;
use super::whence::whence;
use crate::clinical::ReadSection;
use crate::compose::{HeldSection, SectionFacts, not_granted, section_view};
use crate::error::CommandError;
use crate::queue::Job;
use crate::view::{ChangeCounts, RemarkKind, RemarkView, SectionView};

impl Opening<'_> {
    pub(super) fn section(&self, category: Category) -> Result<SectionView, CommandError> {
        if !self.rooms.may_role_read(self.session, category) {
            return Ok(not_granted(category));
        }
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
            let held = self.clinical.held(self.person.person, category)?;
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
