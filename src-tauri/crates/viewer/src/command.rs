//! The one list of commands. Everything a host offers stands here once: its name, what it is asked
//! with, what it answers and who may call it. Router and TypeScript are made from it.

use access::{Role, Roles};

use crate::request::*;
use crate::view::*;

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
const KEEPING_THE_LOG: Callers = Callers::Only(Roles::of(&[Role::Admin, Role::Auditor]));
const AUDITOR: Callers = Callers::Only(Roles::of(&[Role::Auditor]));
/// Those who read what was granted to their role.
const READERS: Callers = Callers::Only(Roles::of(&Role::CLINICAL));
/// Doctors for themselves, 医師事務作業補助者 for a doctor.
const NOTING: Callers = Callers::Only(Roles::of(&[Role::Doctor, Role::Clerk]));
const SEARCHING: Callers = Callers::Only(Roles::of(&[
    Role::Doctor,
    Role::Pharmacist,
    Role::Nurse,
    Role::Clerk,
    Role::Desk,
]));
/// Those who may be trusted with the emergency right.
const EMERGENCY: Callers = Callers::Only(Roles::of(&[
    Role::Doctor,
    Role::Pharmacist,
    Role::Nurse,
    Role::Clerk,
    Role::Admin,
]));
const REVIEWING: Callers = Callers::Only(Roles::of(&[Role::Admin, Role::Auditor]));
const KEEPING_STORES: Callers = Callers::Only(Roles::of(&[Role::Doctor, Role::Admin]));
const WATCHING_THE_LINE: Callers = Callers::Only(Roles::of(&[
    Role::Doctor,
    Role::Pharmacist,
    Role::Nurse,
    Role::Clerk,
    Role::Desk,
    Role::Admin,
]));

