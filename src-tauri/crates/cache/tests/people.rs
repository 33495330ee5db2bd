//! Joining people and taking them apart again, lists that last, names that were confirmed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

use cache::StoreKey;
use cache::desk::{ArrivalSource, CardCheckRow, Desk, JoinRefused, Visit};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use record::vocabulary::{
    CareSetting, Category, Consent, ConsentFlag, Gender, Identity, MemberId, PartialDate, PersonId,
};

const TODAY: Date = date(2026, 11, 21);
const OLD: &str = "06139999:12:34:01";
const NEW: &str = "39131156::7654321:";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db"), &StoreKey::new([7; 32])).unwrap();
    (folder, desk)
}

fn check(second: i64, number: &str, chart: &str) -> CardCheckRow {
    CardCheckRow {
        service_ref: format!("ref-{number}"),
        arrived_at: at(second),
        chart_number: Some(chart.to_owned()),
        identity: Identity {
            name: "見本 時子".to_owned(),
            kana: Some("ミホン トキコ".to_owned()),
            birth_date: PartialDate::parse("1930-06-28"),
            gender: Some(Gender::Female),
            member_ids: vec![MemberId::parse(number).unwrap()],
        },
        card: true,
        consents: Vec::new(),
        visit: Visit::default(),
    }
}

fn record(desk: &Desk, day: Date, row: CardCheckRow) -> PersonId {
    desk.record_card_checks(day, &[row], at(0)).unwrap()[0]
}

fn numbers(desk: &Desk, person: PersonId) -> Vec<String> {
    let person = desk.person(person).unwrap().unwrap();
    let numbers = person.member_numbers.iter();
    numbers.map(|number| number.member_id.to_string()).collect()
}

#[test]
fn a_changed_number_joins_once_is_remembered_and_is_taken_apart_for_good() {
    let (_folder, desk) = desk();
    let before = date(2026, 3, 2);
    let person = record(&desk, before, check(0, OLD, "000123"));
    assert!(desk.unlogged_joins().unwrap().is_empty());
    assert_eq!(record(&desk, TODAY, check(10, NEW, "000123")), person);
    record(&desk, TODAY, check(20, NEW, "000123"));
    let joins = desk.unlogged_joins().unwrap();
    assert_eq!(joins.len(), 1, "one join, however often the card is read");
    desk.note_logged(joins[0].id).unwrap();
    assert!(desk.unlogged_joins().unwrap().is_empty());
    assert_eq!(desk.joins().unwrap(), joins);
    assert_eq!((joins[0].person, joins[0].by_hand), (person, false));

    let other = desk.separate(joins[0].id, at(30)).unwrap().unwrap();
    assert_ne!(other, person);
    assert_eq!(numbers(&desk, person), [OLD]);
    assert_eq!(numbers(&desk, other), [NEW]);
    let today = desk.arrivals(TODAY).unwrap();
    assert_eq!(today.iter().map(|a| a.person).collect::<Vec<_>>(), [other]);
    let kinship = desk.kinship().unwrap();
    let normal = |number: &str| MemberId::parse(number).unwrap().normalised();
    assert_eq!(kinship.barred[&person], [normal(NEW)]);
    assert_eq!(kinship.barred[&other], [normal(OLD)]);
    let known = desk.person(person).unwrap().unwrap();
    assert_eq!(known.identity.member_ids[0].to_string(), OLD);
    assert!(desk.joins().unwrap().is_empty());
    assert_eq!(desk.separate(joins[0].id, at(31)).unwrap(), None);

    // The same card again finds the one it was separated to, and nobody is joined anew.
    assert_eq!(record(&desk, TODAY, check(40, NEW, "000123")), other);
    assert_eq!(record(&desk, TODAY, check(41, OLD, "000123")), person);
    assert!(desk.joins().unwrap().is_empty());
    // Both have the chart number now, so a third number is nobody's of them.
    let third = record(&desk, TODAY, check(42, "06139999:99:99:01", "000123"));
    assert!(third != person && third != other);
}

