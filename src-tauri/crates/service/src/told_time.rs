use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// What the service's clock told, and when that came: the head of an answer may be a minute before its
/// last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldTime {
    at: Timestamp,
    came: Instant,
}

impl ToldTime {
    /// It comes now.
    pub(crate) fn coming(at: Timestamp) -> Self {
        let came = Instant::now();
        Self { at, came }
    }

    /// The `Date` as it was sent.
    #[must_use]
    pub const fn sent(&self) -> Timestamp {
        self.at
    }

    /// What the service's clock tells now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let since = SignedDuration::try_from(self.came.elapsed());
        let since = since.unwrap_or(SignedDuration::MAX);
        self.at.saturating_add(since).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_was_told_at_the_head_goes_on_while_the_body_comes() {
        let told = ToldTime::coming(Timestamp::UNIX_EPOCH);
        std::thread::sleep(Duration::from_millis(30));
        assert!(told.now().as_millisecond() >= 30);
        assert_eq!(told.sent(), Timestamp::UNIX_EPOCH);
    }
}
