use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a screen was locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockReason {
    /// The person pressed the key (画面を隠す).
    Asked,
    /// Nobody touched it for the time of the role (自動ロック).
    Idle,
    /// The PC goes to sleep (スリープ).
    Sleep,
    /// The screen of the operating system was locked.
    OsLock,
}

impl LockReason {
    /// The stable name, as the audit log keeps it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Idle => "idle",
            Self::Sleep => "sleep",
            Self::OsLock => "os_lock",
        }
    }
}
