//! 起動からの時計: the time since the PC was started. Nobody can set it, and where the system tells it
//! goes on while the PC sleeps.

use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::sync::lock;

/// Reads it. Never goes back.
#[derive(Debug)]
pub(crate) struct BootClock {
    source: Source,
    last: Mutex<Duration>,
}

#[derive(Debug)]
enum Source {
    /// Linux: sleep is counted.
    Uptime,
    /// Elsewhere: since this program started; it may stand still in sleep.
    Running(Instant),
    /// A test sets it.
    #[cfg(test)]
    Set(std::sync::Arc<Mutex<Duration>>),
}

impl BootClock {
    pub(crate) fn new() -> Self {
        let source = match uptime() {
            Some(_) => Source::Uptime,
            None => Source::Running(Instant::now()),
        };
        Self::of(source)
    }

    /// Reads what a test sets.
    #[cfg(test)]
    pub(crate) fn set_by(reading: std::sync::Arc<Mutex<Duration>>) -> Self {
        Self::of(Source::Set(reading))
    }

    fn of(source: Source) -> Self {
        Self {
            source,
            last: Mutex::new(Duration::ZERO),
        }
    }

    pub(crate) fn read(&self) -> Duration {
        let read = match &self.source {
            Source::Uptime => uptime().unwrap_or_default(),
            Source::Running(since) => since.elapsed(),
            #[cfg(test)]
            Source::Set(reading) => *lock(reading),
        };
        let mut last = lock(&self.last);
        *last = read.max(*last);
        *last
    }
}

fn uptime() -> Option<Duration> {
    let text = fs::read_to_string("/proc/uptime").ok()?;
    let seconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_goes_back() {
        let clock = BootClock::new();
        let first = clock.read();
        assert!(clock.read() >= first);
        let reading = std::sync::Arc::new(Mutex::new(Duration::from_secs(9)));
        let clock = BootClock::set_by(reading.clone());
        assert_eq!(clock.read(), Duration::from_secs(9));
        *lock(&reading) = Duration::from_secs(3);
        assert_eq!(clock.read(), Duration::from_secs(9));
    }
}
