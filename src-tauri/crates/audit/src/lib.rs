//! Who saw what, provably (監査ログ): an append-only chain of entries in an encrypted store of its
//! own.
//!
//! Each entry's hash covers the one before it, so a change, a removal, an insertion or a new order
//! is found by [`Audit::verify`]; a cut tail or a chain rewritten by somebody who holds the key is
//! found by [`Audit::verify_against`] with a head kept elsewhere.
//!
//! Beside the chain it keeps the commit mark: how many answers another store said it had kept
//! ([`Audit::commit_mark`]).
//!
//! Depends on `vault` alone and knows no other room: accounts, roles, categories and reasons come
//! as plain text. It must never hold a clinical value.
//!
//! Everything here blocks: call it from a thread that may wait.

mod append;
mod audit;
mod chain;
mod commit_mark;
mod entries;
mod entry;
mod error;
mod event_kind;
mod head;
mod newest;
mod schema;
mod verify;

pub use audit::Audit;
pub use entries::{Filter, Stored};
pub use entry::{Actor, ConsentNote, Entry, Outcome, Shown};
pub use error::AuditError;
pub use event_kind::EventKind;
pub use head::Head;
pub use newest::Newest;
pub use vault::{OpenError, StoreError, StoreKey};
pub use verify::Verification;
