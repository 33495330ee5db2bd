use access::{
    Account, Accounts, ClinicalKeys, NewAccount, PasswordCost, RecoveryFile, RecoveryKey, Wraps,
};
use audit::EventKind;
use jiff::Timestamp;

use crate::accounts_file::{read_accounts, read_wraps, write_accounts, write_wraps};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::recovering;
use crate::request::{CreateAccountRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::sync::lock;
use crate::view::AccountView;

impl Seat {
    /// Every account.
    pub(crate) async fn accounts(&self, _: Nothing) -> Result<Vec<AccountView>, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || {
            let accounts = read_accounts(&rooms.desk)?;
            let wraps = read_wraps(&rooms.desk)?;
            let now = rooms.clock.now();
            Ok(accounts
                .iter()
                .map(|account| account_view(account, &wraps, now))
                .collect())
        })
        .await
    }

    /// Adds an account. One that reads clinical content needs the recovery key, which alone (beside
    /// a clinical user's password) opens the clinical key; an administrator's password does not.
    pub(crate) async fn create_account(
        &self,
        request: CreateAccountRequest,
    ) -> Result<AccountView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || create(&rooms, &seated, &request)).await
    }
}

fn create(
    rooms: &Rooms,
    seated: &Seated,
    request: &CreateAccountRequest,
) -> Result<AccountView, CommandError> {
    let now = rooms.clock.now();
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let mut wraps = read_wraps(&rooms.desk)?;
    let new = NewAccount {
        account: &request.account,
        display_name: &request.display_name,
        staff_number: &request.staff_number,
        role: request.role,
        password: &request.password,
    };
    accounts.add(&new, now)?;
    let opens_clinical = request.role.opens_clinical();
    if opens_clinical {
        wrap(rooms, &accounts, &mut wraps, request)?;
    }
    // Written down first: an account that the log does not know must not exist.
    Act::new(EventKind::AccountCreated)
        .by(&seated.session)
        .write_now(rooms)?;
    if opens_clinical {
        // Before the account: a wrap without an account opens nothing, an account without its wrap
        // could not read.
        write_wraps(&rooms.desk, &wraps)?;
    }
    write_accounts(&rooms.desk, &accounts)?;
    let account = accounts.find(&request.account).ok_or(ErrorCode::Internal)?;
    Ok(account_view(account, &wraps, now))
}

fn wrap(
    rooms: &Rooms,
    accounts: &Accounts,
    wraps: &mut Wraps,
    request: &CreateAccountRequest,
) -> Result<(), CommandError> {
    let typed = request
        .recovery_key
        .as_deref()
        .ok_or_else(|| CommandError::new(ErrorCode::RecoveryKey).with("problem", "none"))?;
    let recovery = recovering::parse(typed)?;
    let keys = wraps
        .open_with_recovery(&recovery)
        .map_err(|_| recovering::wrong_key())?;
    renew_recovery_file(rooms, &keys, &recovery)?;
    let account = accounts.find(&request.account).and_then(Account::clinical);
    let account = account.ok_or(ErrorCode::Internal)?;
    wraps.add(
        account,
        &request.password,
        &keys,
        &rooms.machine,
        PasswordCost::STANDARD,
    )?;
    Ok(())
}

/// A recovery file that is missing or of the first format cannot bring the machine secret back: now
/// that the recovery key is at hand, it is written as it should be.
fn renew_recovery_file(
    rooms: &Rooms,
    keys: &ClinicalKeys,
    recovery: &RecoveryKey,
) -> Result<(), CommandError> {
    let kept = rooms.folder.recovery_file()?;
    let file = kept.and_then(|bytes| RecoveryFile::from_bytes(&bytes).ok());
    if file.and_then(|file| file.check()) == Some(rooms.machine.check()) {
        return Ok(());
    }
    let file = RecoveryFile::new(&rooms.machine, keys, recovery)?;
    rooms.folder.write_recovery_file(&file.to_bytes()?)
}

fn account_view(account: &Account, wraps: &Wraps, now: Timestamp) -> AccountView {
    AccountView {
        account: account.account().to_owned(),
        display_name: account.display_name().to_owned(),
        staff_number: account.staff_number().to_owned(),
        role: account.role(),
        opens_clinical: wraps.holds(account.account()),
        locked_until: account.locked_until(now),
    }
}
