use record::AnswerKind;
use record::view::SheetView;
use serde::Serialize;
use ts_rs::TS;

use super::AttachmentContent;

/// A file that came by hand, read beside the open patient. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FileReadingView {
    /// What it is.
    pub kind: AnswerKind,
    /// Its length in bytes.
    #[ts(type = "number")]
    pub size: usize,
    /// How far it says whose it is.
    pub identity: FileIdentity,
    /// Codes of what is wrong with it, each once.
    pub problems: Vec<String>,
    /// Everything it says; of a PDF only what it is.
    pub sheet: SheetView,
    /// A PDF, to be drawn; of anything else the text as it came (原文), or its beginning. None if it
    /// would show what is 未提供.
    pub content: Option<AttachmentContent>,
}

/// How what a file says of its patient stands to the open one. A file about somebody else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileIdentity {
    /// The same person.
    Agrees,
    /// The same number, or birth date and sex, under another name.
    NameDiffers,
    /// Nothing contradicts, but it says too little, or not of everything in it.
    Incomplete,
    /// It names no patient.
    NotStated,
}

impl FileIdentity {
    /// Its stable name, for the audit.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::NameDiffers => "name_differs",
            Self::Incomplete => "incomplete",
            Self::NotStated => "not_stated",
        }
    }
}
