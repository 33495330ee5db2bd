//! What hosts are told without asking. Events carry what changed, never clinical content: the
//! screen asks for the section it may show.

use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{ChangeCounts, ServiceStatusView};

/// One piece of news for a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ViewerEvent {
    /// The line to the service changed.
    ServiceChanged {
        /// How it stands now.
        status: ServiceStatusView,
    },
    /// A section of a patient changed: a new version, a confirmation, or a new reason why not.
    SectionChanged {
        /// Whose.
        person: PersonId,
        /// Which.
        category: Category,
        /// `SectionView::version` now.
        version: Option<String>,
        /// Rows that differ from the version before; none when only the as-of or the reason did.
        changes: Option<ChangeCounts>,
    },
    /// Today's list or the desk's board changed.
    ArrivalsChanged,
    /// The session ended without the person asking (account locked, keys dropped).
    SessionEnded,
}

impl ViewerEvent {
    /// Whether somebody who may not read clinical content may receive it.
    #[must_use]
    pub const fn is_clinical(&self) -> bool {
        matches!(self, Self::SectionChanged { .. })
    }
}
