//! What does this answer say? Bytes in, view model out, and the field's vocabulary.
//!
//! Pure: no I/O, no clock, no randomness; whoever needs "today" passes it in. This room stands on
//! the ground floor and depends on no other room. It must never drop anything that was sent.

pub mod view;
pub mod vocabulary;
