//! What an administrator does for somebody who cannot sign in: on every PC, also where the accounts
//! are not kept.

use access::{Account, AccountKind};
use audit::EventKind;

use super::accounts::view_of;
use super::clinical_keys::{by_recovery, wrap};
use crate::accounts_file::{read_accounts, read_wraps, write_accounts, write_wraps};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{FreeAccountRequest, IssueFactorCodeRequest, IssuePasswordRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::session_ended_by::SessionEndedBy;
use crate::sync::lock;
use crate::view::{AccountView, IssuedCodeView};

impl Seat {
    /// Issues a password (仮パスワード). Without the recovery key the account loses the clinical key on
    /// this PC: else whoever issues passwords could read.
    pub(crate) async fn issue_password(
        &self,
        request: IssuePasswordRequest,
    ) -> Result<AccountView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let (shared, account) = (rooms.clone(), request.account.clone());
        let view = blocking(move || issue(&shared, &seated, &request)).await?;
        let why = SessionEndedBy::PasswordIssued;
        rooms.seats.end(&rooms, &account, why).await?;
        Ok(view)
    }

    /// Issues a code for a lost second factor: one sign-in, 24 hours at most.
    pub(crate) async fn issue_factor_code(
        &self,
        request: IssueFactorCodeRequest,
    ) -> Result<IssuedCodeView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let _turn = lock(&rooms.accounts_turn);
            let mut accounts = read_accounts(&rooms.desk)?;
            let (hours, now) = (request.hours.unwrap_or(24), rooms.clock.now());
            if !(1..=24).contains(&hours) {
                return Err(CommandError::new(ErrorCode::RuleOutOfRange).with("rule", "hours"));
            }
            let (code, until) = accounts.issue_factor_code(&request.account, hours, now)?;
            let account = accounts.find(&request.account);
            note(&rooms, &seated, EventKind::FactorCodeIssued, account)?;
            write_accounts(&rooms.desk, &accounts)?;
            Ok(IssuedCodeView {
                code: code.to_string(),
                until,
            })
        })
        .await
    }

    /// Ends a lock-out before its time (ロック解除).
    pub(crate) async fn free_account(
        &self,
        request: FreeAccountRequest,
    ) -> Result<AccountView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let _turn = lock(&rooms.accounts_turn);
            let mut accounts = read_accounts(&rooms.desk)?;
            accounts.free(&request.account)?;
            let account = accounts.find(&request.account);
            note(&rooms, &seated, EventKind::AccountFreed, account)?;
            write_accounts(&rooms.desk, &accounts)?;
            view_of(&rooms, &request.account)
        })
        .await
    }
}

fn issue(
    rooms: &Rooms,
    seated: &Seated,
    request: &IssuePasswordRequest,
) -> Result<AccountView, CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let kind = accounts.find(&request.account).map(Account::kind);
    if kind == Some(AccountKind::Emergency) {
        // It would lose its key without anybody noticing before the day it is needed.
        return Err(CommandError::new(ErrorCode::BadRequest).with("detail", "sealed_account"));
    }
    accounts.issue_password(&request.account, &request.password, rooms.clock.now())?;
    let account = accounts.find(&request.account);
    let account = account.ok_or(ErrorCode::NoSuchAccount)?;
    let mut wraps = read_wraps(&rooms.desk)?;
    match (account.clinical(), &request.recovery_key) {
        (Some(clinical), Some(typed)) => {
            let keys = by_recovery(rooms, &wraps, typed)?;
            wrap(rooms, &mut wraps, clinical, &request.password, &keys)?;
        }
        _ => wraps.remove(account.account()),
    }
    note(rooms, seated, EventKind::PasswordIssued, Some(account))?;
    write_wraps(&rooms.desk, &wraps)?;
    write_accounts(&rooms.desk, &accounts)?;
    view_of(rooms, &request.account)
}

/// Who did it, and to whose account.
fn note(
    rooms: &Rooms,
    seated: &Seated,
    kind: EventKind,
    account: Option<&Account>,
) -> Result<(), CommandError> {
    let account = account.ok_or(ErrorCode::NoSuchAccount)?;
    Act::new(kind)
        .by(&seated.session)
        .because("account", Some(account.account()))
        .write_now(rooms)
}
