//! 利用者アカウント: first passwords, the clinical key, several roles, the last administrator.

use crate::common::first_run::ISSUED;
use crate::common::phone::Phone;
use crate::common::{PASSWORD, Pc, audited, call, refusal, sign_in};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

const OWN: &str = "jibun-no-22-pass";

/// Makes an account, without the recovery key unless it is given.
async fn create(office: &Seat, account: &str, roles: &[&str], key: Option<&str>) -> Value {
    let request = json!({"account": account, "display_name": "新人 三郎", "staff_number": "0099",
        "roles": roles, "password": ISSUED, "recovery_key": key});
    call(office, "create_account", request).await.unwrap()
}

async fn step(seat: &Seat, command: &str, request: Value) -> Value {
    let answer = call(seat, command, request).await;
    answer.unwrap()["step"].clone()
}

/// How many rows of this kind the log holds.
async fn logged(viewer: &Viewer, kind: &str) -> usize {
    let log = audited(&viewer.seat()).await;
    log.iter().filter(|one| *one == kind).count()
}

/// Up to the clinical key: issued password, then the own one.
async fn first_sign_in(seat: &Seat, account: &str) -> Value {
    let issued = json!({"account": account, "password": ISSUED});
    assert_eq!(step(seat, "sign_in", issued).await, "new_password");
    step(seat, "set_first_password", json!({"password": OWN})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issued_password_ends_in_a_change_before_anything_is_shown() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    let of_setting_up = (
        logged(&viewer, "account_created").await,
        logged(&viewer, "password_changed").await,
    );
    sign_in(&office, "admin").await;
    let made = create(&office, "shinjin", &["desk"], None).await;
    assert_eq!(
        (&made["must_change"], &made["roles"]),
        (&json!(true), &json!(["desk"]))
    );
    let issued = json!({"account": "shinjin", "password": ISSUED});
    assert_eq!(step(&seat, "sign_in", issued.clone()).await, "new_password");
    let refused = refusal(&seat, "consent_board", json!({})).await;
    assert_eq!(refused, ErrorCode::NotSignedIn);
    for (bad, rule) in [
        (ISSUED, "reused"),
        ("mijikai-1", "too_short"),
        ("shinjin-no-1-pass", "contains_owner"),
        ("shinjin 新人 0099 x", "contains_owner"),
        (&"a1-".repeat(3_500), "too_long"),
    ] {
        let error = call(&seat, "set_first_password", json!({"password": bad})).await;
        let error = error.unwrap_err();
        assert_eq!(error.code, ErrorCode::PasswordRule);
        assert_eq!(error.fields["rule"], rule);
    }
    assert_eq!(
        step(&seat, "set_first_password", json!({"password": OWN})).await,
        "signed_in"
    );
    call(&seat, "consent_board", json!({})).await.unwrap();
    assert_eq!(
        refusal(&seat, "sign_in", issued).await,
        ErrorCode::WrongCredentials
    );
    let made = logged(&viewer, "account_created").await;
    assert_eq!(made, of_setting_up.0 + 1);
    let changed = logged(&viewer, "password_changed").await;
    assert_eq!(changed, of_setting_up.1 + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_reader_is_given_the_key_by_the_recovery_key_or_by_a_colleague_who_proves_it() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&office, "admin").await;
    create(&office, "shinjin", &["doctor"], None).await;
    create(&office, "futari", &["nurse"], None).await;
    assert_eq!(first_sign_in(&seat, "shinjin").await, "clinical_key");
    assert_eq!(
        refusal(&seat, "todays_patients", json!({})).await,
        ErrorCode::NotSignedIn
    );
    let nothing = refusal(&seat, "give_clinical_key", json!({})).await;
    assert_eq!(nothing, ErrorCode::RecoveryKey);
    let beside = |account: &str, password: &str| json!({"colleague": {"account": account, "password": password}});
    for (account, password, expected) in [
        ("doctor", "chigau-99-kotoba", ErrorCode::WrongCredentials),
        ("admin", PASSWORD, ErrorCode::NoClinicalKey),
        ("desk", PASSWORD, ErrorCode::NoClinicalKey),
        ("shinjin", OWN, ErrorCode::NoClinicalKey),
    ] {
        let refused = refusal(&seat, "give_clinical_key", beside(account, password)).await;
        assert_eq!(refused, expected, "{account}");
    }
    let given = step(&seat, "give_clinical_key", beside("doctor", PASSWORD)).await;
    assert_eq!(given, "signed_in");
    call(&seat, "todays_patients", json!({})).await.unwrap();
    // From now on by the own password alone.
    let again = json!({"account": "shinjin", "password": OWN});
    assert_eq!(step(&seat, "sign_in", again).await, "signed_in");
    assert_eq!(first_sign_in(&seat, "futari").await, "clinical_key");
    let key = json!({"recovery_key": pc.recovery_key});
    assert_eq!(step(&seat, "give_clinical_key", key).await, "signed_in");
    let log = audited(&office).await;
    let given = log.iter().filter(|kind| *kind == "clinical_key_given");
    assert_eq!(given.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_with_a_second_factor_gives_it_too() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "doctor").await;
    let (phone, _) = Phone::enrol(&seat).await;
    sign_in(&office, "admin").await;
    create(&office, "shinjin", &["doctor"], None).await;
    first_sign_in(&seat, "shinjin").await;
    let mut colleague = json!({"account": "doctor", "password": PASSWORD});
    let without = json!({"colleague": colleague});
    let refused = refusal(&seat, "give_clinical_key", without).await;
    assert_eq!(refused, ErrorCode::WrongCredentials);
    colleague["code"] = json!(phone.code(0));
    let with = json!({"colleague": colleague});
    assert_eq!(step(&seat, "give_clinical_key", with).await, "signed_in");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_issues_passwords_cannot_read_with_them() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "doctor").await;
    sign_in(&office, "admin").await;
    let guess = json!({"account": "doctor", "password": PASSWORD});
    let guessed = call(&office, "issue_password", guess).await;
    assert_eq!(
        guessed.unwrap()["must_change"],
        true,
        "nothing is told of it"
    );
    let issue = |key: Option<&str>, password: &str| json!({"account": "doctor", "password": password, "recovery_key": key});
    let issued = call(&office, "issue_password", issue(None, "kashita-33-pass")).await;
    let issued = issued.unwrap();
    assert_eq!(
        (&issued["must_change"], &issued["opens_clinical"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        call(&seat, "session", json!({})).await.unwrap(),
        Value::Null
    );
    let request = json!({"account": "doctor", "password": "kashita-33-pass"});
    step(&seat, "sign_in", request).await;
    let stopped = step(&seat, "set_first_password", json!({"password": OWN})).await;
    assert_eq!(stopped, "clinical_key", "the administrator gets no further");
    let wrong = json!({"former_password": "kashita-33-pass"});
    let refused = refusal(&seat, "give_clinical_key", wrong).await;
    assert_eq!(refused, ErrorCode::WrongCredentials);
    // With the recovery key in hand the doctor keeps the key.
    let with = issue(Some(&pc.recovery_key), "kashita-44-pass");
    let issued = call(&office, "issue_password", with).await.unwrap();
    assert_eq!(issued["opens_clinical"], true);
    let request = json!({"account": "doctor", "password": "kashita-44-pass"});
    step(&seat, "sign_in", request).await;
    let own = json!({"password": "jibun-no-55-pass"});
    assert_eq!(step(&seat, "set_first_password", own).await, "signed_in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clinical_key_follows_the_own_password() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    let of_setting_up = logged(&viewer, "password_changed").await;
    sign_in(&seat, "doctor").await;
    let change = |from: &str, to: &str| json!({"password": from, "new_password": to});
    let refused = refusal(&seat, "change_password", change("chigau-99-kotoba", OWN)).await;
    assert_eq!(refused, ErrorCode::WrongCredentials);
    call(&seat, "change_password", change(PASSWORD, OWN))
        .await
        .unwrap();
    call(&seat, "todays_patients", json!({})).await.unwrap();
    let own = json!({"account": "doctor", "password": OWN});
    assert_eq!(step(&seat, "sign_in", own).await, "signed_in");
    call(&seat, "todays_patients", json!({})).await.unwrap();
    let reused = refusal(&seat, "change_password", change(OWN, PASSWORD)).await;
    assert_eq!(reused, ErrorCode::PasswordRule);
    let former = json!({"account": "doctor", "password": PASSWORD});
    assert_eq!(
        refusal(&seat, "sign_in", former).await,
        ErrorCode::WrongCredentials
    );
    let changed = logged(&viewer, "password_changed").await;
    assert_eq!(
        changed,
        of_setting_up + 1,
        "the refused ones changed nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_roles_one_is_active_and_a_switch_takes_the_keys_along() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&office, "admin").await;
    create(
        &office,
        "incho",
        &["admin", "doctor"],
        Some(&pc.recovery_key),
    )
    .await;
    assert_eq!(first_sign_in(&seat, "incho").await, "signed_in");
    let session = call(&seat, "session", json!({})).await.unwrap();
    assert_eq!(
        (&session["role"], &session["roles"]),
        (&json!("doctor"), &json!(["doctor", "admin"]))
    );
    assert_eq!(
        refusal(&seat, "accounts", json!({})).await,
        ErrorCode::NotPermitted
    );
    let to = |role: &str, password: Option<&str>| json!({"role": role, "password": password});
    let session = call(&seat, "switch_role", to("admin", None)).await.unwrap();
    assert_eq!(
        (&session["role"], &session["copy"]),
        (&json!("admin"), &Value::Null)
    );
    call(&seat, "accounts", json!({})).await.unwrap();
    let refused = refusal(&seat, "todays_patients", json!({})).await;
    assert_eq!(refused, ErrorCode::NotPermitted);
    for password in [None, Some("chigau-99-kotoba")] {
        let refused = refusal(&seat, "switch_role", to("doctor", password)).await;
        assert_eq!(refused, ErrorCode::WrongCredentials);
    }
    let refused = refusal(&seat, "switch_role", to("auditor", Some(OWN))).await;
    assert_eq!(refused, ErrorCode::RoleNotHeld);
    let session = call(&seat, "switch_role", to("doctor", Some(OWN)))
        .await
        .unwrap();
    assert_ne!(session["copy"], Value::Null);
    call(&seat, "todays_patients", json!({})).await.unwrap();
    let asked = json!({"account": "incho", "password": OWN, "role": "admin"});
    let asked = call(&seat, "sign_in", asked).await.unwrap();
    assert_eq!(asked["session"]["role"], "admin");
    let other = json!({"account": "incho", "password": OWN, "role": "desk"});
    assert_eq!(
        refusal(&seat, "sign_in", other).await,
        ErrorCode::RoleNotHeld
    );
    let log = audited(&office).await;
    let switched = log.iter().filter(|kind| *kind == "role_switched");
    assert_eq!(switched.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_no_longer_loses_the_key_and_the_last_administrator_stays() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&office, "admin").await;
    sign_in(&seat, "doctor").await;
    let change = |account: &str, roles: &[&str], disabled: bool| {
        json!({"account": account, "roles": roles, "emergency": false, "deputy": false,
            "disabled": disabled})
    };
    let desk = change("doctor", &["desk"], false);
    let changed = call(&office, "change_account", desk).await.unwrap();
    assert_eq!(changed["opens_clinical"], false);
    assert_eq!(
        call(&seat, "session", json!({})).await.unwrap(),
        Value::Null
    );
    for last in [
        change("admin", &["desk"], false),
        change("admin", &["admin"], true),
    ] {
        let refused = refusal(&office, "change_account", last).await;
        assert_eq!(refused, ErrorCode::LastAdministrator);
    }
    let none = refusal(&office, "change_account", change("desk", &[], false)).await;
    assert_eq!(none, ErrorCode::NoRole);
    let nobody = refusal(
        &office,
        "change_account",
        change("nobody", &["desk"], false),
    )
    .await;
    assert_eq!(nobody, ErrorCode::NoSuchAccount);
    // Made a doctor again, the key has to be handed over anew.
    let again = change("doctor", &["doctor"], false);
    call(&office, "change_account", again).await.unwrap();
    let request = json!({"account": "doctor", "password": PASSWORD});
    assert_eq!(step(&seat, "sign_in", request).await, "clinical_key");
}
