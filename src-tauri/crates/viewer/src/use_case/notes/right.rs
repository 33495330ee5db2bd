use access::{Role, Session};
use cache::notes::Draft;

use crate::error::{CommandError, ErrorCode};
use crate::rooms::Rooms;
use crate::view::NoteConfirmation;

/// What somebody may do with notes. Reading is granted by itself, for a note may repeat what stands in any
/// category; the consent for what the service gives does not matter, for a note is the clinic's own.
#[derive(Clone, Copy)]
pub(super) struct NoteRight<'a>(&'a Session);

impl<'a> NoteRight<'a> {
    /// The right of who reads notes at all.
    pub(super) fn of(rooms: &Rooms, session: &'a Session) -> Result<Self, CommandError> {
        if rooms.may_role_read_notes(session) {
            Ok(Self(session))
        } else {
            Err(ErrorCode::NotGranted.into())
        }
    }

    /// 医師等 write in their own name.
    pub(super) fn writes(self) -> bool {
        self.0.role() == Role::Doctor
    }

    /// 医師事務作業補助者 enter in the name of a doctor (代行入力).
    pub(super) fn enters_for_others(self) -> bool {
        self.0.role() == Role::Clerk
    }

    /// Doctors see every draft, others what they entered or may confirm.
    pub(super) fn sees(self, draft: &Draft) -> bool {
        self.writes() || self.stands_in() || self.is(&draft.entered_by.account)
    }

    /// The author, and whoever entered it for them.
    pub(super) fn changes(self, draft: &Draft) -> bool {
        let own = self.writes() && self.is(&draft.author.account);
        let entered = self.enters_for_others() && self.is(&draft.entered_by.account);
        own || entered
    }

    /// The author; or a named deputy, who must not have written any of it.
    pub(super) fn confirms(self, draft: &Draft) -> Option<NoteConfirmation> {
        if self.writes() && self.is(&draft.author.account) {
            return Some(NoteConfirmation::Author);
        }
        (self.stands_in() && !self.wrote(draft)).then_some(NoteConfirmation::Deputy)
    }

    /// A named deputy (代行確定者).
    pub(super) fn stands_in(self) -> bool {
        self.0.deputy()
    }

    /// They had a hand in the text.
    pub(super) fn wrote(self, draft: &Draft) -> bool {
        let changed = draft.changed_by.as_ref();
        self.is(&draft.entered_by.account) || changed.is_some_and(|by| self.is(&by.account))
    }

    /// Whether a draft belongs into this person's list of what waits: their own at once, others' when
    /// they have waited too long.
    pub(super) fn is_reminded(self, draft: &Draft, overdue: bool) -> bool {
        let own = self.is(&draft.author.account) || self.is(&draft.entered_by.account);
        self.sees(draft) && (own || overdue)
    }

    fn is(self, account: &str) -> bool {
        self.0.account() == account
    }
}
