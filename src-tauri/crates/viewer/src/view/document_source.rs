use jiff::Timestamp;
use record::{OriginalEncoding, OriginalForm};
use serde::Serialize;
use ts_rs::TS;

/// The original of a document (原文): a page of its text, and what is known of the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DocumentSourceView {
    /// What it is.
    pub form: OriginalForm,
    /// How its characters were written.
    pub encoding: OriginalEncoding,
    /// The page, with hidden characters spelled out.
    pub text: String,
    /// Where the next page begins; none at the end.
    #[ts(type = "number | null")]
    pub next: Option<usize>,
    /// Which part of the document this is, counted from 0.
    #[ts(type = "number")]
    pub part: usize,
    /// How many parts it has.
    #[ts(type = "number")]
    pub parts: usize,
    /// Bytes received.
    #[ts(type = "number")]
    pub size: usize,
    /// SHA-256 of the bytes received, in hexadecimal digits.
    pub sha256: String,
    /// When these bytes first came.
    #[ts(type = "string")]
    pub fetched_at: Timestamp,
    /// When the service last gave the same bytes.
    #[ts(type = "string")]
    pub confirmed_at: Timestamp,
    /// By which transport they came.
    pub origin: String,
}
