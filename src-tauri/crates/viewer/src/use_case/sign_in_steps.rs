//! The steps of a sign-in: password, second factor, own password, clinical key, session.

use std::sync::Arc;

use access::{
    AccessError, Account, AccountKind, Accounts, Missing, Role, Session, SignInRefused, Verified,
};
use audit::EventKind;

use super::clinical_keys::open_with_password;
use super::own_password::rewrap;
use crate::accounts_file::{read_accounts, read_wraps, write_accounts};
use crate::clinical::Clinical;
use crate::emergency::note_account_use;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::seat::Seated;
use crate::signing_in::Pending;
use crate::sync::lock;
use crate::view::SignInStep;

/// What comes after a step.
pub(super) enum Next {
    /// Something is missing.
    Waits(Pending, SignInStep),
    /// Somebody is signed in.
    Done(Box<Seated>),
}

/// Reads, verifies and writes the account file in one turn: a failed try must not be lost to
/// another one at the same moment.
pub(super) fn verify_password(
    rooms: &Rooms,
    account: &str,
    password: &str,
) -> Result<Verified, CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let verified = accounts.verify_password(account, password, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, account, verified)
}

/// The same for somebody whose sitting goes on: at a locked screen, before another role.
pub(super) fn verify_again(
    rooms: &Rooms,
    session: &Session,
    password: &str,
) -> Result<Verified, CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let verified = accounts.verify_again(session, password, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, session.account(), verified)
}

/// Checks a code, and notes what was used.
pub(super) fn second_factor(
    rooms: &Rooms,
    pending: &mut Pending,
    code: &str,
) -> Result<(), CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let given = accounts.verify_code(&mut pending.verified, code, &rooms.machine, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, pending.verified.account(), given).map(drop)
}

/// Sets the own password, and moves the clinical key under it.
pub(super) fn first_password(
    rooms: &Rooms,
    pending: &mut Pending,
    password: String,
) -> Result<(), CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    if accounts.missing(&pending.verified) != Some(Missing::NewPassword) {
        return Err(ErrorCode::NotSignedIn.into());
    }
    accounts.set_password(&mut pending.verified, &password, rooms.clock.now())?;
    let account = accounts.find(pending.verified.account());
    let account = account.ok_or(ErrorCode::Internal)?;
    Act::new(EventKind::PasswordChanged)
        .by_account(account)
        .because("first", None)
        .write_now(rooms)?;
    write_accounts(&rooms.desk, &accounts)?;
    rewrap(rooms, account, &pending.password, &password)?;
    pending.password = password.into();
    Ok(())
}

/// Goes as far as can be gone.
pub(super) fn advance(rooms: &Arc<Rooms>, pending: Pending) -> Result<Next, CommandError> {
    let accounts = read_accounts(&rooms.desk)?;
    let account = accounts.find(pending.verified.account());
    let account = account.ok_or(ErrorCode::WrongCredentials)?;
    if let Some(step) = missing(rooms, &accounts, account, &pending.verified) {
        return Ok(Next::Waits(pending, step));
    }
    let role = pending.role.or_else(|| account.roles().first().copied());
    let role = role.filter(|role| account.roles().contains(role));
    let role = role.ok_or(ErrorCode::RoleNotHeld)?;
    may_enter(rooms, account, role)?;
    let clinical = match clinical(rooms, account, role, &pending.password)? {
        Clinicals::Opened(clinical) => clinical,
        Clinicals::NoKey { former_password } => {
            let step = SignInStep::ClinicalKey { former_password };
            return Ok(Next::Waits(pending, step));
        }
    };
    let seated = seat(rooms, &pending, role, clinical)?;
    Ok(Next::Done(Box::new(seated)))
}

fn missing(
    rooms: &Rooms,
    accounts: &Accounts,
    account: &Account,
    verified: &Verified,
) -> Option<SignInStep> {
    match accounts.missing(verified) {
        Some(Missing::SecondFactor) => Some(SignInStep::SecondFactor {}),
        Some(Missing::NewPassword) => Some(SignInStep::NewPassword {
            least: account.least_password(),
        }),
        Some(Missing::NewFactor) => Some(SignInStep::EnrolSecondFactor {}),
        None => {
            let personal = account.kind() == AccountKind::Personal;
            let wanted = rooms.rules().sign_in.second_factor_required && personal;
            let enrol = wanted && account.second_factor().is_none();
            enrol.then_some(SignInStep::EnrolSecondFactor {})
        }
    }
}

