//! Does anything that was stored or shown stand readable in a file?
//!
//! [`Words`] gives texts that occur nowhere else, to be planted as names, numbers and values;
//! [`Needles`] knows in which forms a program may write them down; [`Search`] looks for all of them in
//! every file of a folder, in file names, and in what is packed inside a file.
//!
//! For tests only. Knows no room of the viewer and nothing of its file formats.

mod forms;
mod needles;
mod packed;
mod search;
mod words;

pub use needles::{Hit, Needles};
pub use search::{Finding, Search};
pub use words::Words;
