//! What the desk store knows about today's people, gathered once per question.

use cache::desk::Arrival;
use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Category, ConsentFlag, Identity, PersonId};

use crate::compose::{Namesakes, PersonConsents, identity_view};
use crate::error::{CommandError, ErrorCode};
use crate::fetch_facts::FetchFacts;
use crate::rooms::Rooms;
use crate::view::IdentityView;

/// Today's arrivals with the marks that need all of them.
pub(crate) struct Today {
    pub(crate) now: Timestamp,
    pub(crate) date: Date,
    /// 時計要確認: this PC's clock and the service's disagree.
    pub(crate) clock_in_doubt: bool,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) namesakes: Namesakes,
}

impl Today {
    pub(crate) fn read(rooms: &Rooms) -> Result<Self, CommandError> {
        let (now, date) = (rooms.clock.now(), rooms.clock.today());
        let arrivals = rooms.desk.arrivals(date)?;
        let namesakes = Namesakes::among(arrivals.iter().map(|arrival| &arrival.identity));
        Ok(Self {
            now,
            date,
            clock_in_doubt: rooms.trusted.disagrees(now),
            arrivals,
            namesakes,
        })
    }

    pub(crate) fn arrival(&self, person: PersonId) -> Option<&Arrival> {
        self.arrivals
            .iter()
            .find(|arrival| arrival.person == person)
    }
}

/// One person with consents and fetch states.
pub(crate) struct PersonToday {
    pub(crate) person: PersonId,
    pub(crate) chart_number: Option<String>,
    pub(crate) identity: Identity,
    pub(crate) consents: PersonConsents,
    pub(crate) fetches: FetchFacts,
    /// They had other insured numbers before.
    pub(crate) had_other_numbers: bool,
}

impl PersonToday {
    pub(crate) fn read(
        rooms: &Rooms,
        today: &Today,
        person: PersonId,
    ) -> Result<Self, CommandError> {
        let known = rooms.desk.person(person)?.ok_or(ErrorCode::NoSuchPerson)?;
        let arrival = today.arrival(person);
        let latest = rooms.desk.latest_consents(person)?;
        let refused: Vec<Category> = latest
            .iter()
            .filter(|dated| dated.consent.flag == ConsentFlag::Refused)
            .map(|dated| dated.consent.category)
            .collect();
        let consents = match arrival {
            Some(_) => rooms.desk.consents(person, today.date)?,
            None => latest.into_iter().map(|dated| dated.consent).collect(),
        };
        let consents = PersonConsents::new(arrival, consents, today.now).after_refusing(refused);
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
            fetches: FetchFacts::new(rooms.desk.fetch_states(person)?),
        })
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

    /// Given categories that were fetched under the running consent.
    pub(crate) fn fetched(&self) -> usize {
        self.consents
            .given()
            .filter(|category| {
                self.fetches
                    .under_running_consent(*category, &self.consents)
            })
            .count()
    }
}
