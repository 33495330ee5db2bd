//! What commands answer: the shapes that cross to the screen.

mod answer_report;
mod attachment;
mod audit;
mod board;
mod day_pack;
mod document_source;
mod emergency;
mod file_reading;
mod found;
mod grants;
mod history;
mod identity;
mod lock;
mod notes;
mod patient;
mod people;
mod recovery;
mod retention;
mod retention_limits;
mod retire;
mod section;
mod self_test;
mod service;
mod session;
mod sign_in;
mod site_file;
mod staleness;
mod today;
mod upkeep;

pub use answer_report::{AnswerReportView, CodeTableView, ProblemSeverity, ProblemView};
pub use attachment::{AttachmentContent, AttachmentView};
pub use audit::{
    AuditBreak, AuditDueView, AuditEntryView, AuditExportForm, AuditExportView, AuditHeadView,
    AuditKeepingView, AuditOpeningsLine, AuditOpeningsView, AuditPageView, AuditVerificationView,
    AuditWait, HeadPlace, HeadStanding,
};
pub use board::{
    BoardConsent, BoardReason, BoardRecords, BoardRowView, BoardSource, BoardView, ExpiryWarning,
    ListNameView,
};
pub use day_pack::{DayPackView, PaperPatientView};
pub use document_source::DocumentSourceView;
pub use emergency::{
    AskedView, EmergencyAccountView, EmergencyRulesView, EmergencyStateView, LastingUseView,
    ReviewTaskView, ReviewView, ServiceModeView, ServiceModesView, UsageReportView,
};
pub use file_reading::{FileIdentity, FileReadingView};
pub use found::{FoundPersonView, FoundView};
pub use grants::{GrantsView, RoleGrants};
pub use history::{
    ComparedState, ComparisonRowView, ComparisonView, DifferenceKind, HistoryStateView, HistoryView,
};
pub use identity::IdentityView;
pub use lock::{KeptWorkView, LockRulesView, LockView, RoleMinutes};
pub use notes::{
    NoteConfirmation, NoteContentView, NoteDraftView, NoteView, NoteWriterView, NotedView,
    NotesStandingView, NotesView, OpenDraftView, OpenDraftsView,
};
pub use patient::{ConsentCategoryView, ConsentSummaryView, PatientView};
pub use people::{
    BadLineView, JoinView, JoinsView, NamedListView, NumberCheckView, PeopleFileView, PersonView,
};
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
pub use sign_in::{EnrolmentView, IssuedCodeView, OneTimeCodesView, SignInRulesView, SignInStep};
pub use site_file::{GraceView, SiteFileView, SitePart};
pub use staleness::{SiteRulesView, Staleness, StalenessLimits};
pub use today::{
    MissingCategory, Readiness, ReadinessState, ReadyLine, TodayPatientView, TodayView,
};
pub use upkeep::{CopyStanding, DiskState, KeyRotationView, UpkeepView};
