//! Markup, words of a database and turned writing where people type, and passwords of ten thousand
//! letters.

use std::sync::Arc;

use crate::common::first_run::ISSUED;
use crate::common::{MemoryKeyring, PASSWORD, Pc, call, phone::Phone, refusal, sign_in, viewer_on};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

const TURNED: &str = "\u{202E}txt.exe\u{2066}\u{200B}";
const MARKUP: &str = "<img src=x onerror=alert(1)>'; DROP TABLE entry; --";
const HIDDEN: [char; 5] = ['\u{202E}', '\u{2066}', '\u{200B}', '\u{0}', '\n'];

async fn seat_of(viewer: &Viewer, account: &str) -> Seat {
    let seat = viewer.seat();
    sign_in(&seat, account).await;
    seat
}

async fn log(viewer: &Viewer) -> Vec<Value> {
    let seat = seat_of(viewer, "auditor").await;
    let page = call(&seat, "audit_entries", json!({"limit": 500})).await;
    let found = call(&seat, "verify_audit", json!({})).await.unwrap();
    assert_eq!(found["intact"], true, "no word of it did anything");
    page.unwrap()["entries"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_turn_the_text_are_refused_and_markup_stays_letters() {
    let (_pc, viewer) = Pc::set_up().await;
    let office = seat_of(&viewer, "admin").await;
    let long = "長".repeat(10_000);
    let new = |account: &str, name: &str, number: &str| {
        json!({"account": account, "display_name": name, "staff_number": number,
               "roles": ["desk"], "password": ISSUED})
    };
    for (account, name, number, wrong) in [
        ("x'; DROP TABLE blob; --", "山田", "0100", "account"),
        ("<b>x</b>", "山田", "0100", "account"),
        ("x\u{202E}y", "山田", "0100", "account"),
        (long.as_str(), "山田", "0100", "account"),
        ("turned", TURNED, "0100", "owner"),
        ("turned", "山田\n太郎", "0100", "owner"),
        ("turned", "山田", "01\u{202E}00", "owner"),
        ("turned", long.as_str(), "0100", "owner"),
        ("turned", "山田", " \u{3000}", "owner"),
    ] {
        let error = call(&office, "create_account", new(account, name, number)).await;
        let error = error.unwrap_err();
        assert_eq!(error.code, ErrorCode::BadRequest);
        assert_eq!(error.fields["detail"], wrong);
    }
    let made = new("markup", MARKUP, "'); --");
    call(&office, "create_account", made).await.unwrap();
    let desk = viewer.seat();
    let first = json!({"account": "markup", "password": ISSUED});
    call(&desk, "sign_in", first).await.unwrap();
    let own = json!({"password": PASSWORD});
    let step = call(&desk, "set_first_password", own).await.unwrap();
    assert_eq!(step["session"]["display_name"], MARKUP);

    for name in [TURNED, "外来\u{0}", "\n", long.as_str()] {
        let refused = refusal(&desk, "make_list", json!({"name": name})).await;
        assert_eq!(refused, ErrorCode::NoSuchList, "{}", name.len());
    }
    let lists = call(&desk, "make_list", json!({"name": MARKUP})).await;
    assert_eq!(lists.unwrap()[0]["name"], MARKUP);
    let rows = log(&viewer).await;
    assert!(rows.iter().any(|row| row["display_name"] == MARKUP));
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_stand_in_the_log_with_everything_in_them_to_be_seen() {
    let (_pc, viewer) = Pc::set_up().await;
    let office = seat_of(&viewer, "admin").await;
    let right = json!({"account": "admin", "roles": ["admin"], "emergency": true, "deputy": false,
        "disabled": false});
    let ended = refusal(&office, "change_account", right).await;
    assert_eq!(
        ended,
        ErrorCode::NotSignedIn,
        "the former rights go at once"
    );
    let office = seat_of(&viewer, "admin").await;
    let typed = format!("a{TURNED}\n{MARKUP}\0");
    let on = json!({"on": true, "text": typed, "proof": PASSWORD});
    call(&office, "isolate", on).await.unwrap();
    let task = call(&office, "review_tasks", json!({})).await.unwrap()[0]["number"].clone();
    let off = json!({"on": false, "proof": PASSWORD});
    call(&office, "isolate", off).await.unwrap();
    let auditor = seat_of(&viewer, "auditor").await;
    let review = json!({"number": task, "proper": false, "text": typed});
    call(&auditor, "record_review", review).await.unwrap();
    call(&auditor, "accept_audit_heads", json!({"reason": typed}))
        .await
        .unwrap();
    let endless = json!({"reason": "長".repeat(10_000)});
    call(&auditor, "accept_audit_heads", endless).await.unwrap();
    for empty in ["", " \n\t"] {
        let refused = refusal(&auditor, "accept_audit_heads", json!({"reason": empty})).await;
        assert_eq!(refused, ErrorCode::BadRequest);
    }
    // What is searched for stands in the row of the search.
    let search = json!({"limit": 1, "chart_number": typed.repeat(100)});
    call(&auditor, "audit_entries", search).await.unwrap();

    let rows = log(&viewer).await;
    let raw = serde_json::to_string(&rows).unwrap();
    assert!(!raw.contains(HIDDEN), "nothing is hidden in a row");
    let of = |kind: &'static str| rows.iter().filter(move |row| row["kind"] == kind);
    for kind in [
        "isolation_begun",
        "audit_heads_accepted",
        "emergency_reviewed",
    ] {
        let mut texts = of(kind).filter_map(|row| row["reason_text"].as_str());
        let seen = |text: &str| text.contains("[U+202E]") && text.contains(MARKUP);
        assert!(texts.any(seen), "{kind}: {rows:#?}");
    }
    for text in of("audit_heads_accepted").filter_map(|row| row["reason_text"].as_str()) {
        assert!(text.chars().count() <= 200);
    }
    let mut searched = of("audit_read").filter_map(|row| row["chart_number"].as_str());
    let cut = searched.next().unwrap();
    assert!(cut.contains("[U+2066]") && cut.chars().count() <= 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_letters_open_nothing_and_become_no_password() {
    let long = "kasumi-4417-".repeat(1_000);
    let place = tempfile::tempdir().unwrap();
    let keyring = Arc::new(MemoryKeyring::default());
    let fresh = viewer_on(place.path().join("profile"), keyring.clone()).seat();
    let first = json!({"account": "admin", "display_name": "管理 一郎", "staff_number": "0001",
        "password": long, "reading_after_end": "never"});
    too_long(&fresh, "set_up", first).await;
    assert_eq!(keyring.len(), 0, "nothing was made");
    let state = call(&fresh, "start_state", json!({})).await.unwrap();
    assert_eq!(state["needs_set_up"], true);

    let (_pc, viewer) = Pc::set_up().await;
    let seat = seat_of(&viewer, "nurse").await;
    let change = |now: &str, new: &str| json!({"password": now, "new_password": new});
    not_it(
        &seat,
        json!(["change_password", change(&long, "atarashii-77-kotoba")]),
    )
    .await;
    too_long(&seat, "change_password", change(PASSWORD, &long)).await;
    not_it(&seat, json!(["new_one_time_codes", {"password": long}])).await;
    not_it(&seat, json!(["begin_second_factor", {"password": long}])).await;
    let (phone, _) = Phone::enrol(&seat).await;
    let beside = json!({"password": PASSWORD, "code": long});
    not_it(&seat, json!(["new_one_time_codes", beside])).await;
    call(&seat, "lock", json!({})).await.unwrap();
    not_it(&seat, json!(["unlock", {"password": long}])).await;
    let own = json!({"password": PASSWORD});
    call(&seat, "unlock", own.clone()).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    let begun = json!({"account": "nurse", "password": PASSWORD});
    call(&seat, "sign_in", begun).await.unwrap();
    not_it(&seat, json!(["give_second_factor", {"code": long}])).await;
    let code = json!({"code": phone.code(0)});
    let step = call(&seat, "give_second_factor", code).await.unwrap();
    assert_eq!(step["step"], "signed_in");

    let office = seat_of(&viewer, "admin").await;
    let new = json!({"account": "new", "display_name": "新人", "staff_number": "0100",
        "roles": ["desk"], "password": long});
    too_long(&office, "create_account", new).await;
    let issued = json!({"account": "desk", "password": long});
    too_long(&office, "issue_password", issued).await;
    let issued = json!({"account": "desk", "password": ISSUED});
    call(&office, "issue_password", issued).await.unwrap();
    let desk = viewer.seat();
    let first = json!({"account": "desk", "password": ISSUED});
    call(&desk, "sign_in", first).await.unwrap();
    too_long(&desk, "set_first_password", json!({"password": long})).await;
    let own = json!({"password": "atarashii-77-kotoba"});
    let step = call(&desk, "set_first_password", own).await.unwrap();
    assert_eq!(step["step"], "signed_in");
}

/// Answered as any other wrong one is.
async fn not_it(seat: &Seat, asked: Value) {
    let command = asked[0].as_str().unwrap();
    let error = call(seat, command, asked[1].clone()).await.unwrap_err();
    let told = serde_json::to_string(&error).unwrap();
    assert_eq!(
        told, r#"{"code":"wrong_credentials","fields":{}}"#,
        "{command}"
    );
}

async fn too_long(seat: &Seat, command: &str, request: Value) {
    let error = call(seat, command, request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::PasswordRule, "{command}");
    assert_eq!(error.fields["rule"], "too_long", "{command}");
}
