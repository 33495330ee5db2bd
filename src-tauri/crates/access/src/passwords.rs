//! Changing and issuing passwords.

use jiff::Timestamp;

use crate::account::folded;
use crate::password_hash::PasswordHash;
use crate::sealed_secret::Meant;
use crate::{
    AccessError, Account, Accounts, Missing, PasswordCost, PasswordRule, Verified, password_rule,
};

impl Accounts {
    /// Sets the owner's own password in place of the one that was just verified. There is no forced
    /// change after some time. Slow (Argon2, up to six times).
    ///
    /// # Errors
    /// `PasswordRule`, also for one of the five used last; `NotProved` while the second factor is
    /// missing or when the account has been changed meanwhile.
    pub fn set_password(
        &mut self,
        verified: &mut Verified,
        password: &str,
        now: Timestamp,
    ) -> Result<(), AccessError> {
        if self.missing(verified) == Some(Missing::SecondFactor) {
            return Err(AccessError::NotProved);
        }
        let cost = self.cost;
        let held = self.sound(verified).map_err(|_| AccessError::NotProved)?;
        keeps_rule(held, password)?;
        let meant = Meant::of(held.kind(), password);
        if held.password.fits(&meant)? || held.former.hold(&meant)? {
            return Err(PasswordRule::Reused.into());
        }
        replace(held, password, cost, now)?;
        held.must_change = false;
        verified.renewed(held);
        Ok(())
    }

    /// Issues a password, as when one was forgotten (仮パスワード): its owner has to change it at the
    /// next sign-in. Ends a lock-out. Whether it was used before is not looked at: the answer would tell
    /// an administrator whose password they guessed. Slow (Argon2).
    ///
    /// # Errors
    /// `NoSuchAccount`, `PasswordRule`.
    pub fn issue_password(
        &mut self,
        account: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<(), AccessError> {
        let cost = self.cost;
        let held = self.held(&folded(account))?;
        keeps_rule(held, password)?;
        replace(held, password, cost, now)?;
        held.must_change = true;
        held.failures.forget();
        Ok(())
    }
}

fn keeps_rule(held: &Account, password: &str) -> Result<(), PasswordRule> {
    password_rule::check(password, &held.owner(), held.least_password())
}

fn replace(
    held: &mut Account,
    password: &str,
    cost: PasswordCost,
    now: Timestamp,
) -> Result<(), AccessError> {
    let new = PasswordHash::new(&Meant::of(held.kind(), password), cost)?;
    held.former.add(std::mem::replace(&mut held.password, new));
    held.password_at = now;
    Ok(())
}
