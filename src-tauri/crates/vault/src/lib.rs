//! How is an encrypted store file made and opened, and exactly why does it not open?
//!
//! One place for what every store shares: SQLCipher in raw-key mode, WAL, migrations, and telling
//! one failure from another. Stands on the ground floor, depends on no other room and knows nothing
//! of what is kept in a store. It must never create, overwrite or delete a store file that is there
//! already, whatever is wrong with it.
//!
//! Everything here blocks: call it from a thread that may wait.

mod connect;
mod create;
mod error;
mod format;
mod header;
mod key;
mod store;

pub use error::{OpenError, StoreError};
pub use format::{Format, Synchronous};
pub use key::StoreKey;
pub use store::Store;
