use jiff::{SignedDuration, Timestamp};

/// How long a trusted time may be carried forward.
const BELIEVED: SignedDuration = SignedDuration::from_hours(24);

/// Who told the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The `Date` of an answer of the service, over an authenticated connection.
    Answer,
    /// A time server (NTP).
    Ntp,
}

/// A moment that was told by a trusted source less than 24 hours ago. The clock of the PC alone
/// never makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedTime {
    now: Timestamp,
    source: TimeSource,
}

impl TrustedTime {
    /// The moment now: what the source told and how long ago that was, by a clock that runs on
    /// evenly and cannot be set (the boot clock). None when that is 24 hours or more.
    #[must_use]
    pub fn carried(source: TimeSource, told: Timestamp, since: SignedDuration) -> Option<Self> {
        if since.is_negative() || since >= BELIEVED {
            return None;
        }
        let now = told.checked_add(since).ok()?;
        Some(Self { now, source })
    }

    /// The moment.
    #[must_use]
    pub const fn now(self) -> Timestamp {
        self.now
    }

    /// Who told it.
    #[must_use]
    pub const fn source(self) -> TimeSource {
        self.source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_believed_for_less_than_a_day() {
        let after = |hours| {
            TrustedTime::carried(
                TimeSource::Ntp,
                Timestamp::UNIX_EPOCH,
                SignedDuration::from_hours(hours),
            )
        };
        assert_eq!(after(23).unwrap().now().as_second(), 23 * 3600);
        assert_eq!(after(24), None);
        assert_eq!(after(-1), None);
    }
}
