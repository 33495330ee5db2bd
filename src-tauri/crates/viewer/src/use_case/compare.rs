//! 版の比較: two states of a section side by side.

use std::sync::Arc;

use audit::EventKind;
use record::{RowDifference, RowDifferenceKind};

use super::sheet::Reading;
use crate::clinical::ReadSection;
use crate::error::{CommandError, ErrorCode};
use crate::request::CompareRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{ComparedState, ComparisonRowView, ComparisonView, DifferenceKind};

impl Seat {
    /// The rows that differ between two states of a section, as far as it may be read.
    pub(crate) async fn compare_states(
        &self,
        request: CompareRequest,
    ) -> Result<ComparisonView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        blocking(move || {
            let (person, category) = (request.person, request.category);
            let kind = EventKind::OpenComparison;
            Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?
            .comparison(&request.from, &request.to)
        })
        .await
    }
}

impl Reading<'_> {
    fn comparison(&self, from: &str, to: &str) -> Result<ComparisonView, CommandError> {
        let (person, date) = (self.person.person, self.today.date);
        let newest = self.clinical.newest(person, self.category, date)?;
        let (before, after) = (self.whole_state(from)?, self.whole_state(to)?);
        let (Some(newest), Some(before), Some(after)) = (newest, before, after) else {
            let act = self.act().asking_for(&[self.category]);
            act.failed(&ErrorCode::NoSuchState.name())
                .write_now(self.rooms)?;
            return Err(ErrorCode::NoSuchState.into());
        };
        self.write_down(&newest, format!("{from}..{to}"))?;
        let rows = record::differences(
            &before.section.content,
            &after.section.content,
            &newest.section.content,
        );
        Ok(ComparisonView {
            category: self.category,
            from: compared(&before),
            to: compared(&after),
            rows: rows.into_iter().map(|row| row_view(row, &newest)).collect(),
        })
    }
}

fn compared(state: &Arc<ReadSection>) -> ComparedState {
    ComparedState {
        version: state.version.clone(),
        began_at: state.as_of,
    }
}

fn row_view(row: RowDifference, newest: &ReadSection) -> ComparisonRowView {
    let kind = match row.kind {
        RowDifferenceKind::Added => DifferenceKind::Added,
        RowDifferenceKind::Changed => DifferenceKind::Changed,
        RowDifferenceKind::Withdrawn if newest.beyond_window.rows.contains(&row.key) => {
            DifferenceKind::BeyondWindow
        }
        RowDifferenceKind::Withdrawn => DifferenceKind::Withdrawn,
        RowDifferenceKind::TakenBack => DifferenceKind::Cancelled,
    };
    ComparisonRowView {
        key: row.key,
        kind,
        name: row.name,
        before: row.before,
        after: row.after,
    }
}
