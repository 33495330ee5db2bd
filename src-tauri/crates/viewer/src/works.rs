//! Work of the program on open clinical stores, beside the sessions that keep them open.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};

/// How many works hold the stores now.
#[derive(Debug, Default)]
pub(crate) struct Works(AtomicUsize);

/// One of them, as long as it lives.
pub(crate) struct AtWork<'a>(&'a Works);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Clinical {
    /// Says as long as it lives that who holds the stores is no session.
    pub(crate) fn at_work(&self) -> AtWork<'_> {
        self.works.0.fetch_add(1, Ordering::Relaxed);
        AtWork(&self.works)
    }

    /// Whether a session holds the stores, besides whoever works in the background and asks. Once none
    /// does, the work ends: the keys must go.
    pub(crate) fn is_read(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > self.works.0.load(Ordering::Relaxed).max(1)
    }

    /// Whether such work may take its next step.
    ///
    /// # Errors
    /// `clinical_closed` when no session holds the stores any more.
    pub(crate) fn goes_on(self: &Arc<Self>) -> Result<(), CommandError> {
        if self.is_read() {
            Ok(())
        } else {
            Err(ErrorCode::ClinicalClosed.into())
        }
    }
}
