//! Taking the place at a screen, and what becomes of the person who is waited for there.

use std::sync::Arc;

use access::Session;
use audit::EventKind;

use crate::accounts_file::read_accounts;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated, Standing};
use crate::session_ended_by::SessionEndedBy;

impl Seat {
    /// Sits down, in place of whoever locked this screen: their session is over, and what they were in
    /// the middle of waits for them alone. A place that is refused, or a log that cannot tell of it,
    /// leaves the lock as it was.
    pub(super) async fn sit_down(
        &self,
        rooms: &Arc<Rooms>,
        began: Standing,
        seated: Seated,
    ) -> Result<(), CommandError> {
        let waited = self.lock.locked();
        let ended = Act::new(EventKind::SessionEnded).by(&seated.session);
        if !self.take_place(began, seated) {
            ended.because("locked", None).write(rooms).await?;
            return Err(ErrorCode::NotSignedIn.into());
        }
        let Some(locked) = waited else {
            return Ok(());
        };
        let told = note_end(rooms, &locked.session).await;
        if told.is_err() {
            self.wait_again(rooms, locked).await;
        }
        told
    }

    /// Whoever locked this screen is not waited for any more.
    pub(super) async fn end_waiting(&self, rooms: &Arc<Rooms>) -> Result<(), CommandError> {
        let Some(locked) = self.lock.locked() else {
            return Ok(());
        };
        self.lock.give_up();
        note_end(rooms, &locked.session).await
    }

    /// An account that was changed or disabled while its person sat down was not among those whose
    /// sessions ended then.
    pub(super) async fn still_stands(&self, rooms: &Arc<Rooms>) -> Result<(), CommandError> {
        let Some(session) = self.seated().map(|seated| seated.session) else {
            return Ok(());
        };
        let (shared, account) = (rooms.clone(), session.account().to_owned());
        let stands = blocking(move || {
            let accounts = read_accounts(&shared.desk)?;
            let held = accounts.find(session.account());
            Ok(held.is_some_and(|held| {
                !held.disabled()
                    && held.roles() == session.roles()
                    && held.emergency() == session.emergency()
                    && held.deputy() == session.deputy()
            }))
        });
        if stands.await? {
            return Ok(());
        }
        self.end_by_force(rooms, &account, SessionEndedBy::Changed)
            .await?;
        Err(ErrorCode::WrongCredentials.into())
    }
}

/// A session that ended behind its lock is on record as any that ends.
async fn note_end(rooms: &Arc<Rooms>, session: &Session) -> Result<(), CommandError> {
    let act = Act::new(EventKind::SignOut).by(session);
    act.because("locked", None).write(rooms).await
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use serde_json::{Value, json};

    use super::*;
    use crate::locking::{FullSignIn, Locked};
    use crate::testing::{ISSUED, PASSWORD, call, set_up, sign_in};

    const WORK: &str = "{\"note\":\"下書き\"}";

    /// Somebody left a text at a screen that was locked nine hours after their full sign-in.
    async fn locked_for_long(seat: &Seat) {
        sign_in(seat).await;
        call(seat, "keep_work", json!({"work": WORK}))
            .await
            .unwrap();
        call(seat, "lock", json!({})).await.unwrap();
        let locked = seat.lock.locked().unwrap();
        let long_ago = seat.viewer.rooms().unwrap().clock.now() - SignedDuration::from_hours(9);
        seat.lock.lock(Locked {
            full: FullSignIn::at(long_ago),
            ..locked
        });
    }

    async fn taken(seat: &Seat) -> Value {
        call(seat, "take_work", json!({})).await.unwrap()["work"].clone()
    }

    fn ends_on_record(rooms: &Rooms) -> usize {
        let ended = audit::Filter {
            kinds: vec![EventKind::SignOut],
            limit: 100,
            ..audit::Filter::default()
        };
        rooms.audit.entries(&ended).unwrap().len()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_sign_in_gives_the_same_person_back_what_they_left_at_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = set_up(&folder).await;
        locked_for_long(&seat).await;
        let refused = call(&seat, "unlock", json!({"password": PASSWORD})).await;
        assert_eq!(refused, Err(ErrorCode::FullSignInNeeded));
        sign_in(&seat).await;
        let rooms = viewer.rooms().unwrap();
        assert_eq!(ends_on_record(&rooms), 1, "the former session has ended");
        // A lock before the screen took it back loses nothing.
        call(&seat, "lock", json!({})).await.unwrap();
        let password = json!({"password": PASSWORD});
        call(&seat, "unlock", password).await.unwrap();
        assert_eq!(taken(&seat).await, WORK);
        assert_eq!(taken(&seat).await, Value::Null, "once");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_refused_place_leaves_the_lock_and_what_was_left_there() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = set_up(&folder).await;
        sign_in(&seat).await;
        let seated = seat.seated().unwrap();
        call(&seat, "sign_out", json!({})).await.unwrap();
        let rooms = viewer.rooms().unwrap();
        let before = ends_on_record(&rooms);
        let began = seat.standing();
        locked_for_long(&seat).await;
        let refused = seat.sit_down(&rooms, began, seated).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotSignedIn);
        assert_eq!(seat.lock.locked().unwrap().work.len(), 1);
        assert_eq!(ends_on_record(&rooms), before, "nobody's session has ended");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_left_in_each_role_waits_for_that_role() {
        let folder = tempfile::tempdir().unwrap();
        let (_viewer, seat) = set_up(&folder).await;
        sign_in(&seat).await;
        let both = json!({"account": "both", "display_name": "両 役", "staff_number": "0003",
            "roles": ["desk", "auditor"], "password": ISSUED});
        call(&seat, "create_account", both).await.unwrap();
        let first = json!({"account": "both", "password": ISSUED});
        call(&seat, "sign_in", first).await.unwrap();
        let own = json!({"password": PASSWORD});
        call(&seat, "set_first_password", own).await.unwrap();
        let sit = async |role: &str| {
            let request = json!({"account": "both", "password": PASSWORD, "role": role});
            call(&seat, "sign_in", request).await.unwrap();
        };
        for role in ["desk", "auditor"] {
            sit(role).await;
            let work = json!({"work": format!("left as {role}")});
            call(&seat, "keep_work", work).await.unwrap();
            call(&seat, "lock", json!({})).await.unwrap();
        }
        sit("desk").await;
        assert_eq!(taken(&seat).await, "left as desk");
        call(&seat, "lock", json!({})).await.unwrap();
        sit("auditor").await;
        assert_eq!(taken(&seat).await, "left as auditor");
        assert_eq!(taken(&seat).await, Value::Null);
    }
}