#[test]
fn two_people_are_joined_by_hand_only_when_birth_date_and_sex_agree_and_come_apart_as_they_were() {
    let (_folder, desk) = desk();
    let one = record(&desk, date(2026, 3, 2), check(0, OLD, "000123"));
    let two = record(&desk, TODAY, check(10, NEW, "000777"));
    let mut stranger = check(20, "06139999:5:5:01", "000900");
    stranger.identity.gender = Some(Gender::Male);
    let stranger = record(&desk, TODAY, stranger);
    let mut unknown = check(21, "06139999:6:6:01", "000901");
    unknown.identity.birth_date = None;
    let unknown = record(&desk, TODAY, unknown);
    let refused = |a, b| desk.join_people(a, b, at(30)).unwrap().unwrap_err();
    assert_eq!(refused(one, stranger), JoinRefused::Differs);
    assert_eq!(refused(one, unknown), JoinRefused::Differs);
    assert_eq!(refused(one, one), JoinRefused::Nobody);
    assert_eq!(refused(one, PersonId(99)), JoinRefused::Nobody);

    let index = desk.search_index().unwrap();
    let stays = desk.join_people(one, two, at(30)).unwrap().unwrap();
    assert_eq!(stays, two, "the one who was checked last stays");
    assert_eq!(numbers(&desk, two), [NEW, OLD]);
    assert_eq!(desk.kinship().unwrap().joined[&two], [one]);
    assert_eq!(desk.arrivals(date(2026, 3, 2)).unwrap()[0].person, two);
    assert_eq!(index.find("000123", 9).people, [two]);
    assert_eq!(record(&desk, TODAY, check(40, OLD, "000123")), two);
    assert_eq!(
        desk.join_people(one, two, at(41)).unwrap(),
        Err(JoinRefused::JoinedAlready)
    );

    let join = desk.unlogged_joins().unwrap().pop().unwrap();
    assert_eq!((join.person, join.other, join.by_hand), (two, one, true));
    assert_eq!(desk.separate(join.id, at(50)).unwrap(), Some(one));
    assert_eq!(
        (numbers(&desk, one), numbers(&desk, two)),
        (vec![OLD.to_owned()], vec![NEW.to_owned()])
    );
    assert_eq!(desk.arrivals(date(2026, 3, 2)).unwrap()[0].person, one);
    assert_eq!(index.find("000123", 9).people, [one]);
    let kinship = desk.kinship().unwrap();
    assert!(kinship.joined.is_empty() && kinship.barred.len() == 2);
    // They were one after all.
    desk.join_people(one, two, at(60)).unwrap().unwrap();
    assert!(desk.kinship().unwrap().barred.is_empty());
}

fn choosing(mut row: CardCheckRow, name: &str, flag: ConsentFlag) -> CardCheckRow {
    row.identity.name = name.to_owned();
    row.consents = vec![Consent {
        category: Category::Condition,
        flag,
        given_at: None,
        until: Some(at(9_000)),
    }];
    row
}

fn latest(desk: &Desk, person: PersonId) -> Option<ConsentFlag> {
    let latest = desk.latest_consents(person).unwrap();
    latest.first().map(|dated| dated.consent.flag)
}