/// A PC that has been out of touch for too long, where the site has decided to stop then.
pub(super) fn may_enter(rooms: &Rooms, account: &Account, role: Role) -> Result<(), CommandError> {
    let grace = rooms.site.grace(rooms.clock.now());
    if !grace.is_some_and(|grace| grace.over) {
        return Ok(());
    }
    let act = Act::new(EventKind::GraceOver).by_account(account);
    let emergency = account.kind() == AccountKind::Emergency;
    if rooms.rules().sign_in.stop_after_grace && role != Role::Admin && !emergency {
        act.refused("grace_over").write_now(rooms)?;
        return Err(ErrorCode::GraceOver.into());
    }
    act.write_now(rooms)
}

enum Clinicals {
    /// Open, or none because the role reads no clinical content.
    Opened(Option<Arc<Clinical>>),
    /// The account has to be given the key first.
    NoKey { former_password: bool },
}

fn clinical(
    rooms: &Rooms,
    account: &Account,
    role: Role,
    password: &str,
) -> Result<Clinicals, CommandError> {
    let Some(clinical) = account.clinical().filter(|_| role.opens_clinical()) else {
        return Ok(Clinicals::Opened(None));
    };
    let wraps = read_wraps(&rooms.desk)?;
    match wraps.open(clinical, password, &rooms.machine) {
        Ok(keys) => {
            let opened = super::clinical_keys::open_clinical(rooms, keys)?;
            Ok(Clinicals::Opened(Some(opened)))
        }
        Err(AccessError::NoWrap) => Ok(Clinicals::NoKey {
            former_password: false,
        }),
        Err(AccessError::WrongKey) => Ok(Clinicals::NoKey {
            former_password: true,
        }),
        Err(error) => Err(error.into()),
    }
}

/// Makes the session. Written down before anybody sits.
fn seat(
    rooms: &Rooms,
    pending: &Pending,
    role: Role,
    clinical: Option<Arc<Clinical>>,
) -> Result<Seated, CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let session = accounts.session(&pending.verified, Some(role), rooms.clock.now())?;
    write_accounts(&rooms.desk, &accounts)?;
    Act::new(EventKind::SignIn)
        .by(&session)
        .because(session.proved_by().as_str(), None)
        .write_now(rooms)?;
    note_account_use(rooms, &session)?;
    Ok(Seated::new(session, clinical))
}

/// Writes a refusal down. An unknown name is not: people type passwords into the wrong field.
pub(super) fn noting<T>(
    rooms: &Rooms,
    accounts: &Accounts,
    account: &str,
    tried: Result<T, SignInRefused>,
) -> Result<T, CommandError> {
    let refused = match tried {
        Ok(done) => return Ok(done),
        Err(refused) => CommandError::from(refused),
    };
    let code = if refused.code == ErrorCode::LockedOut {
        "locked_out"
    } else {
        "wrong_credentials"
    };
    let act = Act::new(EventKind::SignInFailed).refused(code);
    let act = match accounts.find(account) {
        Some(account) => act.by_account(account),
        None => act,
    };
    act.write_now(rooms)?;
    Err(refused)
}

/// The account of whoever locked the screen, by their own password: it must still stand as it did.
pub(super) fn verify_locked(
    rooms: &Rooms,
    session: &Session,
    password: &str,
) -> Result<Accounts, CommandError> {
    verify_again(rooms, session, password)?;
    let accounts = read_accounts(&rooms.desk)?;
    let account = accounts.find(session.account());
    let stands = account
        .is_some_and(|account| account.roles().contains(&session.role()) && !account.must_change());
    if !stands {
        return Err(ErrorCode::FullSignInNeeded.into());
    }
    Ok(accounts)
}

/// The clinical stores for the active role of a session whose password was just verified.
pub(super) fn clinical_of(
    rooms: &Rooms,
    accounts: &Accounts,
    session: &Session,
    password: &str,
) -> Result<Option<Arc<Clinical>>, CommandError> {
    if !session.role().opens_clinical() {
        return Ok(None);
    }
    let account = accounts.find(session.account()).and_then(Account::clinical);
    let account = account.ok_or(ErrorCode::NoClinicalKey)?;
    open_with_password(rooms, account, password).map(Some)
}
