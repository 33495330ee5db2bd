use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A page of the audit log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditPageView {
    /// The entries.
    pub entries: Vec<AuditEntryView>,
    /// Number of the newest entry: as many were ever written.
    #[ts(type = "number")]
    pub total: u64,
    /// Entries that fit the filter, on whatever page.
    #[ts(type = "number")]
    pub fitting: u64,
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
    /// 職員番号.
    pub staff_number: Option<String>,
    /// The active role.
    pub role: Option<String>,
    /// Names the sitting.
    pub session: Option<String>,
    /// What it was done for: the purpose's stable name.
    pub purpose: String,
    /// Why: the code.
    pub reason: Option<String>,
    /// Why, in the person's own words.
    pub reason_text: Option<String>,
    /// Whose data.
    pub person: Option<PersonId>,
    /// Their chart number, so that the auditor can look them up.
    pub chart_number: Option<String>,
    /// Whether an arrival was on record that day; none where nothing was read.
    pub arrived: Option<bool>,
    /// Which categories were shown.
    pub categories: Vec<Category>,
    /// How many received things stand behind them.
    #[ts(type = "number")]
    pub items: usize,
    /// Shown live or from the cache.
    pub origin: Option<String>,
    /// Age of the oldest of what was shown, in seconds.
    #[ts(type = "number | null")]
    pub age_seconds: Option<i64>,
    /// A consent of the patient ran for all that was shown; none where nothing was.
    pub consented: Option<bool>,
    /// The earliest end of those consents.
    #[ts(type = "string | null")]
    pub consent_until: Option<Timestamp>,
    /// Milliseconds by which the PC's clock was ahead; none when nobody told the time.
    #[ts(type = "number | null")]
    pub clock_offset_ms: Option<i64>,
    /// 時計要確認 at that moment.
    pub clock_in_doubt: bool,
}

/// Who opened a patient, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditOpeningsView {
    /// Most often first.
    pub accounts: Vec<AuditOpeningsLine>,
    /// Times the program fetched for the patient by itself, with nobody looking.
    #[ts(type = "number")]
    pub fetched_ahead: u64,
}

/// One account's openings of a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditOpeningsLine {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// Openings of the patient.
    #[ts(type = "number")]
    pub openings: u64,
    /// Documents, sections and other things read besides.
    #[ts(type = "number")]
    pub readings: u64,
    /// Number of the newest of these entries.
    #[ts(type = "number")]
    pub newest: u64,
}

/// What verifying the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditVerificationView {
    /// The chain is whole and holds every head that was kept.
    pub intact: bool,
    /// Entries up to this number were closed off and removed; 0 when none were.
    #[ts(type = "number")]
    pub start: u64,
    /// Entries that fit.
    #[ts(type = "number")]
    pub checked: u64,
    /// The first entry that does not fit.
    #[ts(type = "number | null")]
    pub broken_at: Option<u64>,
    /// The first entry that may be concerned, where only a kept head tells.
    #[ts(type = "number | null")]
    pub since: Option<u64>,
    /// In which way.
    pub how: Option<AuditBreak>,
    /// One for each place.
    pub heads: Vec<AuditHeadView>,
    /// The key this PC signs with, in hexadecimal: for checking elsewhere.
    pub key: String,
}

/// In which way the chain does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditBreak {
    /// An entry was removed.
    Missing,
    /// An entry was put in or moved.
    Moved,
    /// An entry was changed.
    Changed,
    /// An entry cannot be read.
    Unreadable,
    /// The end was cut off, or an older file was put in its place.
    Cut,
    /// It was written anew.
    Rewritten,
    /// The beginning is gone without having been closed off.
    StartUnproven,
}

/// Where heads are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HeadPlace {
    /// In the records store, under the clinical key.
    Records,
    /// In the keyring of the operating system (a file of the profile where there is none).
    Keyring,
    /// In the folder the site named.
    Folder,
}

impl HeadPlace {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Records, Self::Keyring, Self::Folder];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Keyring => "keyring",
            Self::Folder => "folder",
        }
    }
}

/// How the heads of one place stand to the chain. Later is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HeadStanding {
    /// The site named no folder.
    NotNamed,
    /// The records store is closed: nobody with the clinical key is signed in.
    Closed,
    /// The place cannot be reached.
    Unreachable,
    /// Nothing was kept there yet.
    Empty,
    /// The chain holds every head of the place.
    Fits,
    /// The chain is broken before them.
    Unread,
    /// Entries were closed off long before they were old enough.
    ClosedTooEarly,
    /// The chain ends before the newest: cut off, or an older file.
    Beyond,
    /// The chain holds other entries.
    Differs,
}

/// The heads of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditHeadView {
    /// Where.
    pub place: HeadPlace,
    /// How they stand to the chain.
    pub standing: HeadStanding,
    /// Number of the newest.
    #[ts(type = "number | null")]
    pub newest: Option<u64>,
    /// When the newest was signed.
    #[ts(type = "string | null")]
    pub at: Option<Timestamp>,
    /// How many there are.
    #[ts(type = "number")]
    pub heads: usize,
    /// Lines that this PC did not sign: of another program, changed, or cut short.
    #[ts(type = "number")]
    pub foreign: usize,
}

/// What a file of the log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditExportForm {
    /// A table (CSV, UTF-8 with a byte order mark).
    Csv,
    /// FHIR R4 AuditEvent resources in a Bundle.
    Fhir,
    /// The whole chain with its signed head, for `clins audit verify`.
    Chain,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditExportView {
    /// Where it lies.
    pub path: String,
    /// Entries in it.
    #[ts(type = "number")]
    pub entries: u64,
}

/// How the site keeps its log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditKeepingView {
    /// The folder that signed heads are kept in.
    pub folder: Option<String>,
    /// Years that entries are kept for.
    #[ts(type = "number")]
    pub keep_years: u16,
    /// What is older than that; none when nothing is.
    pub due: Option<AuditDueView>,
    /// Why nothing may be closed off now although it is old enough.
    pub wait: Option<AuditWait>,
}

/// The entries that may be closed off and removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditDueView {
    /// The last of them.
    #[ts(type = "number")]
    pub through: u64,
    /// How many.
    #[ts(type = "number")]
    pub entries: u64,
    /// When the oldest was written.
    #[ts(type = "string")]
    pub oldest: Timestamp,
}

/// Why nothing may be closed off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditWait {
    /// Nothing trustworthy told the time within a day, or it contradicts this PC's clock.
    ClockInDoubt,
    /// The chain does not fit: an auditor looks into it first.
    ChainBroken,
}