#[test]
fn what_each_came_with_while_joined_goes_with_them_when_they_are_taken_apart() {
    let (_folder, desk) = desk();
    let (a, b) = ("見本 時子", "見本 刻子");
    let one = record(
        &desk,
        TODAY,
        choosing(check(0, OLD, "000123"), a, ConsentFlag::Refused),
    );
    let two = record(
        &desk,
        TODAY,
        choosing(check(10, NEW, "000777"), b, ConsentFlag::Given),
    );
    let stays = desk.join_people(one, two, at(20)).unwrap().unwrap();
    assert_eq!(stays, two);
    // Both came today: neither choice is put aside, the newest one is theirs.
    assert_eq!(desk.arrivals(TODAY).unwrap().len(), 1);
    assert_eq!(latest(&desk, two), Some(ConsentFlag::Given));
    let again = choosing(check(30, OLD, "000123"), a, ConsentFlag::Refused);
    assert_eq!(record(&desk, TODAY, again), two);
    assert_eq!(latest(&desk, two), Some(ConsentFlag::Refused));
    assert_eq!(
        desk.consents(two, TODAY).unwrap()[0].flag,
        ConsentFlag::Refused
    );
    let tomorrow = date(2026, 11, 22);
    let other_day = choosing(check(40, NEW, "000777"), b, ConsentFlag::Given);
    assert_eq!(record(&desk, tomorrow, other_day), two);

    let join = desk.joins().unwrap()[0].id;
    assert_eq!(desk.separate(join, at(50)).unwrap(), Some(one));
    for (person, name, number, flag) in [
        (one, a, OLD, ConsentFlag::Refused),
        (two, b, NEW, ConsentFlag::Given),
    ] {
        assert_eq!(desk.person(person).unwrap().unwrap().identity.name, name);
        assert_eq!(
            desk.arrival(person, TODAY).unwrap().unwrap().identity.name,
            name
        );
        assert_eq!(latest(&desk, person), Some(flag));
        let known = desk.known_to_service(person).unwrap().unwrap();
        assert_eq!(known.service_ref, format!("ref-{number}"));
    }
    assert!(desk.arrival(one, tomorrow).unwrap().is_none());
    let kinship = desk.kinship().unwrap();
    assert_eq!(kinship.mixed[&two], [(at(20), at(50))]);
}

#[test]
fn who_was_joined_into_somebody_says_so_and_two_groups_are_not_joined() {
    let (_folder, desk) = desk();
    let person =
        |second, number: &str, chart: &str| record(&desk, TODAY, check(second, number, chart));
    let numbers = [
        "06139999:1:1:01",
        "06139999:2:2:01",
        "06139999:3:3:01",
        "06139999:4:4:01",
    ];
    let [one, two, three, four] = numbers.map(|number| person(0, number, number));
    let join = |a, b| desk.join_people(a, b, at(20)).unwrap();
    let (first, second) = (join(one, two).unwrap(), join(three, four).unwrap());
    assert_eq!(join(first, second), Err(JoinRefused::JoinedAlready));
    let gone = if first == one { two } else { one };
    assert_eq!(desk.person(gone).unwrap().unwrap().joined_into, Some(first));
    assert_eq!(desk.person(first).unwrap().unwrap().joined_into, None);
    let of_first = desk
        .joins()
        .unwrap()
        .into_iter()
        .find(|join| join.person == first);
    desk.separate(of_first.unwrap().id, at(30)).unwrap();
    // Who leads others stays, and each comes apart alone.
    let third = join(gone, second).unwrap();
    assert_eq!(third, second);
    let third = desk.joins().unwrap()[0].clone();
    assert_eq!((third.person, third.other), (second, gone));
    desk.separate(third.id, at(40)).unwrap();
    assert_eq!(desk.kinship().unwrap().joined[&second].len(), 1);
}

