//! 画面ロック.

use std::sync::Arc;

use audit::EventKind;

use super::board::attention;
use super::sign_in::session_view;
use super::sign_in_steps::{clinical_of, may_enter, verify_locked};
use crate::error::{CommandError, ErrorCode};
use crate::locking::{KeptWork, LockReason, Locked};
use crate::record_act::Act;
use crate::request::{KeepWorkRequest, Nothing, UnlockRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::view::{KeptWorkView, LockView, SessionView};

impl Seat {
    /// 画面を隠す: locks at once. Done already is done.
    pub(crate) async fn lock(&self, _: Nothing) -> Result<Nothing, CommandError> {
        self.lock_screen(LockReason::Asked).await?;
        Ok(Nothing {})
    }

    /// Who is waited for at this screen, and whether their password is enough.
    pub(crate) async fn lock_state(&self, _: Nothing) -> Result<Option<LockView>, CommandError> {
        let Some(locked) = self.lock.locked() else {
            return Ok(None);
        };
        let rooms = self.viewer.rooms()?;
        Ok(Some(LockView {
            account: locked.session.account().to_owned(),
            display_name: locked.session.display_name().to_owned(),
            role: locked.session.role(),
            since: locked.since,
            reason: locked.reason,
            password_is_enough: is_recent(&rooms, &locked),
        }))
    }

    /// Opens the locked screen for the person who sat here, by the own password alone.
    pub(crate) async fn unlock(&self, request: UnlockRequest) -> Result<SessionView, CommandError> {
        let rooms = self.viewer.rooms()?;
        let began = self.standing();
        let locked = self.lock.locked().ok_or(ErrorCode::FullSignInNeeded)?;
        if !is_recent(&rooms, &locked) {
            return Err(ErrorCode::FullSignInNeeded.into());
        }
        let shared = rooms.clone();
        let seated = blocking(move || unlock(&shared, &locked, &request)).await?;
        let view = session_view(&seated, &rooms);
        let again = Act::new(EventKind::Lock).by(&seated.session);
        if !self.take_place(began, seated) {
            again.because("meanwhile", None).write(&rooms).await?;
            return Err(ErrorCode::NotSignedIn.into());
        }
        self.still_stands(&rooms).await?;
        Ok(view)
    }

    /// How many arrivals need attention (要対応), at a screen that the desk locked, and nothing else.
    pub(crate) async fn locked_board(&self, _: Nothing) -> Result<Option<usize>, CommandError> {
        let by_the_desk = |locked: &Locked| locked.session.role() == access::Role::Desk;
        if !self.lock.locked().as_ref().is_some_and(by_the_desk) {
            return Ok(None);
        }
        let rooms = self.viewer.rooms()?;
        blocking(move || attention(&rooms)).await.map(Some)
    }

    /// Somebody touches the screen.
    pub(crate) async fn report_activity(&self, _: Nothing) -> Result<Nothing, CommandError> {
        let (rooms, _) = self.signed_in()?;
        self.lock.touched(rooms.clock.now());
        Ok(Nothing {})
    }

    /// What the screen is in the middle of, should it be locked in the next moment.
    pub(crate) async fn keep_work(
        &self,
        request: KeepWorkRequest,
    ) -> Result<Nothing, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let clinical = seated.clinical.as_deref();
        let work = KeptWork::seal(&request.work, &seated.session, clinical, &rooms.machine)?;
        self.lock.keep(work);
        Ok(Nothing {})
    }

    /// What the same person was in the middle of, in this role, when the screen was locked; once. What
    /// does not open is not given: the person begins anew.
    pub(crate) async fn take_work(&self, _: Nothing) -> Result<KeptWorkView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let clinical = seated.clinical.as_deref();
        let open = |work: &KeptWork| work.open(&seated.session, clinical, &rooms.machine).ok();
        Ok(KeptWorkView {
            work: self.lock.take_back(open),
        })
    }
}

fn is_recent(rooms: &Rooms, locked: &Locked) -> bool {
    let hours = rooms.rules().lock.unlock_hours;
    locked.full.is_within(hours, rooms.clock.now())
}

fn unlock(
    rooms: &Arc<Rooms>,
    locked: &Locked,
    request: &UnlockRequest,
) -> Result<Seated, CommandError> {
    let session = &locked.session;
    let accounts = verify_locked(rooms, session, &request.password)?;
    let account = accounts.find(session.account());
    let account = account.ok_or(ErrorCode::FullSignInNeeded)?;
    may_enter(rooms, account, session.role())?;
    let clinical = clinical_of(rooms, &accounts, session, &request.password)?;
    Act::new(EventKind::Unlock).by(session).write_now(rooms)?;
    let mut seated = Seated::new(session.unlocked(), clinical);
    seated.full = locked.full;
    seated.identity = locked.identity.carried_over();
    Ok(seated)
}
