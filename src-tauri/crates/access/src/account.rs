use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::factor_code::FactorCode;
use crate::former_passwords::FormerPasswords;
use crate::lock_out::Failures;
use crate::narrow::narrow;
use crate::owner::stated;
use crate::password_hash::PasswordHash;
use crate::rights::sorted;
use crate::sealed_secret::Meant;
use crate::second_factor::SecondFactor;
use crate::{AccessError, AccountKind, FactorKind, PasswordCost, Rights, Role, password_rule};

/// One person's account (利用者アカウント). Never shared: each person has their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    account: String,
    display_name: String,
    staff_number: String,
    kind: AccountKind,
    pub(crate) rights: Rights,
    created_at: Timestamp,
    pub(crate) password: PasswordHash,
    /// When the password was set; of two files the newer one holds.
    pub(crate) password_at: Timestamp,
    /// Somebody else knows the password: it has to be changed before anything is shown.
    pub(crate) must_change: bool,
    pub(crate) former: FormerPasswords,
    pub(crate) second_factor: SecondFactor,
    pub(crate) factor_code: Option<FactorCode>,
    pub(crate) failures: Failures,
}

/// What a new account is made of.
pub struct NewAccount<'a> {
    /// Account name: 1 to 32 letters, digits, `.`, `_`, `-`; case and width do not matter.
    pub account: &'a str,
    /// The person's name; required.
    pub display_name: &'a str,
    /// 職員番号; required.
    pub staff_number: &'a str,
    /// What kind it is.
    pub kind: AccountKind,
    /// Its roles, at least one.
    pub roles: &'a [Role],
    /// May read in an emergency what the person's roles or a consent would not allow (緊急閲覧).
    pub emergency: bool,
    /// May confirm what was written on a doctor's behalf (代行確定).
    pub deputy: bool,
    /// First password.
    pub password: &'a str,
    /// Somebody else chose the password: its owner has to change it at the first sign-in.
    pub issued: bool,
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
        let display_name = stated(new.display_name)?;
        let staff_number = stated(new.staff_number)?;
        let second_factor = SecondFactor::NotEnrolled;
        let owner = [account.as_str(), &display_name, &staff_number];
        password_rule::check(new.password, &owner, second_factor.least_password())?;
        Ok(Self {
            password: PasswordHash::new(&Meant::of(new.kind, new.password), cost)?,
            account,
            display_name,
            staff_number,
            kind: new.kind,
            rights: Rights {
                roles: sorted(new.roles)?,
                emergency: new.emergency,
                deputy: new.deputy,
                disabled: false,
            },
            created_at: now,
            password_at: now,
            must_change: new.issued,
            former: FormerPasswords::default(),
            second_factor,
            factor_code: None,
            failures: Failures::default(),
        })
    }

    /// One as the first format knew it.
    pub(crate) fn of_format_one(held: crate::accounts_one::AccountOne) -> Self {
        Self {
            account: held.account,
            display_name: held.display_name,
            staff_number: held.staff_number,
            kind: AccountKind::Personal,
            rights: Rights {
                roles: vec![held.role],
                emergency: false,
                deputy: false,
                disabled: false,
            },
            created_at: held.created_at,
            password: held.password,
            password_at: held.created_at,
            must_change: false,
            former: FormerPasswords::default(),
            second_factor: SecondFactor::NotEnrolled,
            factor_code: None,
            failures: held.failures,
        }
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

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> AccountKind {
        self.kind
    }

    /// What it may be and do.
    #[must_use]
    pub const fn rights(&self) -> &Rights {
        &self.rights
    }

    /// Its roles: sorted, at least one.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.rights.roles
    }

    /// May read in an emergency (緊急閲覧).
    #[must_use]
    pub const fn emergency(&self) -> bool {
        self.rights.emergency
    }

    /// May confirm what was written on a doctor's behalf (代行確定).
    #[must_use]
    pub const fn deputy(&self) -> bool {
        self.rights.deputy
    }

    /// Its person has left (利用停止): nobody signs in with it.
    #[must_use]
    pub const fn disabled(&self) -> bool {
        self.rights.disabled
    }

    /// The password was issued by somebody else and has to be changed at the next sign-in.
    #[must_use]
    pub const fn must_change(&self) -> bool {
        self.must_change
    }

    /// Whether the same password opens it as the other one.
    #[must_use]
    pub fn has_password_of(&self, other: &Self) -> bool {
        self.password == other.password
    }

    /// When it was made.
    #[must_use]
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Its second factor; none when the password alone carries it.
    #[must_use]
    pub const fn second_factor(&self) -> Option<FactorKind> {
        self.second_factor.kind()
    }

    /// Printed one-time codes that are not used yet.
    #[must_use]
    pub fn codes_left(&self) -> usize {
        self.second_factor.codes_left()
    }

    /// Until when the code for a lost second factor can be used, if one is out.
    #[must_use]
    pub fn factor_code_until(&self, now: Timestamp) -> Option<Timestamp> {
        let code = self.factor_code.as_ref()?;
        code.usable(now).then_some(code.until())
    }

    /// Least number of characters of its password.
    #[must_use]
    pub const fn least_password(&self) -> usize {
        self.second_factor.least_password()
    }

    /// Locked after failed tries until this moment, if it is at `now`.
    #[must_use]
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.failures.locked_until(now)
    }

    /// The account as one that may hold a wrap of the clinical keys; `None` when none of its roles
    /// reads clinical content.
    #[must_use]
    pub fn clinical(&self) -> Option<ClinicalAccount<'_>> {
        let reads = self.roles().iter().any(|role| role.opens_clinical());
        reads.then_some(ClinicalAccount {
            name: &self.account,
            kind: self.kind,
        })
    }

    /// What belongs to the person and must not stand in a password.
    pub(crate) fn owner(&self) -> [&str; 3] {
        [&self.account, &self.display_name, &self.staff_number]
    }
}

/// The name of an account with a role that reads clinical content. Wraps are made and opened for
/// these only, so no wrap for a desk, administrator or auditor account can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct ClinicalAccount<'a> {
    name: &'a str,
    kind: AccountKind,
}

impl<'a> ClinicalAccount<'a> {
    /// Account name, folded.
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.name
    }

    pub(crate) const fn kind(self) -> AccountKind {
        self.kind
    }
}

/// Whether two account names are the same: case and width do not matter.
#[must_use]
pub fn same_account(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Account names as compared: half width, lower case, no space around.
pub(crate) fn folded(account: &str) -> String {
    account
        .trim()
        .chars()
        .map(|c| narrow(c).to_ascii_lowercase())
        .collect()
}
