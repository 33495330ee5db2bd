//! What commands answer: the shapes that cross to the screen.

mod answer_report;
mod attachment;
mod audit;
mod board;
mod document_source;
mod file_reading;
mod found;
mod history;
mod identity;
mod patient;
mod recovery;
mod retention;
mod retention_limits;
mod retire;
mod section;
mod self_test;
mod service;
mod session;
mod staleness;
mod today;
mod upkeep;

pub use answer_report::{AnswerReportView, CodeTableView, ProblemSeverity, ProblemView};
pub use attachment::{AttachmentContent, AttachmentView};
pub use audit::{AuditEntryView, AuditPageView, AuditVerificationView};
pub use board::{BoardConsent, BoardRecords, BoardRowView, BoardView, ExpiryWarning};
pub use document_source::DocumentSourceView;
pub use file_reading::{FileIdentity, FileReadingView};
pub use found::{FoundPersonView, FoundView};
pub use history::{
    ComparedState, ComparisonRowView, ComparisonView, DifferenceKind, HistoryStateView, HistoryView,
};
pub use identity::IdentityView;
pub use patient::{ConsentCategoryView, ConsentSummaryView, PatientView};
/// 全記載 of a section or a document.
pub use record::view::SheetView;
pub use recovery::{OutageView, RecoveryChangesView, RecoveryPatientView, RecoverySectionView};
pub use retention::{
    RetentionDone, RetentionLine, RetentionPlan, RetentionPlanView, RetentionReason, RetentionWait,
};
pub use retention_limits::{Length, LengthUnit, LongTerm, RetentionLimits};
pub use retire::{CertificateView, ExportDone, NowhereElse, RetirementObstacle, RetirementView};
pub use section::{
    ChangeCounts, Held, Hindrance, Origin, RemarkKind, RemarkView, SectionUpdate, SectionView,
};
pub use self_test::{SelfTestKindView, SelfTestResult, SelfTestView};
pub use service::{ConnectionTestView, LinkState, ServiceProfileView, ServiceStatusView};
pub use session::{AccountView, MachineStore, RestoredStoreView, SessionView, StartState};
pub use staleness::{SiteRulesView, Staleness, StalenessLimits};
pub use today::{
    MissingCategory, Readiness, ReadinessState, ReadyLine, TodayPatientView, TodayView,
};
pub use upkeep::{CopyStanding, DiskState, KeyRotationView, UpkeepView};
