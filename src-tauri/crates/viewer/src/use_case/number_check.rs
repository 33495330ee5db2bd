//! 番号による資格確認: somebody came without the card. The service says who has the number; it gives no
//! consent with it, so nothing is fetched.

use std::sync::Arc;

use audit::EventKind;
use cache::desk::{ArrivalSource, CardCheckRow, Visit, typed_birth_date};
use record::FoundPatient;
use record::vocabulary::{CareSetting, MemberId};
use service::Fault;
use service::fault::FaultCode;
use tokio_util::sync::CancellationToken;

use super::board::identity_for_desk;
use super::people::{PersonToday, Today};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::fetch_facts::fault_name;
use crate::joins::follow_joins;
use crate::record_act::Act;
use crate::request::NumberCheckRequest;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::typed_person::{PersonProblem, plain_number};
use crate::view::NumberCheckView;

impl Seat {
    /// Asks the service by insured number and puts the person on today's board.
    pub(crate) async fn check_number(
        &self,
        request: NumberCheckRequest,
    ) -> Result<NumberCheckView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let invalid = |problem: PersonProblem| {
            CommandError::new(ErrorCode::PersonInvalid).with("problem", problem.as_str())
        };
        let born = typed_birth_date(&request.birth_date)
            .ok_or_else(|| invalid(PersonProblem::BirthDate))?;
        let number = member_id(&request).ok_or_else(|| invalid(PersonProblem::MemberNumber))?;
        // Written down before it is asked: the service sees the asking.
        let act = Act::new(EventKind::NumberChecked).by(&seated.session);
        act.write(&rooms).await?;
        let found = match ask(&rooms, &number).await {
            Ok(found) => found,
            Err(fault) if fault.code == FaultCode::PatientUnknown => {
                return Ok(NumberCheckView::Nobody);
            }
            Err(fault) => {
                let code = fault_name(fault.code);
                return Err(CommandError::new(ErrorCode::ServiceNotAsked).with("fault", code));
            }
        };
        blocking(move || take_in(&rooms, &number, found, &born)).await
    }
}

fn member_id(request: &NumberCheckRequest) -> Option<MemberId> {
    let part = |text: &str| plain_number(text);
    let (insurer, symbol) = (part(&request.insurer), part(&request.symbol));
    let (number, branch) = (part(&request.number), part(&request.branch));
    let whole = !number.is_empty() && !insurer.is_empty();
    let text = format!("{insurer}:{symbol}:{number}:{branch}");
    MemberId::parse(&text).ok().filter(|_| whole)
}

/// One of these is the number that was asked for; without 枝番 it is a whole family's, whose members are
/// told apart by it.
fn names(stated: &[MemberId], asked: &MemberId) -> bool {
    let wanted = asked.normalised();
    stated.iter().any(|stated| {
        let stated = stated.normalised();
        stated == wanted || (asked.lacks_branch() && stated.starts_with(&wanted))
    })
}

async fn ask(rooms: &Arc<Rooms>, number: &MemberId) -> Result<Vec<FoundPatient>, Fault> {
    let transport = rooms.transport().ok_or(FaultCode::NotConfigured)?;
    let never = CancellationToken::new();
    let asking = transport.find_patient(number, &never);
    let answered = rooms.on_line(asking).await?;
    rooms.trusted.note(&rooms.desk, answered.server_time);
    let pages: Vec<&[u8]> = answered
        .value
        .iter()
        .map(|page| page.bytes.as_slice())
        .collect();
    record::found_patients(&pages).map_err(|_| FaultCode::UnreadableAnswer.into())
}

fn take_in(
    rooms: &Rooms,
    number: &MemberId,
    found: Vec<FoundPatient>,
    born: &str,
) -> Result<NumberCheckView, CommandError> {
    if found.is_empty() {
        return Ok(NumberCheckView::Nobody);
    }
    let mut fitting = found.into_iter().filter(|found| {
        let date = found.identity.birth_date.as_ref();
        date.is_some_and(|date| date.date_text() == born)
    });
    let Some(one) = fitting.next() else {
        return Ok(NumberCheckView::BirthDateDiffers);
    };
    if fitting.next().is_some() {
        return Ok(NumberCheckView::Several);
    }
    let mut identity = one.identity;
    if identity.member_ids.is_empty() {
        identity.member_ids.push(number.clone());
    }
    // An answer about somebody else, as a twin is, must not give them this number.
    if !names(&identity.member_ids, number) {
        let act = Act::new(EventKind::Quarantine).failed("number_differs");
        act.write_now(rooms)?;
        return Ok(NumberCheckView::NumberDiffers);
    }
    let row = CardCheckRow {
        service_ref: one.service_ref,
        arrived_at: rooms.clock.now(),
        chart_number: one.chart_number,
        identity,
        card: false,
        consents: Vec::new(),
        visit: Visit {
            source: ArrivalSource::Number,
            setting: CareSetting::Outpatient,
        },
    };
    let (today, now) = (rooms.clock.today(), rooms.clock.now());
    let people = rooms.desk.record_card_checks(today, &[row], now)?;
    follow_joins(rooms)?;
    rooms.tell(ViewerEvent::ArrivalsChanged);
    let person = people.first().copied().ok_or(ErrorCode::Internal)?;
    let today = Today::read(rooms)?;
    let person = PersonToday::read(rooms, &today, person)?;
    let identity = identity_for_desk(rooms, &today, &person);
    Ok(NumberCheckView::Found { identity })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_about_another_number_is_not_about_whom_was_asked() {
        let id = |text: &str| MemberId::parse(text).unwrap();
        let asked = id("06139999:12:34:01");
        assert!(names(&[id("6139999:１２:34:01")], &asked));
        assert!(!names(
            &[id("06139999:12:34:02"), id("06139999:12:35:01")],
            &asked
        ));
        let family = id("06139999:12:34:");
        assert!(names(&[id("06139999:12:34:02")], &family));
        assert!(!names(&[id("06139999:12:345:02")], &family));
    }
}
