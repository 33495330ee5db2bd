//! サインイン and サインアウト: the commands of each step.

use std::sync::Arc;
use std::time::Duration;

use audit::EventKind;

use super::lost_factor::stand_in;
use super::sign_in_steps::{Next, advance, first_password, second_factor, verify_password};
use crate::accounts_file::read_accounts;
use crate::error::{CommandError, ErrorCode};
use crate::locking::forget_if_nobody_sits;
use crate::record_act::Act;
use crate::request::{GiveSecondFactorRequest, Nothing, SetFirstPasswordRequest, SignInRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated, Standing};
use crate::sessions_elsewhere;
use crate::signing_in::Pending;
use crate::view::{SessionView, SignInStep};

/// How long a sign-in waits for the folder that tells of other PCs.
const FOLDER_PATIENCE: Duration = Duration::from_secs(1);

impl Seat {
    /// Account and password. Whoever sat here has left before anything is looked at: nothing of the
    /// former person is there for the next one.
    pub(crate) async fn sign_in(&self, request: SignInRequest) -> Result<SignInStep, CommandError> {
        if !self.viewer.open().await? {
            return Err(ErrorCode::NotSetUp.into());
        }
        let rooms = self.viewer.rooms()?;
        self.end_session(&rooms).await?;
        let (shared, began) = (rooms.clone(), self.standing());
        let next = blocking(move || {
            let verified = verify_password(&shared, &request.account, &request.password)?;
            let pending = Pending::new(verified, request.password, request.role, began);
            advance(&shared, pending)
        })
        .await?;
        self.go_on(&rooms, began, next).await
    }

    /// A code of the second factor, or what stands in for an administrator's lost one. A wrong one
    /// counts as a wrong password does, and leaves the sign-in where it is.
    pub(crate) async fn give_second_factor(
        &self,
        request: GiveSecondFactorRequest,
    ) -> Result<SignInStep, CommandError> {
        let (rooms, mut pending) = self.under_way()?;
        let shared = rooms.clone();
        let step = blocking(move || {
            let given = match &request.recovery_key {
                Some(typed) => stand_in(&shared, &mut pending, typed),
                None => second_factor(&shared, &mut pending, &request.code),
            };
            Ok((given, pending))
        });
        let (given, pending) = step.await?;
        self.after(&rooms, given, pending).await
    }

    /// The own password in place of the issued one.
    pub(crate) async fn set_first_password(
        &self,
        request: SetFirstPasswordRequest,
    ) -> Result<SignInStep, CommandError> {
        let (rooms, mut pending) = self.under_way()?;
        let shared = rooms.clone();
        let step = blocking(move || {
            let set = first_password(&shared, &mut pending, request.password);
            Ok((set, pending))
        });
        let (set, pending) = step.await?;
        self.after(&rooms, set, pending).await
    }

    /// Goes on after a second factor was enrolled.
    pub(crate) async fn continue_sign_in(&self, _: Nothing) -> Result<SignInStep, CommandError> {
        let (rooms, pending) = self.under_way()?;
        self.after(&rooms, Ok(()), pending).await
    }

    /// Who is signed in here, with the second factor as it is now.
    pub(crate) async fn session(&self, _: Nothing) -> Result<Option<SessionView>, CommandError> {
        let Some(seated) = self.seated() else {
            return Ok(None);
        };
        let rooms = self.viewer.rooms()?;
        let view = session_view(&seated, &rooms);
        blocking(move || Ok(Some(with_factor_now(&rooms, view)?))).await
    }

    /// Ends the session: the screen is hidden, the clinical stores close, their keys are cleared. Who
    /// only gives up a sign-in at a locked screen leaves it to the person who locked it.
    pub(crate) async fn sign_out(&self, _: Nothing) -> Result<Nothing, CommandError> {
        if let Ok(rooms) = self.viewer.rooms() {
            let gives_up = self.signing_in.ends();
            self.end_session(&rooms).await?;
            if !gives_up {
                self.end_waiting(&rooms).await?;
            }
        }
        Ok(Nothing {})
    }

    /// The sign-in of this seat that lacks a step.
    pub(super) fn under_way(&self) -> Result<(Arc<Rooms>, Pending), CommandError> {
        let rooms = self.viewer.rooms()?;
        let pending = self.signing_in.take().ok_or(ErrorCode::NotSignedIn)?;
        Ok((rooms, pending))
    }

