use record::{AttachmentMedia, OriginalEncoding};
use serde::Serialize;
use ts_rs::TS;

/// One file of a document (添付), opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AttachmentView {
    /// By its first bytes, whatever was declared.
    pub media: AttachmentMedia,
    /// The declared kind, where it says something else than the content.
    pub declared: Option<String>,
    /// Title as sent.
    pub name: Option<String>,
    /// Length of the content in bytes.
    #[ts(type = "number")]
    pub size: usize,
    /// What can be drawn of it.
    pub content: AttachmentContent,
}

/// What can be drawn of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AttachmentContent {
    /// PDF and images: the content in base64.
    Bytes {
        /// All of it.
        base64: String,
    },
    /// Text and markup: the text itself, with hidden characters spelled out.
    Text {
        /// The text, or its beginning.
        text: String,
        /// How it was written.
        encoding: OriginalEncoding,
        /// Only the beginning is here.
        cut: bool,
    },
    /// A kind that is not drawn.
    NotDrawn,
}
