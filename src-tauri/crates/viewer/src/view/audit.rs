use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A page of the audit log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditPageView {
    /// The entries.
    pub entries: Vec<AuditEntryView>,
    /// Entries in the whole log.
    #[ts(type = "number")]
    pub total: u64,
}

/// One entry, without any clinical value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditEntryView {
    /// Its number in the chain.
    #[ts(type = "number")]
    pub number: u64,
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// What happened: the kind's stable name.
    pub kind: String,
    /// It was refused or failed: the code.
    pub failure: Option<String>,
    /// Account, when somebody was signed in.
    pub account: Option<String>,
    /// The person's name.
    pub display_name: Option<String>,
    /// The active role.
    pub role: Option<String>,
    /// Whose data.
    pub person: Option<PersonId>,
    /// Their chart number, so that the auditor can look them up.
    pub chart_number: Option<String>,
    /// Which categories were shown.
    pub categories: Vec<Category>,
    /// Shown live or from the cache.
    pub origin: Option<String>,
}

/// What verifying the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditVerificationView {
    /// The chain is whole.
    pub intact: bool,
    /// Entries checked.
    #[ts(type = "number")]
    pub checked: u64,
    /// The first entry that does not fit.
    #[ts(type = "number | null")]
    pub broken_at: Option<u64>,
}
