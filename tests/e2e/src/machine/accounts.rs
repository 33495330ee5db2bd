use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use super::places::Places;

/// The ordinary accounts of the demo profile, exactly as `clins set-up` is given them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Accounts {
    admin: Account,
    accounts: Vec<Account>,
}

/// One of them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Account {
    pub(crate) account: String,
    pub(crate) password: String,
    #[serde(default = "admin")]
    role: String,
}

fn admin() -> String {
    "admin".to_owned()
}

impl Accounts {
    pub(crate) fn read(places: &Places) -> Result<Self> {
        let text = std::fs::read_to_string(places.accounts()).context("reading the accounts")?;
        serde_json::from_str(&text).context("reading the accounts")
    }

    /// The account with this role.
    pub(crate) fn with_role(&self, role: &str) -> Result<&Account> {
        let mut all = std::iter::once(&self.admin).chain(&self.accounts);
        all.find(|account| account.role == role)
            .with_context(|| format!("no account has the role {role}"))
    }
}

impl Account {
    /// What a program reads to sign in with.
    pub(crate) fn credentials(&self) -> String {
        json!({ "account": self.account, "password": self.password }).to_string() + "\n"
    }
}
