use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

/// The looks for card checks, counted, so that somebody can wait for what the service says of consents
/// from now on.
#[derive(Debug)]
pub(crate) struct Looks {
    begun: AtomicU64,
    ended: watch::Sender<Look>,
}

/// One look, over.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    number: u64,
    /// What the service said was taken in.
    well: bool,
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            begun: AtomicU64::default(),
            ended: watch::Sender::new(Look::default()),
        }
    }
}

impl Looks {
    /// A look begins; answers its number.
    pub(super) fn begin(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// It is over, well or not.
    pub(super) fn end(&self, number: u64, well: bool) {
        self.ended.send_replace(Look { number, well });
    }

    /// Waits for a look that begins after now; whether it went well.
    pub(super) fn next(&self) -> impl Future<Output = bool> {
        let before = self.begun.load(Ordering::SeqCst);
        let mut ended = self.ended.subscribe();
        async move {
            let next = ended.wait_for(|look| look.number > before).await;
            next.is_ok_and(|look| look.well)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_look_that_began_before_says_nothing_of_now() {
        let looks = Arc::new(Looks::default());
        let early = looks.begin();
        let waiting = tokio::spawn({
            let looks = looks.clone();
            async move { looks.next().await }
        });
        tokio::task::yield_now().await;
        looks.end(early, true);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        let later = looks.begin();
        looks.end(later, false);
        assert!(!waiting.await.unwrap(), "it failed");
    }
}
