//! The accounts of a site on several PCs: what goes into the site file, and what is taken over.

use crate::second_factor::SecondFactor;
use crate::{AccessError, Account, AccountKind, Accounts, MachineSecret, SiteContent, SiteKey};

const FACTOR: &str = "factor/v1";

impl Accounts {
    /// The accounts as they go into the site file: without what belongs to this PC alone (failures,
    /// codes that are out, the emergency account), and with second factors under the site key.
    pub(crate) fn for_site(
        &self,
        machine: &MachineSecret,
        key: &SiteKey,
    ) -> Result<Self, AccessError> {
        let to = key.derive(FACTOR)?;
        let personal = self
            .accounts
            .iter()
            .filter(|held| held.kind() == AccountKind::Personal);
        let mut accounts = Vec::new();
        for held in personal {
            let mut one = held.clone();
            one.second_factor = held.second_factor.resealed(machine.factor_key(), &to)?;
            one.factor_code = None;
            one.failures.forget();
            accounts.push(one);
        }
        Ok(Self {
            accounts,
            strangers: std::collections::BTreeMap::new(),
            ..self.clone()
        })
    }

    /// Takes the accounts of a site file over. The file says who there is and what they may; of
    /// passwords, second factors and sheets of codes the newer one holds, because people change them
    /// where they sit; what was used up here stays used up. Personal accounts that the file does not
    /// have are disabled. The emergency account of this PC is left as it is.
    ///
    /// Answers the accounts that had a namesake here who is not known to be the same person: nothing
    /// of theirs opens the site's account, and the caller takes away the wrap of the clinical keys that
    /// stands under that name.
    ///
    /// # Errors
    /// `WrongKey` when a second factor does not open with the site key.
    pub fn take_in(
        &mut self,
        content: &SiteContent,
        key: &SiteKey,
        machine: &MachineSecret,
    ) -> Result<Vec<String>, AccessError> {
        let from = key.derive(FACTOR)?;
        let (mut accounts, mut namesakes) = (Vec::new(), Vec::new());
        for told in &content.accounts.accounts {
            let mut one = told.clone();
            one.second_factor = told.second_factor.resealed(&from, machine.factor_key())?;
            if let Some(here) = self.find(told.account()) {
                // Also of a namesake: a new file is no way to go on trying.
                one.failures = here.failures;
                if !content.first && is_same(told, here) {
                    carry_over(&mut one, here);
                } else {
                    namesakes.push(told.account().to_owned());
                }
            }
            accounts.push(one);
        }
        for here in &self.accounts {
            if content.accounts.find(here.account()).is_none() {
                let mut left = here.clone();
                left.rights.disabled |= here.kind() == AccountKind::Personal;
                accounts.push(left);
            }
        }
        self.accounts = accounts;
        Ok(namesakes)
    }
}

/// Whether the account here is the one of the file and came from the site. One that this PC made for
/// somebody of its own may have the same name, and even the same 職員番号, but not the same moment.
fn is_same(told: &Account, here: &Account) -> bool {
    told.kind() == here.kind()
        && told.staff_number() == here.staff_number()
        && told.created_at() == here.created_at()
}

/// What this PC knows better than the file.
fn carry_over(one: &mut Account, here: &Account) {
    one.factor_code.clone_from(&here.factor_code);
    if here.password_at > one.password_at {
        one.password = here.password.clone();
        one.password_at = here.password_at;
        one.must_change = here.must_change;
        one.former = here.former.clone();
    }
    if here.second_factor.is_newer_than(&one.second_factor) {
        one.second_factor = here.second_factor.clone();
    } else {
        one.second_factor.as_used_in(&here.second_factor);
    }
}

impl SecondFactor {
    fn is_newer_than(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::NotEnrolled, _) => false,
            (Self::Totp { .. }, Self::NotEnrolled) => true,
            (Self::Totp { totp: here, .. }, Self::Totp { totp: there, .. }) => {
                here.since() > there.since()
            }
        }
    }
}