#[test]
fn a_further_number_of_somebody_known_is_a_join_that_can_be_undone() {
    let (_folder, desk) = desk();
    let further = "06139999:99:88:01";
    let person = record(&desk, TODAY, check(0, OLD, "000123"));
    let mut both = check(10, OLD, "000123");
    both.identity
        .member_ids
        .push(MemberId::parse(further).unwrap());
    assert_eq!(record(&desk, TODAY, both.clone()), person);
    assert_eq!(numbers(&desk, person), [OLD, further]);
    let joins = desk.unlogged_joins().unwrap();
    assert_eq!(joins.len(), 1);
    assert_eq!(record(&desk, TODAY, check(20, further, "000123")), person);
    let other = desk.separate(joins[0].id, at(30)).unwrap().unwrap();
    assert_eq!(numbers(&desk, person), [OLD]);
    assert_eq!(numbers(&desk, other), [further]);
    let asked_by = desk.person(person).unwrap().unwrap().identity.member_ids;
    assert_eq!(asked_by, [MemberId::parse(OLD).unwrap()]);
    // What was taken apart is not brought together by the same answer again.
    assert_eq!(record(&desk, TODAY, both), person);
    assert!(desk.joins().unwrap().is_empty());
    let known = desk.known_to_service(person).unwrap().unwrap();
    assert_eq!(known.identity.member_ids, asked_by);
    let identity = desk.person(person).unwrap().unwrap().identity;
    assert_eq!(identity.member_ids, asked_by);
}

#[test]
fn who_is_taken_apart_keeps_a_number_by_chance() {
    let (_folder, desk) = desk();
    let person = record(&desk, TODAY, check(0, OLD, "000123"));
    record(&desk, TODAY, check(10, NEW, "000123"));
    let join = desk.joins().unwrap()[0].id;
    let other = desk.separate(join, at(20)).unwrap().unwrap();
    assert!(other.0 != person.0 + 1 && (1..1 << 53).contains(&other.0));
}

#[test]
fn a_refusal_of_the_day_stands_when_a_later_check_asks_nothing() {
    let (_folder, desk) = desk();
    let name = "見本 時子";
    let yesterday = choosing(check(-90_000, OLD, "000123"), name, ConsentFlag::Given);
    let person = record(&desk, date(2026, 11, 20), yesterday);
    record(
        &desk,
        TODAY,
        choosing(check(0, OLD, "000123"), name, ConsentFlag::Refused),
    );
    record(&desk, TODAY, check(100, OLD, "000123"));
    assert_eq!(latest(&desk, person), Some(ConsentFlag::Refused));
    record(
        &desk,
        TODAY,
        choosing(check(200, OLD, "000123"), name, ConsentFlag::NotAsked),
    );
    assert_eq!(latest(&desk, person), Some(ConsentFlag::Refused));
    record(
        &desk,
        TODAY,
        choosing(check(300, OLD, "000123"), name, ConsentFlag::Given),
    );
    assert_eq!(latest(&desk, person), Some(ConsentFlag::Given));
}

#[test]
fn a_check_with_the_card_counts_over_one_by_number_whichever_clock_is_ahead() {
    let (_folder, desk) = desk();
    let name = "見本 時子";
    let mut by_number = check(500, OLD, "000123");
    by_number.card = false;
    by_number.visit.source = ArrivalSource::Number;
    let person = record(&desk, TODAY, by_number.clone());
    record(
        &desk,
        TODAY,
        choosing(check(100, OLD, "000123"), name, ConsentFlag::Refused),
    );
    record(&desk, TODAY, by_number);
    assert!(desk.arrival(person, TODAY).unwrap().unwrap().card);
    assert_eq!(latest(&desk, person), Some(ConsentFlag::Refused));
}

#[test]
fn the_card_says_more_than_an_appointment_of_a_later_hour() {
    let (_folder, desk) = desk();
    let mut typed = check(30_000, OLD, "000123");
    typed.identity.name = "ミホン".to_owned();
    typed.identity.member_ids.clear();
    typed.visit.source = ArrivalSource::File;
    let person = record(&desk, TODAY, typed);
    assert_eq!(record(&desk, TODAY, check(100, OLD, "000123")), person);
    let known = desk.person(person).unwrap().unwrap();
    assert_eq!(known.identity.name, "見本 時子");
    assert_eq!(numbers(&desk, person), [OLD]);
}

