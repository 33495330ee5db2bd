//! Answers that were fetched and are not in the records store any more: it was damaged, and the
//! second copy is older, or an older store lies in its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use cache::StoreError;
use cache::desk::FetchState;
use jiff::Timestamp;
use record::vocabulary::PersonId;

use crate::clinical::Clinical;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::queue::{Job, Wanted};
use crate::rooms::Rooms;
use crate::sync::lock;

/// Puts right what the desk store says was fetched, so that no list calls complete what is lost, and
/// wants what a running consent still allows to fetch.
pub(super) fn make_good(rooms: &Rooms, clinical: &Arc<Clinical>) {
    // A store that cannot be read or written now is told by the commands that need it.
    let lost = lost(rooms, clinical).unwrap_or_default();
    for job in &lost {
        rooms.queue.add(*job, Wanted::Ahead);
    }
    if !lost.is_empty() {
        rooms.tell(ViewerEvent::ArrivalsChanged);
        rooms.tell_line();
    }
}

/// Those of today's list, and those the desk store would call fetched on another day.
fn lost(rooms: &Rooms, clinical: &Arc<Clinical>) -> Result<Vec<Job>, CommandError> {
    let mut lost = Vec::new();
    let arrivals = rooms.desk.arrivals(rooms.clock.today())?;
    let mut people: BTreeSet<PersonId> = arrivals.iter().map(|arrival| arrival.person).collect();
    let now = rooms.clock.now();
    people.extend(rooms.desk.fetched_under_running_consent(now)?);
    for person in people {
        if !clinical.is_read() {
            // The last clinical session has ended: its key must go.
            break;
        }
        lost.extend(lost_of(rooms, clinical, person)?);
    }
    Ok(lost)
}

fn lost_of(rooms: &Rooms, clinical: &Clinical, person: PersonId) -> Result<Vec<Job>, CommandError> {
    // No answer is in the one store and not yet in the other meanwhile.
    let _turn = lock(&rooms.keeping);
    let mut lost = Vec::new();
    for (category, state) in rooms.desk.fetch_states(person)? {
        let held = match clinical.records.state(person, category) {
            Ok(held) => held.map(|held| held.as_of),
            Err(StoreError::Damaged) => None,
            Err(error) => return Err(error.into()),
        };
        if let Some(known) = without_the_lost(state, held) {
            rooms.desk.set_fetch_state(person, category, &known)?;
            lost.push(Job { person, category });
        }
    }
    Ok(lost)
}

/// What is known of fetching when the newest answer held is of this moment; none when nothing newer
/// came since.
fn without_the_lost(state: FetchState, held: Option<Timestamp>) -> Option<FetchState> {
    let lost = match (state.last_success, held) {
        (Some(came), Some(held)) => held < came,
        (came, None) => came.is_some(),
        (None, Some(_)) => false,
    };
    lost.then_some(FetchState {
        last_success: held,
        consent_until: None,
        ..state
    })
}

/// What is known of fetching a section of which something held is damaged: it counts as never fetched,
/// so that it is fetched again. What is said of the answer itself stays.
pub(crate) fn forget_fetched(rooms: &Rooms, job: Job) {
    let Ok(states) = rooms.desk.fetch_states(job.person) else {
        return;
    };
    let known = states.into_iter().find(|(known, _)| *known == job.category);
    let Some((_, known)) = known else {
        return;
    };
    let unknown = FetchState {
        last_success: None,
        consent_until: None,
        ..known
    };
    // One that cannot be written is told by the commands that write it.
    let _ = rooms
        .desk
        .set_fetch_state(job.person, job.category, &unknown);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn only_what_came_after_what_is_held_counts_as_lost() {
        let state = FetchState {
            last_success: Some(at(10)),
            last_attempt: Some(at(20)),
            fault: Some("timeout".to_owned()),
            consent_until: Some(at(3600)),
            name_differs: true,
        };
        assert_eq!(without_the_lost(state.clone(), Some(at(10))), None);
        assert_eq!(without_the_lost(state.clone(), Some(at(11))), None);
        assert_eq!(without_the_lost(FetchState::default(), None), None);
        for held in [Some(at(9)), None] {
            let known = without_the_lost(state.clone(), held).unwrap();
            assert_eq!((known.last_success, known.consent_until), (held, None));
            // The rest is as true as before.
            assert_eq!(
                (known.last_attempt, known.fault, known.name_differs),
                (state.last_attempt, state.fault.clone(), true)
            );
        }
    }
}
