//! From held sets to the content of one section: reading, sorting into the places of the screen,
//! and telling what is no longer supplied.

mod admit;
mod allergy;
mod author;
mod checkup;
mod collect;
mod condition;
mod document;
mod dosage;
mod fold;
mod infection;
mod judgement;
mod lab_entry;
mod lab_row;
mod laboratory;
mod observation;
mod parsed;
mod prescription;
mod prescription_group;
mod quantity;
mod repeated;
mod result;
mod retained;
mod row_key;
mod same_fill;
mod segment;
mod series;
mod status;
mod value;

pub(crate) use allergy::{coded_as_drug, is_drug_allergy};
pub(crate) use checkup::{deletes_by_other_code, examined, is_checkup, is_deletion};
pub(crate) use condition::{is_principal, is_suspected};
pub(crate) use dosage::uneven_amounts;
pub(crate) use judgement::input_limit;
pub(crate) use observation::{has_result, is_infection};
pub(crate) use same_fill::told_by_several;
pub(crate) use status::{
    Status, forbids, is_error, is_refuted, is_unconfirmed, not_valid, unclear,
};

use jiff::civil::Date;
pub use retained::{Retained, retained};

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
    /// Rows of the newest sets that are shown; withdrawn and 未提供 ones do not count.
    pub entries: usize,
    /// 未提供: entries of the newest sets that were received and are not shown. The section is
    /// 登録なし only when `entries == 0 && undelivered == 0`.
    pub undelivered: usize,
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
    let (content, tally) = match category {
        Category::DrugAllergy => {
            let (content, tally) = allergy::section(&sets, allergy::Half::Drug, &mut problems);
            (SectionContent::DrugAllergy(content), tally)
        }
        Category::OtherAllergy => {
            let (content, tally) = allergy::section(&sets, allergy::Half::Other, &mut problems);
            (SectionContent::OtherAllergy(content), tally)
        }
        Category::Condition => {
            let (content, tally) = condition::section(&sets, today, &mut problems);
            (SectionContent::Condition(content), tally)
        }
        Category::Infection => {
            let (content, tally) = infection::section(&sets, &mut problems);
            (SectionContent::Infection(content), tally)
        }
        Category::Laboratory => {
            let (content, tally) = laboratory::section(&sets, &mut problems);
            (SectionContent::Laboratory(content), tally)
        }
        Category::Prescription => {
            let (content, tally) = prescription::section(&sets, today, &mut problems);
            (SectionContent::Prescription(content), tally)
        }
        Category::Checkup => {
            let (content, tally) = checkup::section(&sets, &mut problems);
            (SectionContent::Checkup(content), tally)
        }
        Category::Document => {
            let (content, tally) = document::section(&sets, &mut problems);
            (SectionContent::Document(content), tally)
        }
    };
    Section {
        content,
        entries: tally.shown,
        undelivered: tally.undelivered,
        problems,
    }
}
