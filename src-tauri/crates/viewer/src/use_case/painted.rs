use uuid::Uuid;

use crate::error::CommandError;
use crate::outage::ReadInOutage;
use crate::request::{Nothing, PaintedRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::LinkState;

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
            let mut read = Vec::new();
            let granted = |category| rooms.may_role_read(&session, category);
            for section in request.sections.iter().filter(|one| granted(one.category)) {
                let (category, version) = (section.category, section.version.as_str());
                let known = clinical.records.record_reading(
                    &reader,
                    request.person,
                    category,
                    version,
                    now,
                )?;
                if known {
                    read.push(ReadInOutage {
                        reader: reader.clone(),
                        person: request.person,
                        category,
                        version: version.to_owned(),
                    });
                }
            }
            note_in_outage(&rooms, read)?;
            Ok(Nothing {})
        })
        .await
    }
}

/// What is read while the line is not up is remembered, so that its changes can be told afterwards.
fn note_in_outage(rooms: &Rooms, read: Vec<ReadInOutage>) -> Result<(), CommandError> {
    let line = rooms.service_status();
    match line.link {
        LinkState::Up | LinkState::NotConfigured => Ok(()),
        LinkState::Down => Ok(rooms.outages.note(&rooms.desk, line.since, read)?),
        LinkState::Unknown => Ok(rooms.outages.note(&rooms.desk, None, read)?),
    }
}

/// The opaque id under which readings are kept: the records store holds no account names.
pub(crate) fn reader(rooms: &Rooms, account: &str) -> String {
    let profile = Uuid::parse_str(&rooms.facts.id).unwrap_or_default();
    Uuid::new_v5(&profile, account.as_bytes()).to_string()
}
