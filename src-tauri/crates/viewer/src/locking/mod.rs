//! Locking the screen (画面ロック): by a key, by time, by the operating system. Who sat here is
//! remembered without any key, and so is what they were in the middle of, under their own.

mod activity;
mod auto_lock;
mod forgetting;
mod full_sign_in;
mod kept_work;
mod lock_reason;
mod lock_rules;
mod locked;
mod presence;
mod seat;
mod seat_lock;

pub(crate) use forgetting::{forget_if_nobody_sits, keep_forgetting};
pub(crate) use full_sign_in::FullSignIn;
pub(crate) use kept_work::KeptWork;
pub use lock_reason::LockReason;
pub(crate) use lock_rules::{LONGEST_LOCK, LONGEST_UNLOCK, LockRules};
pub(crate) use locked::Locked;
pub(crate) use presence::Presence;
pub(crate) use seat_lock::SeatLock;
