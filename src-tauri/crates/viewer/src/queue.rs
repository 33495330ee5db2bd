//! What waits to be fetched. A job stands in it once, opened patients come before prefetching.

use std::collections::{HashSet, VecDeque};
use std::sync::Mutex;

use record::vocabulary::{Category, PersonId};
use tokio::sync::Notify;

use crate::sync::lock;

/// One section of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Job {
    pub(crate) person: PersonId,
    pub(crate) category: Category,
}

/// Why a job is wanted; also what the audit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Somebody opened the patient.
    Opened,
    /// Fetched ahead after a card check.
    Ahead,
}

/// The queue.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    ready: Notify,
}

#[derive(Debug, Default)]
struct State {
    opened: VecDeque<Job>,
    ahead: VecDeque<Job>,
    in_flight: HashSet<Job>,
}

impl Queue {
    /// Adds a job; true when it was not there yet.
    pub(crate) fn add(&self, job: Job, wanted: Wanted) -> bool {
        let mut state = lock(&self.state);
        if state.in_flight.contains(&job) || state.opened.contains(&job) {
            return false;
        }
        let known = state.ahead.iter().position(|waiting| *waiting == job);
        let added = match (wanted, known) {
            (Wanted::Ahead, Some(_)) => false,
            (Wanted::Ahead, None) => {
                state.ahead.push_back(job);
                true
            }
            (Wanted::Opened, known) => {
                if let Some(place) = known {
                    state.ahead.remove(place);
                }
                state.opened.push_back(job);
                known.is_none()
            }
        };
        drop(state);
        self.ready.notify_one();
        added
    }

    /// Takes the next job, waiting for one.
    pub(crate) async fn take(&self) -> (Job, Wanted) {
        loop {
            if let Some(taken) = self.try_take() {
                return taken;
            }
            self.ready.notified().await;
        }
    }

    fn try_take(&self) -> Option<(Job, Wanted)> {
        let mut state = lock(&self.state);
        let taken = match state.opened.pop_front() {
            Some(job) => (job, Wanted::Opened),
            None => (state.ahead.pop_front()?, Wanted::Ahead),
        };
        state.in_flight.insert(taken.0);
        if !(state.opened.is_empty() && state.ahead.is_empty()) {
            self.ready.notify_one();
        }
        Some(taken)
    }

    /// The job is done, well or badly.
    pub(crate) fn done(&self, job: Job) {
        lock(&self.state).in_flight.remove(&job);
    }

    /// The job could not be tried because the line is down: it waits on.
    pub(crate) fn put_back(&self, job: Job, wanted: Wanted) {
        let mut state = lock(&self.state);
        state.in_flight.remove(&job);
        match wanted {
            Wanted::Opened => state.opened.push_back(job),
            Wanted::Ahead => state.ahead.push_back(job),
        }
    }

    /// Wakes a worker, for instance when the line has come back.
    pub(crate) fn wake(&self) {
        self.ready.notify_one();
    }

    /// Whether the job waits or is being fetched.
    pub(crate) fn holds(&self, job: Job) -> bool {
        let state = lock(&self.state);
        state.in_flight.contains(&job) || state.opened.contains(&job) || state.ahead.contains(&job)
    }

    /// How many wait or are being fetched.
    pub(crate) fn waiting(&self) -> usize {
        let state = lock(&self.state);
        state.opened.len() + state.ahead.len() + state.in_flight.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(person: i64) -> Job {
        Job {
            person: PersonId(person),
            category: Category::Condition,
        }
    }

    #[tokio::test]
    async fn the_opened_patient_overtakes_those_fetched_ahead() {
        let queue = Queue::default();
        assert!(queue.add(job(1), Wanted::Ahead));
        assert!(queue.add(job(2), Wanted::Ahead));
        assert!(
            !queue.add(job(2), Wanted::Opened),
            "the same job, only sooner"
        );
        assert_eq!(queue.take().await, (job(2), Wanted::Opened));
        assert!(!queue.add(job(2), Wanted::Ahead), "it is being fetched");
        assert_eq!(queue.waiting(), 2);
        queue.done(job(2));
        assert_eq!(queue.take().await, (job(1), Wanted::Ahead));
        queue.put_back(job(1), Wanted::Ahead);
        assert!(queue.holds(job(1)));
        assert_eq!(queue.take().await, (job(1), Wanted::Ahead));
    }
}
