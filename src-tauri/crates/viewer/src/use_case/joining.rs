//! 結ぶ・分ける: one person under several insured numbers, and the way back. Each is confirmed by two
//! items typed at the desk, and written down.

use audit::EventKind;
use cache::desk::{Join, JoinRefused, Person, typed_birth_date};
use record::vocabulary::PersonId;

use super::board::identity_for_desk;
use super::people::{PersonToday, Today};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::record_act::Act;
use crate::request::{JoinPeopleRequest, Nothing, SeparateRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::typed_person::plain_number;
use crate::view::{JoinView, JoinsView, PersonView};

impl Seat {
    /// The joins that stand.
    pub(crate) async fn joins(&self, _: Nothing) -> Result<JoinsView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || {
            let today = Today::read(&rooms)?;
            let mut joins = Vec::new();
            for join in rooms.desk.joins()? {
                let person = PersonToday::read(&rooms, &today, join.person)?;
                joins.push(JoinView {
                    id: join.id,
                    identity: identity_for_desk(&rooms, &today, &person),
                    by_hand: join.by_hand,
                    numbers: join.numbers.len(),
                    joined_at: join.joined_at,
                });
            }
            Ok(JoinsView { joins })
        })
        .await
    }

    /// Undoes a join; answers who has its numbers now.
    pub(crate) async fn separate_people(
        &self,
        request: SeparateRequest,
    ) -> Result<PersonView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || separate(&rooms, &seated, &request)).await
    }

    /// Joins two people; answers the one they are from now on.
    pub(crate) async fn join_people(
        &self,
        request: JoinPeopleRequest,
    ) -> Result<PersonView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || join(&rooms, &seated, &request)).await
    }
}

fn separate(
    rooms: &Rooms,
    seated: &Seated,
    request: &SeparateRequest,
) -> Result<PersonView, CommandError> {
    let join = rooms.desk.joins()?;
    let join = join
        .into_iter()
        .find(|join| join.id == request.join)
        .ok_or(ErrorCode::NoSuchPerson)?;
    let person = known(rooms, join.person)?;
    let act = Act::new(EventKind::PersonSeparated)
        .by(&seated.session)
        .about(join.person)
        .because("joined_with", Some(&join.other.0.to_string()))
        .with_chart_number(person.chart_number.as_deref());
    if !confirms(&person, &request.birth_date, &request.chart_number) {
        return refuse(rooms, act, ErrorCode::IdentityNotConfirmed.into());
    }
    act.write_now(rooms)?;
    let _turn = crate::sync::lock(&rooms.keeping);
    let other = rooms.desk.separate(join.id, rooms.clock.now())?;
    let other = other.ok_or(ErrorCode::NoSuchPerson)?;
    changed(rooms, [join.person, other])?;
    Ok(PersonView { person: other })
}

fn join(
    rooms: &Rooms,
    seated: &Seated,
    request: &JoinPeopleRequest,
) -> Result<PersonView, CommandError> {
    let (one, other) = (known(rooms, request.one)?, known(rooms, request.other)?);
    let act = || {
        Act::new(EventKind::PersonJoined)
            .by(&seated.session)
            .about(request.one)
            .with_chart_number(one.chart_number.as_deref())
    };
    let typed = |person| confirms(person, &request.birth_date, &request.chart_number);
    if !(typed(&one) || typed(&other)) {
        return refuse(rooms, act(), ErrorCode::IdentityNotConfirmed.into());
    }
    let _turn = crate::sync::lock(&rooms.keeping);
    let now = rooms.clock.now();
    match rooms.desk.join_people(request.one, request.other, now)? {
        Ok(person) => {
            // It is done, whatever becomes of its row: one that cannot be written is written later.
            changed(rooms, [request.one, request.other])?;
            let with = request.other.0.to_string();
            act().because("joined_with", Some(&with)).write_now(rooms)?;
            let both = [request.one, request.other];
            let is_this = |join: &Join| both.contains(&join.person) && both.contains(&join.other);
            let unlogged = rooms.desk.unlogged_joins()?;
            for join in unlogged.iter().filter(|join| is_this(join)) {
                rooms.desk.note_logged(join.id)?;
            }
            Ok(PersonView { person })
        }
        Err(why) => {
            let why = match why {
                JoinRefused::Nobody => "nobody",
                JoinRefused::JoinedAlready => "joined_already",
                JoinRefused::Differs => "differs",
            };
            let error = CommandError::new(ErrorCode::JoinRefused).with("why", why);
            refuse(rooms, act(), error)
        }
    }
}

/// A refusal is written down as well.
fn refuse<T>(rooms: &Rooms, act: Act, error: CommandError) -> Result<T, CommandError> {
    act.refused(&error.code.name()).write_now(rooms)?;
    Err(error)
}

fn known(rooms: &Rooms, person: PersonId) -> Result<Person, CommandError> {
    let known = rooms.desk.person(person)?;
    known.ok_or(ErrorCode::NoSuchPerson.into())
}

/// The two items, as typed, are this person's.
pub(super) fn confirms(person: &Person, birth_date: &str, chart_number: &str) -> bool {
    let number = person.chart_number.as_deref().map(plain_number);
    confirms_birth_date(person, birth_date) && number == Some(plain_number(chart_number))
}

/// The birth date, as typed, is this person's.
pub(super) fn confirms_birth_date(person: &Person, birth_date: &str) -> bool {
    let born = person.identity.birth_date.as_ref();
    let typed = typed_birth_date(birth_date);
    typed.is_some() && born.map(|date| date.date_text()) == typed.as_deref()
}

/// Whose records count as whose is another matter now: what is ready in memory is read anew, and a
/// screen that shows one of them is emptied.
fn changed(rooms: &Rooms, people: [PersonId; 2]) -> Result<(), CommandError> {
    rooms.read_kinship()?;
    for person in people {
        rooms.tell(ViewerEvent::PersonChanged { person });
    }
    rooms.tell(ViewerEvent::ArrivalsChanged);
    rooms.look_now.notify_one();
    Ok(())
}
