//! 受付・予約ファイル and 手入力: people who come without the service having said so.

use audit::EventKind;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cache::desk::{ArrivalSource, CardCheckRow, Visit};
use jiff::Timestamp;
use record::vocabulary::{CareSetting, PersonId};

use super::named_lists::must_exist;
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::people_file::{self, FileProblem};
use crate::record_act::Act;
use crate::request::{AddPersonRequest, PeopleFileRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::typed_person::{TypedPerson, identity};
use crate::view::{BadLineView, PeopleFileView, PersonView};

/// Files larger than this are none of a reception.
const LARGEST: usize = 4 * 1024 * 1024;

impl Seat {
    /// Takes in a file. Lines that cannot be used are named, and the others are taken in.
    pub(crate) async fn take_in_people(
        &self,
        request: PeopleFileRequest,
    ) -> Result<PeopleFileView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || take_in(&rooms, &seated, &request)).await
    }

    /// Enters somebody by hand.
    pub(crate) async fn add_person(
        &self,
        request: AddPersonRequest,
    ) -> Result<PersonView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let typed = identity(
                &request.name,
                Some(&request.kana),
                &request.birth_date,
                Some(request.gender),
                Some(&request.chart_number),
                rooms.clock.today(),
            );
            let typed = typed.map_err(|problem| {
                CommandError::new(ErrorCode::PersonInvalid).with("problem", problem.as_str())
            })?;
            let row = as_row(typed, ArrivalSource::Hand, rooms.clock.now());
            let act = Act::new(EventKind::PersonAdded).by(&seated.session);
            let people = record(&rooms, act, &[row], request.list)?;
            let person = people.first().copied().ok_or(ErrorCode::Internal)?;
            Ok(PersonView { person })
        })
        .await
    }
}

fn take_in(
    rooms: &Rooms,
    seated: &Seated,
    request: &PeopleFileRequest,
) -> Result<PeopleFileView, CommandError> {
    if request.content.len() > LARGEST / 3 * 4 + 4 {
        return Err(refused("too_large"));
    }
    let bytes = STANDARD
        .decode(&request.content)
        .map_err(|_| CommandError::new(ErrorCode::BadRequest).with("detail", "base64"))?;
    let file = people_file::read(&bytes, rooms.clock.today()).map_err(|problem| {
        refused(match problem {
            FileProblem::Encoding => "encoding",
            FileProblem::Columns => "columns",
            FileProblem::TooLong => "too_long",
        })
    })?;
    let now = rooms.clock.now();
    let rows: Vec<CardCheckRow> = file
        .people
        .into_iter()
        .map(|listed| as_row(listed.person, ArrivalSource::File, listed.at.unwrap_or(now)))
        .collect();
    let act = Act::new(EventKind::PeopleTakenIn).by(&seated.session);
    record(rooms, act, &rows, request.list)?;
    let bad = file.bad.into_iter().map(|bad| BadLineView {
        line: bad.line,
        problem: bad.problem,
    });
    Ok(PeopleFileView {
        taken: rows.len(),
        bad: bad.collect(),
    })
}

/// Onto a list, or into today's reception; written down before it is done.
fn record(
    rooms: &Rooms,
    act: Act,
    rows: &[CardCheckRow],
    list: Option<i64>,
) -> Result<Vec<PersonId>, CommandError> {
    if let Some(list) = list {
        must_exist(rooms, list)?;
    }
    act.write_now(rooms)?;
    let (today, now) = (rooms.clock.today(), rooms.clock.now());
    let people = match list {
        Some(list) => {
            let people = rooms.desk.know_people(today, rows, now)?;
            rooms.desk.put_on_list(list, &people, now)?;
            people
        }
        None => rooms.desk.record_card_checks(today, rows, now)?,
    };
    rooms.tell(ViewerEvent::ArrivalsChanged);
    rooms.look_now.notify_one();
    Ok(people)
}

fn as_row(typed: TypedPerson, source: ArrivalSource, at: Timestamp) -> CardCheckRow {
    CardCheckRow {
        service_ref: String::new(),
        arrived_at: at,
        chart_number: typed.chart_number,
        identity: typed.identity,
        card: false,
        consents: Vec::new(),
        visit: Visit {
            source,
            setting: CareSetting::Outpatient,
        },
    }
}

fn refused(problem: &str) -> CommandError {
    CommandError::new(ErrorCode::PeopleFile).with("problem", problem)
}
