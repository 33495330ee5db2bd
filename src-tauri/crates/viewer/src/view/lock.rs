use access::Role;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::locking::LockReason;

/// A locked screen. Says nothing of what stood on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LockView {
    /// Account name of who is waited for.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// As whom they were signed in.
    pub role: Role,
    /// Since when.
    #[ts(type = "string")]
    pub since: Timestamp,
    /// Why.
    pub reason: LockReason,
    /// The own password unlocks it; else a full sign-in is needed.
    pub password_is_enough: bool,
}

/// What a person was in the middle of (作業中の内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeptWorkView {
    /// The screen's own text, as it was kept; none when nothing was.
    pub work: Option<String>,
}

/// When screens lock by themselves, and how long the password alone opens them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LockRulesView {
    /// One per role, in the order of roles.
    pub minutes: Vec<RoleMinutes>,
    /// Hours after a full sign-in during which the own password unlocks, 1 to 24.
    #[ts(type = "number")]
    pub unlock_hours: u32,
}

/// Minutes without input until the screen of a role locks itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoleMinutes {
    /// Whose.
    pub role: Role,
    /// 1 to 15.
    #[ts(type = "number")]
    pub minutes: u32,
}