/// Hands the list to the macro `$then`: `name(Request) -> Response, callers;`.
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            start_state(Nothing) -> StartState, Callers::Anyone;
            set_up(SetUpRequest) -> SetUpResponse, Callers::Anyone;
            recover(RecoverRequest) -> StartState, Callers::Anyone;
            sign_in(SignInRequest) -> SignInStep, Callers::Anyone;
            give_second_factor(GiveSecondFactorRequest) -> SignInStep, Callers::Anyone;
            set_first_password(SetFirstPasswordRequest) -> SignInStep, Callers::Anyone;
            begin_second_factor(BeginSecondFactorRequest) -> EnrolmentView, Callers::Anyone;
            confirm_second_factor(ConfirmSecondFactorRequest) -> OneTimeCodesView, Callers::Anyone;
            continue_sign_in(Nothing) -> SignInStep, Callers::Anyone;
            give_clinical_key(GiveClinicalKeyRequest) -> SignInStep, Callers::Anyone;
            session(Nothing) -> Option<SessionView>, Callers::Anyone;
            sign_out(Nothing) -> Nothing, Callers::Anyone;
            change_password(ChangePasswordRequest) -> Nothing, SIGNED_IN;
            new_one_time_codes(NewOneTimeCodesRequest) -> OneTimeCodesView, SIGNED_IN;
            switch_role(SwitchRoleRequest) -> SessionView, SIGNED_IN;
            lock(Nothing) -> Nothing, Callers::Anyone;
            lock_state(Nothing) -> Option<LockView>, Callers::Anyone;
            unlock(UnlockRequest) -> SessionView, Callers::Anyone;
            locked_board(Nothing) -> Option<usize>, Callers::Anyone;
            report_activity(Nothing) -> Nothing, SIGNED_IN;
            keep_work(KeepWorkRequest) -> Nothing, SIGNED_IN;
            take_work(Nothing) -> KeptWorkView, SIGNED_IN;
            service_status(Nothing) -> ServiceStatusView, SIGNED_IN;
            retry_service(Nothing) -> Nothing, WATCHING_THE_LINE;
            todays_patients(Nothing) -> TodayView, READERS;
            day_pack(DayPackRequest) -> DayPackView, READERS;
            open_patient(OpenPatientRequest) -> PatientView, READERS;
            patient_section(SectionRequest) -> SectionUpdate, READERS;
            section_sheet(SectionRequest) -> SheetView, READERS;
            kept_back_sheet(KeptBackRequest) -> SheetView, DOCTOR;
            section_history(SectionRequest) -> HistoryView, READERS;
            compare_states(CompareRequest) -> ComparisonView, READERS;
            recovery_changes(RecoveryRequest) -> RecoveryChangesView, READERS;
            document_sheet(DocumentSheetRequest) -> SheetView, READERS;
            document_source(DocumentSourceRequest) -> DocumentSourceView, READERS;
            document_attachment(DocumentAttachmentRequest) -> AttachmentView, READERS;
            read_file(ReadFileRequest) -> FileReadingView, DOCTOR;
            report_painted(PaintedRequest) -> Nothing, READERS;
            notes(PersonRequest) -> NotesView, READERS;
            write_note(WriteNoteRequest) -> NotesView, NOTING;
            supersede_note(SupersedeNoteRequest) -> NotesView, NOTING;
            change_draft(ChangeDraftRequest) -> NotesView, NOTING;
            discard_draft(DraftRequest) -> NotesView, NOTING;
            confirm_note(DraftRequest) -> NotesView, READERS;
            open_drafts(OpenDraftsRequest) -> OpenDraftsView, READERS;
            find_person(FindRequest) -> FoundView, SEARCHING;
            consent_board(Nothing) -> BoardView, DESK;
            check_number(NumberCheckRequest) -> NumberCheckView, DESK;
            add_person(AddPersonRequest) -> PersonView, DESK;
            take_in_people(PeopleFileRequest) -> PeopleFileView, DESK;
            named_lists(Nothing) -> Vec<NamedListView>, DESK;
            make_list(MakeListRequest) -> Vec<NamedListView>, DESK;
            remove_list(ListRequest) -> Vec<NamedListView>, DESK;
            put_on_list(PutOnListRequest) -> Vec<NamedListView>, DESK;
            take_off_list(TakeOffListRequest) -> Vec<NamedListView>, DESK;
            joins(Nothing) -> JoinsView, DESK;
            separate_people(SeparateRequest) -> PersonView, DESK;
            join_people(JoinPeopleRequest) -> PersonView, DESK;
            confirm_name(ConfirmNameRequest) -> Nothing, DESK;
            self_test(Nothing) -> SelfTestView, DOCTOR;
            last_self_test(Nothing) -> Option<SelfTestView>, KEEPING_STORES;
            upkeep(Nothing) -> UpkeepView, KEEPING_STORES;
            plan_key_rotation(Nothing) -> UpkeepView, ADMIN;
            accounts(Nothing) -> Vec<AccountView>, ADMIN;
            create_account(CreateAccountRequest) -> AccountView, ADMIN;
            change_account(ChangeAccountRequest) -> AccountView, ADMIN;
            issue_password(IssuePasswordRequest) -> AccountView, ADMIN;
            issue_factor_code(IssueFactorCodeRequest) -> IssuedCodeView, ADMIN;
            free_account(FreeAccountRequest) -> AccountView, ADMIN;
            grants(Nothing) -> GrantsView, ADMIN;
            set_grants(SetGrantsRequest) -> GrantsView, ADMIN;
            site_file(Nothing) -> SiteFileView, ADMIN;
            site_file_export(SiteFileExportRequest) -> SiteFileView, ADMIN;
            site_file_take_in(SiteFileTakeInRequest) -> SiteFileView, ADMIN;
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
            audit_openings(AuditRequest) -> AuditOpeningsView, AUDITOR;
            emergency_state(Nothing) -> EmergencyStateView, SIGNED_IN;
            declare_outage_reading(DeclareOutageReadingRequest) -> EmergencyStateView, EMERGENCY;
            extend_outage_reading(ExtendOutageReadingRequest) -> EmergencyStateView, EMERGENCY;
            end_outage_reading(EndEmergencyRequest) -> EmergencyStateView, EMERGENCY;
            begin_emergency_reading(BeginEmergencyReadingRequest) -> EmergencyStateView, READERS;
            end_emergency_reading(EndEmergencyRequest) -> EmergencyStateView, READERS;
            service_modes(Nothing) -> ServiceModesView, EMERGENCY;
            begin_service_mode(BeginServiceModeRequest) -> EmergencyStateView, EMERGENCY;
            end_service_mode(EndEmergencyRequest) -> EmergencyStateView, EMERGENCY;
            usage_report(EndEmergencyRequest) -> UsageReportView, REVIEWING;
            isolate(IsolateRequest) -> EmergencyStateView, ADMIN;
            emergency_rules(Nothing) -> EmergencyRulesView, ADMIN;
            set_emergency_rules(EmergencyRulesView) -> EmergencyRulesView, ADMIN;
            make_emergency_account(MakeEmergencyAccountRequest) -> EmergencyAccountView, ADMIN;
            return_to_normal(ReturnToNormalRequest) -> EmergencyStateView, ADMIN;
            review_tasks(Nothing) -> Vec<ReviewTaskView>, REVIEWING;
            record_review(RecordReviewRequest) -> Vec<ReviewTaskView>, REVIEWING;
            verify_audit(Nothing) -> AuditVerificationView, AUDITOR;
            accept_audit_heads(AcceptAuditHeadsRequest) -> AuditVerificationView, AUDITOR;
            export_audit(ExportAuditRequest) -> AuditExportView, AUDITOR;
            audit_keeping(Nothing) -> AuditKeepingView, KEEPING_THE_LOG;
            set_audit_keeping(SetAuditKeepingRequest) -> AuditKeepingView, ADMIN;
            roll_over_audit(RollOverAuditRequest) -> AuditKeepingView, ADMIN;
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
