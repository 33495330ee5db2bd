//! The notes store (記録メモ) beside the records store: opened when it is first asked for, so that
//! nothing that is wrong with it ever keeps anybody from reading records.

mod copied;
mod error;
mod shelf;
mod written;

pub(crate) use copied::NotesCopied;
pub(crate) use error::{notes_error, store_error};
pub(crate) use shelf::{NotesShelf, Shelved, open};
pub(crate) use written::NotesWritten;
