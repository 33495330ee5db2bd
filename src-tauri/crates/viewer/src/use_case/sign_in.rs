use std::sync::Arc;

use access::{Account, Accounts, Session};
use audit::EventKind;

use crate::accounts_file::{read_accounts, read_wraps, write_accounts};
use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::guarded::Guarded;
use crate::record_act::Act;
use crate::request::{Nothing, SignInRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::sync::lock;
use crate::view::SessionView;

impl Seat {
    /// Signs in with account and password. The second factor will be asked for between the
    /// verified password and the session.
    pub(crate) async fn sign_in(
        &self,
        request: SignInRequest,
    ) -> Result<SessionView, CommandError> {
        if !self.viewer.open().await? {
            return Err(ErrorCode::NotSetUp.into());
        }
        let rooms = self.viewer.rooms()?;
        self.end_session(&rooms).await?;
        let shared = rooms.clone();
        let seated = blocking(move || sign_in(&shared, &request)).await?;
        let view = session_view(&seated, &rooms);
        self.take_place(seated);
        Ok(view)
    }

    /// Who is signed in here.
    pub(crate) async fn session(&self, _: Nothing) -> Result<Option<SessionView>, CommandError> {
        let Some(seated) = self.seated() else {
            return Ok(None);
        };
        Ok(Some(session_view(&seated, &*self.viewer.rooms()?)))
    }

    /// Ends the session: the screen is hidden, the clinical stores close, their keys are cleared.
    pub(crate) async fn sign_out(&self, _: Nothing) -> Result<Nothing, CommandError> {
        if let Ok(rooms) = self.viewer.rooms() {
            self.end_session(&rooms).await?;
        }
        Ok(Nothing {})
    }

    async fn end_session(&self, rooms: &Arc<Rooms>) -> Result<(), CommandError> {
        rooms.on_screen.shows_nobody(self.id);
        match self.leave() {
            Some(seated) => {
                Act::new(EventKind::SignOut)
                    .by(&seated.session)
                    .write(rooms)
                    .await
            }
            None => Ok(()),
        }
    }
}

fn session_view(seated: &Seated, rooms: &Rooms) -> SessionView {
    let session = &seated.session;
    let clinical = seated.clinical.as_ref();
    SessionView {
        account: session.account().to_owned(),
        display_name: session.display_name().to_owned(),
        role: session.role(),
        since: session.since(),
        auto_lock_minutes: rooms.rules().auto_lock_minutes,
        copy: clinical.map(|clinical| clinical.records.standing()),
    }
}

fn sign_in(rooms: &Rooms, request: &SignInRequest) -> Result<Seated, CommandError> {
    let (accounts, session) = verify(rooms, request)?;
    let clinical = match accounts.find(&request.account).and_then(Account::clinical) {
        Some(account) => {
            let wraps = read_wraps(&rooms.desk)?;
            let keys = wraps.open(account, &request.password, &rooms.machine)?;
            Some(open_clinical(rooms, keys)?)
        }
        None => None,
    };
    Act::new(EventKind::SignIn).by(&session).write_now(rooms)?;
    Ok(Seated::new(session, clinical))
}

/// Reads, verifies and writes the account file in one turn: a failed try must not be lost to
/// another one at the same moment.
pub(super) fn verify(
    rooms: &Rooms,
    request: &SignInRequest,
) -> Result<(Accounts, Session), CommandError> {
    let now = rooms.clock.now();
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let verified = accounts
        .verify_password(&request.account, &request.password, now)
        .map(|verified| verified.into_session(now));
    write_accounts(&rooms.desk, &accounts)?;
    match verified {
        Ok(session) => Ok((accounts, session)),
        Err(refused) => {
            let refused = CommandError::from(refused);
            note_failed_sign_in(rooms, accounts.find(&request.account), &refused)?;
            Err(refused)
        }
    }
}

/// An unknown name is not written down: people type passwords into the wrong field.
fn note_failed_sign_in(
    rooms: &Rooms,
    known: Option<&Account>,
    refused: &CommandError,
) -> Result<(), CommandError> {
    let code = if refused.code == ErrorCode::LockedOut {
        "locked_out"
    } else {
        "wrong_credentials"
    };
    let act = Act::new(EventKind::SignInFailed).refused(code);
    let act = match known {
        Some(account) => act.by_account(account),
        None => act,
    };
    act.write_now(rooms)
}

/// Opens the records store, or joins those who have it open already, and takes in what was sealed
/// meanwhile.
fn open_clinical(rooms: &Rooms, keys: access::ClinicalKeys) -> Result<Arc<Clinical>, CommandError> {
    let clinical = {
        let _turn = lock(&rooms.keeping);
        match rooms.clinical() {
            Some(open) => open,
            None => {
                let records = Guarded::open(rooms, &keys)?;
                let opened = Arc::new(Clinical::new(records, keys));
                rooms.clinical_opened(&opened);
                opened
            }
        }
    };
    if take_in_inbox(rooms, &clinical).is_err() {
        // The records are readable all the same; what was not taken in waits for the next sign-in.
        Act::new(EventKind::InboxTakenIn)
            .failed("inbox")
            .write_now(rooms)?;
    }
    clinical.inbox_taken_in();
    rooms.upkeep.now.notify_one();
    Ok(clinical)
}

/// Moves sealed sets into the records store, oldest first. What does not open stays where it is.
fn take_in_inbox(rooms: &Rooms, clinical: &Clinical) -> Result<(), CommandError> {
    let _turn = lock(&rooms.keeping);
    if rooms.inbox.pending()? == 0 {
        return Ok(());
    }
    let taken = rooms
        .inbox
        .open_all(clinical.keys.sealing_private(), |sets| {
            let stored = clinical.records.store(&sets)?;
            // Not safe from a power cut: the sealed file stays, and is taken in once more.
            rooms.note_checkpoint(&stored)
        })?;
    rooms.note_commits(&clinical.records);
    let act = Act::new(EventKind::InboxTakenIn);
    if taken.kept.is_empty() {
        act
    } else {
        act.failed("kept_unopened")
    }
    .write_now(rooms)
}
