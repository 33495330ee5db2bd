//! The simulator in process, asked by a real client over TLS.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test helpers may stop a test"
)]

mod faults;
mod service;
mod support;
