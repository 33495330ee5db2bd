use uuid::Uuid;

use crate::error::CommandError;
use crate::request::{Nothing, PaintedRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;

impl Seat {
    /// The screen tells, after the frame, which versions of which sections it painted. Only this
    /// counts as read.
    pub(crate) async fn report_painted(
        &self,
        request: PaintedRequest,
    ) -> Result<Nothing, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        blocking(move || {
            let reader = reader(&rooms, session.account());
            let now = rooms.clock.now();
            for section in &request.sections {
                let (category, version) = (section.category, section.version.as_str());
                clinical
                    .records
                    .record_reading(&reader, request.person, category, version, now)?;
            }
            Ok(Nothing {})
        })
        .await
    }
}

/// The opaque id under which readings are kept: the records store holds no account names.
pub(crate) fn reader(rooms: &Rooms, account: &str) -> String {
    let profile = Uuid::parse_str(&rooms.facts.id).unwrap_or_default();
    Uuid::new_v5(&profile, account.as_bytes()).to_string()
}
