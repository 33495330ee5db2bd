//! Follows the service in the background: looks for card checks, fetches what they allow, and
//! notices when the line goes and comes back. Never waits for anybody to sign in.

mod audit_watch;
mod board_watch;
mod confirm;
mod consent_watch;
mod emergency_watch;
mod fetch;
mod former_copy;
mod housekeeping;
mod keep;
mod look;
mod looks;
mod lost_answers;
mod machine_copies;
mod notes_copy;
mod outage_watch;
mod receive;
mod site_watch;
mod still_consented;
mod time_watch;
mod upkeep;

use std::sync::Arc;

use service::Fault;
use service::fault::FaultCode;
use tokio_util::sync::CancellationToken;

use crate::arrived::arrived;
use crate::line::Turn;
use crate::locking::keep_forgetting;
use crate::rooms::Rooms;

pub(crate) use looks::Looks;
pub(crate) use lost_answers::forget_fetched;
pub(crate) use upkeep::damage_reported;

/// How many sections are fetched at the same time; the transport has its own, lower-level limit.
const WORKERS: usize = 4;

/// Starts following until `closing` is cancelled.
pub(crate) fn start(rooms: Arc<Rooms>, closing: CancellationToken) {
    tokio::spawn(look::keep_looking(rooms.clone(), closing.clone()));
    tokio::spawn(upkeep::keep_up(rooms.clone(), closing.clone()));
    tokio::spawn(housekeeping::keep_house(rooms.clone(), closing.clone()));
    tokio::spawn(outage_watch::keep_watching(rooms.clone(), closing.clone()));
    tokio::spawn(confirm::keep_confirming(rooms.clone(), closing.clone()));
    tokio::spawn(board_watch::keep_beating(rooms.clone(), closing.clone()));
    tokio::spawn(consent_watch::keep_watching(rooms.clone(), closing.clone()));
    tokio::spawn(audit_watch::keep_watching(rooms.clone(), closing.clone()));
    tokio::spawn(time_watch::keep_measuring(rooms.clone(), closing.clone()));
    tokio::spawn(site_watch::keep_watching(rooms.clone(), closing.clone()));
    tokio::spawn(emergency_watch::keep_watching(
        rooms.clone(),
        closing.clone(),
    ));
    tokio::spawn(keep_forgetting(rooms.clone(), closing.clone()));
    for _ in 0..WORKERS {
        tokio::spawn(fetch::keep_fetching(rooms.clone(), closing.clone()));
    }
}

/// Whether a fault of one section's fetch shows that the line as a whole is gone: nothing could even
/// be asked. A timeout or an error status may be this section's own; whether the line is gone too
/// is for the next look at the card checks to say.
const fn concerns_the_line(code: FaultCode) -> bool {
    matches!(
        code,
        FaultCode::NotConfigured
            | FaultCode::NameNotFound
            | FaultCode::Refused
            | FaultCode::TlsUntrusted
            | FaultCode::TlsExpired
            | FaultCode::TlsWrongName
            | FaultCode::TlsVersion
            | FaultCode::TlsOther
            | FaultCode::ClientCertificateMissing
            | FaultCode::ClientCertificateExpired
            | FaultCode::ClientCertificateNotYetValid
            | FaultCode::ClientCertificateWrongIssuer
            | FaultCode::ClientCertificateRefused
            | FaultCode::Login
            | FaultCode::NotTheService
            | FaultCode::NotLoopback
    )
}

/// Notes a failure of the line and tells the seats if it is news.
fn line_failed(rooms: &Rooms, fault: &Fault) {
    let now = arrived(rooms).at;
    let turn = rooms
        .line
        .failed(fault.code, fault.detail.clone(), fault.retry_after, now);
    if turn == Turn::Down {
        rooms.tell(crate::event::ViewerEvent::ArrivalsChanged);
    }
    rooms.tell_line();
}
