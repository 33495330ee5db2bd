use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::lock_out::Failures;
use crate::narrow::narrow;
use crate::password_hash::PasswordHash;
use crate::{AccessError, PasswordCost, Role, SecondFactor, password_rule};

/// One person's account (利用者アカウント). Never shared: each person has their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    account: String,
    display_name: String,
    staff_number: String,
    role: Role,
    created_at: Timestamp,
    pub(crate) password: PasswordHash,
    second_factor: SecondFactor,
    pub(crate) failures: Failures,
}

/// What a new account is made of.
pub struct NewAccount<'a> {
    /// Account name: 1 to 32 letters, digits, `.`, `_`, `-`; case and width do not matter.
    pub account: &'a str,
    /// The person's name.
    pub display_name: &'a str,
    /// 職員番号.
    pub staff_number: &'a str,
    /// Its role.
    pub role: Role,
    /// First password.
    pub password: &'a str,
}

impl Account {
    pub(crate) fn new(
        new: &NewAccount<'_>,
        cost: PasswordCost,
        now: Timestamp,
    ) -> Result<Self, AccessError> {
        let account = folded(new.account);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if account.is_empty() || account.len() > 32 || !account.chars().all(plain) {
            return Err(AccessError::AccountName);
        }
        let second_factor = SecondFactor::NotEnrolled;
        let owner = [account.as_str(), new.display_name, new.staff_number];
        password_rule::check(new.password, &owner, second_factor)?;
        Ok(Self {
            password: PasswordHash::new(new.password, cost)?,
            account,
            display_name: new.display_name.trim().to_owned(),
            staff_number: new.staff_number.trim().to_owned(),
            role: new.role,
            created_at: now,
            second_factor,
            failures: Failures::default(),
        })
    }

    /// Account name, folded.
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

    /// Its role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// When it was made.
    #[must_use]
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Its second factor.
    #[must_use]
    pub const fn second_factor(&self) -> SecondFactor {
        self.second_factor
    }

    /// Locked after failed tries until this moment, if it is at `now`.
    #[must_use]
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.failures.locked_until(now)
    }

    /// The account as one that may hold a wrap of the clinical keys; `None` for every role that does
    /// not read clinical content.
    #[must_use]
    pub fn clinical(&self) -> Option<ClinicalAccount<'_>> {
        self.role
            .opens_clinical()
            .then_some(ClinicalAccount(&self.account))
    }
}

/// The name of an account whose role reads clinical content. Wraps are made and opened for these
/// only, so no wrap for a desk, administrator or auditor account can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct ClinicalAccount<'a>(&'a str);

impl<'a> ClinicalAccount<'a> {
    /// Account name, folded.
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.0
    }
}

/// Account names as compared: half width, lower case, no space around.
pub(crate) fn folded(account: &str) -> String {
    account
        .trim()
        .chars()
        .map(|c| narrow(c).to_ascii_lowercase())
        .collect()
}