    /// After a step: goes on, or keeps the sign-in where it is so that the step is tried again. An
    /// account that is locked now begins from the start.
    pub(super) async fn after(
        &self,
        rooms: &Arc<Rooms>,
        done: Result<(), CommandError>,
        pending: Pending,
    ) -> Result<SignInStep, CommandError> {
        if let Err(error) = done {
            if error.code != ErrorCode::LockedOut {
                self.wait_on(pending)?;
            }
            return Err(error);
        }
        let (shared, began) = (rooms.clone(), pending.began);
        let next = blocking(move || advance(&shared, pending)).await?;
        self.go_on(rooms, began, next).await
    }

    async fn go_on(
        &self,
        rooms: &Arc<Rooms>,
        began: Standing,
        next: Next,
    ) -> Result<SignInStep, CommandError> {
        match next {
            Next::Waits(pending, step) => {
                self.wait_on(pending.renewed())?;
                Ok(step)
            }
            Next::Done(seated) => {
                self.note_second_session(rooms, &seated).await?;
                let session = Box::new(session_view(&seated, rooms));
                self.sit_down(rooms, began, *seated).await?;
                self.signing_in.ends();
                self.still_stands(rooms).await?;
                tell_others(rooms).await;
                Ok(SignInStep::SignedIn { session })
            }
        }
    }

    /// Keeps a sign-in for its next step, unless the screen was to be locked since it began.
    pub(super) fn wait_on(&self, pending: Pending) -> Result<(), CommandError> {
        let began = pending.began;
        self.signing_in.wait(pending);
        // Looked at afterwards: a lock in between finds it waiting and forgets it itself.
        if self.standing() == began {
            return Ok(());
        }
        self.signing_in.forget();
        Err(ErrorCode::NotSignedIn.into())
    }

    /// An account that is signed in elsewhere too is not refused: somebody may have left a screen
    /// open. It is written down.
    async fn note_second_session(
        &self,
        rooms: &Arc<Rooms>,
        seated: &Seated,
    ) -> Result<(), CommandError> {
        let account = seated.session.account().to_owned();
        let here = rooms.seats.sits_elsewhere(self, &account);
        let shared = rooms.clone();
        let asked = blocking(move || Ok(sessions_elsewhere::sits_there(&shared, &account)));
        let there = tokio::time::timeout(FOLDER_PATIENCE, asked).await;
        // A folder that does not answer says nothing.
        let there = there.is_ok_and(|there| there.unwrap_or(false));
        for (second, place) in [(here, "same_pc"), (there, "other_pc")] {
            if second {
                let act = Act::new(EventKind::SecondSession).by(&seated.session);
                act.because(place, None).write(rooms).await?;
            }
        }
        Ok(())
    }

    async fn end_session(&self, rooms: &Arc<Rooms>) -> Result<(), CommandError> {
        self.signing_in.forget();
        rooms.on_screen.shows_nobody(self.id);
        let Some(seated) = self.leave() else {
            return Ok(());
        };
        let act = Act::new(EventKind::SignOut).by(&seated.session);
        // The keys go before anything is waited for.
        drop(seated);
        let written = act.write(rooms).await;
        tell_others(rooms).await;
        forget_if_nobody_sits(rooms).await;
        written
    }
}

/// Tells the other PCs of the site who is signed in here. A folder that does not answer is not waited
/// for: what hangs there goes on beside.
async fn tell_others(rooms: &Arc<Rooms>) {
    let rooms = rooms.clone();
    let told = blocking(move || {
        sessions_elsewhere::tell(&rooms);
        Ok(())
    });
    let _ = tokio::time::timeout(FOLDER_PATIENCE, told).await;
}

/// A factor may have been enrolled, and codes used, since the sign-in.
fn with_factor_now(rooms: &Rooms, view: SessionView) -> Result<SessionView, CommandError> {
    let accounts = read_accounts(&rooms.desk)?;
    let Some(account) = accounts.find(&view.account) else {
        return Ok(view);
    };
    Ok(SessionView {
        second_factor: account.second_factor(),
        codes_left: account.codes_left(),
        ..view
    })
}

pub(super) fn session_view(seated: &Seated, rooms: &Rooms) -> SessionView {
    let session = &seated.session;
    let clinical = seated.clinical.as_ref();
    SessionView {
        account: session.account().to_owned(),
        display_name: session.display_name().to_owned(),
        role: session.role(),
        roles: session.roles().to_vec(),
        emergency: session.emergency(),
        deputy: session.deputy(),
        since: session.since(),
        proved_by: session.proved_by(),
        second_factor: session.second_factor(),
        codes_left: session.codes_left(),
        grace: rooms.site.grace(rooms.clock.now()).filter(|one| one.over),
        auto_lock_minutes: rooms.rules().auto_lock_minutes(session.role()),
        copy: clinical.map(|clinical| clinical.records.standing()),
    }
}
