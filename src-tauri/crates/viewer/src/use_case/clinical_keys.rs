//! Opening the clinical stores, and handing the clinical key over (鍵の受け渡し). An administrator has
//! none to give: it comes from the printed recovery key, from a colleague who stands beside and
//! proves it, or from the person's own former password.

use std::sync::Arc;

use access::{
    Account, Accounts, ClinicalAccount, ClinicalKeys, RecoveryFile, RecoveryKey, SignInRefused,
    Verified, Wraps,
};
use audit::EventKind;
use cache::InboxReport;

use super::sign_in_steps::noting;
use crate::accounts_file::{read_accounts, read_wraps, write_accounts, write_wraps};
use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::guarded::Guarded;
use crate::record_act::Act;
use crate::recovering;
use crate::request::{ColleagueRequest, GiveClinicalKeyRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::signing_in::Pending;
use crate::sync::lock;
use crate::view::SignInStep;

impl Seat {
    /// Gives the account that is signing in here the clinical key of this PC.
    pub(crate) async fn give_clinical_key(
        &self,
        request: GiveClinicalKeyRequest,
    ) -> Result<SignInStep, CommandError> {
        let (rooms, pending) = self.under_way()?;
        let shared = rooms.clone();
        let step = blocking(move || {
            let given = give(&shared, &pending, &request);
            Ok((given, pending))
        });
        let (given, pending) = step.await?;
        self.after(&rooms, given, pending).await
    }
}

fn give(
    rooms: &Rooms,
    pending: &Pending,
    request: &GiveClinicalKeyRequest,
) -> Result<(), CommandError> {
    let accounts = read_accounts(&rooms.desk)?;
    // Everything else must have been given before: this is the last step.
    if accounts.missing(&pending.verified).is_some() {
        return Err(ErrorCode::NotSignedIn.into());
    }
    let account = accounts.find(pending.verified.account());
    let account = account.ok_or(ErrorCode::WrongCredentials)?;
    let clinical = account.clinical().ok_or(ErrorCode::NotPermitted)?;
    let wraps = read_wraps(&rooms.desk)?;
    let (keys, how, by) = match request {
        GiveClinicalKeyRequest {
            recovery_key: Some(typed),
            ..
        } => (by_recovery(rooms, &wraps, typed)?, "recovery_key", None),
        GiveClinicalKeyRequest {
            former_password: Some(former),
            ..
        } => {
            let keys = by_former_password(rooms, &wraps, &pending.verified, clinical, former)?;
            (keys, "former_password", None)
        }
        GiveClinicalKeyRequest {
            colleague: Some(colleague),
            ..
        } => {
            let keys = by_colleague(rooms, &wraps, clinical, colleague)?;
            (keys, "colleague", Some(colleague.account.as_str()))
        }
        _ => return Err(CommandError::new(ErrorCode::RecoveryKey).with("problem", "none")),
    };
    let _turn = lock(&rooms.accounts_turn);
    // Whoever was disabled or got another password meanwhile gets no key.
    if !read_accounts(&rooms.desk)?.stands(&pending.verified) {
        return Err(ErrorCode::WrongCredentials.into());
    }
    let mut wraps = read_wraps(&rooms.desk)?;
    wrap(rooms, &mut wraps, clinical, &pending.password, &keys)?;
    Act::new(EventKind::ClinicalKeyGiven)
        .by_account(account)
        .because(how, by)
        .write_now(rooms)?;
    write_wraps(&rooms.desk, &wraps)
}

/// Wraps the keys for an account. Slow (Argon2).
pub(super) fn wrap(
    rooms: &Rooms,
    wraps: &mut Wraps,
    account: ClinicalAccount<'_>,
    password: &str,
    keys: &ClinicalKeys,
) -> Result<(), CommandError> {
    let cost = read_accounts(&rooms.desk)?.cost();
    Ok(wraps.add(account, password, keys, &rooms.machine, cost)?)
}

/// The keys by the printed recovery key.
pub(super) fn by_recovery(
    rooms: &Rooms,
    wraps: &Wraps,
    typed: &str,
) -> Result<ClinicalKeys, CommandError> {
    let recovery = recovering::parse(typed)?;
    let keys = wraps
        .open_with_recovery(&recovery)
        .map_err(|_| recovering::wrong_key())?;
    renew_recovery_file(rooms, &keys, &recovery)?;
    Ok(keys)
}

/// A wrong one counts as a failure of the account: the wrap must not be a place to try passwords.
fn by_former_password(
    rooms: &Rooms,
    wraps: &Wraps,
    verified: &Verified,
    account: ClinicalAccount<'_>,
    former: &str,
) -> Result<ClinicalKeys, CommandError> {
    let now = rooms.clock.now();
    let accounts = read_accounts(&rooms.desk)?;
    let held = accounts.find(account.name());
    if let Some(until) = held.and_then(|held| held.locked_until(now)) {
        let locked = Err(SignInRefused::LockedOut { until });
        return noting(rooms, &accounts, account.name(), locked);
    }
    if let Ok(keys) = wraps.open(account, former, &rooms.machine) {
        return Ok(keys);
    }
    let tries = rooms.rules().sign_in.tries();
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let refused = accounts.refuse(verified, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, account.name(), Err(refused))
}

/// The colleague proves who they are as at a sign-in, failures included.
pub(super) fn by_colleague(
    rooms: &Rooms,
    wraps: &Wraps,
    account: ClinicalAccount<'_>,
    colleague: &ColleagueRequest,
) -> Result<ClinicalKeys, CommandError> {
    let accounts = prove_colleague(rooms, colleague)?;
    let other = accounts
        .find(&colleague.account)
        .and_then(Account::clinical);
    let other = other.filter(|other| other.name() != account.name());
    let other = other.ok_or(ErrorCode::NoClinicalKey)?;
    Ok(wraps.open(other, &colleague.password, &rooms.machine)?)
}

fn prove_colleague(rooms: &Rooms, colleague: &ColleagueRequest) -> Result<Accounts, CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let (name, password) = (&colleague.account, &colleague.password);
    let code = colleague.code.as_deref().unwrap_or_default();
    let proved = accounts.prove_beside(name, password, code, &rooms.machine, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, name, proved)?;
    Ok(accounts)
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

/// Opens the clinical stores of an account whose password was just verified.
pub(super) fn open_with_password(
    rooms: &Rooms,
    account: ClinicalAccount<'_>,
    password: &str,
) -> Result<Arc<Clinical>, CommandError> {
    let wraps = read_wraps(&rooms.desk)?;
    let keys = wraps.open(account, password, &rooms.machine);
    // The password was right, so a wrap that does not open lies under a former one.
    let keys = keys.map_err(|error| match error {
        access::AccessError::WrongKey => CommandError::new(ErrorCode::NoClinicalKey),
        other => other.into(),
    })?;
    open_clinical(rooms, keys)
}

/// Opens the records store, or joins those who have it open already, and takes in what was sealed
/// meanwhile.
pub(super) fn open_clinical(
    rooms: &Rooms,
    keys: ClinicalKeys,
) -> Result<Arc<Clinical>, CommandError> {
    let clinical = {
        let _turn = lock(&rooms.keeping);
        match rooms.clinical() {
            Some(open) => open,
            None => {
                let records = Guarded::open(rooms, &keys)?;
                let opened = Arc::new(Clinical::new(records, keys));
                rooms.clinical_opened(&opened)?;
                opened
            }
        }
    };
    if let Some(told) = inbox_act(&take_in_inbox(rooms, &clinical)) {
        // The records are readable all the same; what was not taken in waits for the next sign-in. A row
        // that is refused turns nobody away either: taking in shows nothing to anybody, each set is on
        // record as fetched already, and whatever is shown later has a row of its own or is not shown.
        let _ = told.write_now(rooms);
    }
    clinical.inbox_taken_in();
    rooms.upkeep.now.notify_one();
    Ok(clinical)
}

/// Moves sealed sets into the records store, oldest first. What does not open stays where it is. None
/// when nothing waited.
fn take_in_inbox(rooms: &Rooms, clinical: &Clinical) -> Result<Option<InboxReport>, CommandError> {
    let _turn = lock(&rooms.keeping);
    if rooms.inbox.pending()? == 0 {
        return Ok(None);
    }
    let taken = rooms
        .inbox
        .open_all(clinical.keys.sealing_private(), |sets| {
            let stored = clinical.records.store(&sets)?;
            // Not safe from a power cut: the sealed file stays, and is taken in once more.
            rooms.note_checkpoint(&stored)
        })?;
    rooms.note_commits(&clinical.records);
    Ok(Some(taken))
}

/// What the log says of it; none when nothing waited.
fn inbox_act(taken: &Result<Option<InboxReport>, CommandError>) -> Option<Act> {
    let act = Act::new(EventKind::InboxTakenIn);
    match taken {
        Ok(None) => None,
        Ok(Some(taken)) if taken.kept.is_empty() => Some(act),
        Ok(Some(_)) => Some(act.failed("kept_unopened")),
        Err(_) => Some(act.failed("inbox")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::audit_on_full_disk::seal_one;
    use crate::audit_room::refusing;
    use crate::testing::{PASSWORD, call, with_doctor};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_row_of_the_inbox_that_is_refused_turns_nobody_away() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = with_doctor(&folder).await;
        let rooms = viewer.rooms().unwrap();
        let written = || refusing::rows(&rooms, EventKind::InboxTakenIn);
        call(&seat, "lock", json!({})).await.unwrap();
        seal_one(&rooms);
        refusing::begin(&rooms, EventKind::InboxTakenIn);
        let password = json!({"password": PASSWORD});
        call(&seat, "unlock", password).await.unwrap();
        assert_eq!((rooms.inbox.pending().unwrap(), written()), (0, 0));

        seal_one(&rooms);
        let doctor = json!({"account": "doctor", "password": PASSWORD});
        let step = call(&seat, "sign_in", doctor.clone()).await.unwrap();
        assert_eq!(step["step"], "signed_in");
        assert_eq!((rooms.inbox.pending().unwrap(), written()), (0, 0));

        refusing::end(&rooms);
        seal_one(&rooms);
        call(&seat, "sign_in", doctor).await.unwrap();
        assert_eq!((rooms.inbox.pending().unwrap(), written()), (0, 1));
    }
}
