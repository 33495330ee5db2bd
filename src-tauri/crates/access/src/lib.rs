//! Who is this person, what may they do now, and which keys does that open?
//!
//! Knows no clinical content and no other room.

mod role;

pub use role::{Role, Roles};
