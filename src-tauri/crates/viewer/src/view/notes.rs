use access::Role;
use jiff::Timestamp;
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::IdentityView;

/// 記録メモ of one person: what was noted here. No medical record (診療録ではありません).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotesView {
    /// Whose record it is about.
    pub person: PersonId,
    /// The reader may write a note of their own (医師等).
    pub may_write: bool,
    /// Those on whose behalf the reader may enter one (代行入力); nobody when they may not.
    pub authors: Vec<NoteWriterView>,
    /// The most characters a note has.
    #[ts(type = "number")]
    pub limit: usize,
    /// 未確定: those the reader may see, oldest first.
    pub drafts: Vec<NoteDraftView>,
    /// 確定: all of them, superseded ones too, newest first.
    pub notes: Vec<NoteView>,
    /// How the store stands.
    pub standing: NotesStandingView,
}

/// Somebody who wrote, entered or confirmed, as the account stood at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoteWriterView {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub display_name: String,
    /// The role they acted in; none when this version does not know it.
    pub role: Option<Role>,
}

/// A draft (下書き, 未確定): no note until somebody confirms it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoteDraftView {
    /// Our number for it.
    #[ts(type = "number")]
    pub id: i64,
    /// Exactly what would be confirmed.
    pub text: String,
    /// Names what was seen; to be handed back by who confirms, changes or discards it.
    pub seen: String,
    /// 記載者: whose note it will be.
    pub author: NoteWriterView,
    /// 代行入力者, when it was not the author who entered it.
    pub entered_by: Option<NoteWriterView>,
    /// Who changed it last, when somebody did.
    pub changed_by: Option<NoteWriterView>,
    /// When it was entered.
    #[ts(type = "string")]
    pub written_at: Timestamp,
    /// 時計要確認 when it was entered.
    pub clock_in_doubt: bool,
    /// It is older than three days.
    pub overdue: bool,
    /// The note it will supersede.
    #[ts(type = "number | null")]
    pub supersedes: Option<i64>,
    /// The reader may change it.
    pub may_change: bool,
    /// The reader may discard it: as they may change it, or as the deputy of an author who has left.
    pub may_discard: bool,
    /// How the reader may confirm it, if at all.
    pub may_confirm: Option<NoteConfirmation>,
}

/// How a draft is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoteConfirmation {
    /// 確定, by its author.
    Author,
    /// 代行確定, by a named deputy for its author.
    Deputy,
}

/// A confirmed note. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoteView {
    /// Counted over all persons, in the order of confirmation.
    #[ts(type = "number")]
    pub number: i64,
    /// What it says; none when it is not what was confirmed (損傷).
    pub content: Option<NoteContentView>,
    /// The note that superseded it.
    #[ts(type = "number | null")]
    pub superseded_by: Option<i64>,
    /// 結合中に記載: written while somebody was taken for this person who was separated since.
    pub was_mixed: bool,
}

/// What a confirmed note says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoteContentView {
    /// Its text.
    pub text: String,
    /// 記載者.
    pub author: NoteWriterView,
    /// 代行入力者, when it was not the author who entered it.
    pub entered_by: Option<NoteWriterView>,
    /// Who changed the draft last, when somebody did.
    pub changed_by: Option<NoteWriterView>,
    /// When it was entered.
    #[ts(type = "string")]
    pub written_at: Timestamp,
    /// 確定者.
    pub confirmed_by: NoteWriterView,
    /// How it was confirmed.
    pub confirmation: NoteConfirmation,
    /// When it was confirmed, by the clock of this PC.
    #[ts(type = "string")]
    pub confirmed_at: Timestamp,
    /// The trusted time then; none when nothing told it within a day.
    #[ts(type = "string | null")]
    pub trusted_at: Option<Timestamp>,
    /// 時計要確認 when it was confirmed.
    pub clock_in_doubt: bool,
    /// The note it supersedes.
    #[ts(type = "number | null")]
    pub supersedes: Option<i64>,
}

/// How the notes store stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NotesStandingView {
    /// As far as is known it holds all that was noted.
    Whole,
    /// What was noted last is missing from it.
    Behind {
        /// How many steps of writing, changing, discarding and confirming.
        #[ts(type = "number")]
        lost: i64,
    },
    /// It is damaged: the second copy is read, and nothing can be noted until the next sign-in.
    SecondCopy {
        /// How many steps are missing.
        #[ts(type = "number")]
        lost: i64,
    },
}

/// 未確定の記録: drafts that wait for somebody, over all persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenDraftsView {
    /// How many concern the reader.
    #[ts(type = "number")]
    pub count: usize,
    /// How many of them are older than three days.
    #[ts(type = "number")]
    pub overdue: usize,
    /// Whose they are, oldest first; only when the list is asked for. Without their texts.
    pub drafts: Vec<OpenDraftView>,
    /// What is noted of the open patient; none when nobody is named or open.
    pub noted: Option<NotedView>,
}

/// How much is noted of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotedView {
    /// Whose record it is about.
    pub person: PersonId,
    /// Confirmed notes that were not superseded.
    #[ts(type = "number")]
    pub notes: usize,
    /// Drafts that the reader may see.
    #[ts(type = "number")]
    pub drafts: usize,
}

/// One draft in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenDraftView {
    /// Our number for it.
    #[ts(type = "number")]
    pub id: i64,
    /// Whose record it is about.
    pub identity: IdentityView,
    /// 記載者.
    pub author: NoteWriterView,
    /// 代行入力者, when it was not the author who entered it.
    pub entered_by: Option<NoteWriterView>,
    /// When it was entered.
    #[ts(type = "string")]
    pub written_at: Timestamp,
    /// It is older than three days.
    pub overdue: bool,
}
