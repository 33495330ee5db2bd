use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::account::folded;
use crate::lock_out::Failures;
use crate::password_hash::PasswordHash;
use crate::{AccessError, Account, NewAccount, PasswordCost, Role, SecondFactor, Session};

const FORMAT: u32 = 1;

/// The account file. A value: the caller keeps [`Self::to_bytes`] in the desk store after each
/// change, and a try to sign in is a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    format: u32,
    cost: PasswordCost,
    accounts: Vec<Account>,
    /// Hashed against when nobody has that name, so that the answer takes as long.
    decoy: PasswordHash,
    /// Failures under names that nobody has, so that these lock as accounts do. Kept under one byte
    /// of a salted hash: people type passwords into the wrong field.
    strangers: BTreeMap<u8, Failures>,
}

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefused {
    /// Account or password is wrong: which of them is not told.
    #[error("account or password is wrong")]
    WrongCredentials,
    /// Too many failures. The password was not looked at. Unknown names lock as well.
    #[error("locked out")]
    LockedOut {
        /// Until when.
        until: Timestamp,
    },
    /// The stored hash cannot be computed: damaged parameters.
    #[error("the account's password data cannot be used")]
    Unreadable,
}

/// An account whose password was right.
#[derive(Debug)]
pub struct Verified<'a> {
    account: &'a Account,
}

impl<'a> Verified<'a> {
    /// Whose.
    #[must_use]
    pub const fn account(&self) -> &'a Account {
        self.account
    }

    /// The session, once every factor the account has was given.
    #[must_use]
    pub fn into_session(self, now: Timestamp) -> Session {
        match self.account.second_factor() {
            SecondFactor::NotEnrolled => Session::new(self.account, now),
        }
    }
}

impl Accounts {
    /// An empty account file; `cost` is what new passwords are hashed with.
    ///
    /// # Errors
    /// `Random`.
    pub fn new(cost: PasswordCost) -> Result<Self, AccessError> {
        Ok(Self {
            format: FORMAT,
            cost,
            accounts: Vec::new(),
            decoy: PasswordHash::of_nothing(cost)?,
            strangers: BTreeMap::new(),
        })
    }

    /// Reads an account file.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote it, `Unreadable` when it is none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        check_format(bytes, FORMAT)?;
        serde_json::from_slice(bytes).map_err(|_| AccessError::Unreadable)
    }

    /// The account file as JSON. Holds password hashes: for the encrypted desk store only.
    ///
    /// # Errors
    /// `Unreadable` when it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, AccessError> {
        serde_json::to_vec(self).map_err(|_| AccessError::Unreadable)
    }

    /// Adds an account. Slow (Argon2).
    ///
    /// # Errors
    /// `AccountName`, `AccountExists`, `PasswordRule`.
    pub fn add(&mut self, new: &NewAccount<'_>, now: Timestamp) -> Result<&Account, AccessError> {
        if self.find(new.account).is_some() {
            return Err(AccessError::AccountExists);
        }
        let account = Account::new(new, self.cost, now)?;
        Ok(self.accounts.push_mut(account))
    }

    /// The account of that name; case and width do not matter.
    #[must_use]
    pub fn find(&self, account: &str) -> Option<&Account> {
        let name = folded(account);
        self.accounts.iter().find(|held| held.account() == name)
    }

    /// All accounts, in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter()
    }

    /// Whether there is none yet: first run.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// Whether somebody has this role.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.accounts.iter().any(|account| account.role() == role)
    }

    /// Checks a password and counts failures. Slow (Argon2), and as slow for a name nobody has.
    /// Whatever comes out, the caller keeps the account file: the count is in it.
    ///
    /// # Errors
    /// The same for an unknown account and a wrong password, lock-out included.
    pub fn verify_password(
        &mut self,
        account: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<Verified<'_>, SignInRefused> {
        let name = folded(account);
        let stranger = self.stranger(&name);
        let held = self.accounts.iter_mut().find(|held| held.account() == name);
        let Some(held) = held else {
            let failures = self.strangers.entry(stranger).or_default();
            return Err(try_once(failures, &self.decoy, password, now)
                .err()
                .unwrap_or(SignInRefused::WrongCredentials));
        };
        try_once(&mut held.failures, &held.password, password, now)?;
        Ok(Verified { account: held })
    }

    fn stranger(&self, name: &str) -> u8 {
        let digest = Sha256::new()
            .chain_update(self.decoy.salt())
            .chain_update(name)
            .finalize();
        digest.first().copied().unwrap_or_default()
    }
}

/// One try against one hash.
fn try_once(
    failures: &mut Failures,
    hash: &PasswordHash,
    password: &str,
    now: Timestamp,
) -> Result<(), SignInRefused> {
    failures.refresh(now);
    if let Some(until) = failures.locked_until(now) {
        return Err(SignInRefused::LockedOut { until });
    }
    if hash.fits(password).map_err(|_| SignInRefused::Unreadable)? {
        failures.forget();
        return Ok(());
    }
    failures.count(now);
    Err(SignInRefused::WrongCredentials)
}

/// The `format` of a file, looked at before anything else of it; a newer one than `known` is refused.
pub(crate) fn check_format(bytes: &[u8], known: u32) -> Result<u32, AccessError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|_| AccessError::Unreadable)?;
    match head.format {
        0 => Err(AccessError::Unreadable),
        found if found > known => Err(AccessError::TooNew { found }),
        found => Ok(found),
    }
}
