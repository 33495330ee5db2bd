use access::Session;
use audit::{Entry, EventKind, Filter, Purpose};

use crate::emergency::{EmergencyKind, EmergencyUse, Review, Who, settle, tell};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::{Act, grounds_of};
use crate::request::{Nothing, RecordReviewRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{ReviewTaskView, ReviewView};

impl Seat {
    /// Every use that waits for its review, and the last ones that were reviewed; newest first.
    pub(crate) async fn review_tasks(
        &self,
        _: Nothing,
    ) -> Result<Vec<ReviewTaskView>, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || tasks(&rooms, &seated.session)).await
    }

    /// Records a review. One by the person who is reviewed is marked 自己確認.
    pub(crate) async fn record_review(
        &self,
        request: RecordReviewRequest,
    ) -> Result<Vec<ReviewTaskView>, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            record(&rooms, &seated.session, &request)?;
            tell(&rooms);
            tasks(&rooms, &seated.session)
        })
        .await
    }
}

fn record(
    rooms: &Rooms,
    session: &Session,
    request: &RecordReviewRequest,
) -> Result<(), CommandError> {
    settle(rooms)?;
    let used = rooms.emergencies.numbered(request.number);
    let used = used.ok_or(ErrorCode::NoSuchTask)?;
    if used.ended.is_none() || used.review.is_some() {
        let why = if used.review.is_some() {
            "done"
        } else {
            "lasts"
        };
        return Err(CommandError::new(ErrorCode::NoSuchTask).with("why", why));
    }
    let text = request.text.as_deref().map(str::trim).unwrap_or_default();
    let text = record::written_out(text);
    let text: String = text.chars().take(audit::Reason::LONGEST).collect();
    let text = Some(text).filter(|text| !text.is_empty());
    if !request.proper && text.is_none() {
        return Err(ErrorCode::ReasonNeeded.into());
    }
    let own = used.by.account == session.account();
    let result = if request.proper {
        "proper"
    } else {
        "not_proper"
    };
    let by = if own { ":self" } else { "" };
    let act = Act::new(EventKind::EmergencyReviewed)
        .by(session)
        .for_purpose(Purpose::Review)
        .with_chart_number(used.chart_number.as_deref())
        .because(
            &format!("{}:{}:{result}{by}", used.kind.as_str(), used.number),
            text.as_deref(),
        );
    let act = match used.person {
        Some(person) => act.about(person),
        None => act,
    };
    act.write_now(rooms)?;
    let review = Review {
        by: Who::of(session),
        at: rooms.consent_time().at,
        proper: request.proper,
        text,
        own,
    };
    if rooms.emergencies.review(&rooms.desk, used.number, review) {
        Ok(())
    } else {
        Err(CommandError::new(ErrorCode::NoSuchTask).with("why", "done"))
    }
}

fn tasks(rooms: &Rooms, session: &Session) -> Result<Vec<ReviewTaskView>, CommandError> {
    settle(rooms)?;
    let mut uses = rooms.emergencies.all();
    uses.reverse();
    uses.iter().map(|used| task(rooms, session, used)).collect()
}

/// One use as a task, for `session`.
pub(super) fn task(
    rooms: &Rooms,
    session: &Session,
    used: &EmergencyUse,
) -> Result<ReviewTaskView, CommandError> {
    Ok(ReviewTaskView {
        number: used.number,
        kind: used.kind,
        account: used.by.account.clone(),
        by: used.by.display_name.clone(),
        chart_number: used.chart_number.clone(),
        reason: used.reason,
        text: used.text.clone(),
        from: used.from,
        ended_at: used.ended.map(|ended| ended.at),
        ended_by: used.ended.map(|ended| ended.by),
        own: used.by.account == session.account(),
        openings: openings(rooms, used)?,
        review: used.review.as_ref().map(|review| ReviewView {
            by: review.by.display_name.clone(),
            at: review.at,
            proper: review.proper,
            text: review.text.clone(),
            own: review.own,
        }),
    })
}

