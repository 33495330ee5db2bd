//! The only administrator loses the phone and the printed codes: the recovery key stands in, and another
//! factor is enrolled before anything else.

use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

use crate::common::phone::Phone;
use crate::common::{PASSWORD, Pc, audited, call, refusal, sign_in};

/// The password, up to the second factor.
async fn begin(seat: &Seat, account: &str) {
    let request = json!({"account": account, "password": PASSWORD});
    let step = call(seat, "sign_in", request).await.unwrap();
    assert_eq!(step["step"], "second_factor");
}

async fn give(seat: &Seat, request: Value) -> Result<Value, ErrorCode> {
    let step = call(seat, "give_second_factor", request).await;
    step.map_err(|error| error.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_brings_an_administrator_to_another_factor_and_nowhere_else() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let (lost, codes) = Phone::enrol(&seat).await;
    let printed = json!({"code": "", "recovery_key": pc.recovery_key});
    begin(&seat, "admin").await;
    let step = give(&seat, printed.clone()).await.unwrap();
    assert_eq!(step["step"], "enrol_second_factor");
    // It opens nothing by itself, however the screen goes on.
    for command in ["accounts", "session"] {
        let answer = call(&seat, command, json!({})).await;
        assert!(answer.is_err() || answer.is_ok_and(|seated| seated.is_null()));
    }
    let stays = call(&seat, "continue_sign_in", json!({})).await.unwrap();
    assert_eq!(stays["step"], "enrol_second_factor");
    // Left here, nothing has changed: the lost factor still counts.
    call(&seat, "sign_out", json!({})).await.unwrap();
    begin(&seat, "admin").await;
    let code = json!({"code": lost.code(0)});
    assert_eq!(give(&seat, code).await.unwrap()["step"], "signed_in");

    begin(&seat, "admin").await;
    give(&seat, printed.clone()).await.unwrap();
    let (phone, _) = Phone::enrol(&seat).await;
    let done = call(&seat, "continue_sign_in", json!({})).await.unwrap();
    assert_eq!(done["step"], "signed_in");
    assert_eq!(done["session"]["proved_by"], "totp");
    begin(&seat, "admin").await;
    for dead in [lost.code(1), codes[0].clone()] {
        let refused = give(&seat, json!({"code": dead})).await;
        assert_eq!(refused, Err(ErrorCode::WrongCredentials));
    }
    let code = json!({"code": phone.code(0)});
    assert_eq!(give(&seat, code).await.unwrap()["step"], "signed_in");
    let log = audited(&viewer.seat()).await;
    let stood_in = log.iter().filter(|kind| *kind == "factor_stood_in");
    assert_eq!(stood_in.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_helps_nobody_else_and_no_other_key_helps() {
    let (pc, viewer) = Pc::set_up().await;
    let (elsewhere, _other) = Pc::set_up_elsewhere().await;
    let seat = viewer.seat();
    let with = |key: &str| json!({"code": "", "recovery_key": key});
    for account in ["doctor", "admin"] {
        sign_in(&seat, account).await;
        let (phone, _) = Phone::enrol(&seat).await;
        begin(&seat, account).await;
        let key = match account {
            "doctor" => &pc.recovery_key,
            _ => &elsewhere.recovery_key,
        };
        let mistyped = give(&seat, with("ABCD")).await;
        assert_eq!(mistyped, Err(ErrorCode::RecoveryKey), "no guess at all");
        for _ in 0..5 {
            let refused = give(&seat, with(key)).await;
            assert_eq!(refused, Err(ErrorCode::WrongCredentials), "{account}");
        }
        let locked = give(&seat, with(key)).await;
        assert_eq!(locked, Err(ErrorCode::LockedOut), "{account}");
        let request = json!({"account": account, "password": PASSWORD});
        let refused = refusal(&seat, "sign_in", request).await;
        assert_eq!(refused, ErrorCode::LockedOut, "{account}");
        drop(phone);
    }
}
