//! 利用者アカウント: an administrator's work.

use std::sync::Arc;

use access::{Account, AccountKind, Accounts, NewAccount, Rights, Role, Wraps};
use audit::EventKind;
use jiff::Timestamp;

use super::clinical_keys::{by_recovery, wrap};
use super::emergency::end_uses;
use crate::accounts_file::{read_accounts, read_wraps, write_accounts, write_wraps};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{ChangeAccountRequest, CreateAccountRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::session_ended_by::SessionEndedBy;
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

    /// Adds an account with an issued password. With the recovery key, one that reads clinical
    /// content holds the clinical key at once; an administrator's password opens none.
    pub(crate) async fn create_account(
        &self,
        request: CreateAccountRequest,
    ) -> Result<AccountView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || create(&rooms, &seated, &request)).await
    }

    /// Gives an account other rights, or stops its use. Its open sessions end at once: nobody goes
    /// on with rights they no longer have, nor with an emergency reading they began by one.
    pub(crate) async fn change_account(
        &self,
        request: ChangeAccountRequest,
    ) -> Result<AccountView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let (shared, account) = (rooms.clone(), request.account.clone());
        let by = seated.session.clone();
        let (view, changed) = blocking(move || change(&shared, &seated, &request)).await?;
        if !changed {
            return Ok(view);
        }
        let why = if view.disabled {
            SessionEndedBy::Disabled
        } else {
            SessionEndedBy::Changed
        };
        let out = rooms.seats.end(&rooms, &account, why).await;
        if view.disabled || !view.emergency {
            let (shared, account) = (rooms.clone(), view.account.clone());
            blocking(move || end_uses(&shared, Some(&by), &account, None)).await?;
        }
        out?;
        Ok(view)
    }
}

fn create(
    rooms: &Rooms,
    seated: &Seated,
    request: &CreateAccountRequest,
) -> Result<AccountView, CommandError> {
    rooms.site.accounts_are_kept_here()?;
    let now = rooms.clock.now();
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let mut wraps = read_wraps(&rooms.desk)?;
    let new = NewAccount {
        account: &request.account,
        display_name: &request.display_name,
        staff_number: &request.staff_number,
        kind: AccountKind::Personal,
        roles: &request.roles,
        emergency: request.emergency,
        deputy: request.deputy,
        password: &request.password,
        issued: true,
    };
    let account = accounts.add(&new, now)?.clone();
    let with_key = match (account.clinical(), &request.recovery_key) {
        (Some(clinical), Some(typed)) => {
            let keys = by_recovery(rooms, &wraps, typed)?;
            wrap(rooms, &mut wraps, clinical, &request.password, &keys)?;
            true
        }
        _ => false,
    };
    // Written down first: an account that the log does not know must not exist.
    Act::new(EventKind::AccountCreated)
        .by(&seated.session)
        .because("account", Some(&told(&account)))
        .write_now(rooms)?;
    if with_key {
        // Before the account: a wrap without an account opens nothing.
        write_wraps(&rooms.desk, &wraps)?;
    }
    write_accounts(&rooms.desk, &accounts)?;
    Ok(account_view(&account, &wraps, now))
}

fn change(
    rooms: &Arc<Rooms>,
    seated: &Seated,
    request: &ChangeAccountRequest,
) -> Result<(AccountView, bool), CommandError> {
    rooms.site.accounts_are_kept_here()?;
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let before = accounts.find(&request.account).cloned();
    let rights = Rights {
        roles: request.roles.clone(),
        emergency: request.emergency,
        deputy: request.deputy,
        disabled: request.disabled,
    };
    let kind = before.as_ref().map(Account::kind);
    if kind == Some(AccountKind::Emergency) && rights.roles != [Role::Doctor] {
        // An envelope must open nothing but what is read.
        return Err(CommandError::new(ErrorCode::BadRequest).with("detail", "sealed_account"));
    }
    let account = accounts.change(&request.account, &rights)?.clone();
    let mut wraps = read_wraps(&rooms.desk)?;
    let view = |wraps: &Wraps| account_view(&account, wraps, rooms.clock.now());
    if before.as_ref() == Some(&account) {
        return Ok((view(&wraps), false));
    }
    Act::new(EventKind::AccountChanged)
        .by(&seated.session)
        .because("account", Some(&told(&account)))
        .write_now(rooms)?;
    write_accounts(&rooms.desk, &accounts)?;
    drop_wraps(&accounts, &mut wraps);
    write_wraps(&rooms.desk, &wraps)?;
    Ok((view(&wraps), true))
}

/// Who reads no clinical content, or has left, keeps no key: getting it back needs a hand-over.
pub(super) fn drop_wraps(accounts: &Accounts, wraps: &mut Wraps) {
    for account in accounts.iter() {
        if account.clinical().is_none() || account.disabled() {
            wraps.remove(account.account());
        }
    }
}

/// Whose account and what it may, for the log: roles and rights by their stable names.
fn told(account: &Account) -> String {
    let roles = account.roles().iter().map(|role| role.as_str());
    let rights = [
        (account.emergency(), "emergency"),
        (account.deputy(), "deputy"),
        (account.disabled(), "disabled"),
    ];
    let rights = rights.iter().filter(|right| right.0).map(|right| right.1);
    let name = std::iter::once(account.account());
    name.chain(roles)
        .chain(rights)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The account of that name as it stands.
pub(super) fn view_of(rooms: &Rooms, account: &str) -> Result<AccountView, CommandError> {
    let accounts = read_accounts(&rooms.desk)?;
    let wraps = read_wraps(&rooms.desk)?;
    let account = accounts.find(account).ok_or(ErrorCode::NoSuchAccount)?;
    Ok(account_view(account, &wraps, rooms.clock.now()))
}

fn account_view(account: &Account, wraps: &Wraps, now: Timestamp) -> AccountView {
    AccountView {
        account: account.account().to_owned(),
        display_name: account.display_name().to_owned(),
        staff_number: account.staff_number().to_owned(),
        kind: account.kind(),
        roles: account.roles().to_vec(),
        emergency: account.emergency(),
        deputy: account.deputy(),
        disabled: account.disabled(),
        must_change: account.must_change(),
        second_factor: account.second_factor(),
        codes_left: account.codes_left(),
        factor_code_until: account.factor_code_until(now),
        opens_clinical: wraps.holds(account.account()),
        locked_until: account.locked_until(now),
    }
}
