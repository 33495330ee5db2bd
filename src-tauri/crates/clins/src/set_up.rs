use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use serde::Deserialize;
use viewer::request::{
    CreateAccountRequest, Nothing, SetFirstPasswordRequest, SetUpRequest, SetUpResponse,
    SignInRequest,
};
use viewer::view::{AccountView, SignInStep};
use viewer::{ProfileKind, Role, Seat};

use crate::seat;

/// Makes a profile with its administrator and the first accounts, through the same commands that
/// the first-run screen and the administrator's screen call.
#[derive(Args)]
pub(crate) struct SetUp {
    /// Folder of the new profile.
    #[arg(long)]
    profile: PathBuf,
    /// Mark the profile as demo: invented patients, and only a service on loopback.
    #[arg(long)]
    demo: bool,
}

/// What is read from standard input.
#[derive(Deserialize)]
struct Wanted {
    admin: SetUpRequest,
    #[serde(default)]
    accounts: Vec<WantedAccount>,
}

/// One of the first accounts. Its person has chosen the password: what is issued first is another
/// one, and the password is set as the person would set it.
#[derive(Deserialize)]
struct WantedAccount {
    account: String,
    display_name: String,
    staff_number: String,
    /// The one role, or the first of them.
    role: Role,
    #[serde(default)]
    more_roles: Vec<Role>,
    #[serde(default)]
    emergency: bool,
    #[serde(default)]
    deputy: bool,
    password: String,
}

impl SetUp {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let wanted: Wanted = seat::read_stdin()?;
        let kind = if self.demo {
            ProfileKind::Demo
        } else {
            ProfileKind::Site
        };
        let seat = seat::take(&self.profile, kind);
        let made: SetUpResponse = seat::call(&seat, "set_up", &wanted.admin).await?;
        // Printed before anything else can fail: it exists nowhere else.
        println!("{}", serde_json::to_string(&made)?);
        seat::sign_in(
            &seat,
            &signing_in(&wanted.admin.account, &wanted.admin.password),
        )
        .await?;
        for account in &wanted.accounts {
            let request = account.request(&made.recovery_key);
            let _: AccountView = seat::call(&seat, "create_account", &request).await?;
        }
        let _: Nothing = seat::call(&seat, "sign_out", &Nothing {}).await?;
        for account in &wanted.accounts {
            account.set_password(&seat).await?;
            eprintln!("account {} made", account.account);
        }
        Ok(())
    }
}

impl WantedAccount {
    fn issued(&self) -> String {
        format!("{}-0", self.password)
    }

    fn request(&self, recovery_key: &str) -> CreateAccountRequest {
        let first = std::iter::once(self.role);
        CreateAccountRequest {
            account: self.account.clone(),
            display_name: self.display_name.clone(),
            staff_number: self.staff_number.clone(),
            roles: first.chain(self.more_roles.iter().copied()).collect(),
            emergency: self.emergency,
            deputy: self.deputy,
            password: self.issued(),
            recovery_key: Some(recovery_key.to_owned()),
        }
    }

    async fn set_password(&self, seat: &Seat) -> anyhow::Result<()> {
        let sign_in = signing_in(&self.account, &self.issued());
        let step: SignInStep = seat::call(seat, "sign_in", &sign_in).await?;
        if !matches!(step, SignInStep::NewPassword { .. }) {
            bail!("an issued password was not asked to be changed");
        }
        let own = SetFirstPasswordRequest {
            password: self.password.clone(),
        };
        let _: SignInStep = seat::call(seat, "set_first_password", &own).await?;
        let _: Nothing = seat::call(seat, "sign_out", &Nothing {}).await?;
        Ok(())
    }
}

fn signing_in(account: &str, password: &str) -> SignInRequest {
    SignInRequest {
        account: account.to_owned(),
        password: password.to_owned(),
        role: None,
    }
}
