//! 氏名の表記が異なるとき: the desk asks and confirms.

use audit::EventKind;

use super::joining::confirms_birth_date;
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::record_act::Act;
use crate::request::{ConfirmNameRequest, Nothing};
use crate::rooms::blocking;
use crate::seat::Seat;

impl Seat {
    /// The names in the answers are this person's: asked for with the birth date, and written down.
    pub(crate) async fn confirm_name(
        &self,
        request: ConfirmNameRequest,
    ) -> Result<Nothing, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let person = rooms.desk.person(request.person)?;
            let person = person.ok_or(ErrorCode::NoSuchPerson)?;
            let act = Act::new(EventKind::NameConfirmed)
                .by(&seated.session)
                .about(request.person)
                .with_chart_number(person.chart_number.as_deref());
            if !confirms_birth_date(&person, &request.birth_date) {
                let error = ErrorCode::IdentityNotConfirmed;
                act.refused(&error.name()).write_now(&rooms)?;
                return Err(error.into());
            }
            act.write_now(&rooms)?;
            rooms
                .desk
                .confirm_names(request.person, rooms.clock.now())?;
            rooms.tell(ViewerEvent::ArrivalsChanged);
            Ok(Nothing {})
        })
        .await
    }
}
