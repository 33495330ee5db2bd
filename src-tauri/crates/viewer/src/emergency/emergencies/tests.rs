use cache::{StoreKey, ToldBy};

use super::*;
use crate::arrived::Arrived;
use crate::emergency::remembered::{BLOB, UNREADABLE};
use crate::emergency::{Told, Who};
use crate::error::CommandError;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + minutes * 60).unwrap()
}

fn desk(folder: &tempfile::TempDir) -> Desk {
    Desk::create(&folder.path().join("desk.db"), &StoreKey::new([3; 32])).unwrap()
}

/// With a log that tells nothing.
fn load(desk: &Desk) -> Result<Emergencies, CommandError> {
    Emergencies::load(desk, |_| Some(Told::default()))
}

fn who(account: &str) -> Who {
    Who {
        account: account.to_owned(),
        display_name: account.to_owned(),
    }
}

fn begun(kind: EmergencyKind, person: Option<i64>, until: i64) -> EmergencyUse {
    EmergencyUse {
        person: person.map(PersonId),
        until: Some(at(until)),
        ..EmergencyUse::new(kind, who("doctor"), at(0))
    }
}

fn review(own: bool) -> Review {
    Review {
        by: who("admin"),
        at: at(99),
        proper: true,
        text: None,
        own,
    }
}

#[test]
fn a_declaration_is_on_after_a_restart_and_ends_by_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let outage = begun(EmergencyKind::OutageReading, None, 480);
    let number = load(&desk).unwrap().begin(&desk, outage);
    let known = load(&desk).unwrap();
    assert_eq!(known.outage_reading(at(479)).unwrap().number, number);
    assert!(known.extend(&desk, number, at(600), at(479)));
    let known = load(&desk).unwrap();
    assert!(known.outage_reading(at(599)).is_some());
    assert!(
        known.outage_reading(at(600)).is_none(),
        "without anybody looking"
    );
    assert!(!known.extend(&desk, number, at(900), at(600)), "it is over");
    let over = known.run_out(&desk, at(700), at(700));
    assert_eq!(over.len(), 1);
    assert_eq!(over[0].ended.unwrap().at, at(600));
    assert!(
        known.run_out(&desk, at(700), at(700)).is_empty(),
        "told once"
    );
    assert_eq!(load(&desk).unwrap().open_tasks(), 1);
}

#[test]
fn what_began_by_a_clock_that_was_ahead_lasts_no_longer_and_a_forged_time_ends_nothing_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    known.begin(&desk, begun(EmergencyKind::OutageReading, None, 60));
    assert!(known.run_out(&desk, at(1), at(5_000)).is_empty());
    assert!(known.outage_reading(at(5_000)).is_none());
    assert!(known.outage_reading(at(1)).is_some(), "it was no true time");
    assert_eq!(known.run_out(&desk, at(60), at(60)).len(), 1);
    let ahead = EmergencyUse {
        from: at(5_000),
        ..begun(EmergencyKind::OutageReading, None, 5_060)
    };
    known.begin(&desk, ahead);
    assert!(known.outage_reading(at(5_001)).is_some());
    assert!(known.outage_reading(at(2)).is_none(), "set right");
    assert_eq!(known.run_out(&desk, at(2), at(2)).len(), 1);
    assert!(known.outage_reading(at(5_001)).is_none(), "nor then");
}

#[test]
fn what_cannot_be_read_is_not_replaced_before_the_log_has_answered() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    desk.put_blob(BLOB, b"nonsense").unwrap();
    let known = Emergencies::load(&desk, |_| None).unwrap();
    assert!(known.isolated());
    known.begin(&desk, begun(EmergencyKind::OutageReading, None, 60));
    assert!(known.outage_reading(at(1)).is_some());
    assert_eq!(desk.blob(BLOB).unwrap().unwrap(), b"nonsense");
}

