//! Signing in (サインイン): the password, the second factor, the session.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::account::folded;
use crate::lock_out::Failures;
use crate::password_hash::PasswordHash;
use crate::sealed_secret::Meant;
use crate::second_factor::Taken;
use crate::{
    AccessError, Account, Accounts, ClinicalKeys, MachineSecret, Missing, ProvedBy, Role, Session,
    Tries, Verified,
};

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefused {
    /// Account, password or code is wrong, or the account is disabled: which of them is not told.
    #[error("account, password or code is wrong")]
    WrongCredentials,
    /// Too many failures. What was typed was not looked at. Unknown names lock as well.
    #[error("locked out")]
    LockedOut {
        /// Until when.
        until: Timestamp,
    },
    /// A step was left out.
    #[error("the sign-in is not finished")]
    NotYet,
    /// The account does not have the role that was asked for.
    #[error("the account does not have this role")]
    RoleNotHeld,
    /// The stored data cannot be computed with: damaged.
    #[error("the account's data cannot be used")]
    Unreadable,
}

impl Accounts {
    /// Checks a password and counts failures. Slow (Argon2), and as slow for a name nobody has.
    /// Whatever comes out, the caller keeps the account file: the count is in it.
    ///
    /// # Errors
    /// The same for an unknown account, a wrong password and a disabled account, lock-out included.
    pub fn verify_password(
        &mut self,
        account: &str,
        password: &str,
        tries: Tries,
        now: Timestamp,
    ) -> Result<Verified, SignInRefused> {
        let name = folded(account);
        let stranger = self.stranger(&name);
        let held = self.accounts.iter_mut().find(|held| held.account() == name);
        let Some(held) = held else {
            let failures = self.strangers.entry(stranger).or_default();
            return Err(match try_once(failures, &self.decoy, password, now) {
                Ok(_) => refuse(failures, tries, now),
                Err(refused) => refused,
            });
        };
        let meant = Meant::of(held.kind(), password);
        let fits = try_once(&mut held.failures, &held.password, &meant, now)?;
        if !fits || held.disabled() {
            return Err(refuse(&mut held.failures, tries, now));
        }
        if held.second_factor().is_none() {
            held.failures.forget();
        }
        Ok(Verified::new(held, None))
    }

    /// Checks the password of somebody who is signed in, once more. Failures count as at the sign-in,
    /// and a right one forgets wrong passwords: who mistypes at some unlockings of a day is not locked.
    ///
    /// # Errors
    /// As [`Self::verify_password`].
    pub fn verify_again(
        &mut self,
        session: &Session,
        password: &str,
        tries: Tries,
        now: Timestamp,
    ) -> Result<Verified, SignInRefused> {
        let mut verified = self.verify_password(session.account(), password, tries, now)?;
        self.sound(&verified)?.failures.forget_passwords();
        verified.proved(session.proved_by());
        Ok(verified)
    }

    /// Checks who somebody is before their second factor or its printed codes are replaced: the
    /// password, and beside it a fresh code where the account has a factor. Only a session that was
    /// itself begun with the code for a lost factor goes without.
    ///
    /// # Errors
    /// As [`Self::verify_password`] and [`Self::verify_code`].
    pub fn verify_owner(
        &mut self,
        session: &Session,
        (password, code): (&str, &str),
        machine: &MachineSecret,
        tries: Tries,
        now: Timestamp,
    ) -> Result<Verified, SignInRefused> {
        let mut verified = self.verify_password(session.account(), password, tries, now)?;
        let held = self.sound(&verified)?;
        if held.second_factor().is_some() && session.proved_by() != ProvedBy::FactorCode {
            self.verify_code(&mut verified, code, machine, tries, now)?;
        } else {
            verified.proved(session.proved_by());
        }
        self.sound(&verified)?.failures.forget();
        Ok(verified)
    }

