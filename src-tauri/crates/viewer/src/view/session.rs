use access::{AccountKind, FactorKind, ProvedBy, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CertificateView, CopyStanding, GraceView};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// The one active role.
    pub role: Role,
    /// The roles the account has.
    pub roles: Vec<Role>,
    /// May read in an emergency (緊急閲覧).
    pub emergency: bool,
    /// May confirm what was written on a doctor's behalf (代行確定).
    pub deputy: bool,
    /// Since when.
    #[ts(type = "string")]
    pub since: Timestamp,
    /// What it was opened with.
    pub proved_by: ProvedBy,
    /// The second factor the account had when it was opened.
    pub second_factor: Option<FactorKind>,
    /// Printed one-time codes left then.
    #[ts(type = "number")]
    pub codes_left: usize,
    /// This PC has not seen the site file for a while.
    pub grace: Option<GraceView>,
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
    /// What kind it is.
    pub kind: AccountKind,
    /// Its roles: in their order, at least one.
    pub roles: Vec<Role>,
    /// May read in an emergency (緊急閲覧).
    pub emergency: bool,
    /// May confirm what was written on a doctor's behalf (代行確定).
    pub deputy: bool,
    /// Its person has left (利用停止).
    pub disabled: bool,
    /// Its password was issued and has not been changed yet.
    pub must_change: bool,
    /// Its second factor.
    pub second_factor: Option<FactorKind>,
    /// Printed one-time codes that are left.
    #[ts(type = "number")]
    pub codes_left: usize,
    /// A code for its lost second factor is out until then.
    #[ts(type = "string | null")]
    pub factor_code_until: Option<Timestamp>,
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
