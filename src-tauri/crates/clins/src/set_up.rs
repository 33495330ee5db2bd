use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use viewer::ProfileKind;
use viewer::request::{CreateAccountRequest, Nothing, SetUpRequest, SetUpResponse, SignInRequest};
use viewer::view::{AccountView, SessionView};

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
    accounts: Vec<CreateAccountRequest>,
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
        let sign_in = SignInRequest {
            account: wanted.admin.account,
            password: wanted.admin.password,
        };
        let _: SessionView = seat::call(&seat, "sign_in", &sign_in).await?;
        for account in wanted.accounts {
            let account = CreateAccountRequest {
                recovery_key: Some(made.recovery_key.clone()),
                ..account
            };
            let _: AccountView = seat::call(&seat, "create_account", &account).await?;
            eprintln!("account {} made", account.account);
        }
        let _: Nothing = seat::call(&seat, "sign_out", &Nothing {}).await?;
        Ok(())
    }
}
