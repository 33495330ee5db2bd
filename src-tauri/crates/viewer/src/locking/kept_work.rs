use access::{MachineSecret, Role, Session};

use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};

/// Longest work in progress in bytes: a draft and where it belongs.
const LONGEST: usize = 64 * 1024;

/// What a screen is in the middle of (作業中の内容): which patient is open, a draft. The screen's own
/// text, which the core does not look into. Sealed at once, under the clinical key where the person
/// has one: while the screen is locked nothing in memory opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptWork {
    account: String,
    role: Role,
    sealed: Vec<u8>,
}

impl KeptWork {
    pub(crate) fn seal(
        work: &str,
        session: &Session,
        clinical: Option<&Clinical>,
        machine: &MachineSecret,
    ) -> Result<Self, CommandError> {
        if work.len() > LONGEST {
            return Err(CommandError::new(ErrorCode::BadRequest).with("detail", "length"));
        }
        let purpose = purpose(session);
        let sealed = match clinical {
            Some(clinical) => clinical.keys.seal_work(&purpose, work.as_bytes()),
            None => machine.seal_file(&purpose, work.as_bytes()),
        };
        Ok(Self {
            account: session.account().to_owned(),
            role: session.role(),
            sealed: sealed?,
        })
    }

    /// Whether the other one is of the same person in the same role.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.is_of(&other.account) && self.role == other.role
    }

    /// Whether this account left it.
    pub(super) fn is_of(&self, account: &str) -> bool {
        access::same_account(&self.account, account)
    }

    /// The text, for the person who left it.
    pub(crate) fn open(
        &self,
        session: &Session,
        clinical: Option<&Clinical>,
        machine: &MachineSecret,
    ) -> Result<String, CommandError> {
        let purpose = purpose(session);
        let plain = match clinical {
            Some(clinical) => clinical.keys.open_work(&purpose, &self.sealed),
            None => machine.open_file(&purpose, &self.sealed),
        }?;
        let text = std::str::from_utf8(&plain).map_err(|_| ErrorCode::Internal)?;
        Ok(text.to_owned())
    }
}

/// Bound to its account and role: a sign-in may go on in another role, where none of it is shown.
fn purpose(session: &Session) -> String {
    format!("work/{}/{}", session.account(), session.role().as_str())
}
