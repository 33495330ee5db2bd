//! The clock of the PC is set while somebody works: codes of an app, a lock, and a consent that runs.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

use crate::common::phone::Phone;
use crate::common::{PASSWORD, Ward, call, found, of_the_card, refusal, sign_in, until};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The password, then this code.
async fn comes_in(seat: &Seat, code: &str) -> Result<Value, ErrorCode> {
    let request = json!({"account": "doctor", "password": PASSWORD});
    let step = call(seat, "sign_in", request).await.unwrap();
    assert_eq!(step["step"], "second_factor");
    let step = call(seat, "give_second_factor", json!({"code": code})).await;
    step.map_err(|error| error.code)
}

async fn unlocks(seat: &Seat) {
    let password = json!({"password": PASSWORD});
    call(seat, "unlock", password).await.unwrap();
}

/// Waits until the screen is locked: by somebody, or by itself where the clock makes it believe that
/// nobody touched it.
async fn is_locked(seat: &Seat, why: &str) -> Value {
    let locked = until(seat, "lock_state", json!({}), |state| *state != Value::Null).await;
    assert_eq!(locked["reason"], why);
    locked
}

/// Sections that are read on a consent that runs, of those read at all.
async fn read(ward: &Ward) -> (usize, usize) {
    // By the other clock it may be another day, on which nobody has come.
    let opening = found(&ward.seat, ward.chart()).await;
    let patient = call(&ward.seat, "open_patient", opening).await.unwrap();
    let held = of_the_card(&patient).filter(|section| section["held"] == "items");
    let withheld = of_the_card(&patient).filter(|section| section["hindrance"]["withheld"] == true);
    (held.count(), withheld.count())
}

/// Number and time of the newest rows of the audit log, as the log orders them: the newest first.
async fn rows(ward: &Ward) -> Vec<(u64, Timestamp)> {
    let seat = ward.viewer.seat();
    sign_in(&seat, "auditor").await;
    let newest = json!({"limit": 200});
    let page = call(&seat, "audit_entries", newest).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    let of = |row: &Value| {
        let at: Timestamp = row["at"].as_str().unwrap().parse().unwrap();
        (row["number"].as_u64().unwrap(), at)
    };
    page["entries"].as_array().unwrap().iter().map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_on_and_back_ends_and_locks_but_leaves_nothing_behind() {
    let ward = Ward::open().await;
    ward.fetched().await;
    let seat = &ward.seat;
    let (phone, printed) = Phone::enrol(seat).await;
    let before = read(&ward).await;
    assert!(before.0 > 0 && before.1 == 0, "{before:?}");

    // Two days on: consents have ended by this clock, and nobody has touched the screen for as long.
    ward.set_clock(2 * DAY);
    let locked = is_locked(seat, "idle").await;
    assert_eq!(locked["password_is_enough"], false, "two days ago");
    let alone = json!({"password": PASSWORD});
    let refused = refusal(seat, "unlock", alone).await;
    assert_eq!(refused, ErrorCode::FullSignInNeeded);
    // The phone goes by the right time, so its codes do not fit; a printed one does.
    assert_eq!(
        comes_in(seat, &phone.code(0)).await,
        Err(ErrorCode::WrongCredentials)
    );
    let step = comes_in(seat, &printed[0]).await.unwrap();
    assert_eq!(step["session"]["proved_by"], "one_time_code");
    let ended = read(&ward).await;
    assert_eq!(ended, (0, before.0 + before.1), "ended, and not deleted");

    // Set right again: no time is won, none is lost, and the code of now fits.
    ward.set_clock(-2 * DAY);
    assert_eq!(read(&ward).await, before);
    call(seat, "lock", json!({})).await.unwrap();
    assert_eq!(is_locked(seat, "asked").await["password_is_enough"], true);
    unlocks(seat).await;
    let step = comes_in(seat, &phone.code(1)).await.unwrap();
    assert_eq!(step["session"]["proved_by"], "totp");
    assert_eq!(read(&ward).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_gives_no_consent_no_hour_and_no_code_once_more() {
    let ward = Ward::open().await;
    ward.fetched().await;
    let seat = &ward.seat;
    let (phone, printed) = Phone::enrol(seat).await;
    let code = phone.code(0);
    comes_in(seat, &code).await.unwrap();
    let before = read(&ward).await;
    let (last, then) = rows(&ward).await[0];
    ward.set_clock(-3 * DAY);
    assert_eq!(read(&ward).await, before, "the service told the time");
    // The log goes on in the order of its numbers while their time falls.
    let since = rows(&ward).await;
    let two_days = SignedDuration::from_hours(48);
    assert!(
        since[0].0 > last && since[0].1 < then - two_days,
        "{since:?}"
    );
    assert!(since.windows(2).all(|pair| pair[0].0 == pair[1].0 + 1));
    let falls = |pair: &[(u64, Timestamp)]| pair[0].1 < pair[1].1 - two_days;
    let fallen: Vec<u64> = since
        .windows(2)
        .filter(|pair| falls(pair))
        .map(|pair| pair[0].0)
        .collect();
    assert!(fallen.iter().any(|number| *number > last), "{since:?}");
    call(seat, "lock", json!({})).await.unwrap();
    assert_eq!(is_locked(seat, "asked").await["password_is_enough"], true);
    unlocks(seat).await;
    assert_eq!(
        comes_in(seat, &code).await,
        Err(ErrorCode::WrongCredentials),
        "used"
    );
    comes_in(seat, &printed[0]).await.unwrap();
    ward.set_clock(3 * DAY);
    // By the clock three days passed since somebody sat down.
    let locked = is_locked(seat, "idle").await;
    assert_eq!(locked["password_is_enough"], false);
    assert_eq!(
        comes_in(seat, &code).await,
        Err(ErrorCode::WrongCredentials),
        "still used"
    );
    comes_in(seat, &phone.code(1)).await.unwrap();
    assert_eq!(read(&ward).await, before);
    // An hour on: locked, by what the clock says passed.
    ward.set_clock(HOUR);
    assert_eq!(is_locked(seat, "idle").await["password_is_enough"], true);
    unlocks(seat).await;
    assert_eq!(read(&ward).await, before);
    // The chain holds over every jump.
    let auditor = ward.viewer.seat();
    sign_in(&auditor, "auditor").await;
    let verified = call(&auditor, "verify_audit", json!({})).await.unwrap();
    assert_eq!(verified["intact"], true, "{verified}");
}
