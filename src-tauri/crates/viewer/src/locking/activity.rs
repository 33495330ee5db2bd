use std::time::{Duration, Instant};

use jiff::Timestamp;

/// A moment by both clocks of the PC. The one that cannot be set stands still while the PC sleeps,
/// the other can be set back: what passed is what either of them says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Activity {
    steady: Instant,
    wall: Timestamp,
}

impl Activity {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self {
            steady: Instant::now(),
            wall: now,
        }
    }

    /// How long ago it was.
    pub(crate) fn ago(&self, now: Timestamp) -> Duration {
        let wall = now.duration_since(self.wall);
        let wall = Duration::try_from(wall).unwrap_or_default();
        self.steady.elapsed().max(wall)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_clock_set_forward_counts_and_one_set_back_wins_no_time() {
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let hour = SignedDuration::from_hours(1);
        let activity = Activity::at(now);
        assert!(activity.ago(now + hour) >= Duration::from_secs(3600));
        assert!(activity.ago(now - hour) < Duration::from_secs(3600));
        std::thread::sleep(Duration::from_millis(2));
        assert!(activity.ago(now - hour) >= Duration::from_millis(2));
    }
}
