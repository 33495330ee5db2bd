use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::broadcast::error::TryRecvError;
use tokio_util::sync::CancellationToken;

use crate::event::ViewerEvent;
use crate::options::Pace;
use crate::rooms::{Rooms, blocking};
use crate::use_case::board_at_beat;

/// Ends of consents come nearer without any news.
const WITHOUT_NEWS: Duration = Duration::from_secs(20);

/// Beats for the desk's board until told to close, and tells the desk when it shows something else.
pub(super) async fn keep_beating(rooms: Arc<Rooms>, closing: CancellationToken) {
    let every = Pace::of(rooms.facts.kind).board_every;
    let mut news = rooms.listen();
    let mut looked: Option<Instant> = None;
    let mut waits = false;
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
        let mut heard = false;
        loop {
            match news.try_recv() {
                Ok(ViewerEvent::BoardChanged) => {}
                Ok(_) | Err(TryRecvError::Lagged(_)) => heard = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let due = looked.is_none_or(|looked| looked.elapsed() >= WITHOUT_NEWS);
        if !(heard || due || waits) {
            continue;
        }
        looked = Some(Instant::now());
        let shared = rooms.clone();
        // A desk store that cannot be read is told by the commands that read it.
        if let Ok((board, fetching)) = blocking(move || board_at_beat(&shared)).await {
            waits = fetching;
            if rooms.board.is_news(board) {
                rooms.tell(ViewerEvent::BoardChanged);
            }
        }
    }
}
