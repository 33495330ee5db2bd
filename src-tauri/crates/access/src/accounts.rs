use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::account::folded;
use crate::accounts_one::AccountsOne;
use crate::factor_code::FactorCode;
use crate::lock_out::Failures;
use crate::password_hash::PasswordHash;
use crate::rights::sorted;
use crate::{AccessError, Account, NewAccount, PasswordCost, Rights, Role};

const FORMAT: u32 = 2;
/// The first format: [`AccountsOne`].
const ONE: u32 = 1;

/// The account file. A value: the caller keeps [`Self::to_bytes`] in the desk store after each
/// change, and a try to sign in is a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    pub(crate) format: u32,
    pub(crate) cost: PasswordCost,
    pub(crate) accounts: Vec<Account>,
    /// Hashed against when nobody has that name, so that the answer takes as long.
    pub(crate) decoy: PasswordHash,
    /// Failures under names that nobody has, so that these lock as accounts do. Kept under two bytes
    /// of a salted hash: people type passwords into the wrong field, and names that share a place
    /// would lock each other.
    pub(crate) strangers: BTreeMap<u16, Failures>,
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

    /// What new passwords of this site are hashed with.
    #[must_use]
    pub const fn cost(&self) -> PasswordCost {
        self.cost
    }

    /// Reads an account file of this format or the first.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote it, `Unreadable` when it is none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        let unreadable = |_| AccessError::Unreadable;
        let accounts: Self = match check_format(bytes, FORMAT)? {
            ONE => Self::of_format_one(serde_json::from_slice(bytes).map_err(unreadable)?),
            _ => serde_json::from_slice(bytes).map_err(unreadable)?,
        };
        let in_order = |held: &Account| sorted(held.roles()).as_deref() == Ok(held.roles());
        if accounts.accounts.iter().all(in_order) {
            Ok(accounts)
        } else {
            Err(AccessError::Unreadable)
        }
    }

    fn of_format_one(one: AccountsOne) -> Self {
        let accounts = one.accounts.into_iter();
        Self {
            format: FORMAT,
            cost: one.cost,
            accounts: accounts.map(Account::of_format_one).collect(),
            decoy: one.decoy,
            strangers: one.strangers,
        }
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
    /// `AccountName`, `AccountExists`, `OwnerMissing`, `OwnerText`, `NoRole`, `PasswordRule`.
    pub fn add(&mut self, new: &NewAccount<'_>, now: Timestamp) -> Result<&Account, AccessError> {
        if self.find(new.account).is_some() {
            return Err(AccessError::AccountExists);
        }
        let account = Account::new(new, self.cost, now)?;
        Ok(self.accounts.push_mut(account))
    }

    /// Gives an account these rights. Whoever has it open keeps the former ones: their session has
    /// to be ended by the caller.
    ///
    /// # Errors
    /// `NoSuchAccount`, `NoRole`; `LastAdministrator` when nobody could administer any more.
    pub fn change(&mut self, account: &str, rights: &Rights) -> Result<&Account, AccessError> {
        let roles = sorted(&rights.roles)?;
        let name = folded(account);
        let others = self.accounts.iter().filter(|held| held.account() != name);
        let administered = others.filter(|held| administers(&held.rights)).count() > 0;
        let rights = Rights {
            roles,
            ..rights.clone()
        };
        let held = self.held(&name)?;
        if administers(&held.rights) && !administers(&rights) && !administered {
            return Err(AccessError::LastAdministrator);
        }
        held.rights = rights;
        Ok(held)
    }

    /// Ends a lock-out before its time (ロック解除).
    ///
    /// # Errors
    /// `NoSuchAccount`.
    pub fn free(&mut self, account: &str) -> Result<(), AccessError> {
        self.held(&folded(account))?.failures.forget();
        Ok(())
    }

    /// Issues the code for a lost second factor: one sign-in within so many hours, 24 at most.
    /// Answers the code, which is shown once. Slow (Argon2).
    ///
    /// # Errors
    /// `NoSuchAccount`, `NoSecondFactor`, `Random`.
    pub fn issue_factor_code(
        &mut self,
        account: &str,
        hours: u32,
        now: Timestamp,
    ) -> Result<(Zeroizing<String>, Timestamp), AccessError> {
        let cost = self.cost;
        let held = self.held(&folded(account))?;
        if held.second_factor().is_none() {
            return Err(AccessError::NoSecondFactor);
        }
        let (made, code) = FactorCode::new(hours, cost, now)?;
        let until = made.until();
        held.factor_code = Some(made);
        Ok((code, until))
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
        self.accounts
            .iter()
            .any(|held| held.roles().contains(&role))
    }

    pub(crate) fn held(&mut self, folded: &str) -> Result<&mut Account, AccessError> {
        let mut all = self.accounts.iter_mut();
        all.find(|held| held.account() == folded)
            .ok_or(AccessError::NoSuchAccount)
    }
}

fn administers(rights: &Rights) -> bool {
    !rights.disabled && rights.roles.contains(&Role::Admin)
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
