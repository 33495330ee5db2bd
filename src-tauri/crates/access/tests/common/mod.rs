//! What several tests of this room need.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]

pub mod phone;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use access::{
    AccessError, AccountKind, Accounts, ClinicalKeys, MachineSecret, NewAccount, PasswordCost,
    Role, SecretError, SecretStore, SignInRefused, Tries, Verified,
};
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

/// Weak on purpose: these tests are not about the cost.
pub const CHEAP: PasswordCost = PasswordCost::explicit(64, 1, 1);
pub const DOCTOR_PASSWORD: &str = "kawa-7-nagare-no";
pub const DESK_PASSWORD: &str = "mado-3-akari-ga";

/// A keyring in memory that can be made to fail.
#[derive(Default)]
pub struct MemorySecrets {
    pub entries: RefCell<BTreeMap<String, Vec<u8>>>,
    pub failing: Cell<Option<SecretError>>,
    pub forgets: Cell<bool>,
    /// Says yes to a deletion and keeps the entry.
    pub clings: Cell<bool>,
}

impl MemorySecrets {
    /// A keyring with this entry for the profile `p1`.
    pub fn with(secret: &[u8]) -> Self {
        let store = Self::default();
        let name = "machine-p1".to_owned();
        store.entries.borrow_mut().insert(name, secret.to_vec());
        store
    }
}

impl SecretStore for MemorySecrets {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        match self.failing.get() {
            Some(error) => Err(error),
            None => Ok(self.entries.borrow().get(name).cloned().map(Zeroizing::new)),
        }
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        if let Some(error) = self.failing.get() {
            return Err(error);
        }
        if !self.forgets.get() {
            self.entries
                .borrow_mut()
                .insert(name.to_owned(), secret.to_vec());
        }
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        if let Some(error) = self.failing.get() {
            return Err(error);
        }
        if !self.clings.get() {
            self.entries.borrow_mut().remove(name);
        }
        Ok(())
    }
}

pub fn machine() -> MachineSecret {
    MachineSecret::create(&MemorySecrets::default(), "p1").unwrap()
}

pub fn at(minutes: i64) -> Timestamp {
    "2026-11-21T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

pub fn accounts() -> Accounts {
    let mut accounts = Accounts::new(CHEAP).unwrap();
    for (account, display_name, staff_number, role, password) in [
        ("yamada", "山田 医師", "D001", Role::Doctor, DOCTOR_PASSWORD),
        ("uketsuke", "受付 花子", "U001", Role::Desk, DESK_PASSWORD),
        (
            "kanri",
            "管理 次郎",
            "K001",
            Role::Admin,
            "mori-5-hikari-to",
        ),
        (
            "kansa",
            "監査 三郎",
            "S001",
            Role::Auditor,
            "umi-8-nami-oto-wo",
        ),
    ] {
        let owner = (display_name, staff_number);
        let new = personal(account, owner, std::slice::from_ref(&role), password);
        accounts.add(&new, at(0)).unwrap();
    }
    accounts
}

/// A personal account that chose its own password.
pub fn personal<'a>(
    account: &'a str,
    (display_name, staff_number): (&'a str, &'a str),
    roles: &'a [Role],
    password: &'a str,
) -> NewAccount<'a> {
    NewAccount {
        account,
        display_name,
        staff_number,
        kind: AccountKind::Personal,
        roles,
        emergency: false,
        deputy: false,
        password,
        issued: false,
    }
}

/// A try with the usual number of tries.
pub fn verify(
    accounts: &mut Accounts,
    account: &str,
    password: &str,
    minutes: i64,
) -> Result<Verified, SignInRefused> {
    accounts.verify_password(account, password, Tries::default(), at(minutes))
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, AccessError>) -> AccessError {
    result.expect_err("should be refused")
}

pub fn hex(key: &[u8]) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two sets of clinical keys are the same.
pub fn same(a: &ClinicalKeys, b: &ClinicalKeys) -> bool {
    a.records_key() == b.records_key()
        && a.notes_key() == b.notes_key()
        && a.sealing_private() == b.sealing_private()
        && a.sealing_public() == b.sealing_public()
}
