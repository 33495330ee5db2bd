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
}
