//! What does this answer say? Bytes in, view model out, and the field's vocabulary.
//!
//! Pure: no I/O, no clock, no randomness; whoever needs "today" passes it in. This room stands on
//! the ground floor and depends on no other room. It must never drop anything that was sent.
//!
//! The doors: [`section`] (what to draw), [`stated_patient`] and [`match_patient`] (whose answer it
//! is), [`whose`] (the same of a file), [`is_undelivered`], [`holds_undelivered`], [`document_key`], [`document_links`], [`next_link`] and [`bundle_len`] (what to fetch and
//! how to keep it), [`reception`] (card checks and consents), [`found_patients`] (whom the service knows by a number), [`outcome`] (why the service said
//! no), [`mark_changes`] (what is new to this reader), [`differences`] (two states side by side), [`attachment`] (one file of an answer),
//! [`original`] (the answer as text), [`written_out`] (a text whose hidden characters are seen). Below them: `json` (a tree that keeps
//! numbers as text), `fhir` (lenient accessors), `tables` (code tables of `assets/`).

mod absent;
mod answer;
mod attachment;
mod cancellation;
mod changes;
mod damaged;
mod differences;
mod document;
mod error;
mod fhir;
mod found_patient;
mod interface;
mod json;
mod original;
mod outcome;
mod paging;
mod patient_match;
mod problem;
mod reception;
mod section;
mod set;
mod stated;
mod tables;
mod text;
pub mod view;
pub mod vocabulary;
mod xml;

pub use answer::{
    Answer, AnswerKind, Block, Card, CardMark, Counts, Field, Held, Label, Narrative, OtherItem,
    Piece, PieceRole, Pointer, Pointers, Values, Whose, holds_undelivered, is_undelivered, read,
    tally, whose,
};
pub use attachment::{Attached, AttachmentMedia, attachment, attachments};
pub use changes::{Changes, mark_changes};
pub use differences::{RowDifference, RowDifferenceKind, differences};
pub use document::{DocumentKey, DocumentLink, document_key, document_links};
pub use error::ReadError;
pub use found_patient::{FoundPatient, found_patients};
pub use original::{Original, OriginalEncoding, OriginalForm, original};
pub use outcome::{Outcome, outcome};
pub use paging::{bundle_len, next_link, searched_patient};
pub use patient_match::{Difference, PatientMatch, match_patient};
pub use problem::{Problem, Severity};
pub use reception::{CardCheck, Reception, reception};
pub use section::{Retained, Section, retained, section};
pub use set::{EarlierVersion, HeldSet};
pub use stated::{StatedPatient, stated_patient};
pub use tables::{CodeTable, Term, code_tables, term};
pub use text::visible::{has_hidden, visible as written_out};
