//! How is an encrypted store file made, opened, copied and given another key, and exactly why does
//! it not open?
//!
//! One place for what every store shares: SQLCipher in raw-key mode, WAL, migrations, and telling
//! one failure from another. Stands on the ground floor, depends on no other room and knows nothing
//! of what is kept in a store. It must never overwrite or delete a store file that is there already
//! because something is wrong with it.
//!
//! A file says what it is under its key: `application_id` is the kind of store, `user_version` the
//! version of its schema. Without the key nothing can be told but whether the file was made with a
//! given key.
//!
//! Everything here blocks: call it from a thread that may wait.

mod aside;
mod connect;
mod copy;
mod create;
mod door;
mod draft;
mod duplicate;
mod error;
mod examine;
mod files;
mod format;
mod header;
mod key;
mod log;
mod restore;
pub mod rotation;
mod store;
mod verify;

pub use aside::put_aside;
pub use copy::Copied;
pub use duplicate::Progress;
pub use error::{OpenError, StoreError};
pub use examine::{BadPage, Examination, PageClass};
pub use format::{Format, Synchronous};
pub use key::StoreKey;
pub use restore::restore;
pub use store::Store;
pub use verify::{look, verify};
