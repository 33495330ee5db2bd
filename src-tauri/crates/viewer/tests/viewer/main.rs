//! What a host sees of the viewer: every test goes through its commands, on a real simulator and real
//! stores.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod attachments;
mod bad_days;
mod check_answer;
mod common;
mod damage;
mod documents;
mod history;
mod key_rotation;
mod keys;
mod losses;
mod machine_stores;
mod main_road;
mod read_file;
mod readiness;
mod recovery;
mod retention;
mod retire;
mod rights;
mod self_test;
mod sheets;
