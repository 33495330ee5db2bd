//! What happens when somebody asks for a patient: the use cases, and the one list of commands that
//! every host (desktop window, command line, browser server) offers.
//!
//! Introduces the rooms below (`record`, `service`, `cache`, `access`, `audit`) to each other.
//! Knows no Tauri, no HTTP server and no SQL.

pub mod bindings;
pub mod command;
pub mod error;
pub mod event;
pub mod request;
pub mod view;

mod accounts_file;
mod arrived;
mod beyond_window;
mod clinical;
mod clock;
mod compose;
mod confirming;
mod disk;
mod failure;
mod fetch_facts;
mod follow;
mod guarded;
mod key_rotation;
mod line;
mod machine_stores;
mod older_points;
mod on_screen;
mod opening;
mod options;
mod outage;
mod profile;
mod queue;
mod record_act;
mod records_keys;
mod recovering;
mod retention_rules;
mod retiring;
mod rooms;
mod rules;
mod search_act;
mod seat;
mod service_file;
mod sync;
mod trusted_clock;
mod upkeep_state;
mod use_case;
mod viewer;

pub use error::{CommandError, ErrorCode};
pub use event::ViewerEvent;
pub use options::{ProfileKind, ViewerOptions};
pub use rules::ReadingAfterEnd;
pub use seat::{Seat, SeatEvents};
pub use viewer::Viewer;
