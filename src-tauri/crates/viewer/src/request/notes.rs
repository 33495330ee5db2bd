//! What the commands about notes (記録メモ) are asked with.

use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A new draft about the open patient.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct WriteNoteRequest {
    /// Whose record it is about.
    pub person: PersonId,
    /// As typed; at most `NotesView::limit` characters.
    pub text: String,
    /// The account whose note it will be: named by a 医師事務作業補助者, and by nobody else.
    #[serde(default)]
    #[ts(optional)]
    pub on_behalf_of: Option<String>,
}

/// A draft that will supersede a confirmed note.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SupersedeNoteRequest {
    /// Whose record it is about.
    pub person: PersonId,
    /// The note that is wrong or incomplete: the newest of its line.
    #[ts(type = "number")]
    pub note: i64,
    /// As typed; the whole text that holds from then on.
    pub text: String,
    /// As in `WriteNoteRequest`.
    #[serde(default)]
    #[ts(optional)]
    pub on_behalf_of: Option<String>,
}

/// Another text for a draft.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ChangeDraftRequest {
    /// Whose record it is about.
    pub person: PersonId,
    /// Which draft.
    #[ts(type = "number")]
    pub draft: i64,
    /// `NoteDraftView::seen` of what was changed.
    pub seen: String,
    /// As typed.
    pub text: String,
}

/// Names a draft and what was seen of it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DraftRequest {
    /// Whose record it is about.
    pub person: PersonId,
    /// Which draft.
    #[ts(type = "number")]
    pub draft: i64,
    /// `NoteDraftView::seen`: exactly this text is confirmed or discarded, or nothing.
    pub seen: String,
}

/// Which drafts wait.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct OpenDraftsRequest {
    /// Name the patients, and write down that they were shown; else only count them.
    #[serde(default)]
    #[ts(optional)]
    pub list: Option<bool>,
    /// The open patient, to count what is noted of them.
    #[serde(default)]
    #[ts(optional)]
    pub person: Option<PersonId>,
}
