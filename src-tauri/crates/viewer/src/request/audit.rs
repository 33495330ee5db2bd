//! What the auditor's work is asked with.

use jiff::Timestamp;
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::AuditExportForm;

/// Which audit entries to list. What is not set lets everything through.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct AuditRequest {
    /// Only entries older than this number.
    #[ts(type = "number | null")]
    pub before: Option<u64>,
    /// Written at this moment or later.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub since: Option<Timestamp>,
    /// Written before this moment.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub until: Option<Timestamp>,
    /// Only this person.
    pub person: Option<PersonId>,
    /// Only persons with this chart number at the time.
    #[serde(default)]
    #[ts(optional)]
    pub chart_number: Option<String>,
    /// Only this account.
    pub account: Option<String>,
    /// Only by somebody in this role.
    #[serde(default)]
    #[ts(optional)]
    pub role: Option<String>,
    /// Only these kinds, by their stable names; none: all.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub kinds: Vec<String>,
    /// Only with this outcome.
    #[serde(default)]
    #[ts(optional)]
    pub outcome: Option<AuditOutcome>,
    /// Only readings with neither arrival nor consent on record (来院・同意記録のない閲覧).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub without_basis: bool,
    /// At most so many.
    #[ts(type = "number")]
    pub limit: u32,
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// Done.
    Ok,
    /// Turned away.
    Refused,
    /// Tried and failed.
    Failed,
}

/// Writes the log into a new file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportAuditRequest {
    /// What the file holds.
    pub form: AuditExportForm,
    /// Which entries; the chain always holds all.
    pub filter: AuditRequest,
    /// An absolute path: the file is made in this folder, under a name of its own.
    pub folder: String,
}

/// An auditor has looked into heads that do not fit.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AcceptAuditHeadsRequest {
    /// What was found, in the auditor's own words.
    pub reason: String,
}

/// How the site keeps its log.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetAuditKeepingRequest {
    /// An absolute path that signed heads are kept in; none: nowhere.
    pub folder: Option<String>,
    /// Years that entries are kept for at least.
    #[ts(type = "number")]
    pub keep_years: u16,
    /// Known and wanted: fewer than the usual five years.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub fewer_years: bool,
}

/// Closes off the entries up to this number, and removes them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct RollOverAuditRequest {
    /// `AuditDueView::through` as it was shown.
    #[ts(type = "number")]
    pub through: u64,
}
