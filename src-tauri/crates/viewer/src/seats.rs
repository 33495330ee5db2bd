//! The seats of an open profile at which somebody sat, to end what an account has open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::error::CommandError;
use crate::rooms::Rooms;
use crate::seat::{Seat, WeakSeat};
use crate::session_ended_by::SessionEndedBy;
use crate::sync::lock;

/// Kept weakly: a seat goes with the window that holds it.
#[derive(Default)]
pub(crate) struct Seats(Mutex<HashMap<u64, WeakSeat>>);

impl Seats {
    /// Somebody sits here.
    pub(crate) fn add(&self, seat: &Seat) {
        let mut seats = lock(&self.0);
        seats.retain(|_, seat| seat.upgrade().is_some());
        seats.insert(seat.id, seat.downgrade());
    }

    fn all(&self) -> Vec<Seat> {
        let seats = lock(&self.0);
        seats.values().filter_map(WeakSeat::upgrade).collect()
    }

    /// Whether the account is signed in at another seat of this PC.
    pub(crate) fn sits_elsewhere(&self, here: &Seat, account: &str) -> bool {
        let others = self.all().into_iter().filter(|seat| seat.id != here.id);
        others.into_iter().any(|seat| {
            let seated = seat.seated();
            seated.is_some_and(|seated| seated.session.account() == account)
        })
    }

    /// Who is signed in on this PC.
    pub(crate) fn accounts(&self) -> Vec<String> {
        let seated = self.all().into_iter().filter_map(|seat| seat.seated());
        let accounts = seated.map(|seated| seated.session.account().to_owned());
        accounts.collect()
    }

    /// Ends what this account has open, locked screens included. The keys go at once.
    ///
    /// # Errors
    /// When the log cannot be written. It has ended all the same.
    pub(crate) async fn end(
        &self,
        rooms: &Arc<Rooms>,
        account: &str,
        why: SessionEndedBy,
    ) -> Result<(), CommandError> {
        let mut written = Ok(());
        for seat in self.all() {
            let ended = seat.end_by_force(rooms, account, why).await;
            written = written.and(ended);
        }
        written
    }
}
