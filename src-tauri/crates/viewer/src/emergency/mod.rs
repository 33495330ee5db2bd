//! What is on beyond everyday reading (障害時閲覧, 緊急閲覧, the service's own modes, the sealed
//! account, isolation), and the review that each of them leaves behind.

mod account_use;
mod acts;
mod emergencies;
mod ended;
mod reason;
mod recall;
mod remembered;
mod rules;
mod use_kind;
mod used;

pub(crate) use account_use::note_account_use;
pub(crate) use acts::{begun, ended, ended_by_itself, extended, goes_on, settle, tell};
pub(crate) use emergencies::{Emergencies, Modes};
pub(crate) use ended::Ended;
pub use ended::EndedBy;
pub use reason::EmergencyReason;
pub(crate) use recall::Told;
pub use rules::{DisasterPeriod, FacilityKind, ModeHindrance};
pub(crate) use rules::{EmergencyRules, LONGEST_OUTAGE_READING, PERSON_READING_MINUTES};
pub use use_kind::EmergencyKind;
pub(crate) use used::{EmergencyUse, Review, Who};
