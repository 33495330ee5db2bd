//! Who saw what, provably (監査ログ): an append-only chain of entries in an encrypted store of its
//! own.
//!
//! Each entry's hash covers the one before it, so a change, a removal, an insertion or a new order
//! is found by [`Audit::verify`]; a cut tail or a chain rewritten by somebody who holds the key is
//! found by [`Audit::verify_against`] with heads kept elsewhere, which the PC signs ([`Signer`]).
//! Rows older than they have to be kept are closed off by a sealed head ([`Audit::roll_over`]); the
//! chain goes on from it. [`Audit::write_chain`] makes a file of the chain that can be checked
//! anywhere ([`verify_chain`]).
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
mod chain_file;
mod commit_mark;
mod entries;
mod entry;
mod error;
mod event_kind;
mod filter;
mod head;
mod heads_in;
mod newest;
mod purpose;
mod roll_over;
mod schema;
mod signing;
mod verify;

pub use audit::Audit;
pub use chain_file::{ChainFile, ChainFileError, verify_chain};
pub use entries::{Openings, Stored};
pub use entry::{Actor, ClockNote, ConsentNote, Entry, Item, Outcome, Reason, Shown};
pub use error::AuditError;
pub use event_kind::EventKind;
pub use filter::{Filter, OutcomeKind};
pub use head::Head;
pub use heads_in::heads_in;
pub use newest::Newest;
pub use purpose::Purpose;
pub use roll_over::{Due, Start};
pub use signing::{SignedHead, Signer, SignerKey};
pub use vault::{OpenError, StoreError, StoreKey};
pub use verify::{Break, HeadFit, Verification};
