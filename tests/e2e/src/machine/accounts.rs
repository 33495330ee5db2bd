use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::places::Places;

/// The ordinary accounts of the demo profile, exactly as `clins set-up` is given them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Accounts {
    admin: Account,
    accounts: Vec<Account>,
    /// Of the further roles: a stage does not have them, a journey makes them.
    #[serde(default)]
    more: Vec<Account>,
}

/// One of them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Account {
    pub(crate) account: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    staff_number: String,
    pub(crate) password: String,
    #[serde(default = "admin")]
    role: String,
    #[serde(default)]
    emergency: bool,
}

fn admin() -> String {
    "admin".to_owned()
}

impl Accounts {
    pub(crate) fn read(places: &Places) -> Result<Self> {
        let text = std::fs::read_to_string(places.accounts()).context("reading the accounts")?;
        let more =
            std::fs::read_to_string(places.more_accounts()).context("reading the accounts")?;
        let accounts: Self = serde_json::from_str(&text).context("reading the accounts")?;
        Ok(Self {
            more: serde_json::from_str(&more).context("reading the accounts")?,
            ..accounts
        })
    }

    /// The account with this role.
    pub(crate) fn with_role(&self, role: &str) -> Result<&Account> {
        let mut all = std::iter::once(&self.admin).chain(&self.accounts);
        let found = all.find(|account| account.role == role);
        found
            .or_else(|| self.more.iter().find(|account| account.role == role))
            .with_context(|| format!("no account has the role {role}"))
    }

    /// Those of the further roles.
    pub(crate) fn more(&self) -> &[Account] {
        &self.more
    }
}

impl Account {
    /// Somebody who is to be made.
    pub(crate) fn of(account: &str, role: &str, password: &str) -> Self {
        Self {
            account: account.to_owned(),
            display_name: format!("試験 {role}"),
            staff_number: format!("T-{role}"),
            password: password.to_owned(),
            role: role.to_owned(),
            emergency: false,
        }
    }

    /// The same person with the right to read in an emergency.
    pub(crate) fn with_emergency_right(self) -> Self {
        Self {
            emergency: true,
            ..self
        }
    }

    /// What `sign_in` is asked with.
    pub(crate) fn request(&self) -> Value {
        json!({ "account": self.account, "password": self.password })
    }

    /// What `create_account` is asked with, with this issued password; without the recovery key the
    /// clinical key is handed over at the first sign-in.
    pub(crate) fn creation(&self, issued: &str, recovery_key: Option<&str>) -> Value {
        json!({
            "account": self.account, "display_name": self.display_name,
            "staff_number": self.staff_number, "roles": [self.role], "password": issued,
            "recovery_key": recovery_key, "emergency": self.emergency,
        })
    }

    /// What a program reads to sign in with.
    pub(crate) fn credentials(&self) -> String {
        self.request().to_string() + "\n"
    }
}
