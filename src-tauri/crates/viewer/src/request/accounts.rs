//! What an administrator's work on accounts is asked with.

use access::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::RoleGrants;

/// A new account. Its password is an issued one: the person changes it at the first sign-in.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CreateAccountRequest {
    /// Account name, unique, personal.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// 職員番号.
    pub staff_number: String,
    /// Its roles, at least one.
    pub roles: Vec<Role>,
    /// May read in an emergency (緊急閲覧).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub emergency: bool,
    /// May confirm what was written on a doctor's behalf (代行確定).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub deputy: bool,
    /// First password.
    pub password: String,
    /// The printed recovery key. With it, an account that reads clinical content holds the clinical
    /// key at once; without it, it is handed over at the first sign-in.
    #[serde(default)]
    #[ts(optional)]
    pub recovery_key: Option<String>,
}

/// What an account may be and do from now on. Its open sessions end.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ChangeAccountRequest {
    /// Whose.
    pub account: String,
    /// Its roles, at least one.
    pub roles: Vec<Role>,
    /// May read in an emergency (緊急閲覧).
    pub emergency: bool,
    /// May confirm what was written on a doctor's behalf (代行確定).
    pub deputy: bool,
    /// Its person has left (利用停止).
    pub disabled: bool,
}

/// A password issued in place of a forgotten one (仮パスワード).
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct IssuePasswordRequest {
    /// Whose.
    pub account: String,
    /// The issued password.
    pub password: String,
    /// The printed recovery key: with it the account keeps the clinical key, without it the key is
    /// handed over at the next sign-in.
    #[serde(default)]
    #[ts(optional)]
    pub recovery_key: Option<String>,
}

/// A code for a lost second factor.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueFactorCodeRequest {
    /// Whose.
    pub account: String,
    /// How long it works, 1 to 24; 24 without it.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub hours: Option<u32>,
}

/// Ends a lock-out (ロック解除).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FreeAccountRequest {
    /// Whose.
    pub account: String,
}

/// Which categories roles may read; a role that is not named keeps its own.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetGrantsRequest {
    /// For each role all its categories.
    pub grants: Vec<RoleGrants>,
}

/// Writes the site file for the other PCs.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SiteFileExportRequest {
    /// An absolute path: the folder that the other PCs read.
    pub folder: String,
}

/// Takes the site file in, from now on at each start.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SiteFileTakeInRequest {
    /// An absolute path: the folder it lies in.
    pub folder: String,
    /// The site key (施設の鍵) as the administrator's PC shows it: needed the first time.
    #[serde(default)]
    #[ts(optional)]
    pub site_key: Option<String>,
}
