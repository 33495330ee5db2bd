//! What the desk store knows about today's people, gathered once per question.

use access::Session;
use audit::Purpose;
use cache::desk::{Arrival, NamedList};
use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Category, Identity, PersonId};

use crate::compose::{Namesakes, PersonConsents, identity_view};
use crate::consents_now::consents_now;
use crate::emergency::Modes;
use crate::error::{CommandError, ErrorCode};
use crate::expected::expected;
use crate::fetch_facts::FetchFacts;
use crate::reading::{ReadingGround, reading_ground};
use crate::rooms::Rooms;
use crate::view::IdentityView;

/// Today's arrivals with the marks that need all of them.
pub(crate) struct Today {
    pub(crate) now: Timestamp,
    /// What counts as now for the ends of consents.
    pub(crate) consent_time: Timestamp,
    pub(crate) date: Date,
    /// 時計要確認: this PC's clock and the service's disagree.
    pub(crate) clock_in_doubt: bool,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) lists: Vec<NamedList>,
    /// Today's list: whoever is of the reception or on a list that lasts over days.
    pub(crate) expected: Vec<PersonId>,
    pub(crate) namesakes: Namesakes,
}

impl Today {
    pub(crate) fn read(rooms: &Rooms) -> Result<Self, CommandError> {
        let (now, date) = (rooms.clock.now(), rooms.clock.today());
        let reckoned = rooms.trusted.reckon(now);
        let (arrivals, lists) = (rooms.desk.arrivals(date)?, rooms.desk.lists()?);
        let expected = expected(&arrivals, &lists);
        let namesakes = namesakes(rooms, &arrivals, &expected)?;
        Ok(Self {
            now,
            consent_time: reckoned.at,
            date,
            clock_in_doubt: reckoned.in_doubt,
            arrivals,
            lists,
            expected,
            namesakes,
        })
    }

    pub(crate) fn arrival(&self, person: PersonId) -> Option<&Arrival> {
        self.arrivals
            .iter()
            .find(|arrival| arrival.person == person)
    }

    /// The person is here today: an appointment is no arrival.
    pub(crate) fn is_visit(&self, person: PersonId) -> bool {
        self.arrival(person).is_some_and(Arrival::came)
    }
}

/// Today's people by name: who has come as the service names them today.
fn namesakes(
    rooms: &Rooms,
    arrivals: &[Arrival],
    expected: &[PersonId],
) -> Result<Namesakes, CommandError> {
    let mut listed = Vec::new();
    for person in expected.iter().skip(arrivals.len()) {
        let known = rooms.desk.person(*person)?;
        listed.extend(known.map(|known| (*person, known.identity)));
    }
    let came = arrivals.iter().map(|one| (one.person, &one.identity));
    let listed = listed.iter().map(|(person, identity)| (*person, identity));
    Ok(Namesakes::among(came.chain(listed)))
}

/// One person with consents and fetch states.
pub(crate) struct PersonToday {
    pub(crate) person: PersonId,
    pub(crate) chart_number: Option<String>,
    pub(crate) identity: Identity,
    pub(crate) consents: PersonConsents,
    /// What is on for this patient beyond everyday reading.
    pub(crate) modes: Modes,
    pub(crate) fetches: FetchFacts,
    /// They had other insured numbers before.
    pub(crate) had_other_numbers: bool,
}

impl PersonToday {
    /// The person with this number. Who was joined into another is nobody of their own: alone they would
    /// be without the refusals of the other.
    pub(crate) fn read(
        rooms: &Rooms,
        today: &Today,
        person: PersonId,
    ) -> Result<Self, CommandError> {
        let known = rooms.desk.person(person)?;
        let known = known.filter(|known| known.joined_into.is_none());
        let known = known.ok_or(ErrorCode::NoSuchPerson)?;
        let arrival = today.arrival(person);
        let consents = consents_now(rooms, person, arrival, today.date, today.consent_time)?;
        let current = &known.identity.member_ids;
        let had_other_numbers = known.member_numbers.iter().any(|dated| {
            let number = &dated.member_id;
            !current.iter().any(|known| known.same_as(number))
        });
        Ok(Self {
            person,
            had_other_numbers,
            chart_number: known.chart_number,
            identity: known.identity,
            consents,
            // Of no reader: what is on for everybody.
            modes: rooms.emergencies.modes(today.consent_time, "", person),
            fetches: FetchFacts::new(rooms.desk.fetch_states(person)?),
        })
    }

    /// The one whom this number counts as: what was written down under it before a join names it still.
    pub(crate) fn read_as_joined(
        rooms: &Rooms,
        today: &Today,
        person: PersonId,
    ) -> Result<Self, CommandError> {
        let known = rooms.desk.person(person)?.ok_or(ErrorCode::NoSuchPerson)?;
        Self::read(rooms, today, known.joined_into.unwrap_or(person))
    }

    /// Whether a held copy of this section may be read now, and on what ground. Every reading asks
    /// here.
    pub(crate) fn ground(&self, rooms: &Rooms, category: Category) -> ReadingGround {
        let rule = rooms.rules().reading_after_end;
        let last = self.fetches.last_success(category);
        let modes = self.modes.with_answer_of(last);
        reading_ground(&self.consents, category, rule, modes)
    }

    /// The same person for one reader: with what is on for them alone (緊急閲覧).
    pub(crate) fn read_by(mut self, rooms: &Rooms, today: &Today, session: &Session) -> Self {
        let reader = session.account();
        self.modes = rooms
            .emergencies
            .modes(today.consent_time, reader, self.person);
        self
    }

    /// What it is read for, when these sections are: the gravest of their grounds.
    pub(crate) fn purpose(
        &self,
        rooms: &Rooms,
        categories: impl Iterator<Item = Category>,
    ) -> Purpose {
        let grounds = categories.map(|category| self.ground(rooms, category));
        let purposes: Vec<Purpose> = grounds.map(ReadingGround::purpose).collect();
        let mut gravest_first = Purpose::EMERGENCIES.into_iter();
        let gravest = gravest_first.find(|one| purposes.contains(one));
        gravest.unwrap_or_default()
    }

    pub(crate) fn identity_view(&self, today: &Today) -> IdentityView {
        identity_view(
            self.person,
            self.chart_number.as_deref(),
            &self.identity,
            &today.namesakes,
            self.fetches.name_differs(),
            today.date,
        )
    }

    /// Given categories that were fetched under the running consent, as far as the reader was granted
    /// them.
    pub(crate) fn fetched(&self, granted: impl Fn(Category) -> bool) -> usize {
        self.consents
            .given()
            .filter(|category| granted(*category))
            .filter(|category| {
                self.fetches
                    .under_running_consent(*category, &self.consents)
            })
            .count()
    }
}