#[test]
fn a_line_that_comes_and_goes_ends_nothing_and_a_long_return_does() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    known.begin(&desk, begun(EmergencyKind::OutageReading, None, 480));
    assert!(known.service_lost(&desk, at(1)).is_none(), "it never ended");
    assert!(known.service_returned(&desk, at(2)).len() == 1);
    assert!(known.outage_reading(at(2)).is_none());
    assert!(known.service_lost(&desk, at(11)).is_some());
    assert!(known.outage_reading(at(11)).is_some());
    assert!(known.service_returned(&desk, at(20)).len() == 1);
    assert!(
        known.service_lost(&desk, at(30)).is_none(),
        "another outage"
    );
    assert!(known.outage_reading(at(30)).is_none());
}

#[test]
fn an_emergency_reading_is_of_one_patient_and_one_reader() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    known.begin(&desk, begun(EmergencyKind::PersonReading, Some(1), 60));
    let on = |now, reader, person| {
        known
            .modes(at(now), reader, PersonId(person))
            .open
            .emergency
    };
    assert!(on(59, "doctor", 1));
    assert!(!on(60, "doctor", 1) && !on(1, "doctor", 2) && !on(1, "nurse", 1));
}

#[test]
fn what_came_under_any_running_mode_of_the_service_stays_open_when_another_begins() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    let mode = |kind, person, from| EmergencyUse {
        from: at(from),
        ..begun(kind, person, 480)
    };
    known.begin(&desk, mode(EmergencyKind::ServiceEmergency, Some(1), 0));
    known.begin(&desk, mode(EmergencyKind::ServiceDisaster, None, 30));
    let under = |reader, person, last: Option<i64>| {
        let modes = known.modes(at(60), reader, PersonId(person));
        modes.with_answer_of(last.map(at)).service
    };
    assert_eq!(under("doctor", 1, Some(10)), Some(ServiceMode::Emergency));
    assert_eq!(under("doctor", 1, Some(40)), Some(ServiceMode::Emergency));
    assert_eq!(under("doctor", 2, Some(40)), Some(ServiceMode::Disaster));
    assert_eq!(under("nurse", 1, Some(40)), Some(ServiceMode::Disaster));
    assert_eq!(under("nurse", 1, Some(10)), None, "it came before");
    assert_eq!(under("doctor", 1, None), None);
}

#[test]
fn what_is_asked_under_a_mode_is_read_in_its_name() {
    use EmergencyKind::{ServiceDisaster, ServiceEmergency, ServiceSystemFault};
    let both_ways = |one, other| [[one, other], [other, one]];
    let pairs = both_ways(ServiceDisaster, ServiceSystemFault);
    let pairs = pairs
        .into_iter()
        .chain(both_ways(ServiceDisaster, ServiceEmergency))
        .chain(both_ways(ServiceSystemFault, ServiceEmergency));
    for pair in pairs {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let known = load(&desk).unwrap();
        for (minute, kind) in (0..).zip(pair) {
            let person = (kind == ServiceEmergency).then_some(1);
            let from = at(minute);
            known.begin(
                &desk,
                EmergencyUse {
                    from,
                    ..begun(kind, person, 480)
                },
            );
        }
        let foremost = pair.into_iter().find(|kind| *kind == ServiceEmergency);
        let foremost = foremost.unwrap_or(pair[0]).service_mode();
        let asked = known.service_mode(at(60), PersonId(1), false);
        let read = known.modes(at(60), "doctor", PersonId(1));
        let read = read.with_answer_of(Some(at(60))).service;
        assert_eq!(asked.map(|(mode, _)| mode), foremost, "{pair:?}");
        assert_eq!(read, foremost, "{pair:?}");
    }
}

