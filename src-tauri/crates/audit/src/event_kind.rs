use serde::{Deserialize, Serialize};

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What happened. The names are stored for ever: add to them, never change one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum EventKind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)*
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The kind of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
            }
        }
    };
}

event_kinds! {
    /// サインイン.
    SignIn = "sign_in",
    /// サインアウト.
    SignOut = "sign_out",
    /// A sign-in that was turned away.
    SignInFailed = "sign_in_failed",
    /// 画面ロック.
    Lock = "lock",
    /// A patient was opened.
    OpenPatient = "open_patient",
    /// One section of a patient was shown.
    OpenSection = "open_section",
    /// Everything the answers of one section say was shown (全記載).
    OpenSheet = "open_sheet",
    /// What is 未提供 in a section was opened on purpose.
    OpenUndelivered = "open_undelivered",
    /// What was taken back (取り消し) in a section was opened on purpose.
    OpenCancelled = "open_cancelled",
    /// The original of a document was shown (原文).
    OpenOriginal = "open_original",
    /// A file of a document was shown (添付).
    OpenAttachment = "open_attachment",
    /// An administrator had a file read, of which only a report was shown.
    FileChecked = "file_checked",
    /// A file was read with a patient open; it came by hand and not from the service.
    FileRead = "file_read",
    /// Fetched ahead because a consent arrived, with nobody looking.
    Prefetch = "prefetch",
    /// Fetched because a person opened the patient or asked for news.
    Fetch = "fetch",
    /// Fetched again because the line came back after an outage, with nobody asking (再取得).
    FetchAgain = "fetch_again",
    /// An answer about another person was set aside.
    Quarantine = "quarantine",
    /// A command that the role may not call.
    RefusedCommand = "refused_command",
    /// First run.
    SetUp = "set_up",
    /// An account was made.
    AccountCreated = "account_created",
    /// The service profile was changed.
    ServiceConfigured = "service_configured",
    /// The connection was tested.
    ConnectionTested = "connection_tested",
    /// Today's list was shown.
    ListShown = "list_shown",
    /// The desk's board was shown.
    BoardShown = "board_shown",
    /// This log was read.
    AuditRead = "audit_read",
    /// This log was verified.
    AuditVerified = "audit_verified",
    /// A sealed set moved from the inbox into the records.
    InboxTakenIn = "inbox_taken_in",
    /// The printed recovery key brought the machine secret back (復旧).
    Recovered = "recovered",
    /// The records store is damaged: the second copy is read instead (第二の控え).
    SecondCopyUsed = "second_copy_used",
    /// The records store opened without the answers it had stored last.
    AnswersMissing = "answers_missing",
    /// The damaged records store was put aside and the second copy took its place.
    DamagedStoreReplaced = "damaged_store_replaced",
    /// The desk store was damaged and put aside: its second copy took its place.
    DeskRestored = "desk_restored",
    /// The log itself was damaged and put aside: its second copy took its place, and what was logged
    /// since stands in the damaged file alone.
    AuditRestored = "audit_restored",
    /// The records store was sound after all: what was stored in the second copy went into it.
    StandInTakenIn = "stand_in_taken_in",
    /// A patient was opened after being found by searching, name and birth date confirmed.
    OpenFoundPatient = "open_found_patient",
    /// People were found by searching.
    PersonSearched = "person_searched",
    /// The states a section was in were shown (変更履歴).
    OpenHistory = "open_history",
    /// Two states of a section were shown side by side (版の比較).
    OpenComparison = "open_comparison",
    /// What changed against what was read in an outage was shown (復旧後の変更点).
    RecoveryShown = "recovery_shown",
    /// The site's rules were set (施設の規則).
    SiteRulesSet = "site_rules_set",
    /// One record of each kind was opened, decrypted and read (自己点検).
    SelfTest = "self_test",
    /// A plan of what may be deleted was approved.
    RetentionApproved = "retention_approved",
    /// An approved plan was carried out, or lapsed.
    RetentionCarriedOut = "retention_carried_out",
    /// The recovery key stood in for an administrator's lost second factor.
    FactorStoodIn = "factor_stood_in",
    /// Another key for the records store was planned (鍵の更新).
    KeyRotationPlanned = "key_rotation_planned",
    /// The records store got another key.
    KeyRotated = "key_rotated",
    /// A copy to be taken away was planned (持ち出し用の写し).
    ExportPlanned = "export_planned",
    /// A copy to be taken away was made, or failed.
    ProfileExported = "profile_exported",
    /// An administrator ended the use of this PC (利用の終了).
    RetirementBegun = "retirement_begun",
    /// The clock was doubted or corrected.
    Clock = "clock",
    /// Two people, or a person and a new insured number, are one from now on (結合).
    PersonJoined = "person_joined",
    /// A join was undone (分離).
    PersonSeparated = "person_separated",
    /// The desk confirmed that a name that differs is the same person's.
    NameConfirmed = "name_confirmed",
    /// The desk asked the service by insured number (番号による資格確認).
    NumberChecked = "number_checked",
    /// The desk took in a file of the reception or of appointments.
    PeopleTakenIn = "people_taken_in",
    /// The desk entered somebody by hand.
    PersonAdded = "person_added",
    /// A list that lasts over days was made, changed or taken away.
    ListChanged = "list_changed",
    /// The screen was unlocked (ロック解除).
    Unlock = "unlock",
    /// The program was started on this profile.
    Started = "started",
    /// The program is another version than the one that wrote before (更新).
    Updated = "updated",
    /// A second copy of the records was made (第二の控えの作成).
    SecondCopyMade = "second_copy_made",
    /// This log was written into a file (監査ログの書き出し).
    AuditExported = "audit_exported",
    /// Rows beyond the time they are kept for were closed off and removed, as approved.
    AuditRolledOver = "audit_rolled_over",
    /// A head kept elsewhere does not fit this log any more.
    AuditHeadDiffers = "audit_head_differs",
    /// An auditor looked into heads that do not fit, and the places begin anew.
    AuditHeadsAccepted = "audit_heads_accepted",
    /// What an account may be and do was changed, or it was disabled (利用停止).
    AccountChanged = "account_changed",
    /// An administrator ended a lock-out (ロック解除).
    AccountFreed = "account_freed",
    /// A person changed the own password.
    PasswordChanged = "password_changed",
    /// An administrator issued a password (仮パスワード).
    PasswordIssued = "password_issued",
    /// A person enrolled a second factor (二要素の登録).
    FactorEnrolled = "factor_enrolled",
    /// An administrator issued a code for a lost second factor.
    FactorCodeIssued = "factor_code_issued",
    /// A person had one-time codes made.
    OneTimeCodesMade = "one_time_codes_made",
    /// A person went on in another of the own roles (役割の切替).
    RoleSwitched = "role_switched",
    /// A person proved once more who they are.
    ProvedAgain = "proved_again",
    /// An account got the clinical key of this PC (鍵の受け渡し).
    ClinicalKeyGiven = "clinical_key_given",
    /// A session was ended by an administrator's act.
    SessionEnded = "session_ended",
    /// Somebody signed in who is signed in elsewhere (同一アカウントの同時利用).
    SecondSession = "second_session",
    /// Categories were granted to roles, or taken from them (役割×区分).
    GrantsSet = "grants_set",
    /// The site file was made (施設ファイル).
    SiteFileMade = "site_file_made",
    /// The site file was taken in, or refused.
    SiteFileTakenIn = "site_file_taken_in",
    /// The site file has not been seen for 72 hours.
    GraceOver = "grace_over",
    /// 障害時閲覧 or 緊急閲覧 was begun.
    EmergencyBegun = "emergency_begun",
    /// Its end was moved (延長).
    EmergencyExtended = "emergency_extended",
    /// It goes on: the line had come back for a moment only.
    EmergencyResumed = "emergency_resumed",
    /// It ended: by its time, by the service's return, or by somebody's act.
    EmergencyEnded = "emergency_ended",
    /// Somebody looked at a use afterwards (事後確認).
    EmergencyReviewed = "emergency_reviewed",
    /// A mode of the service was begun (救急時 / 災害時 / システム障害時).
    ServiceModeBegun = "service_mode_begun",
    /// It ended.
    ServiceModeEnded = "service_mode_ended",
    /// A sealed account was made (緊急用アカウント).
    EmergencyAccountMade = "emergency_account_made",
    /// A sealed account was used for the first time.
    EmergencyAccountUsed = "emergency_account_used",
    /// A sealed account ended: its secret opens nothing any more (平常時への復帰).
    ReturnedToNormal = "returned_to_normal",
    /// This PC was cut off from the network (ネットワークからの切り離し).
    IsolationBegun = "isolation_begun",
    /// It was let back.
    IsolationEnded = "isolation_ended",
    /// The notes of a patient were shown (記録メモ).
    NotesShown = "notes_shown",
    /// A draft of a note was written, by its author or for them.
    NoteWritten = "note_written",
    /// A draft got another text.
    NoteDraftChanged = "note_draft_changed",
    /// A draft was discarded.
    NoteDraftDiscarded = "note_draft_discarded",
    /// A note was confirmed, by its author or by a deputy (記録の確定).
    NoteConfirmed = "note_confirmed",
    /// The list of drafts that wait was shown (未確定の記録).
    OpenDraftsShown = "open_drafts_shown",
    /// A patient of today was made ready for paper (本日の患者の印刷).
    PatientPrinted = "patient_printed",
}

impl EventKind {
    /// The kinds that show what was received of a patient, or noted or brought about them, to a person.
    pub const READINGS: &[Self] = &[
        Self::OpenPatient,
        Self::OpenFoundPatient,
        Self::OpenSection,
        Self::OpenSheet,
        Self::OpenUndelivered,
        Self::OpenCancelled,
        Self::OpenOriginal,
        Self::OpenAttachment,
        Self::OpenHistory,
        Self::OpenComparison,
        Self::RecoveryShown,
        Self::NotesShown,
        Self::FileRead,
        Self::PatientPrinted,
    ];

    /// The kinds of which each is one opening of a patient (患者を開いた).
    pub const OPENINGS: &[Self] = &[Self::OpenPatient, Self::OpenFoundPatient];

    /// The kinds the program does by itself, with nobody looking.
    pub const FETCHES: &[Self] = &[Self::Prefetch, Self::FetchAgain];
}
