//! Sections that were read in an outage and that the service has not confirmed since the line came
//! back. Each is asked for again, more and more rarely, until it is confirmed.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::options::Pace;
use crate::queue::Job;
use crate::sync::lock;

/// What waits to be confirmed. Kept in memory: at a start it is made anew from the last outage and
/// the times of the last answers.
#[derive(Debug)]
pub(crate) struct Confirming {
    pace: Pace,
    waiting: Mutex<HashMap<Job, Waiting>>,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    /// An answer from this moment on confirms it.
    since: Timestamp,
    failures: u32,
    next: Instant,
}

impl Confirming {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            waiting: Mutex::default(),
        }
    }

    /// The line came back at `since`: these want an answer of after that, the sooner the better.
    pub(crate) fn want(&self, jobs: impl IntoIterator<Item = Job>, since: Timestamp, now: Instant) {
        let waiting = Waiting {
            since,
            failures: 0,
            next: now,
        };
        let jobs = jobs.into_iter().map(|job| (job, waiting));
        lock(&self.waiting).extend(jobs);
    }

    /// An answer of this moment was kept. True when it confirmed the last that waited. One of before
    /// confirms nothing (it was under way, or the clock stepped back): it is waited for as after a
    /// failure, for each asking counts as a viewing.
    pub(crate) fn kept(&self, job: Job, at: Timestamp, now: Instant) -> bool {
        let mut waiting = lock(&self.waiting);
        let Some(known) = waiting.get_mut(&job) else {
            return false;
        };
        if at < known.since {
            self.wait_longer(known, None, now);
            return false;
        }
        waiting.remove(&job);
        waiting.is_empty()
    }

    /// Asking failed; `wait` is what the service asked for, if it did.
    pub(crate) fn failed(&self, job: Job, wait: Option<Duration>, now: Instant) {
        if let Some(known) = lock(&self.waiting).get_mut(&job) {
            self.wait_longer(known, wait, now);
        }
    }

    fn wait_longer(&self, known: &mut Waiting, wait: Option<Duration>, now: Instant) {
        known.failures = known.failures.saturating_add(1);
        known.next = now + wait.unwrap_or_else(|| self.pause(known.failures));
    }

    /// It will not be confirmed by asking again: no consent runs, or the answer itself is bad.
    pub(crate) fn given_up(&self, job: Job) {
        lock(&self.waiting).remove(&job);
    }

    /// Those that want to be asked for now.
    pub(crate) fn due(&self, now: Instant) -> Vec<Job> {
        let waiting = lock(&self.waiting);
        let due = waiting.iter().filter(|(_, known)| known.next <= now);
        due.map(|(job, _)| *job).collect()
    }

    /// Doubles from the first wait to that after which a failed section is fetched again anyway.
    fn pause(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(10);
        let doubled = self.pace.first_wait.saturating_mul(1 << doublings);
        doubled.min(self.pace.failed_again_after)
    }
}

#[cfg(test)]
mod tests {
    use record::vocabulary::{Category, PersonId};

    use super::*;
    use crate::options::ProfileKind;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn job(person: i64) -> Job {
        Job {
            person: PersonId(person),
            category: Category::Condition,
        }
    }

    #[test]
    fn a_failed_section_is_asked_for_again_until_an_answer_of_after_the_outage_came() {
        let confirming = Confirming::new(Pace::of(ProfileKind::Site));
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        confirming.want([job(1), job(2)], at(100), start);
        assert_eq!(confirming.due(start).len(), 2);
        assert!(!confirming.kept(job(2), at(100), start));
        assert_eq!(confirming.due(start), [job(1)]);
        let mut told = start;
        for wait in [2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            confirming.failed(job(1), None, told);
            assert!(
                confirming
                    .due(told + Duration::from_secs(wait - 1))
                    .is_empty()
            );
            told += Duration::from_secs(wait);
            assert_eq!(confirming.due(told), [job(1)], "{wait}");
        }
        confirming.failed(job(1), Some(Duration::from_secs(900)), start);
        assert!(confirming.due(after(899)).is_empty());
        // An answer that was under way before the line came back confirms nothing.
        assert!(!confirming.kept(job(1), at(99), after(900)));
        assert!(confirming.due(after(1199)).is_empty());
        assert_eq!(confirming.due(after(1200)), [job(1)]);
        assert!(confirming.kept(job(1), at(101), after(1200)), "the last");
        assert!(confirming.due(after(9999)).is_empty());
        assert!(!confirming.kept(job(1), at(102), after(1200)), "told once");
    }

    #[test]
    fn another_outage_begins_the_waits_anew_and_what_cannot_be_asked_is_given_up() {
        let confirming = Confirming::new(Pace::of(ProfileKind::Site));
        let start = Instant::now();
        confirming.want([job(1)], at(0), start);
        confirming.failed(job(1), Some(Duration::from_secs(900)), start);
        confirming.want([job(1)], at(500), start);
        assert_eq!(confirming.due(start), [job(1)]);
        assert!(!confirming.kept(job(1), at(400), start));
        confirming.given_up(job(1));
        assert!(confirming.due(start).is_empty());
        confirming.failed(job(1), None, start);
        assert!(confirming.due(start + Duration::from_secs(9999)).is_empty());
    }
}
