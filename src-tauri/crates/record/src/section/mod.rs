//! From held sets to the content of one section: reading, sorting into the places of the screen,
//! and telling what is no longer supplied.

mod allergy;
mod checkup;
mod collect;
mod condition;
mod dosage;
mod fold;
mod infection;
mod lab_row;
mod laboratory;
mod observation;
mod parsed;
mod prescription;
mod prescription_group;
mod result;
mod row_key;
mod segment;
mod series;
mod value;

pub(crate) use checkup::is_deletion;

use jiff::civil::Date;

use crate::problem::Problem;
use crate::set::HeldSet;
use crate::view::SectionContent;
use crate::vocabulary::Category;
use parsed::{ParsedSet, sets};

/// One section, read from what is held.
#[derive(Clone, Debug)]
pub struct Section {
    /// What to draw.
    pub content: SectionContent,
    /// Rows in the newest sets (未提供 ones counted, withdrawn ones not). 0 means 登録なし.
    pub entries: usize,
    /// What could not be read, or not wholly.
    pub problems: Vec<Problem>,
}

/// Reads one section. Never fails: what cannot be read becomes a [`Problem`].
///
/// `today` decides which prescriptions are still running and which diseases have ended; pass the
/// day of the reader.
#[must_use]
pub fn section(category: Category, held: &[HeldSet<'_>], today: Date) -> Section {
    let mut problems = Vec::new();
    let parsed: Vec<ParsedSet<'_>> = held
        .iter()
        .map(|set| ParsedSet::read(set, &mut problems))
        .collect();
    let sets = sets(&parsed, &mut problems);
    let (content, entries) = match category {
        Category::DrugAllergy => {
            let (content, entries) = allergy::section(&sets, allergy::Half::Drug, &mut problems);
            (SectionContent::DrugAllergy(content), entries)
        }
        Category::OtherAllergy => {
            let (content, entries) = allergy::section(&sets, allergy::Half::Other, &mut problems);
            (SectionContent::OtherAllergy(content), entries)
        }
        Category::Condition => {
            let (content, entries) = condition::section(&sets, today, &mut problems);
            (SectionContent::Condition(content), entries)
        }
        Category::Infection => {
            let (content, entries) = infection::section(&sets, &mut problems);
            (SectionContent::Infection(content), entries)
        }
        Category::Laboratory => {
            let (content, entries) = laboratory::section(&sets, &mut problems);
            (SectionContent::Laboratory(content), entries)
        }
        Category::Prescription => {
            let (content, entries) = prescription::section(&sets, today, &mut problems);
            (SectionContent::Prescription(content), entries)
        }
        Category::Checkup => {
            let (content, entries) = checkup::section(&sets, &mut problems);
            (SectionContent::Checkup(content), entries)
        }
    };
    Section {
        content,
        entries,
        problems,
    }
}
