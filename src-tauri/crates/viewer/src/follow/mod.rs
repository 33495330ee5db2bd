//! Follows the service in the background: looks for card checks, fetches what they allow, and
//! notices when the line goes and comes back. Never waits for anybody to sign in.

mod fetch;
mod keep;
mod look;
mod receive;

use std::sync::Arc;

use service::Fault;
use service::fault::FaultCode;
use tokio_util::sync::CancellationToken;

use crate::line::Turn;
use crate::rooms::Rooms;

/// How many sections are fetched at the same time; the transport has its own, lower-level limit.
const WORKERS: usize = 4;

/// Starts following until `closing` is cancelled.
pub(crate) fn start(rooms: Arc<Rooms>, closing: CancellationToken) {
    tokio::spawn(look::keep_looking(rooms.clone(), closing.clone()));
    for _ in 0..WORKERS {
        tokio::spawn(fetch::keep_fetching(rooms.clone(), closing.clone()));
    }
}

/// Whether a fault speaks of the line as a whole, not of one person's answer.
fn concerns_the_line(code: FaultCode) -> bool {
    !matches!(
        code,
        FaultCode::Consent
            | FaultCode::UnreadableAnswer
            | FaultCode::TooLarge
            | FaultCode::WrongPatient
            | FaultCode::BranchMissing
            | FaultCode::PatientUnknown
            | FaultCode::Cancelled
            | FaultCode::CannotStore
    )
}

/// Notes a failure of the line and tells the seats if it is news.
fn line_failed(rooms: &Rooms, fault: &Fault) {
    let now = rooms.clock.now();
    let turn = rooms
        .line
        .failed(fault.code, fault.detail.clone(), fault.retry_after, now);
    if turn == Turn::Down {
        rooms.tell(crate::event::ViewerEvent::ArrivalsChanged);
    }
    rooms.tell_line();
}