#[test]
fn what_people_typed_never_overwrites_what_the_service_said() {
    let (_folder, desk) = desk();
    let person = record(&desk, TODAY, check(0, OLD, "000123"));
    let mut typed = check(3_600, NEW, "000123");
    typed.identity.name = "ミホン".to_owned();
    typed.service_ref = String::new();
    typed.card = false;
    typed.visit.source = ArrivalSource::File;
    assert_eq!(record(&desk, TODAY, typed.clone()), person);
    let known = desk.person(person).unwrap().unwrap();
    assert_eq!(known.identity.name, "見本 時子");
    assert_eq!(numbers(&desk, person), [OLD]);
    let today = desk.arrival(person, TODAY).unwrap().unwrap();
    assert_eq!((today.card, today.arrived_at), (true, at(0)));

    // The other way round: an appointment, and then the card.
    let tomorrow = date(2026, 11, 22);
    record(&desk, tomorrow, typed);
    let planned = desk.arrival(person, tomorrow).unwrap().unwrap();
    assert_eq!(planned.visit.source, ArrivalSource::File);
    assert_eq!(
        planned.identity.name, "見本 時子",
        "who they are is known better"
    );
    record(&desk, tomorrow, check(600, OLD, "000123"));
    let came = desk.arrival(person, tomorrow).unwrap().unwrap();
    assert_eq!((came.arrived_at, came.card), (at(600), true));
    assert_eq!(came.visit.source, ArrivalSource::Service);
    let known = desk.known_to_service(person).unwrap().unwrap();
    assert_eq!(known.service_ref, format!("ref-{OLD}"));
}

#[test]
fn a_setting_comes_back_and_lists_last_over_days() {
    let (folder, desk) = desk();
    let mut home = check(0, OLD, "000123");
    home.visit.setting = CareSetting::HomeVisit;
    let person = record(&desk, TODAY, home);
    let other = record(&desk, TODAY, check(1, NEW, "000777"));
    let ward = desk.make_list("3階病棟").unwrap();
    assert_eq!(desk.make_list("3階病棟").unwrap(), ward);
    desk.put_on_list(ward, &[person], at(5)).unwrap();
    desk.put_on_list(ward, &[person, other], at(9)).unwrap();
    assert!(desk.put_on_list(99, &[person], at(9)).is_err());
    drop(desk);
    let desk = Desk::open(&folder.path().join("desk.db"), &StoreKey::new([7; 32])).unwrap();
    let lists = desk.lists().unwrap();
    assert_eq!(lists[0].people, [(person, at(5)), (other, at(9))]);
    let arrived = desk.arrival(person, TODAY).unwrap().unwrap();
    assert_eq!(arrived.visit.setting, CareSetting::HomeVisit);
    desk.take_off_list(ward, person).unwrap();
    assert_eq!(desk.lists().unwrap()[0].people, [(other, at(9))]);
    desk.remove_list(ward).unwrap();
    assert!(desk.lists().unwrap().is_empty());
    assert!(desk.person(other).unwrap().is_some());
}

#[test]
fn a_name_waits_until_the_desk_confirms_it_and_not_again() {
    let (_folder, desk) = desk();
    let person = record(&desk, TODAY, check(0, OLD, "000123"));
    let names = ["●本 時子".to_owned()];
    assert!(desk.note_stated_names(person, &names, at(1)).unwrap());
    let differs = cache::desk::FetchState {
        name_differs: true,
        ..cache::desk::FetchState::default()
    };
    desk.set_fetch_state(person, Category::Condition, &differs)
        .unwrap();
    assert_eq!(desk.unconfirmed_names(person).unwrap(), names);
    desk.confirm_names(person, at(2)).unwrap();
    assert!(desk.unconfirmed_names(person).unwrap().is_empty());
    assert!(!desk.fetch_states(person).unwrap()[0].1.name_differs);
    assert!(!desk.note_stated_names(person, &names, at(3)).unwrap());
    let another = ["見本 刻子".to_owned()];
    assert!(desk.note_stated_names(person, &another, at(4)).unwrap());
}
