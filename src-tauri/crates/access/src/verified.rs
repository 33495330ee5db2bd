use crate::{Account, ProvedBy};

/// An account whose password was right, on the way to a session. Comes only out of
/// [`crate::Accounts::verify_password`] and [`crate::Accounts::verify_again`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    account: String,
    /// Salt of the password that was right: another password since then makes this worthless.
    salt: Vec<u8>,
    proved_by: Option<ProvedBy>,
}

impl Verified {
    pub(crate) fn new(account: &Account, proved_by: Option<ProvedBy>) -> Self {
        Self {
            account: account.account().to_owned(),
            salt: account.password.salt().to_vec(),
            proved_by,
        }
    }

    /// Account name, folded.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// What the second factor was, once it was given.
    #[must_use]
    pub const fn proved_by(&self) -> Option<ProvedBy> {
        self.proved_by
    }

    pub(crate) fn proved(&mut self, by: ProvedBy) {
        self.proved_by = Some(by);
    }

    /// Whether the account stands as it did.
    pub(crate) fn holds_of(&self, account: &Account) -> bool {
        !account.disabled() && account.password.salt() == self.salt
    }

    /// The owner has set another password.
    pub(crate) fn renewed(&mut self, account: &Account) {
        self.salt = account.password.salt().to_vec();
    }
}

/// What a sign-in still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A code of the second factor.
    SecondFactor,
    /// A password that only its owner knows.
    NewPassword,
    /// Another second factor, in place of one that is lost.
    NewFactor,
}
