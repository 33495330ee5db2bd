//! A person's own password, and proving once more who one is.

use std::sync::Arc;

use access::{Account, ProvedBy, Session};
use audit::EventKind;

use super::clinical_keys::wrap;
use super::sign_in_steps::noting;
use crate::accounts_file::{read_accounts, read_wraps, write_accounts, write_wraps};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{ChangePasswordRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::sync::lock;

impl Seat {
    /// Another own password. The clinical key moves under it, on this PC.
    pub(crate) async fn change_password(
        &self,
        request: ChangePasswordRequest,
    ) -> Result<Nothing, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || change(&rooms, &seated.session, &request)).await
    }

    /// A fresh proof inside a session, as before an emergency: a code of the second factor where the
    /// account has one, else the password. Written down with what it was.
    ///
    /// # Errors
    /// As at the sign-in; failures count as those do.
    pub(crate) async fn prove_again(&self, secret: String) -> Result<ProvedBy, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || prove(&rooms, &seated.session, &secret)).await
    }
}

fn change(
    rooms: &Arc<Rooms>,
    session: &Session,
    request: &ChangePasswordRequest,
) -> Result<Nothing, CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let verified = accounts.verify_again(session, &request.password, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    let mut verified = noting(rooms, &accounts, session.account(), verified)?;
    accounts.set_password(&mut verified, &request.new_password, now)?;
    Act::new(EventKind::PasswordChanged)
        .by(session)
        .write_now(rooms)?;
    write_accounts(&rooms.desk, &accounts)?;
    let account = accounts.find(session.account());
    let account = account.ok_or(ErrorCode::Internal)?;
    rewrap(rooms, account, &request.password, &request.new_password)?;
    Ok(Nothing {})
}

/// Moves the clinical key of an account from one password to the other. One that lies under neither
/// is left: the next sign-in asks for the password it lies under.
pub(super) fn rewrap(
    rooms: &Rooms,
    account: &Account,
    from: &str,
    to: &str,
) -> Result<(), CommandError> {
    let mut wraps = read_wraps(&rooms.desk)?;
    let Some(clinical) = account.clinical() else {
        return Ok(());
    };
    let Ok(keys) = wraps.open(clinical, from, &rooms.machine) else {
        return Ok(());
    };
    wrap(rooms, &mut wraps, clinical, to, &keys)?;
    write_wraps(&rooms.desk, &wraps)
}

fn prove(rooms: &Rooms, session: &Session, secret: &str) -> Result<ProvedBy, CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let proved = accounts.prove_again(session, secret, &rooms.machine, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    let by = noting(rooms, &accounts, session.account(), proved)?;
    Act::new(EventKind::ProvedAgain)
        .by(session)
        .because(by.as_str(), None)
        .write_now(rooms)?;
    Ok(by)
}
