use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::activity::Activity;
use super::kept_work::KeptWork;
use super::locked::Locked;
use crate::sync::lock;

/// What a seat knows of its lock.
#[derive(Debug)]
pub(crate) struct SeatLock {
    locked: Mutex<Option<Locked>>,
    active: Mutex<Option<Activity>>,
    work: Mutex<Option<KeptWork>>,
    /// What people left here in each of their roles, until a screen of theirs takes it back. Each opens
    /// for its own person alone.
    back: Mutex<Vec<KeptWork>>,
    /// How often it was to be locked, also while nobody sat.
    asked: AtomicU64,
    lockings: watch::Sender<u64>,
}

impl Default for SeatLock {
    fn default() -> Self {
        Self {
            locked: Mutex::default(),
            active: Mutex::default(),
            work: Mutex::default(),
            back: Mutex::default(),
            asked: AtomicU64::default(),
            lockings: watch::Sender::new(0),
        }
    }
}

impl SeatLock {
    /// Somebody sat down: nobody else is waited for. What was left here waits for who left it.
    pub(crate) fn sat_down(&self, now: Timestamp) {
        self.give_up();
        self.keep_for_later();
        self.touched(now);
    }

    /// Nobody is waited for, but what was left here waits for who left it.
    pub(crate) fn set_aside(&self) {
        self.keep_for_later();
        self.lockings.send_modify(|count| *count += 1);
    }

    fn keep_for_later(&self) {
        let left = self.take_work();
        *lock(&self.back) = left;
    }

    /// The screen reports that somebody touches it.
    pub(crate) fn touched(&self, now: Timestamp) {
        *lock(&self.active) = Some(Activity::at(now));
    }

    /// How long nobody has touched it. A screen that never reported was touched when its person sat
    /// down, and not since.
    pub(crate) fn idle(&self, now: Timestamp) -> Duration {
        let active = *lock(&self.active);
        active.map_or(Duration::MAX, |active| active.ago(now))
    }

    /// It is to be locked: whoever is about to sit down began before that.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }

    pub(crate) fn lock(&self, locked: Locked) {
        *lock(&self.locked) = Some(locked);
        self.lockings.send_modify(|count| *count += 1);
    }

    /// Whatever this account left here goes.
    pub(crate) fn forget_work_of(&self, account: &str) {
        lock(&self.back).retain(|left| !left.is_of(account));
        if let Some(locked) = lock(&self.locked).as_mut() {
            locked.work.retain(|left| !left.is_of(account));
        }
    }

    /// This account left for good, without anybody being waited for: with what it was in the middle of.
    pub(crate) fn cleared(&self, account: &str) {
        *lock(&self.work) = None;
        self.forget_work_of(account);
        self.lockings.send_modify(|count| *count += 1);
    }

    pub(crate) fn locked(&self) -> Option<Locked> {
        lock(&self.locked).clone()
    }

    /// Who was locked here is not waited for any more, but for what they left.
    pub(crate) fn give_up(&self) {
        if let Some(locked) = lock(&self.locked).take() {
            *lock(&self.back) = locked.work;
        }
    }

    pub(crate) fn keep(&self, work: KeptWork) {
        *lock(&self.work) = Some(work);
    }

    /// What is left behind: what the screen kept last, and what it never took back.
    pub(crate) fn take_work(&self) -> Vec<KeptWork> {
        let mut left = std::mem::take(&mut *lock(&self.back));
        if let Some(work) = lock(&self.work).take() {
            left.retain(|one| !one.is_beside(&work));
            left.push(work);
        }
        left
    }

    /// What `open` makes of what was left here; once. What it cannot open stays: it is somebody else's,
    /// or of another role of the same person.
    pub(crate) fn take_back<T>(&self, open: impl Fn(&KeptWork) -> Option<T>) -> Option<T> {
        let mut back = lock(&self.back);
        let found = back.iter().enumerate();
        let (place, opened) = found
            .filter_map(|(place, one)| Some((place, open(one)?)))
            .next()?;
        back.remove(place);
        Some(opened)
    }

    pub(crate) fn lockings(&self) -> watch::Receiver<u64> {
        self.lockings.subscribe()
    }
}
