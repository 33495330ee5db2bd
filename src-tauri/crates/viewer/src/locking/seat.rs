use std::sync::Arc;
use std::time::Duration;

use audit::EventKind;
use tokio::sync::watch;

use super::auto_lock;
use super::forgetting::forget_if_nobody_sits;
use super::lock_reason::LockReason;
use super::locked::Locked;
use crate::error::CommandError;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::seat::{Seat, Seated};

impl Seat {
    /// Locks the screen, if somebody is signed in here: the clinical stores close, their keys are
    /// cleared, and no command answers until somebody unlocks it or signs in. A sign-in under way is
    /// forgotten, with what was typed for it.
    ///
    /// # Errors
    /// When the log cannot be written. It is locked all the same.
    pub async fn lock_screen(&self, reason: LockReason) -> Result<(), CommandError> {
        // First: who is about to sit down finds it, whatever they wait for now.
        self.lock.ask();
        self.signing_in.forget();
        let Ok(rooms) = self.viewer.rooms() else {
            return Ok(());
        };
        let Some(seated) = self.lock_now(&rooms, reason) else {
            return Ok(());
        };
        let act = Act::new(EventKind::Lock).by(&seated.session);
        // The keys go before anything is waited for.
        drop(seated);
        let written = act.because(reason.as_str(), None).write(&rooms).await;
        forget_if_nobody_sits(&rooms).await;
        written
    }

    /// Counts how often this seat was locked or left. The host that draws the screen follows it: what
    /// was drawn has to go then, with the process that drew it.
    #[must_use]
    pub fn lockings(&self) -> watch::Receiver<u64> {
        self.lock.lockings()
    }

    fn lock_now(&self, rooms: &Arc<Rooms>, reason: LockReason) -> Option<Seated> {
        let seated = self.take_session()?;
        rooms.on_screen.shows_nobody(self.id);
        rooms.presence.left(self.id);
        self.lock.lock(Locked {
            session: seated.session.clone(),
            full: seated.full,
            since: rooms.clock.now(),
            reason,
            work: self.lock.take_work(),
            identity: seated.identity.carried_over(),
        });
        Some(seated)
    }

    /// Somebody sat down: from now on the screen has to be touched.
    pub(crate) fn sat_down(&self, sitting: u64) {
        if let Ok(rooms) = self.viewer.rooms() {
            self.lock.sat_down(rooms.clock.now());
            rooms.presence.sits(self.id);
            auto_lock::watch(self, sitting);
        }
    }

    /// Whoever sat down leaves again without a trace, and the one who locked the screen is waited for as
    /// before.
    pub(crate) async fn wait_again(&self, rooms: &Arc<Rooms>, locked: Locked) {
        drop(self.take_session());
        rooms.presence.left(self.id);
        self.lock.lock(locked);
        forget_if_nobody_sits(rooms).await;
    }

    /// Whoever has this account stood up.
    pub(crate) fn stood_up(&self, account: &str) {
        self.lock.cleared(account);
        self.sits_empty();
    }

    /// Whoever sat here was sent away in the middle of something.
    pub(crate) fn interrupted(&self) {
        self.lock.set_aside();
        self.sits_empty();
    }

    fn sits_empty(&self) {
        if let Ok(rooms) = self.viewer.rooms() {
            rooms.presence.left(self.id);
        }
    }

    /// Until the screen locks itself.
    pub(super) fn left_until_lock(&self) -> Duration {
        let (Ok(rooms), Some(role)) = (self.viewer.rooms(), self.role()) else {
            return Duration::ZERO;
        };
        let minutes = rooms.rules().auto_lock_minutes(role);
        let allowed = Duration::from_secs(60) * minutes;
        allowed.saturating_sub(self.lock.idle(rooms.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use serde_json::json;

    use super::*;
    use crate::error::ErrorCode;
    use crate::locking::FullSignIn;
    use crate::testing::{PASSWORD, call, set_up, sign_in};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_screen_that_nobody_touches_is_locked_by_the_core() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = set_up(&folder).await;
        sign_in(&seat).await;
        let mut lockings = seat.lockings();
        lockings.mark_unchanged();
        let now = viewer.rooms().unwrap().clock.now();
        assert!(seat.left_until_lock() > Duration::from_secs(290));
        // Questions that the screen asks by itself are nobody's touch.
        seat.lock.touched(now - SignedDuration::from_mins(4));
        call(&seat, "service_status", json!({})).await.unwrap();
        assert!(seat.left_until_lock() < Duration::from_secs(61));
        call(&seat, "report_activity", json!({})).await.unwrap();
        assert!(seat.left_until_lock() > Duration::from_secs(290));
        seat.lock.touched(now - SignedDuration::from_mins(6));
        lockings.changed().await.unwrap();
        assert!(seat.seated().is_none() && viewer.rooms().unwrap().presence.nobody());
        let state = call(&seat, "lock_state", json!({})).await.unwrap();
        assert_eq!(state["reason"], "idle");
        assert_eq!(state["password_is_enough"], true);
        let refused = call(&seat, "report_activity", json!({})).await;
        assert_eq!(refused, Err(ErrorCode::NotSignedIn));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_password_alone_is_enough_for_the_hours_of_the_site() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = set_up(&folder).await;
        sign_in(&seat).await;
        call(&seat, "lock", json!({})).await.unwrap();
        let now = viewer.rooms().unwrap().clock.now();
        let locked = |hours| Locked {
            full: FullSignIn::at(now - SignedDuration::from_hours(hours)),
            ..seat.lock.locked().unwrap()
        };
        let password = json!({"password": PASSWORD});
        seat.lock.lock(locked(9));
        let state = call(&seat, "lock_state", json!({})).await.unwrap();
        assert_eq!(state["password_is_enough"], false);
        let refused = call(&seat, "unlock", password.clone()).await;
        assert_eq!(refused, Err(ErrorCode::FullSignInNeeded));
        seat.lock.lock(locked(7));
        call(&seat, "unlock", password.clone()).await.unwrap();
        // The hours go on from the full sign-in, not from the unlocking.
        let full = seat.seated().unwrap().full;
        assert!(full.is_within(8, now) && !full.is_within(7, now));
        let again = call(&seat, "unlock", password).await;
        assert_eq!(
            again,
            Err(ErrorCode::FullSignInNeeded),
            "nobody is waited for"
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_began_to_sit_down_before_a_lock_does_not_sit() {
        let folder = tempfile::tempdir().unwrap();
        let (_viewer, seat) = set_up(&folder).await;
        sign_in(&seat).await;
        let seated = seat.seated().unwrap();
        // Somebody leaves, and the next one is on the way in when the system locks.
        let began = seat.standing();
        call(&seat, "sign_out", json!({})).await.unwrap();
        assert!(!seat.take_place(began, seated.clone()), "left meanwhile");
        let began = seat.standing();
        seat.lock_screen(LockReason::OsLock).await.unwrap();
        assert!(!seat.take_place(began, seated.clone()), "locked meanwhile");
        assert!(seat.seated().is_none());
        let began = seat.standing();
        assert!(seat.take_place(began, seated));
        assert!(seat.seated().is_some());
    }
}
