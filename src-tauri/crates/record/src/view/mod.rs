//! What a screen draws: finished texts, marks and numbers, with nothing left to decide.
//!
//! Every view keeps the original text, the facility it came from and its own date. Codes become
//! enums that the screen words; texts sent by a facility stay as sent.

mod allergy;
mod checkup;
mod condition;
mod document;
mod facility;
mod infection;
mod laboratory;
mod prescription;
mod result;
mod row;
mod sheet;
mod withheld;

pub use allergy::{AllergyContent, AllergyStatus, AllergyView, Substance};
pub use checkup::{
    CheckupCell, CheckupContent, CheckupReportView, CheckupRow, CheckupRowKind, CheckupText,
    ReportState,
};
pub use condition::{ConditionContent, ConditionStatus, ConditionView};
pub use document::{DocumentContent, DocumentKind, DocumentView};
pub use facility::FacilityView;
pub use infection::{InfectionContent, InfectionView};
pub use laboratory::{LaboratoryContent, LaboratoryFold, PointView, SegmentView, SeriesView};
pub use prescription::{
    DoseKind, PrescriptionContent, PrescriptionOrigin, PrescriptionState, PrescriptionView,
};
pub use result::{Absence, Limit, RangeView, ResultStatus, ResultView};
pub use row::{RowKey, RowMark};
pub use sheet::{AttachmentPlace, BlockView, CardView, FieldView, OtherView, PieceView, SheetView};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The content of one section, ready to draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "section", rename_all = "snake_case")]
pub enum SectionContent {
    /// 薬剤アレルギー等.
    DrugAllergy(AllergyContent),
    /// その他アレルギー等.
    OtherAllergy(AllergyContent),
    /// 傷病名.
    Condition(ConditionContent),
    /// 感染症.
    Infection(InfectionContent),
    /// 検査.
    Laboratory(LaboratoryContent),
    /// 処方.
    Prescription(PrescriptionContent),
    /// 健診.
    Checkup(CheckupContent),
    /// 文書.
    Document(DocumentContent),
}