/// The clock of the PC, the time that answers are stamped with and the time of consents differ by
/// seconds, each way.
#[test]
fn answers_and_rows_of_a_use_count_whatever_the_clocks_differ_by() {
    let seconds = |seconds| at(0) + jiff::SignedDuration::from_secs(seconds);
    let told_by = [ToldBy::Trusted, ToldBy::OwnClock];
    for (own, arrived) in [(30, 0), (-5, -5), (600, 0), (0, 0)] {
        for told in told_by {
            let mut used = begun(EmergencyKind::ServiceEmergency, Some(1), 60);
            used.from = seconds(own).max(seconds(0));
            let at_begin = Arrived {
                at: seconds(arrived),
                told,
            };
            used.began(seconds(own), at_begin);
            assert!(used.answers_from() < seconds(arrived + 1), "{own}");
            assert!(used.rows_from() <= seconds(own), "{own}");
            let long_before = at(-5);
            assert!(used.answers_from() > long_before && used.rows_from() > long_before);
        }
    }
    // Nobody had told the time yet, and the first answer says that the PC is fast.
    let mut used = begun(EmergencyKind::ServiceEmergency, Some(1), 60);
    let at_begin = Arrived {
        at: seconds(30),
        told: ToldBy::OwnClock,
    };
    used.began(seconds(30), at_begin);
    assert!(used.answers_from() < seconds(1));
}

#[test]
fn a_task_stays_open_until_its_review_and_is_reviewed_once_and_not_before_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    let number = known.begin(&desk, begun(EmergencyKind::PersonReading, Some(1), 60));
    assert!(!known.review(&desk, number, review(false)), "it runs");
    assert_eq!(known.run_out(&desk, at(60), at(60)).len(), 1);
    assert_eq!(known.open_tasks(), 1);
    assert!(known.review(&desk, number, review(true)));
    assert!(!known.review(&desk, number, review(false)));
    let known = load(&desk).unwrap();
    assert_eq!(known.open_tasks(), 0);
    assert!(known.numbered(number).unwrap().review.unwrap().own);
}

#[test]
fn reviewed_uses_go_some_day_and_an_open_task_never() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    let open = known.begin(&desk, begun(EmergencyKind::PersonReading, Some(1), 60));
    known.run_out(&desk, at(60), at(60));
    for _ in 0..KEPT + 5 {
        let number = known.begin(&desk, begun(EmergencyKind::PersonReading, Some(2), 61));
        known.run_out(&desk, at(61), at(61));
        assert!(known.review(&desk, number, review(false)));
    }
    assert_eq!(known.all().len(), KEPT + 1);
    assert!(known.numbered(open).is_some());
}

#[test]
fn the_return_ends_every_declaration_and_not_one_of_two() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let known = load(&desk).unwrap();
    for _ in 0..2 {
        known.begin(&desk, begun(EmergencyKind::OutageReading, None, 480));
    }
    assert_eq!(known.service_returned(&desk, at(2)).len(), 2);
    assert!(known.outage_reading(at(2)).is_none());
    assert!(known.service_returned(&desk, at(3)).is_empty());
}

#[test]
fn what_cannot_be_read_is_put_aside_and_leaves_the_pc_cut_off_until_it_is_switched_back() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    desk.put_blob(BLOB, b"{\"format\":").unwrap();
    // As long as the log cannot be asked, nothing takes its place.
    assert!(Emergencies::load(&desk, |_| None).unwrap().isolated());
    let held = desk.blob(BLOB).unwrap();
    assert_eq!(held.as_deref(), Some(b"{\"format\":".as_slice()));
    let known = load(&desk).unwrap();
    assert!(known.isolated());
    let aside = desk.blob(UNREADABLE).unwrap();
    assert_eq!(aside.as_deref(), Some(b"{\"format\":".as_slice()));
    let known = load(&desk).unwrap();
    assert!(known.isolated(), "after a restart too");
    let by = EndedBy::Person;
    assert!(known.end(&desk, 1, Ended { at: at(1), by }));
    assert!(!load(&desk).unwrap().isolated());
}
