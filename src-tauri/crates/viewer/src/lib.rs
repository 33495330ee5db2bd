//! What happens when somebody asks for a patient: the use cases, and the one list of commands that
//! every host (desktop window, command line, browser server) offers.
//!
//! Introduces the rooms below (`record`, `service`, `cache`, `access`, `audit`) to each other.
//! Knows no Tauri, no HTTP server and no SQL.

pub mod bindings;
pub mod command;
pub mod error;
pub mod event;
pub mod reading;
pub mod request;
pub mod view;

mod accounts_file;
mod arrived;
mod audit_export;
mod audit_heads;
#[cfg(test)]
mod audit_on_full_disk;
mod audit_room;
mod audit_rules;
mod beyond_window;
mod board_beat;
mod boot_clock;
mod checking;
mod clinical;
mod clock;
mod compose;
mod confirmed_identity;
mod confirming;
mod consent_ends;
mod consents_now;
mod disk;
mod emergency;
mod expected;
mod failure;
mod fetch_facts;
mod follow;
mod guarded;
mod joins;
mod key_rotation;
mod kinship;
mod line;
mod locking;
mod machine_stores;
#[cfg(test)]
mod matrix;
mod noting;
mod older_points;
mod on_screen;
mod opening;
mod options;
mod outage;
mod people_file;
mod profile;
mod qr;
mod queue;
mod reading_right;
mod record_act;
mod records_keys;
mod recovering;
mod retention_rules;
mod retiring;
mod rooms;
mod rules;
mod search_act;
mod seat;
mod seat_events;
mod seated;
mod seats;
mod service_file;
mod session_ended_by;
mod sessions_elsewhere;
mod sign_in_rules;
mod signing_in;
mod site;
mod sync;
#[cfg(test)]
mod testing;
mod trusted_clock;
mod typed_person;
mod upkeep_state;
mod use_case;
mod viewer;
mod works;
mod written_down;

pub use access::Role;
pub use clock::Clock;
pub use emergency::{
    DisasterPeriod, EmergencyKind, EmergencyReason, EndedBy, FacilityKind, ModeHindrance,
};
pub use error::{CommandError, ErrorCode};
pub use event::ViewerEvent;
pub use locking::LockReason;
pub use options::{ProfileKind, ViewerOptions};
pub use rules::ReadingAfterEnd;
pub use seat::Seat;
pub use seat_events::SeatEvents;
pub use typed_person::PersonProblem;
pub use viewer::Viewer;
