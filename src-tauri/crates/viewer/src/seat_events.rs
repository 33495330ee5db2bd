use access::Role;
use tokio::sync::broadcast;

use crate::event::ViewerEvent;
use crate::seat::Seat;

/// The events of one seat.
pub struct SeatEvents {
    seat: Seat,
    /// What the desk was told of the line last.
    line: Option<ViewerEvent>,
    news: broadcast::Receiver<ViewerEvent>,
    /// For this seat alone.
    own: broadcast::Receiver<ViewerEvent>,
}

impl SeatEvents {
    pub(crate) fn new(
        seat: Seat,
        news: broadcast::Receiver<ViewerEvent>,
        own: broadcast::Receiver<ViewerEvent>,
    ) -> Self {
        Self {
            seat,
            line: None,
            news,
            own,
        }
    }

    /// The next piece of news; none when the viewer is gone. After falling behind it says so: every
    /// event only tells the screen to ask again, and then it asks for everything.
    pub async fn next(&mut self) -> Option<ViewerEvent> {
        loop {
            let news = tokio::select! {
                biased;
                own = self.own.recv() => return own.ok().or(Some(ViewerEvent::NewsMissed)),
                news = self.news.recv() => news,
            };
            match news {
                Ok(event) => {
                    if let Some(event) = self.seat.may_hear(event)
                        && self.is_news(&event)
                    {
                        return Some(event);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    return Some(ViewerEvent::NewsMissed);
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// The line is told of after every fetch. To the desk that would tell when each of them ended, so
    /// there only a change is news.
    fn is_news(&mut self, event: &ViewerEvent) -> bool {
        if self.seat.role() != Some(Role::Desk)
            || !matches!(event, ViewerEvent::ServiceChanged { .. })
        {
            return true;
        }
        let news = self.line.as_ref() != Some(event);
        self.line = Some(event.clone());
        news
    }
}
