//! What waits to be fetched. A job stands in it once, opened patients come before prefetching.

use std::collections::{BTreeMap, HashSet, VecDeque};
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

/// Why a job is wanted, in the order of urgency; also what the audit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// Somebody opened the patient.
    Opened,
    /// The line came back, and the patient is on a screen.
    OnScreen,
    /// The line came back, and it was read in the outage.
    Confirming,
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
    waiting: BTreeMap<Wanted, VecDeque<Job>>,
    in_flight: HashSet<Job>,
}

impl State {
    /// Why the job waits, if it does.
    fn wanted(&self, job: Job) -> Option<Wanted> {
        let mut lines = self.waiting.iter();
        let line = lines.find(|(_, jobs)| jobs.contains(&job));
        line.map(|(wanted, _)| *wanted)
    }

    fn put(&mut self, job: Job, wanted: Wanted) {
        self.waiting.entry(wanted).or_default().push_back(job);
    }
}

impl Queue {
    /// Adds a job; true when it was not there yet. One that waits for a less urgent reason is wanted
    /// for the more urgent one from now on.
    pub(crate) fn add(&self, job: Job, wanted: Wanted) -> bool {
        let mut state = lock(&self.state);
        let known = state.wanted(job);
        if state.in_flight.contains(&job) || known.is_some_and(|known| known <= wanted) {
            return false;
        }
        if let Some(jobs) = known.and_then(|known| state.waiting.get_mut(&known)) {
            jobs.retain(|waiting| *waiting != job);
        }
        state.put(job, wanted);
        drop(state);
        self.ready.notify_one();
        known.is_none()
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
        let mut lines = state.waiting.iter_mut();
        let taken = lines.find_map(|(wanted, jobs)| Some((jobs.pop_front()?, *wanted)))?;
        state.in_flight.insert(taken.0);
        if state.waiting.values().any(|jobs| !jobs.is_empty()) {
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
        state.put(job, wanted);
    }

    /// Wakes a worker, for instance when the line has come back.
    pub(crate) fn wake(&self) {
        self.ready.notify_one();
    }

    /// Whether the job waits or is being fetched.
    pub(crate) fn holds(&self, job: Job) -> bool {
        let state = lock(&self.state);
        state.in_flight.contains(&job) || state.wanted(job).is_some()
    }

    /// How many wait or are being fetched.
    pub(crate) fn waiting(&self) -> usize {
        let state = lock(&self.state);
        let waiting: usize = state.waiting.values().map(VecDeque::len).sum();
        waiting + state.in_flight.len()
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

    #[tokio::test]
    async fn what_is_asked_for_again_after_an_outage_is_never_called_an_opening() {
        let queue = Queue::default();
        queue.add(job(1), Wanted::Ahead);
        queue.add(job(2), Wanted::Confirming);
        queue.add(job(3), Wanted::Confirming);
        assert!(!queue.add(job(3), Wanted::OnScreen), "only sooner");
        assert!(!queue.add(job(3), Wanted::Confirming));
        assert_eq!(queue.take().await, (job(3), Wanted::OnScreen));
        assert_eq!(queue.take().await, (job(2), Wanted::Confirming));
        queue.put_back(job(2), Wanted::Confirming);
        // Whoever opens the patient meanwhile is the one who asks.
        queue.add(job(2), Wanted::Opened);
        assert_eq!(queue.take().await, (job(2), Wanted::Opened));
        assert_eq!(queue.take().await, (job(1), Wanted::Ahead));
        assert_eq!(queue.waiting(), 3, "all under way, none twice");
    }
}
