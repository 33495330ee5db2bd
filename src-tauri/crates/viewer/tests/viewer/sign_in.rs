//! サインイン: second factor, first password, lost factor, hostile input, two windows.

use crate::common::phone::Phone;
use crate::common::{PASSWORD, Pc, audited, call, refusal, sign_in};
use serde_json::{Value, json};
use viewer::{ErrorCode, LockReason, Seat, ViewerEvent};

/// Gives account and password; answers the step.
async fn begin(seat: &Seat, account: &str) -> Value {
    let request = json!({"account": account, "password": PASSWORD});
    call(seat, "sign_in", request).await.unwrap()
}

async fn give(seat: &Seat, code: &str) -> Result<Value, ErrorCode> {
    let given = call(seat, "give_second_factor", json!({"code": code}));
    given.await.map_err(|error| error.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_and_nothing_answers_before_it() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let (phone, codes) = Phone::enrol(&seat).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(begin(&seat, "doctor").await["step"], "second_factor");
    assert_eq!(
        call(&seat, "session", json!({})).await.unwrap(),
        Value::Null
    );
    for command in ["todays_patients", "service_status", "change_password"] {
        let refused = refusal(&seat, command, json!({})).await;
        assert_eq!(refused, ErrorCode::NotSignedIn, "{command}");
    }
    let others = [
        (
            "set_first_password",
            json!({"password": "betsu-no-77-pass"}),
        ),
        ("give_clinical_key", json!({"former_password": PASSWORD})),
        ("begin_second_factor", json!({"password": PASSWORD})),
    ];
    for (command, request) in others {
        let refused = refusal(&seat, command, request).await;
        assert_eq!(refused, ErrorCode::NotSignedIn, "{command}");
    }
    let again = call(&seat, "continue_sign_in", json!({})).await.unwrap();
    assert_eq!(
        again["step"], "second_factor",
        "nor is the step passed over"
    );

    let code = phone.code(0);
    let done = give(&seat, &code).await.unwrap();
    assert_eq!(done["session"]["proved_by"], "totp");
    assert_eq!(done["session"]["codes_left"], 10);
    call(&seat, "todays_patients", json!({})).await.unwrap();
    // The same code again, and a printed one twice.
    begin(&seat, "doctor").await;
    assert_eq!(give(&seat, &code).await, Err(ErrorCode::WrongCredentials));
    let done = give(&seat, &codes[3]).await.unwrap();
    assert_eq!(done["session"]["proved_by"], "one_time_code");
    begin(&seat, "doctor").await;
    assert_eq!(
        give(&seat, &codes[3]).await,
        Err(ErrorCode::WrongCredentials)
    );
    assert_eq!(
        give(&seat, &phone.code(1)).await.unwrap()["step"],
        "signed_in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_lock_the_account_with_no_network_and_an_administrator_frees_it() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "nurse").await;
    let (phone, _) = Phone::enrol(&seat).await;
    begin(&seat, "nurse").await;
    for wrong in [
        "000000",
        "",
        "ABCDE-FGHJK",
        "'; DROP TABLE x; --",
        "\u{202E}000000",
    ] {
        assert_eq!(give(&seat, wrong).await, Err(ErrorCode::WrongCredentials));
    }
    assert_eq!(give(&seat, &phone.code(0)).await, Err(ErrorCode::LockedOut));
    assert_eq!(
        give(&seat, &phone.code(0)).await,
        Err(ErrorCode::NotSignedIn)
    );
    let request = json!({"account": "nurse", "password": PASSWORD});
    assert_eq!(
        refusal(&seat, "sign_in", request).await,
        ErrorCode::LockedOut
    );
    sign_in(&office, "admin").await;
    let freed = call(&office, "free_account", json!({"account": "nurse"})).await;
    assert_eq!(freed.unwrap()["locked_until"], Value::Null);
    begin(&seat, "nurse").await;
    assert_eq!(
        give(&seat, &phone.code(0)).await.unwrap()["step"],
        "signed_in"
    );
    let log = audited(&office).await;
    assert!(log.contains(&"account_freed".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_is_stood_in_for_by_one_code_of_an_administrator() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&office, "admin").await;
    let issue = json!({"account": "desk", "hours": 2});
    let refused = refusal(&office, "issue_factor_code", issue.clone()).await;
    assert_eq!(refused, ErrorCode::NoSecondFactor);
    sign_in(&seat, "desk").await;
    Phone::enrol(&seat).await;
    let issued = call(&office, "issue_factor_code", issue).await.unwrap();
    let code = issued["code"].as_str().unwrap();
    begin(&seat, "desk").await;
    let done = give(&seat, code).await.unwrap();
    assert_eq!(done["session"]["proved_by"], "factor_code");
    begin(&seat, "desk").await;
    assert_eq!(give(&seat, code).await, Err(ErrorCode::WrongCredentials));
    let long = json!({"account": "desk", "hours": 25});
    let refused = refusal(&office, "issue_factor_code", long).await;
    assert_eq!(refused, ErrorCode::RuleOutOfRange);
    let log = audited(&office).await;
    assert!(log.contains(&"factor_code_issued".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_built_says_so_and_enrols_nothing() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "desk").await;
    for kind in ["fido2", "ic_card"] {
        let request = json!({"password": PASSWORD, "kind": kind});
        let error = call(&seat, "begin_second_factor", request).await;
        let error = error.unwrap_err();
        assert_eq!(error.code, ErrorCode::FactorNotBuilt);
        assert_eq!(error.fields["kind"], kind);
    }
    let code = json!({"code": "123456"});
    let refused = refusal(&seat, "confirm_second_factor", code).await;
    assert_eq!(refused, ErrorCode::NotSignedIn, "nothing was begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_wants_two_factors_lets_nobody_in_without() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&office, "admin").await;
    let wanted = json!({"tries": 3, "second_factor_required": true, "stop_after_grace": false});
    let rules = json!({"reading_after_end": "never", "staleness": [], "sign_in": wanted});
    call(&office, "set_site_rules", rules).await.unwrap();
    assert_eq!(begin(&seat, "desk").await["step"], "enrol_second_factor");
    let refused = refusal(&seat, "consent_board", json!({})).await;
    assert_eq!(refused, ErrorCode::NotSignedIn);
    let stays = call(&seat, "continue_sign_in", json!({})).await.unwrap();
    assert_eq!(stays["step"], "enrol_second_factor");
    let (phone, _) = Phone::enrol(&seat).await;
    let done = call(&seat, "continue_sign_in", json!({})).await.unwrap();
    assert_eq!(done["step"], "signed_in");
    assert_eq!(begin(&seat, "desk").await["step"], "second_factor");
    assert_eq!(
        give(&seat, &phone.code(0)).await.unwrap()["step"],
        "signed_in"
    );
    // And three tries, as the site has set it.
    let wrong = json!({"account": "auditor", "password": "chigau-99-kotoba"});
    for _ in 0..3 {
        let refused = refusal(&seat, "sign_in", wrong.clone()).await;
        assert_eq!(refused, ErrorCode::WrongCredentials);
    }
    assert_eq!(refusal(&seat, "sign_in", wrong).await, ErrorCode::LockedOut);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_wrong_and_disabled_are_answered_with_the_same_bytes() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&office, "admin").await;
    let left = json!({"account": "clerk", "roles": ["clerk"], "emergency": false, "deputy": false,
        "disabled": true});
    call(&office, "change_account", left).await.unwrap();
    let mut answers = Vec::new();
    let long = "x".repeat(10_000);
    for (account, password) in [
        ("nobody", PASSWORD),
        ("doctor", "chigau-99-kotoba"),
        ("clerk", PASSWORD),
        ("nurse", long.as_str()),
        (long.as_str(), PASSWORD),
        ("' OR '1'='1", "' OR '1'='1"),
        ("<b>doctor</b>", "\u{202E}\0"),
    ] {
        let request = json!({"account": account, "password": password});
        let refused = seat.call("sign_in", &request.to_string()).await;
        answers.push(serde_json::to_string(&refused.unwrap_err()).unwrap());
    }
    answers.dedup();
    assert_eq!(answers, [r#"{"code":"wrong_credentials","fields":{}}"#]);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_over_somebody_leaves_nothing_of_them() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let begun = json!({"password": PASSWORD});
    call(&seat, "begin_second_factor", begun).await.unwrap();
    let wrong = json!({"account": "desk", "password": "chigau-99-kotoba"});
    refusal(&seat, "sign_in", wrong).await;
    assert_eq!(
        call(&seat, "session", json!({})).await.unwrap(),
        Value::Null
    );
    sign_in(&seat, "desk").await;
    let session = call(&seat, "session", json!({})).await.unwrap();
    assert_eq!(
        (&session["account"], &session["copy"]),
        (&json!("desk"), &Value::Null)
    );
    let refused = refusal(&seat, "confirm_second_factor", json!({"code": "123456"})).await;
    assert_eq!(
        refused,
        ErrorCode::NotSignedIn,
        "what the doctor began is gone"
    );
    let refused = refusal(&seat, "todays_patients", json!({})).await;
    assert_eq!(refused, ErrorCode::NotPermitted);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_of_one_account_are_written_down_and_one_that_is_disabled_ends_in_both() {
    let (_pc, viewer) = Pc::set_up().await;
    let (one, other, office) = (viewer.seat(), viewer.seat(), viewer.seat());
    sign_in(&one, "doctor").await;
    sign_in(&other, "doctor").await;
    sign_in(&office, "admin").await;
    let mut news = one.events();
    let left = json!({"account": "Doctor", "roles": ["doctor"], "emergency": false,
        "deputy": false, "disabled": true});
    call(&office, "change_account", left).await.unwrap();
    let told = async { while !matches!(news.next().await, Some(ViewerEvent::SessionEnded)) {} };
    let patience = std::time::Duration::from_secs(30);
    tokio::time::timeout(patience, told).await.unwrap();
    for seat in [&one, &other] {
        assert_eq!(call(seat, "session", json!({})).await.unwrap(), Value::Null);
        let refused = refusal(seat, "todays_patients", json!({})).await;
        assert_eq!(refused, ErrorCode::NotSignedIn);
    }
    assert_eq!(
        call(&office, "session", json!({})).await.unwrap()["account"],
        "admin"
    );
    let log = audited(&office).await;
    for kind in ["second_session", "session_ended", "account_changed"] {
        assert!(log.contains(&kind.to_owned()), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_alone_replaces_no_factor_and_prints_no_codes() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let (phone, codes) = Phone::enrol(&seat).await;
    let alone = json!({"password": PASSWORD});
    call(&seat, "lock", json!({})).await.unwrap();
    let opened = call(&seat, "unlock", alone.clone()).await.unwrap();
    assert_eq!(opened["proved_by"], "password", "whoever sits here now");
    for command in ["begin_second_factor", "new_one_time_codes"] {
        let refused = refusal(&seat, command, alone.clone()).await;
        assert_eq!(refused, ErrorCode::WrongCredentials, "{command}");
    }
    let with = |code: &str| json!({"password": PASSWORD, "code": code});
    let printed = call(&seat, "new_one_time_codes", with(&phone.code(0))).await;
    let printed = printed.unwrap();
    let printed = printed["codes"][0].as_str().unwrap();
    let refused = refusal(&seat, "begin_second_factor", with(&codes[0])).await;
    assert_eq!(refused, ErrorCode::WrongCredentials, "of the former sheet");
    let begun = call(&seat, "begin_second_factor", with(printed)).await;
    assert!(begun.unwrap()["uri"].is_string());
    let log = audited(&viewer.seat()).await;
    for kind in ["factor_enrolled", "one_time_codes_made"] {
        let rows = log.iter().filter(|one| *one == kind);
        assert_eq!(rows.count(), 1, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_forgets_a_sign_in_half_way() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let (phone, _) = Phone::enrol(&seat).await;
    assert_eq!(begin(&seat, "doctor").await["step"], "second_factor");
    seat.lock_screen(LockReason::OsLock).await.unwrap();
    let refused = give(&seat, &phone.code(0)).await;
    assert_eq!(
        refused,
        Err(ErrorCode::NotSignedIn),
        "what was typed is gone"
    );
    assert_eq!(begin(&seat, "doctor").await["step"], "second_factor");
    assert_eq!(
        give(&seat, &phone.code(0)).await.unwrap()["step"],
        "signed_in"
    );
}
