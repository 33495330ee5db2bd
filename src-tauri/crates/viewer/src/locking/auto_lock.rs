use std::time::Duration;

use super::lock_reason::LockReason;
use crate::seat::{Seat, WeakSeat};

/// Between two looks at the latest: the rule may change, the PC may have slept.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Locks the seat when nobody has touched the screen for the time of the role, as long as this
/// sitting lasts. The screen only counts down; the core decides.
pub(super) fn watch(seat: &Seat, sitting: u64) {
    tokio::spawn(keep_watching(seat.downgrade(), sitting));
}

async fn keep_watching(seat: WeakSeat, sitting: u64) {
    while let Some(seat) = seat.upgrade() {
        if seat.sitting() != Some(sitting) {
            return;
        }
        let left = seat.left_until_lock();
        if left.is_zero() {
            // What stops the log from being written does not stop the lock.
            let _ = seat.lock_screen(LockReason::Idle).await;
            return;
        }
        drop(seat);
        tokio::time::sleep(left.min(LOOK_AGAIN)).await;
    }
}
