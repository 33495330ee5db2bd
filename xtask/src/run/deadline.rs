use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When the step at hand must have ended, whatever it starts and however often.
static DEADLINE: Mutex<Option<Instant>> = Mutex::new(None);

/// The step that begins now may take so long.
pub(crate) fn set(limit: Duration) {
    *DEADLINE.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now().checked_add(limit);
}

/// The step has ended.
pub(crate) fn lift() {
    *DEADLINE.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// What is left of `limit` under the step's own.
pub(crate) fn within(limit: Duration) -> Duration {
    let deadline = *DEADLINE.lock().unwrap_or_else(PoisonError::into_inner);
    cut(limit, deadline, Instant::now())
}

fn cut(limit: Duration, deadline: Option<Instant>, now: Instant) -> Duration {
    deadline.map_or(limit, |end| limit.min(end.saturating_duration_since(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_of_both_holds() {
        let now = Instant::now();
        let minute = Duration::from_mins(1);
        assert_eq!(cut(minute, None, now), minute);
        assert_eq!(cut(minute, Some(now + minute * 2), now), minute);
        assert_eq!(cut(minute * 3, Some(now + minute * 2), now), minute * 2);
        assert_eq!(cut(minute, Some(now), now + minute), Duration::ZERO);
    }
}
