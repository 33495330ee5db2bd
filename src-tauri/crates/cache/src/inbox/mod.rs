//! The inbox: a folder of files, each one complete answer sealed to the clinical public key, for
//! the time when nobody who could read it is signed in. Sealing needs no secret; opening needs the
//! private key. Names and sizes are all that can be seen, and the names hold no patient data.

mod envelope;
mod error;
mod file;
mod folder;
mod payload;
mod take_in;

pub use error::InboxError;
pub use folder::Inbox;
pub use take_in::{InboxReport, KeptFile, KeptReason};
