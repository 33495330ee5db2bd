//! A file system below SQLite that fails when asked to.
//!
//! It is the system's own VFS but for four calls: opening, writing, syncing and shared memory ask
//! [`fault`] first. Once put in place it is the default for the rest of the process, and passes
//! everything on while no fault is asked for.

mod fault;
mod vfs;

pub(super) use fault::{Failure, Fault, armed, lift};
pub(super) use vfs::put_in_place;
