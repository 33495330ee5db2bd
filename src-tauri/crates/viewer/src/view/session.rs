use access::Role;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CertificateView, CopyStanding};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// The one active role.
    pub role: Role,
    /// Since when.
    #[ts(type = "string")]
    pub since: Timestamp,
    /// Minutes without input until the screen locks itself.
    #[ts(type = "number")]
    pub auto_lock_minutes: u32,
    /// How the records store stands; none for those who open no clinical store.
    pub copy: Option<CopyStanding>,
}

/// An account as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountView {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// 職員番号.
    pub staff_number: String,
    /// Its role.
    pub role: Role,
    /// Holds a wrap of the clinical key on this PC.
    pub opens_clinical: bool,
    /// Locked after failed tries until this moment.
    #[ts(type = "string | null")]
    pub locked_until: Option<Timestamp>,
}

/// A store without which nothing opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MachineStore {
    /// Arrivals, consents, accounts and settings (受付の保存領域).
    Desk,
    /// 監査ログ.
    Audit,
}

/// A store that was damaged and whose second copy took its place (第二の控え).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RestoredStoreView {
    /// Which.
    pub store: MachineStore,
    /// When the copy was made: what came later is not in it.
    #[ts(type = "string | null")]
    pub as_of: Option<Timestamp>,
}

/// How the program came up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StartState {
    /// No account exists yet: first-run set-up.
    pub needs_set_up: bool,
    /// The profile is marked demo.
    pub demo: bool,
    /// The machine secret lies in a file because no OS keyring exists: say so, visibly.
    pub secret_in_file: bool,
    /// Program version.
    pub version: String,
    /// Stores that were damaged and are read from their second copies since this start.
    pub restored: Vec<RestoredStoreView>,
    /// The use of this PC has ended: the certificate. Nothing can be opened any more.
    pub retired: Option<CertificateView>,
}
