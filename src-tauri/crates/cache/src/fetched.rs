use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};

/// One complete answer for one person and category, every page and document of it. An incomplete
/// run is never handed over, except that documents which did come may be, without the list's word
/// on the others (`complete_list` false).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedSets {
    /// Whose.
    pub person: PersonId,
    /// Which category was asked for.
    pub category: Category,
    /// By which transport, for example `fhir_rest`.
    pub origin: String,
    /// Which service profile.
    pub profile: String,
    /// When the answer was complete.
    pub fetched_at: Timestamp,
    /// The sets, each under its own key.
    pub sets: Vec<NewSet>,
    /// The answer names everything there is: a held set that is not in it was not returned.
    pub complete_list: bool,
}

/// One set as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSet {
    /// The query scope, or the document's identifier: what a newer answer replaces as a whole.
    pub key: String,
    /// What the key is.
    pub kind: SetKind,
    /// Pages or documents, in order.
    pub parts: Vec<Part>,
}

/// What a set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Everything a query answered.
    Scope,
    /// One document (文書) with its own identifier.
    Document,
    /// A report that a document was withdrawn (取り消し).
    Deletion,
}

impl SetKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Document => "document",
            Self::Deletion => "deletion",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Scope, Self::Document, Self::Deletion]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// Bytes exactly as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As the answer named it.
    pub content_type: String,
    /// The body.
    pub bytes: Vec<u8>,
}
