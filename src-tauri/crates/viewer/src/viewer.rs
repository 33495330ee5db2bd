//! One open profile per process. Opens it when first asked, and again after a failure.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::options::ViewerOptions;
use crate::rooms::Rooms;
use crate::seat::Seat;
use crate::sync::lock;
use crate::{follow, opening};

/// Events kept for a seat that is slow to take them.
const NEWS_KEPT: usize = 256;
/// How long those at work in a profile that is closed may take to let go of it.
const LETTING_GO: Duration = Duration::from_secs(60);

/// The use cases over one profile. Cheap to clone; the last clone closes the profile.
#[derive(Clone)]
pub struct Viewer {
    inner: Arc<Inner>,
}

/// A viewer that is not kept open by it.
pub(crate) struct WeakViewer(Weak<Inner>);

impl WeakViewer {
    pub(crate) fn upgrade(&self) -> Option<Viewer> {
        let inner = self.0.upgrade()?;
        Some(Viewer { inner })
    }
}

struct Inner {
    options: ViewerOptions,
    news: broadcast::Sender<ViewerEvent>,
    rooms: Mutex<Option<Open>>,
    /// Opening and set-up run one at a time.
    opening: tokio::sync::Mutex<()>,
    closing: CancellationToken,
}

/// The open profile, and what ends following the service for it.
struct Open {
    rooms: Arc<Rooms>,
    following: CancellationToken,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.closing.cancel();
    }
}

impl Viewer {
    /// A viewer over the profile named in `options`; nothing is opened yet.
    #[must_use]
    pub fn new(options: ViewerOptions) -> Self {
        let (news, _) = broadcast::channel(NEWS_KEPT);
        let inner = Inner {
            options,
            news,
            rooms: Mutex::new(None),
            opening: tokio::sync::Mutex::new(()),
            closing: CancellationToken::new(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// A place for one person.
    #[must_use]
    pub fn seat(&self) -> Seat {
        Seat::new(self.clone())
    }

    pub(crate) fn downgrade(&self) -> WeakViewer {
        WeakViewer(Arc::downgrade(&self.inner))
    }

    pub(crate) fn options(&self) -> &ViewerOptions {
        &self.inner.options
    }

    pub(crate) fn news(&self) -> broadcast::Sender<ViewerEvent> {
        self.inner.news.clone()
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<ViewerEvent> {
        self.inner.news.subscribe()
    }

    /// The rooms, if the profile is open.
    pub(crate) fn rooms(&self) -> Result<Arc<Rooms>, CommandError> {
        lock(&self.inner.rooms)
            .as_ref()
            .map(|open| open.rooms.clone())
            .ok_or_else(|| ErrorCode::NotSetUp.into())
    }

    /// Opens the profile unless it is open; false when set-up has not been done.
    pub(crate) async fn open(&self) -> Result<bool, CommandError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        if lock(&self.inner.rooms).is_some() {
            return Ok(true);
        }
        match opening::open(&self.inner.options, self.inner.news.clone()).await? {
            Some(rooms) => {
                self.settle(Arc::new(rooms));
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Does first-run set-up with `make`, unless the profile exists.
    pub(crate) async fn open_new<T>(
        &self,
        make: impl AsyncFnOnce(broadcast::Sender<ViewerEvent>) -> Result<(Rooms, T), CommandError>,
    ) -> Result<T, CommandError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        if lock(&self.inner.rooms).is_some() {
            return Err(ErrorCode::AlreadySetUp.into());
        }
        let (rooms, made) = make(self.inner.news.clone()).await?;
        self.settle(Arc::new(rooms));
        Ok(made)
    }

    /// Closes the profile and does `after` before anybody can open it again. `rooms` is the handle
    /// of who asks; others let go when what they do is done. When they do not in time, it stays open.
    pub(crate) async fn close<T>(
        &self,
        rooms: Arc<Rooms>,
        after: impl AsyncFnOnce() -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        self.close_within(LETTING_GO, rooms, after).await
    }

    async fn close_within<T>(
        &self,
        patience: Duration,
        rooms: Arc<Rooms>,
        after: impl AsyncFnOnce() -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let _one_at_a_time = self.inner.opening.lock().await;
        let (waiting, gone) = (Arc::downgrade(&rooms), rooms.gone());
        drop(rooms);
        if let Some(open) = lock(&self.inner.rooms).take() {
            open.following.cancel();
        }
        if tokio::time::timeout(patience, gone.cancelled())
            .await
            .is_err()
        {
            // Whoever still holds it keeps the profile locked: opening it anew would fail.
            if let Some(rooms) = waiting.upgrade() {
                self.settle(rooms);
            }
            return Err(ErrorCode::ProfileInUse.into());
        }
        after().await
    }

    fn settle(&self, rooms: Arc<Rooms>) {
        let following = self.inner.closing.child_token();
        follow::start(rooms.clone(), following.clone());
        *lock(&self.inner.rooms) = Some(Open { rooms, following });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::set_up;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_profile_that_somebody_does_not_let_go_of_stays_open() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = set_up(&folder).await;
        let held = viewer.rooms().unwrap();
        let closed = viewer
            .close_within(Duration::from_millis(1), held.clone(), async || Ok(()))
            .await;
        assert_eq!(closed.unwrap_err().code, ErrorCode::ProfileInUse);
        assert!(viewer.open().await.unwrap());
        assert!(Arc::ptr_eq(&viewer.rooms().unwrap(), &held));
        seat.call("start_state", "{}").await.unwrap();
    }
}
