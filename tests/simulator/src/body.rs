use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

const DRIP: Duration = Duration::from_secs(1);
/// Lets what was sent leave the machine before the connection breaks.
const LAST_WORDS: Duration = Duration::from_millis(50);

/// How a body misbehaves.
pub(crate) enum Manner {
    /// One byte a second.
    Drip,
    /// An error after so many bytes, which closes the connection.
    Cut(usize),
}

/// A finished answer sent badly; its length is still announced.
pub(crate) fn badly(bytes: Bytes, manner: Manner) -> Body {
    let pause = Box::pin(sleep(match manner {
        Manner::Drip => Duration::ZERO,
        Manner::Cut(_) => LAST_WORDS,
    }));
    Body::new(BadBody {
        rest: bytes,
        sent: 0,
        manner,
        pause,
    })
}

struct BadBody {
    rest: Bytes,
    sent: usize,
    manner: Manner,
    pause: Pin<Box<Sleep>>,
}

impl HttpBody for BadBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let room = match self.manner {
            Manner::Drip => 1,
            Manner::Cut(at) if self.sent >= at => {
                std::task::ready!(self.pause.as_mut().poll(context));
                return Poll::Ready(Some(Err(io::Error::other("cut"))));
            }
            Manner::Cut(at) => at - self.sent,
        };
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if matches!(self.manner, Manner::Drip) {
            std::task::ready!(self.pause.as_mut().poll(context));
            self.pause = Box::pin(sleep(DRIP));
        }
        let length = room.min(self.rest.len());
        let part = self.rest.split_to(length);
        self.sent += length;
        Poll::Ready(Some(Ok(Frame::data(part))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// A Bundle of so many megabytes without end in sight, made as it is sent.
pub(crate) fn huge(megabytes: usize) -> Body {
    Body::new(HugeBody {
        left: megabytes.saturating_mul(16),
        started: false,
    })
}

struct HugeBody {
    /// Parts of 64 KiB still to send.
    left: usize,
    started: bool,
}

impl HttpBody for HugeBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.started {
            self.started = true;
            let start = r#"{"resourceType":"Bundle","type":"searchset","id":""#;
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(start.as_bytes())))));
        }
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 65536])))))
    }
}
