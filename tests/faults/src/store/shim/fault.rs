//! Which call is to fail, and how. One fault at a time for the whole process.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How the disk fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Failure {
    /// ENOSPC from then on.
    Full,
    /// EIO once.
    Once,
    /// EIO from then on.
    Stays,
    /// Half of a write arrives; ENOSPC from then on. Only writes are counted.
    Short,
}

impl Failure {
    pub(in crate::store) const ALL: [Self; 4] = [Self::Full, Self::Once, Self::Stays, Self::Short];
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "ENOSPC",
            Self::Once => "EIO once",
            Self::Stays => "EIO lasting",
            Self::Short => "short write",
        })
    }
}

/// The n-th call fails.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Fault {
    /// Counted from 1.
    pub(in crate::store) n: u64,
    pub(in crate::store) failure: Failure,
}

/// A call that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Open,
    Write,
    Truncate,
    Sync,
    Shared,
}

/// What a call is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Go,
    Full,
    Broken,
    Half,
}

#[derive(Debug)]
struct Plan {
    fault: Option<Fault>,
    calls: u64,
}

static PLAN: Mutex<Plan> = Mutex::new(Plan {
    fault: None,
    calls: 0,
});

/// From now on calls are counted and the n-th fails.
pub(in crate::store) fn armed(fault: Fault) {
    *plan() = Plan {
        fault: Some(fault),
        calls: 0,
    };
}

/// Nothing fails any more. Answers how many calls were counted.
pub(in crate::store) fn lift() -> u64 {
    let mut plan = plan();
    plan.fault = None;
    plan.calls
}

/// Counts a call and says what it is to do.
pub(super) fn order(call: Call) -> Order {
    let mut plan = plan();
    let Some(Fault { n, failure }) = plan.fault else {
        return Order::Go;
    };
    if failure == Failure::Short && call != Call::Write {
        // After the short write there is no room for anything that needs it.
        return if plan.calls >= n {
            Order::Full
        } else {
            Order::Go
        };
    }
    plan.calls += 1;
    match (plan.calls.cmp(&n), failure) {
        (std::cmp::Ordering::Less, _) | (std::cmp::Ordering::Greater, Failure::Once) => Order::Go,
        (std::cmp::Ordering::Equal, Failure::Short) => Order::Half,
        (_, Failure::Full | Failure::Short) => Order::Full,
        (_, Failure::Once | Failure::Stays) => Order::Broken,
    }
}

fn plan() -> MutexGuard<'static, Plan> {
    PLAN.lock().unwrap_or_else(PoisonError::into_inner)
}
