//! What commands answer: the shapes that cross to the screen.

mod answer_report;
mod attachment;
mod audit;
mod board;
mod document_source;
mod identity;
mod patient;
mod section;
mod service;
mod session;
mod today;

pub use answer_report::{AnswerReportView, CodeTableView, ProblemSeverity, ProblemView};
pub use attachment::{AttachmentContent, AttachmentView};
pub use audit::{AuditEntryView, AuditPageView, AuditVerificationView};
pub use board::{BoardConsent, BoardRecords, BoardRowView, BoardView, ExpiryWarning};
pub use document_source::DocumentSourceView;
pub use identity::IdentityView;
pub use patient::{ConsentCategoryView, ConsentSummaryView, PatientView};
/// 全記載 of a section or a document.
pub use record::view::SheetView;
pub use section::{
    ChangeCounts, Held, Hindrance, Origin, RemarkKind, RemarkView, SectionUpdate, SectionView,
};
pub use service::{ConnectionTestView, LinkState, ServiceProfileView, ServiceStatusView};
pub use session::{AccountView, SessionView, StartState};
pub use today::{Readiness, ReadinessState, TodayPatientView, TodayView};