/// Openings of patients that rested on the use.
fn openings(rooms: &Rooms, used: &EmergencyUse) -> Result<usize, CommandError> {
    let own = used.kind.purpose();
    if own == Purpose::Normal {
        return Ok(0);
    }
    // What the sealed account opened, whatever for.
    let of_account = used.kind == EmergencyKind::EmergencyAccount;
    let mine = of_account || used.person.is_some();
    let filter = Filter {
        kinds: EventKind::READINGS.to_vec(),
        since: Some(used.rows_from()),
        until: used.rows_until(),
        person: used.person.map(|person| person.0),
        account: mine.then(|| used.by.account.clone()),
        limit: u32::MAX,
        ..Filter::default()
    };
    if of_account {
        return counted(rooms, &filter);
    }
    let under = |purpose| Filter {
        purpose: Some(purpose),
        ..filter.clone()
    };
    let mut count = 0;
    for purpose in Purpose::EMERGENCIES {
        // Of the ward's days of an outage there are many, and each of them rests on it.
        if purpose == own && own == Purpose::OutageReading {
            count += counted(rooms, &under(purpose))?;
            continue;
        }
        let rows = rooms.audit.entries(&under(purpose))?;
        let resting = rows.iter().filter(|row| rests_on(&row.entry, used.kind));
        count += resting.count();
    }
    Ok(count)
}

fn counted(rooms: &Rooms, filter: &Filter) -> Result<usize, CommandError> {
    let count = rooms.audit.count(filter)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Whether what a row shows, or was asked for, rests on a use of this kind.
pub(super) fn rests_on(entry: &Entry, kind: EmergencyKind) -> bool {
    let code = entry.reason.as_ref().map(|reason| reason.code.as_str());
    rests(code, entry.purpose, kind)
}

/// A row has the gravest of its purposes and names all its grounds. One that names none of its purpose, as rows of
/// before do, counts for each kind of it.
fn rests(code: Option<&str>, purpose: Purpose, kind: EmergencyKind) -> bool {
    let named = |kind: EmergencyKind| grounds_of(code).any(|ground| kind.ground() == Some(ground));
    let mut of_purpose = EmergencyKind::ALL
        .into_iter()
        .filter(|one| one.purpose() == purpose);
    named(kind) || (kind.purpose() == purpose && !of_purpose.any(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_counts_for_each_use_it_names_and_for_all_of_its_purpose_if_it_names_none() {
        use EmergencyKind::{
            OutageReading, PersonReading, ServiceDisaster, ServiceEmergency, ServiceSystemFault,
        };
        let modes = Purpose::ServiceEmergency;
        let both = Some("facility_record+service_emergency+service_system_fault");
        assert!(rests(both, modes, ServiceEmergency));
        assert!(rests(both, modes, ServiceSystemFault));
        assert!(!rests(both, modes, ServiceDisaster));
        assert!(!rests(both, modes, OutageReading));
        assert!(!rests(Some("service_disaster"), modes, ServiceEmergency));
        for nothing in [None, Some("facility_record")] {
            assert!(rests(nothing, modes, ServiceDisaster));
            assert!(rests(nothing, modes, ServiceEmergency));
            assert!(rests(nothing, Purpose::Emergency, PersonReading));
            assert!(!rests(nothing, Purpose::Emergency, ServiceEmergency));
        }
    }

    #[test]
    fn what_rests_on_a_milder_ground_as_well_counts_for_it_under_the_graver_purpose() {
        use EmergencyKind::{OutageReading, PersonReading, ServiceSystemFault};
        let grave = Purpose::Emergency;
        let all = Some("emergency+outage_reading+service_system_fault");
        for kind in [OutageReading, PersonReading, ServiceSystemFault] {
            assert!(rests(all, grave, kind), "{kind:?}");
        }
        assert!(!rests(Some("emergency"), grave, ServiceSystemFault));
        let other = Some("service_system_fault");
        assert!(!rests(other, Purpose::ServiceEmergency, OutageReading));
    }
}
