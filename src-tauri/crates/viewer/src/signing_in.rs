//! A sign-in between two of its steps, and a second factor on its way into an app. Held by the seat,
//! in memory only, and forgotten after three minutes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use access::{Enrolment, Role, Verified};
use zeroize::Zeroizing;

use crate::seat::Standing;
use crate::sync::lock;

/// How long a step may take.
const PATIENCE: Duration = Duration::from_secs(180);

/// A sign-in whose password was right and that lacks something.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) verified: Verified,
    /// Opens the clinical key at the end. Wiped when dropped.
    pub(crate) password: Zeroizing<String>,
    /// As what the person wants to sign in.
    pub(crate) role: Option<Role>,
    /// How the seat stood when it began.
    pub(crate) began: Standing,
    since: Instant,
}

impl Pending {
    pub(crate) fn new(
        verified: Verified,
        password: String,
        role: Option<Role>,
        began: Standing,
    ) -> Self {
        Self {
            verified,
            password: Zeroizing::new(password),
            role,
            began,
            since: Instant::now(),
        }
    }

    /// A step is done: there is time for the next one.
    pub(crate) fn renewed(self) -> Self {
        Self {
            since: Instant::now(),
            ..self
        }
    }
}

/// A second factor that is being enrolled.
#[derive(Debug)]
pub(crate) struct Enrolling {
    pub(crate) enrolment: Enrolment,
    /// The verified password, inside a session; a sign-in under way has its own.
    pub(crate) verified: Option<Verified>,
    /// The sitting it belongs to; none before a session.
    sitting: Option<u64>,
    since: Instant,
}

impl Enrolling {
    pub(crate) fn new(
        enrolment: Enrolment,
        verified: Option<Verified>,
        sitting: Option<u64>,
    ) -> Self {
        Self {
            enrolment,
            verified,
            sitting,
            since: Instant::now(),
        }
    }
}

/// What a seat remembers of them.
#[derive(Debug, Default)]
pub(crate) struct SigningIn {
    pending: Mutex<Option<Pending>>,
    enrolling: Mutex<Option<Enrolling>>,
    /// Somebody began here, and nobody has sat down or given up since; also when they took too long.
    begun: AtomicBool,
}

impl SigningIn {
    /// Goes on waiting for the next step.
    pub(crate) fn wait(self: &Arc<Self>, pending: Pending) {
        self.begun.store(true, Ordering::Relaxed);
        *lock(&self.pending) = Some(pending);
        self.forget_in_time();
    }

    /// The sign-in under way, for one step; whoever takes it puts it back if it is to go on.
    pub(crate) fn take(&self) -> Option<Pending> {
        let pending = lock(&self.pending).take();
        pending.filter(|pending| pending.since.elapsed() < PATIENCE)
    }

    /// It is over, well or not; whether there was one.
    pub(crate) fn ends(&self) -> bool {
        self.begun.swap(false, Ordering::Relaxed)
    }

    /// Keeps what is being enrolled until its first code comes.
    pub(crate) fn enrol(self: &Arc<Self>, enrolling: Enrolling) {
        *lock(&self.enrolling) = Some(enrolling);
        self.forget_in_time();
    }

    /// Somebody is called away in the middle and never asks for the next step.
    fn forget_in_time(self: &Arc<Self>) {
        let waiting = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            if let Some(waiting) = waiting.upgrade() {
                waiting.sweep();
            }
        });
    }

    /// What waited too long goes; a step that began meanwhile stays.
    fn sweep(&self) {
        let late = |since: Instant| since.elapsed() >= PATIENCE;
        lock(&self.pending).take_if(|one| late(one.since));
        lock(&self.enrolling).take_if(|one| late(one.since));
    }

    /// What is being enrolled in this sitting. A wrong code leaves it to be tried again.
    pub(crate) fn take_enrolling(&self, sitting: Option<u64>) -> Option<Enrolling> {
        let enrolling = lock(&self.enrolling).take();
        enrolling.filter(|one| one.sitting == sitting && one.since.elapsed() < PATIENCE)
    }

    /// Nothing of the person who began here is left.
    pub(crate) fn forget(&self) {
        *lock(&self.pending) = None;
        *lock(&self.enrolling) = None;
    }
}

#[cfg(test)]
mod tests {
    use access::{AccountKind, Accounts, NewAccount, PasswordCost, Tries};
    use jiff::Timestamp;

    use super::*;

    const PASSWORD: &str = "kasumi-4417-aoi";

    fn verified() -> Verified {
        let mut accounts = Accounts::new(PasswordCost::explicit(64, 1, 1)).unwrap();
        let new = NewAccount {
            account: "desk",
            display_name: "受付 花子",
            staff_number: "0002",
            kind: AccountKind::Personal,
            roles: &[Role::Desk],
            emergency: false,
            deputy: false,
            password: PASSWORD,
            issued: false,
        };
        let now = Timestamp::UNIX_EPOCH;
        accounts.add(&new, now).unwrap();
        let verified = accounts.verify_password("desk", PASSWORD, Tries::default(), now);
        verified.unwrap()
    }

    #[tokio::test]
    async fn a_step_that_nobody_takes_leaves_neither_password_nor_secret() {
        let (waiting, verified) = (Arc::new(SigningIn::default()), verified());
        let began = Standing::default();
        let pending = Pending::new(verified.clone(), PASSWORD.to_owned(), None, began);
        let enrolling = Enrolling::new(Enrolment::new(&verified).unwrap(), None, None);
        let Some(long_ago) = Instant::now().checked_sub(PATIENCE) else {
            return;
        };
        let late = Pending {
            since: long_ago,
            ..pending
        };
        waiting.wait(late);
        waiting.enrol(enrolling);
        waiting.sweep();
        assert!(lock(&waiting.pending).is_none() && lock(&waiting.enrolling).is_some());
        assert!(waiting.ends(), "it is still one that somebody gives up");
        assert!(!waiting.ends());
        // A step that is done gives time for the next.
        let late = Pending {
            since: long_ago,
            ..Pending::new(verified, PASSWORD.to_owned(), None, began)
        };
        waiting.wait(late.renewed());
        lock(&waiting.enrolling).as_mut().unwrap().since = long_ago;
        waiting.sweep();
        assert!(lock(&waiting.pending).is_some() && lock(&waiting.enrolling).is_none());
        assert!(waiting.take().is_some() && waiting.take_enrolling(None).is_none());
    }
}
