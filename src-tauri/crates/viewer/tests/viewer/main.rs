//! What a host sees of the viewer: every test goes through its commands, on a real simulator and real
//! stores.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod accounts;
mod asked_again;
mod attachments;
mod audit;
mod audit_heads;
mod bad_days;
mod bad_input;
mod check_answer;
mod clock_jumps;
mod common;
mod damage;
mod day_pack;
mod desk_board;
mod desk_people;
mod documents;
mod emergency;
mod emergency_means;
mod emergency_recall;
mod grants;
#[cfg(unix)]
mod hanging_folder;
mod history;
mod key_rotation;
mod keyring_gone;
mod keys;
mod lock;
mod losses;
mod lost_factor;
mod machine_stores;
mod main_road;
mod notes;
#[cfg(unix)]
mod other_users;
mod read_file;
mod readiness;
mod recovery;
mod retention;
mod retire;
mod rights;
mod self_test;
mod sheets;
mod sign_in;
mod site_file;
mod time_server;
mod two_items;
