//! What it takes to have a key in hand, apart from opening a store with it.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use access::{
    AccountKind, Accounts, NewAccount, OsKeyring, PasswordCost, Role, SecretStore, Tries,
};
use anyhow::{Context, Result, anyhow};
use jiff::Timestamp;

use super::report::{Keys, median};
use super::timed::time;

/// A locked keyring asks the person at the screen; nobody is there.
const PATIENCE: Duration = Duration::from_secs(10);
const PASSWORD: &str = "correct horse battery 7";

/// A password is hashed `runs` hundredths of times.
pub(crate) fn measure(runs: usize) -> Result<Keys> {
    let hashings = (runs / 100).clamp(3, 20);
    let mut accounts = Accounts::new(PasswordCost::STANDARD)?;
    let account = NewAccount {
        account: "doctor",
        display_name: "試験 医師",
        staff_number: "90001",
        kind: AccountKind::Personal,
        roles: &[Role::Doctor],
        emergency: false,
        deputy: false,
        password: PASSWORD,
        issued: false,
    };
    accounts.add(&account, Timestamp::UNIX_EPOCH)?;
    let hashed = (0..hashings)
        .map(|_| {
            time(|| {
                let verified = accounts.verify_password(
                    "doctor",
                    PASSWORD,
                    Tries::default(),
                    Timestamp::UNIX_EPOCH,
                );
                verified.map(drop).map_err(|refused| anyhow!("{refused:?}"))
            })
        })
        .collect::<Result<_>>()?;
    Ok(Keys {
        argon2id_ms: median(hashed).context("nothing was hashed")? / 1e3,
        keyring_ms: keyring(),
    })
}

/// Milliseconds of the first question to the system's keyring, for an entry that is not there; none
/// where no keyring answers. It keeps nothing.
fn keyring() -> Option<f64> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let taken = time(|| Ok(OsKeyring::new().get("bench-of-nobody")?));
        tell.send(taken.ok())
    });
    let taken = told.recv_timeout(PATIENCE).ok().flatten();
    taken.map(|taken| taken.as_secs_f64() * 1e3)
}
