use std::collections::HashMap;

use crate::view::{
    AllergyContent, AllergyView, CheckupContent, CheckupReportView, ConditionContent,
    ConditionView, DocumentView, InfectionContent, InfectionView, LaboratoryContent,
    PrescriptionContent, PrescriptionView, RowKey, RowMark, SectionContent, SeriesView,
};

/// How many rows differ from an earlier state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows that were not there.
    pub added: usize,
    /// Rows that said something else.
    pub changed: usize,
    /// Rows no longer supplied.
    pub removed: usize,
}

/// Marks each row of `content` against `before` (the state this reader last read) and counts.
///
/// Rows are matched by [`RowKey`]; withdrawn rows are not rows of the current state. For 健診 the
/// rows are the reports. Two different sections are not compared: nothing is marked.
pub fn mark_changes(content: &mut SectionContent, before: &SectionContent) -> Changes {
    use SectionContent as S;
    match (content, before) {
        (S::DrugAllergy(now), S::DrugAllergy(then))
        | (S::OtherAllergy(now), S::OtherAllergy(then)) => {
            mark(allergies_mut(now), &allergies(then))
        }
        (S::Condition(now), S::Condition(then)) => mark(conditions_mut(now), &conditions(then)),
        (S::Infection(now), S::Infection(then)) => {
            mark(now.items.iter_mut().collect(), &infections(then))
        }
        (S::Laboratory(now), S::Laboratory(then)) => {
            mark(now.series.iter_mut().collect(), &laboratory(then))
        }
        (S::Prescription(now), S::Prescription(then)) => {
            mark(prescriptions_mut(now), &prescriptions(then))
        }
        (S::Checkup(now), S::Checkup(then)) => checkup(now, then),
        (S::Document(now), S::Document(then)) => mark(
            now.documents.iter_mut().collect(),
            &then.documents.iter().collect::<Vec<_>>(),
        ),
        _ => Changes::default(),
    }
}

/// A row with a key and a mark.
trait Marked: Clone + PartialEq {
    fn key(&self) -> &RowKey;
    fn mark_mut(&mut self) -> &mut RowMark;
}

macro_rules! marked {
    ($($view:ty),*) => {$(
        impl Marked for $view {
            fn key(&self) -> &RowKey {
                &self.key
            }
            fn mark_mut(&mut self) -> &mut RowMark {
                &mut self.mark
            }
        }
    )*};
}
marked!(
    AllergyView,
    ConditionView,
    InfectionView,
    SeriesView,
    PrescriptionView,
    CheckupReportView,
    DocumentView
);

fn mark<T: Marked>(now: Vec<&mut T>, then: &[&T]) -> Changes {
    let known: HashMap<&RowKey, &T> = then.iter().map(|row| (row.key(), *row)).collect();
    let mut changes = Changes::default();
    let mut met = 0;
    for row in now {
        *row.mark_mut() = match known.get(row.key()) {
            None => {
                changes.added += 1;
                RowMark::New
            }
            Some(old) => {
                met += 1;
                if same(row, old) {
                    RowMark::None
                } else {
                    changes.changed += 1;
                    RowMark::Changed
                }
            }
        };
    }
    changes.removed = known.len().saturating_sub(met);
    changes
}

/// Equal but for the marks, which say nothing about the row itself.
fn same<T: Marked>(row: &T, old: &T) -> bool {
    let (mut row, mut old) = (row.clone(), old.clone());
    *row.mark_mut() = RowMark::None;
    *old.mark_mut() = RowMark::None;
    row == old
}

fn allergies(content: &AllergyContent) -> Vec<&AllergyView> {
    content.items.iter().chain(&content.past).collect()
}

fn allergies_mut(content: &mut AllergyContent) -> Vec<&mut AllergyView> {
    content.items.iter_mut().chain(&mut content.past).collect()
}

fn conditions(content: &ConditionContent) -> Vec<&ConditionView> {
    content.items.iter().chain(&content.ended).collect()
}

fn conditions_mut(content: &mut ConditionContent) -> Vec<&mut ConditionView> {
    content.items.iter_mut().chain(&mut content.ended).collect()
}

fn infections(content: &InfectionContent) -> Vec<&InfectionView> {
    content.items.iter().collect()
}

fn laboratory(content: &LaboratoryContent) -> Vec<&SeriesView> {
    content.series.iter().collect()
}

fn prescriptions(content: &PrescriptionContent) -> Vec<&PrescriptionView> {
    let PrescriptionContent {
        current,
        ended,
        unknown,
        older,
        withdrawn: _,
    } = content;
    current
        .iter()
        .chain(ended)
        .chain(unknown)
        .chain(older)
        .collect()
}

fn prescriptions_mut(content: &mut PrescriptionContent) -> Vec<&mut PrescriptionView> {
    let PrescriptionContent {
        current,
        ended,
        unknown,
        older,
        withdrawn: _,
    } = content;
    current
        .iter_mut()
        .chain(ended)
        .chain(unknown)
        .chain(older)
        .collect()
}

/// A report has changed when its head or any of its cells has.
fn checkup(now: &mut CheckupContent, then: &CheckupContent) -> Changes {
    let mut changes = mark(
        now.reports.iter_mut().collect(),
        &then.reports.iter().collect::<Vec<_>>(),
    );
    let columns: Vec<_> = now.reports.iter().map(|r| cells_of(now, &r.key)).collect();
    for (report, cells) in now.reports.iter_mut().zip(columns) {
        if report.mark == RowMark::None && cells != cells_of(then, &report.key) {
            report.mark = RowMark::Changed;
            changes.changed += 1;
        }
    }
    changes
}

type Column = Vec<(RowKey, crate::view::CheckupCell)>;

fn cells_of(content: &CheckupContent, key: &RowKey) -> Column {
    let Some(column) = content.reports.iter().position(|r| r.key == *key) else {
        return Vec::new();
    };
    let mut cells: Column = content
        .rows
        .iter()
        .filter_map(|row| Some((row.key.clone(), row.cells.get(column)?.clone()?)))
        .collect();
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    cells
}
