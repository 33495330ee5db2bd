use jiff::Timestamp;

use crate::{Account, Role, Roles};

/// Somebody who is signed in. Comes only out of [`crate::Verified::into_session`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    account: String,
    display_name: String,
    role: Role,
    since: Timestamp,
}

impl Session {
    pub(crate) fn new(account: &Account, now: Timestamp) -> Self {
        Self {
            account: account.account().to_owned(),
            display_name: account.display_name().to_owned(),
            role: account.role(),
            since: now,
        }
    }

    /// Account name.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The person's name.
    #[must_use]
    pub fn display_name(&self) -> &str {
        &self.display_name
    }

    /// The one active role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Since when.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }
}

/// Why a command is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The active role is not among those that may.
    #[error("the role {} may not", .role.as_str())]
    NotPermitted {
        /// The active role.
        role: Role,
    },
}

/// The one gate: who is signed in, if one of `roles` is their active role.
///
/// # Errors
/// `NotSignedIn`, `NotPermitted`.
pub fn permit(session: Option<&Session>, roles: Roles) -> Result<&Session, NotAllowed> {
    let session = session.ok_or(NotAllowed::NotSignedIn)?;
    if !roles.contains(session.role()) {
        return Err(NotAllowed::NotPermitted {
            role: session.role(),
        });
    }
    Ok(session)
}
