use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{By, NoteText, Stamp};

/// Told from every other use of the hash.
const LABEL: &[u8] = b"clins draft 1";

/// A draft (下書き, 未確定): may be changed and discarded, and is no note until somebody confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Our number for it.
    pub id: i64,
    /// Whose record it is about.
    pub person: PersonId,
    /// What it says: as shown and as it would be confirmed.
    pub text: String,
    /// Whose note it will be (記載者).
    pub author: By,
    /// Who entered it (入力者): the author, or somebody for them (代行入力).
    pub entered_by: By,
    /// Who changed it last, if anybody did.
    pub changed_by: Option<By>,
    /// When it was entered.
    pub written: Stamp,
    /// When it was changed last.
    pub changed: Option<Stamp>,
    /// The note it will supersede.
    pub supersedes: Option<i64>,
}

/// What somebody saw of a draft before they act on it: a hash over what it says, about whom, for whom
/// and in place of what.
pub type Seen = [u8; 32];

impl Draft {
    /// What has to be seen for it to be confirmed, changed or discarded.
    #[must_use]
    pub fn seen(&self) -> Seen {
        let texts = [&self.author.account, &self.entered_by.account, &self.text];
        let numbers = [self.id, self.person.0, self.supersedes.unwrap_or_default()];
        let mut hash = Sha256::new_with_prefix(LABEL);
        for number in numbers {
            hash.update(number.to_le_bytes());
        }
        for text in texts {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }
}

/// A draft about to be written.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Whose record it is about.
    pub person: PersonId,
    /// What it says.
    pub text: NoteText,
    /// Whose note it will be.
    pub author: By,
    /// Who enters it.
    pub entered_by: By,
    /// When.
    pub written: Stamp,
    /// The note it will supersede.
    pub supersedes: Option<i64>,
}

/// As it is kept; the id is the row's.
#[derive(Serialize, Deserialize)]
pub(super) struct DraftLine {
    pub(super) format: u32,
    pub(super) person: PersonId,
    pub(super) text: String,
    pub(super) author: By,
    pub(super) entered_by: By,
    pub(super) changed_by: Option<By>,
    pub(super) written: Stamp,
    pub(super) changed: Option<Stamp>,
    pub(super) supersedes: Option<i64>,
}

impl DraftLine {
    pub(super) fn of(draft: &Draft) -> Self {
        let draft = draft.clone();
        Self {
            format: 1,
            person: draft.person,
            text: draft.text,
            author: draft.author,
            entered_by: draft.entered_by,
            changed_by: draft.changed_by,
            written: draft.written,
            changed: draft.changed,
            supersedes: draft.supersedes,
        }
    }

    pub(super) fn into_draft(self, id: i64) -> Draft {
        Draft {
            id,
            person: self.person,
            text: self.text,
            author: self.author,
            entered_by: self.entered_by,
            changed_by: self.changed_by,
            written: self.written,
            changed: self.changed,
            supersedes: self.supersedes,
        }
    }
}
