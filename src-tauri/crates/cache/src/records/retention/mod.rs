//! What may be deleted, and deleting it.
//!
//! A window says how long the service itself gives something (閲覧期間); `keep` says how long it
//! stays here, which may be longer (閲覧期間外の保存分). Both count from the fetch that last carried a
//! version, never from a date inside it. Only whole versions and sets are deleted, never a part of
//! one: received bytes are the truth. The newest version of what the service still gives is never
//! deleted, nor is anything without a rule or that cannot be read. What took something back (取り消し)
//! or counts in its place stays as long as that older thing does.
//!
//! Nothing is deleted but by a [`Plan`] somebody could see before, on [`TrustedTime`], while the
//! service can be reached.

mod carry_out;
mod elsewhere;
mod held_back;
mod item;
mod make;
mod plan;
mod trusted_time;
mod windows;

use thiserror::Error;
use vault::StoreError;

pub use carry_out::{CarriedOut, Service};
pub use elsewhere::Irreplaceable;
pub use item::{Item, ItemsOf};
pub use plan::{Deletion, Plan, Reason};
pub use trusted_time::{TimeSource, TrustedTime};
pub use windows::{Rule, Span, Windows};

/// Why nothing was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RetentionError {
    /// The rules are not in the form they have to be in.
    #[error("the retention rules cannot be read")]
    Rules,
    /// Something was stored since the plan was made, or it is older than a day.
    #[error("the plan is out of date")]
    Stale,
    /// The service cannot be reached: this may be the only copy.
    #[error("nothing is deleted while the service cannot be reached")]
    Outage,
    /// A second copy stands in, or answers are missing: what is lost has to be fetched first.
    #[error("nothing is deleted from a store that is not whole")]
    NotWhole,
    /// The store fails; nothing of the plan was carried out.
    #[error(transparent)]
    Store(#[from] StoreError),
}