    /// Checks a code of the second factor: of the app, a printed one, or the one an administrator
    /// issued. A code that was right is used up. Slow (Argon2) unless it is the app's.
    ///
    /// # Errors
    /// The same for whatever is wrong with it; failures count as those of the password do, and only
    /// a whole sign-in forgets them.
    pub fn verify_code(
        &mut self,
        verified: &mut Verified,
        code: &str,
        machine: &MachineSecret,
        tries: Tries,
        now: Timestamp,
    ) -> Result<ProvedBy, SignInRefused> {
        let decoy = self.decoy.clone();
        let held = self.sound(verified)?;
        held.failures.refresh(now);
        if let Some(until) = held.failures.locked_until(now) {
            return Err(SignInRefused::LockedOut { until });
        }
        let taken = match held.second_factor.take(code, machine.factor_key(), now) {
            Ok(Some(Taken::Totp)) => Some(ProvedBy::Totp),
            Ok(Some(Taken::OneTimeCode)) => Some(ProvedBy::OneTimeCode),
            // One more hash for each other answer, whether such a code is out or not.
            Ok(None) => take_factor_code(held, &decoy, code, now)
                .map_err(|_| SignInRefused::Unreadable)?
                .then_some(ProvedBy::FactorCode),
            Err(_) => return Err(SignInRefused::Unreadable),
        };
        match taken {
            Some(by) => {
                verified.proved(by);
                Ok(by)
            }
            None => {
                held.failures.count_code(tries, now);
                Err(SignInRefused::WrongCredentials)
            }
        }
    }

    /// Lets the printed recovery key stand in for the second factor of an administrator, whom nobody
    /// could give a code for a lost one. `keys` is what the key as typed opened, if anything. The sign-in
    /// goes on to enrolling another factor, in place of the lost one, and nowhere else.
    ///
    /// # Errors
    /// The same for whatever is wrong, also for somebody who is no administrator; failures count as
    /// those of [`Self::verify_code`] do.
    pub fn stand_in(
        &mut self,
        verified: &mut Verified,
        keys: Option<&ClinicalKeys>,
        tries: Tries,
        now: Timestamp,
    ) -> Result<(), SignInRefused> {
        let held = self.sound(verified)?;
        held.failures.refresh(now);
        if let Some(until) = held.failures.locked_until(now) {
            return Err(SignInRefused::LockedOut { until });
        }
        let waits = held.second_factor().is_some() && verified.proved_by().is_none();
        if !(waits && keys.is_some() && held.roles().contains(&Role::Admin)) {
            held.failures.count_code(tries, now);
            return Err(SignInRefused::WrongCredentials);
        }
        verified.proved(ProvedBy::RecoveryKey);
        Ok(())
    }

    /// A fresh proof inside a session, as before an emergency: a code of the second factor where the
    /// account has one, else the password. Slow (Argon2).
    ///
    /// # Errors
    /// As [`Self::verify_password`].
    pub fn prove_again(
        &mut self,
        session: &Session,
        secret: &str,
        machine: &MachineSecret,
        tries: Tries,
        now: Timestamp,
    ) -> Result<ProvedBy, SignInRefused> {
        let held = self.find(session.account());
        let held = held.ok_or(SignInRefused::WrongCredentials)?;
        if held.second_factor().is_none() {
            self.verify_password(session.account(), secret, tries, now)?;
            return Ok(ProvedBy::Password);
        }
        let mut verified = Verified::new(held, None);
        let by = self.verify_code(&mut verified, secret, machine, tries, now)?;
        self.sound(&verified)?.failures.forget();
        Ok(by)
    }

    /// A whole proof of somebody who stands beside and does not sign in (立ち会い). `code` is looked at
    /// when the account has a second factor. Slow (Argon2).
    ///
    /// # Errors
    /// As [`Self::verify_password`]; `NotYet` for an account whose password was issued.
    pub fn prove_beside(
        &mut self,
        account: &str,
        password: &str,
        code: &str,
        machine: &MachineSecret,
        tries: Tries,
        now: Timestamp,
    ) -> Result<(), SignInRefused> {
        let mut verified = self.verify_password(account, password, tries, now)?;
        if self.missing(&verified) == Some(Missing::SecondFactor) {
            self.verify_code(&mut verified, code, machine, tries, now)?;
        }
        if self.missing(&verified).is_some() {
            return Err(SignInRefused::NotYet);
        }
        self.sound(&verified)?.failures.forget();
        Ok(())
    }

