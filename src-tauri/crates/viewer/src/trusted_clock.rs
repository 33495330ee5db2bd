use std::sync::Mutex;
use std::time::Instant;

use cache::retention::{TimeSource, TrustedTime};
use jiff::{SignedDuration, Timestamp};

use crate::sync::lock;

/// The moment the service told last, carried forward by a clock that cannot be set. Where that clock
/// stands still in a suspended PC, the moment is too early, and less is old enough to be deleted.
#[derive(Debug, Default)]
pub(crate) struct TrustedClock(Mutex<Option<(Timestamp, Instant)>>);

impl TrustedClock {
    /// The `Date` of an answer over an authenticated connection, if it had one.
    pub(crate) fn note(&self, told: Option<Timestamp>) {
        if let Some(told) = told {
            *lock(&self.0) = Some((told, Instant::now()));
        }
    }

    /// Now; none when nothing trustworthy told it within a day.
    pub(crate) fn now(&self) -> Option<TrustedTime> {
        let (told, when) = (*lock(&self.0))?;
        let since = SignedDuration::try_from(when.elapsed()).ok()?;
        TrustedTime::carried(TimeSource::Answer, told, since)
    }
}
