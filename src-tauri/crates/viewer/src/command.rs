//! The one list of commands. Everything a host offers stands here once: its name, what it is asked
//! with, what it answers and who may call it. Router and TypeScript are made from it.

use access::{Role, Roles};

use crate::request::{
    ApproveRetentionRequest, AuditRequest, CheckAnswerRequest, CompareRequest,
    ConfigureServiceRequest, CreateAccountRequest, DocumentAttachmentRequest, DocumentSheetRequest,
    DocumentSourceRequest, ExportRequest, FindRequest, KeptBackRequest, Nothing, PaintedRequest,
    PersonRequest, ReadFileRequest, RecoverRequest, RecoveryRequest, RetireRequest, SectionRequest,
    SetSiteRulesRequest, SetUpRequest, SetUpResponse, SignInRequest,
};
use crate::view::{
    AccountView, AnswerReportView, AttachmentView, AuditPageView, AuditVerificationView, BoardView,
    CertificateView, ComparisonView, ConnectionTestView, DocumentSourceView, FileReadingView,
    FoundView, HistoryView, PatientView, RecoveryChangesView, RetentionPlanView, RetirementView,
    SectionUpdate, SelfTestView, ServiceProfileView, ServiceStatusView, SessionView, SheetView,
    SiteRulesView, StartState, TodayView, UpkeepView,
};

/// Who may call a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callers {
    /// Also nobody: before signing in.
    Anyone,
    /// Those signed in with one of these roles.
    Only(Roles),
}

impl Callers {
    /// Whether somebody signed in as `role` (or nobody) may call.
    #[must_use]
    pub fn include(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Anyone, _) => true,
            (Self::Only(roles), Some(role)) => roles.contains(role),
            (Self::Only(_), None) => false,
        }
    }
}

/// One line of the list.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// The name hosts call it by.
    pub name: &'static str,
    /// Who may.
    pub callers: Callers,
}

const SIGNED_IN: Callers = Callers::Only(Roles::ANY);
const DOCTOR: Callers = Callers::Only(Roles::of(&[Role::Doctor]));
const DESK: Callers = Callers::Only(Roles::of(&[Role::Desk]));
const ADMIN: Callers = Callers::Only(Roles::of(&[Role::Admin]));
const AUDITOR: Callers = Callers::Only(Roles::of(&[Role::Auditor]));
const SEARCHING: Callers = Callers::Only(Roles::of(&[Role::Doctor, Role::Desk]));
const KEEPING_STORES: Callers = Callers::Only(Roles::of(&[Role::Doctor, Role::Admin]));
const WATCHING_THE_LINE: Callers =
    Callers::Only(Roles::of(&[Role::Doctor, Role::Desk, Role::Admin]));

/// Hands the list to the macro `$then`: `name(Request) -> Response, callers;`.
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            start_state(Nothing) -> StartState, Callers::Anyone;
            set_up(SetUpRequest) -> SetUpResponse, Callers::Anyone;
            recover(RecoverRequest) -> StartState, Callers::Anyone;
            sign_in(SignInRequest) -> SessionView, Callers::Anyone;
            session(Nothing) -> Option<SessionView>, Callers::Anyone;
            sign_out(Nothing) -> Nothing, Callers::Anyone;
            service_status(Nothing) -> ServiceStatusView, SIGNED_IN;
            retry_service(Nothing) -> Nothing, WATCHING_THE_LINE;
            todays_patients(Nothing) -> TodayView, DOCTOR;
            open_patient(PersonRequest) -> PatientView, DOCTOR;
            patient_section(SectionRequest) -> SectionUpdate, DOCTOR;
            section_sheet(SectionRequest) -> SheetView, DOCTOR;
            kept_back_sheet(KeptBackRequest) -> SheetView, DOCTOR;
            section_history(SectionRequest) -> HistoryView, DOCTOR;
            compare_states(CompareRequest) -> ComparisonView, DOCTOR;
            recovery_changes(RecoveryRequest) -> RecoveryChangesView, DOCTOR;
            document_sheet(DocumentSheetRequest) -> SheetView, DOCTOR;
            document_source(DocumentSourceRequest) -> DocumentSourceView, DOCTOR;
            document_attachment(DocumentAttachmentRequest) -> AttachmentView, DOCTOR;
            read_file(ReadFileRequest) -> FileReadingView, DOCTOR;
            report_painted(PaintedRequest) -> Nothing, DOCTOR;
            find_person(FindRequest) -> FoundView, SEARCHING;
            consent_board(Nothing) -> BoardView, DESK;
            self_test(Nothing) -> SelfTestView, DOCTOR;
            last_self_test(Nothing) -> Option<SelfTestView>, KEEPING_STORES;
            upkeep(Nothing) -> UpkeepView, KEEPING_STORES;
            plan_key_rotation(Nothing) -> UpkeepView, ADMIN;
            accounts(Nothing) -> Vec<AccountView>, ADMIN;
            create_account(CreateAccountRequest) -> AccountView, ADMIN;
            site_rules(Nothing) -> SiteRulesView, ADMIN;
            set_site_rules(SetSiteRulesRequest) -> SiteRulesView, ADMIN;
            retention_plan(Nothing) -> RetentionPlanView, ADMIN;
            approve_retention(ApproveRetentionRequest) -> RetentionPlanView, ADMIN;
            retirement(Nothing) -> RetirementView, ADMIN;
            export_profile(ExportRequest) -> RetirementView, ADMIN;
            retire(RetireRequest) -> CertificateView, ADMIN;
            begin_anew(Nothing) -> StartState, Callers::Anyone;
            service_profile(Nothing) -> Option<ServiceProfileView>, ADMIN;
            configure_service(ConfigureServiceRequest) -> ServiceProfileView, ADMIN;
            test_connection(Nothing) -> ConnectionTestView, ADMIN;
            check_answer(CheckAnswerRequest) -> AnswerReportView, ADMIN;
            audit_entries(AuditRequest) -> AuditPageView, AUDITOR;
            verify_audit(Nothing) -> AuditVerificationView, AUDITOR;
        }
    };
}
pub(crate) use with_commands;

macro_rules! list {
    ($($name:ident($request:ty) -> $response:ty, $callers:expr;)*) => {
        /// Every command there is.
        pub const COMMANDS: &[CommandInfo] = &[
            $(CommandInfo { name: stringify!($name), callers: $callers },)*
        ];

        /// Visits the request and response type of every command, in order.
        pub(crate) fn visit_types(visitor: &mut impl TypeVisitor) {
            $(visitor.command::<$request, $response>(stringify!($name));)*
        }
    };
}
with_commands!(list);

/// Sees the types of each command.
pub(crate) trait TypeVisitor {
    /// One command.
    fn command<Q: ts_rs::TS + 'static, A: ts_rs::TS + 'static>(&mut self, name: &str);
}
