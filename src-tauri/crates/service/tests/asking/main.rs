//! Asks a small real server over real TLS, one file for each way in which that can end.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the helpers of tests may fail loudly like the tests themselves"
)]

mod answers;
mod fetching;
mod network;
mod own_certificate;
mod support;
mod time_server;
mod tls;
