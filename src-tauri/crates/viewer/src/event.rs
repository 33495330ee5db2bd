//! What hosts are told without asking. Events carry what changed, never clinical content: the
//! screen asks for the section it may show.

use access::Role;
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
    /// Whose records count as this person's is another matter now (結合・分離): what stands on the
    /// screen may be somebody else's.
    PersonChanged {
        /// Whose.
        person: PersonId,
    },
    /// The second copy, the disk, or how the records store stands changed: ask `upkeep`.
    UpkeepChanged,
    /// A section that was read during the last outage says something else now: ask
    /// `recovery_changes`.
    RecoveryChanges,
    /// Something beyond everyday reading began or ended, or a review was recorded: ask
    /// `emergency_state`.
    EmergencyChanged,
    /// Today's list changed.
    ArrivalsChanged,
    /// The desk's board shows something else: told on a beat of its own.
    BoardChanged,
    /// This seat was too slow and missed news: the screen asks for everything it shows again.
    NewsMissed,
    /// The session ended without the person asking (account locked, keys dropped).
    SessionEnded,
}

impl ViewerEvent {
    /// The event as somebody signed in as `role` may receive it, if at all.
    #[must_use]
    pub fn for_role(self, role: Role) -> Option<Self> {
        match self {
            Self::SectionChanged { .. } | Self::PersonChanged { .. } | Self::RecoveryChanges => {
                role.opens_clinical().then_some(self)
            }
            Self::ServiceChanged { status } => Some(Self::ServiceChanged {
                status: status.for_role(role),
            }),
            Self::UpkeepChanged => matches!(role, Role::Doctor | Role::Admin).then_some(self),
            // Each of them comes with one category: when they come would tell how large it was.
            Self::ArrivalsChanged => (role != Role::Desk).then_some(self),
            Self::BoardChanged => (role == Role::Desk).then_some(self),
            Self::EmergencyChanged | Self::NewsMissed | Self::SessionEnded => Some(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::LinkState;

    #[test]
    fn the_desk_hears_nothing_clinical_and_no_word_of_the_service() {
        let section = ViewerEvent::SectionChanged {
            person: PersonId(1),
            category: Category::Condition,
            version: None,
            changes: None,
        };
        assert_eq!(section.clone().for_role(Role::Desk), None);
        assert_eq!(section.clone().for_role(Role::Doctor), Some(section));
        let joined = ViewerEvent::PersonChanged {
            person: PersonId(1),
        };
        assert_eq!(joined.clone().for_role(Role::Desk), None);
        assert_eq!(joined.clone().for_role(Role::Nurse), Some(joined));
        let status = ServiceStatusView {
            link: LinkState::Down,
            since: None,
            fault: None,
            detail: Some("a message".into()),
            next_try: None,
            last_success: None,
            waiting: 0,
            clock_in_doubt: false,
        };
        let line = ViewerEvent::ServiceChanged {
            status: status.clone(),
        };
        let heard = ViewerEvent::ServiceChanged {
            status: ServiceStatusView {
                detail: None,
                ..status
            },
        };
        assert_eq!(line.for_role(Role::Desk), Some(heard));
    }
}
