use jiff::Timestamp;

use crate::{Account, AccountKind, FactorKind, ProvedBy, Role, Roles};

/// Somebody who is signed in. Comes only out of [`crate::Accounts::session`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    account: String,
    display_name: String,
    staff_number: String,
    kind: AccountKind,
    role: Role,
    roles: Vec<Role>,
    emergency: bool,
    deputy: bool,
    since: Timestamp,
    proved_by: ProvedBy,
    second_factor: Option<FactorKind>,
    codes_left: usize,
}

impl Session {
    pub(crate) fn new(account: &Account, role: Role, proved_by: ProvedBy, now: Timestamp) -> Self {
        Self {
            account: account.account().to_owned(),
            display_name: account.display_name().to_owned(),
            staff_number: account.staff_number().to_owned(),
            kind: account.kind(),
            role,
            roles: account.roles().to_vec(),
            emergency: account.emergency(),
            deputy: account.deputy(),
            since: now,
            proved_by,
            second_factor: account.second_factor(),
            codes_left: account.codes_left(),
        }
    }

    /// The same session after its screen was locked and opened by the password alone: what proved it
    /// before was not shown by whoever sits here now.
    #[must_use]
    pub fn unlocked(&self) -> Self {
        Self {
            proved_by: ProvedBy::Password,
            ..self.clone()
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

    /// 職員番号.
    #[must_use]
    pub fn staff_number(&self) -> &str {
        &self.staff_number
    }

    /// What kind of account it is.
    #[must_use]
    pub const fn kind(&self) -> AccountKind {
        self.kind
    }

    /// The one active role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The roles the account has: sorted, at least one.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// May read in an emergency (緊急閲覧).
    #[must_use]
    pub const fn emergency(&self) -> bool {
        self.emergency
    }

    /// May confirm what was written on a doctor's behalf (代行確定).
    #[must_use]
    pub const fn deputy(&self) -> bool {
        self.deputy
    }

    /// Since when: the full sign-in, which a change of role does not renew.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }

    /// What it was opened with.
    #[must_use]
    pub const fn proved_by(&self) -> ProvedBy {
        self.proved_by
    }

    /// The second factor the account had when it was opened.
    #[must_use]
    pub const fn second_factor(&self) -> Option<FactorKind> {
        self.second_factor
    }

    /// Printed one-time codes that were left then.
    #[must_use]
    pub const fn codes_left(&self) -> usize {
        self.codes_left
    }

    /// The same sitting in another of its roles (役割の切替); none when the account does not have it.
    #[must_use]
    pub fn in_role(&self, role: Role) -> Option<Self> {
        let held = self.roles.contains(&role);
        held.then(|| Self {
            role,
            ..self.clone()
        })
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
