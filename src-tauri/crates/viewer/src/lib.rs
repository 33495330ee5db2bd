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
