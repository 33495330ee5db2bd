//! An administrator who has lost the second factor, where nobody else could issue a code for it.

use audit::EventKind;

use super::sign_in_steps::noting;
use crate::accounts_file::{read_accounts, read_wraps, write_accounts};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::recovering;
use crate::rooms::Rooms;
use crate::signing_in::Pending;
use crate::sync::lock;

/// Takes the printed recovery key in place of the factor. On record before it counts.
pub(super) fn stand_in(
    rooms: &Rooms,
    pending: &mut Pending,
    typed: &str,
) -> Result<(), CommandError> {
    let recovery = recovering::parse(typed)?;
    let keys = read_wraps(&rooms.desk)?.open_with_recovery(&recovery).ok();
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let mut verified = pending.verified.clone();
    let given = accounts.stand_in(&mut verified, keys.as_ref(), tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, verified.account(), given)?;
    let account = accounts.find(verified.account());
    Act::new(EventKind::FactorStoodIn)
        .by_account(account.ok_or(ErrorCode::WrongCredentials)?)
        .because("recovery_key", None)
        .write_now(rooms)?;
    pending.verified = verified;
    Ok(())
}