    /// Counts a failure of somebody whose password was right, as when another secret of theirs was
    /// wrong, and answers as for a wrong password.
    pub fn refuse(&mut self, verified: &Verified, tries: Tries, now: Timestamp) -> SignInRefused {
        match self.sound(verified) {
            Ok(held) => refuse(&mut held.failures, tries, now),
            Err(refused) => refused,
        }
    }

    /// What the sign-in still lacks; none when it can become a session.
    #[must_use]
    pub fn missing(&self, verified: &Verified) -> Option<Missing> {
        let held = self.find(verified.account())?;
        if held.second_factor().is_some() && verified.proved_by().is_none() {
            Some(Missing::SecondFactor)
        } else if held.must_change() {
            Some(Missing::NewPassword)
        } else if verified.proved_by() == Some(ProvedBy::RecoveryKey) {
            Some(Missing::NewFactor)
        } else {
            None
        }
    }

    /// Whether the account behind a verified password still stands as it did.
    #[must_use]
    pub fn stands(&self, verified: &Verified) -> bool {
        let held = self.find(verified.account());
        held.is_some_and(|held| verified.holds_of(held))
    }

    /// The session, in the role that was asked for or else the first one. Forgets failures: the
    /// caller keeps the account file.
    ///
    /// # Errors
    /// `NotYet` while a step is missing, `RoleNotHeld`, `WrongCredentials` when the account has been
    /// changed meanwhile.
    pub fn session(
        &mut self,
        verified: &Verified,
        role: Option<Role>,
        now: Timestamp,
    ) -> Result<Session, SignInRefused> {
        if self.missing(verified).is_some() {
            return Err(SignInRefused::NotYet);
        }
        let held = self.sound(verified)?;
        let first = held.roles().first().copied();
        let role = role.or(first).ok_or(SignInRefused::RoleNotHeld)?;
        if !held.roles().contains(&role) {
            return Err(SignInRefused::RoleNotHeld);
        }
        held.failures.forget();
        let by = verified.proved_by().unwrap_or(ProvedBy::Password);
        Ok(Session::new(held, role, by, now))
    }

    /// The account behind a verified password, if it still stands as it did.
    pub(crate) fn sound(&mut self, verified: &Verified) -> Result<&mut Account, SignInRefused> {
        let held = self.held(verified.account()).ok();
        held.filter(|held| verified.holds_of(held))
            .ok_or(SignInRefused::WrongCredentials)
    }

    fn stranger(&self, name: &str) -> u16 {
        let digest = Sha256::new()
            .chain_update(self.decoy.salt())
            .chain_update(name)
            .finalize();
        digest
            .first_chunk()
            .map_or(0, |two| u16::from_be_bytes(*two))
    }
}

/// One try against one hash, unless tries are locked.
fn try_once(
    failures: &mut Failures,
    hash: &PasswordHash,
    password: &str,
    now: Timestamp,
) -> Result<bool, SignInRefused> {
    failures.refresh(now);
    if let Some(until) = failures.locked_until(now) {
        return Err(SignInRefused::LockedOut { until });
    }
    hash.fits(password).map_err(|_| SignInRefused::Unreadable)
}

fn refuse(failures: &mut Failures, tries: Tries, now: Timestamp) -> SignInRefused {
    failures.count(tries, now);
    SignInRefused::WrongCredentials
}

/// Uses up the code an administrator issued, if it is this one and its time has not passed.
fn take_factor_code(
    held: &mut Account,
    decoy: &PasswordHash,
    typed: &str,
    now: Timestamp,
) -> Result<bool, AccessError> {
    let usable = held.factor_code.as_ref().filter(|code| code.usable(now));
    let Some(code) = usable else {
        decoy.fits(typed)?;
        return Ok(false);
    };
    let fits = code.fits(typed)?;
    if fits {
        held.factor_code = None;
    }
    Ok(fits)
}
