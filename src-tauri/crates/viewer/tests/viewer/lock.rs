//! 画面ロック: what is left of a session when its screen is locked, and what brings it back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use viewer::command::{COMMANDS, Callers};
use viewer::{ErrorCode, Seat, ViewerEvent};

use crate::common::{Clinic, PASSWORD, Pc, RICH, audited, call, refusal, section, sign_in, until};

async fn unlock(seat: &Seat) -> Value {
    call(seat, "unlock", json!({"password": PASSWORD}))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_screen_answers_nothing_and_its_password_opens_it_again() {
    let (clinic, who) = Clinic::with(RICH).await;
    let seat = &clinic.seat;
    let before = call(seat, "session", json!({})).await.unwrap();
    let lockings = seat.lockings();
    let counted = *lockings.borrow();
    call(seat, "lock", json!({})).await.unwrap();
    assert_eq!(*lockings.borrow(), counted + 1, "the host is told");
    for command in COMMANDS {
        if command.callers != Callers::Anyone {
            let refused = refusal(seat, command.name, json!({"person": who})).await;
            assert_eq!(refused, ErrorCode::NotSignedIn, "{}", command.name);
        }
    }
    assert_eq!(call(seat, "session", json!({})).await.unwrap(), Value::Null);
    let state = call(seat, "lock_state", json!({})).await.unwrap();
    assert_eq!(state["account"], "doctor");
    assert_eq!(state["reason"], "asked");
    assert_eq!(state["password_is_enough"], true);

    let wrong = json!({"password": "machigai-no-kotoba-1"});
    assert_eq!(
        refusal(seat, "unlock", wrong).await,
        ErrorCode::WrongCredentials
    );
    assert_eq!(
        refusal(seat, "todays_patients", json!({})).await,
        ErrorCode::NotSignedIn
    );
    let after = unlock(seat).await;
    for kept in ["account", "role", "since"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    assert_eq!(
        call(seat, "lock_state", json!({})).await.unwrap(),
        Value::Null
    );
    let opened = call(seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    assert_eq!(section(&opened, "condition")["held"], "items");
    call(seat, "sign_out", json!({})).await.unwrap();
    let kinds = audited(seat).await;
    for kind in ["lock", "unlock", "sign_in_failed"] {
        assert!(kinds.iter().any(|known| known == kind), "{kind}");
    }
}

/// The files of the clinical stores that this process has open.
#[cfg(target_os = "linux")]
fn clinical_files_open(pc: &Pc) -> usize {
    let profile = pc.profile().canonicalize().unwrap();
    let handles = std::fs::read_dir("/proc/self/fd").unwrap();
    let files = handles
        .flatten()
        .filter_map(|handle| std::fs::read_link(handle.path()).ok());
    let clinical = |file: &std::path::PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        file.starts_with(&profile) && name.starts_with("records")
    };
    files.filter(clinical).count()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn locking_closes_the_clinical_stores() {
    let (clinic, _) = Clinic::with(RICH).await;
    assert!(clinical_files_open(&clinic.pc) > 0);
    call(&clinic.seat, "lock", json!({})).await.unwrap();
    for _ in 0..100 {
        if clinical_files_open(&clinic.pc) == 0 {
            unlock(&clinic.seat).await;
            assert!(clinical_files_open(&clinic.pc) > 0);
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the records store stays open behind a locked screen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_seat_hears_nothing() {
    let (clinic, who) = Clinic::with(RICH).await;
    let other = clinic.viewer.seat();
    sign_in(&other, "doctor").await;
    let heard: Arc<Mutex<Vec<ViewerEvent>>> = Arc::default();
    call(&clinic.seat, "lock", json!({})).await.unwrap();
    let (mut events, ears) = (clinic.seat.events(), heard.clone());
    let listening = tokio::spawn(async move {
        while let Some(event) = events.next().await {
            ears.lock().unwrap().push(event);
        }
    });
    let mut of_other = other.events();
    call(&other, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    call(&other, "retry_service", json!({})).await.unwrap();
    of_other.next().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(heard.lock().unwrap().is_empty(), "{heard:?}");
    listening.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn work_in_progress_comes_back_to_its_person_once_and_to_nobody_else() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    let work = json!({"work": "{\"patient\":7,\"draft\":\"腎機能を\"}"});
    let kept = |answer: Value| answer["work"].clone();
    for account in ["doctor", "desk"] {
        sign_in(&seat, account).await;
        call(&seat, "keep_work", work.clone()).await.unwrap();
        call(&seat, "lock", json!({})).await.unwrap();
        let state = call(&seat, "lock_state", json!({})).await.unwrap();
        assert!(!state.to_string().contains("腎機能"), "{state}");
        unlock(&seat).await;
        let back = call(&seat, "take_work", json!({})).await.unwrap();
        assert_eq!(back, work);
        let again = call(&seat, "take_work", json!({})).await.unwrap();
        assert_eq!(kept(again), Value::Null);

        call(&seat, "keep_work", work.clone()).await.unwrap();
        call(&seat, "lock", json!({})).await.unwrap();
        sign_in(&seat, "auditor").await;
        assert_eq!(
            call(&seat, "lock_state", json!({})).await.unwrap(),
            Value::Null
        );
        let of_another = call(&seat, "take_work", json!({})).await.unwrap();
        assert_eq!(kept(of_another), Value::Null);
        call(&seat, "keep_work", json!({"work": "{}"}))
            .await
            .unwrap();
        call(&seat, "sign_out", json!({})).await.unwrap();
        sign_in(&seat, account).await;
        let own = call(&seat, "take_work", json!({})).await.unwrap();
        assert_eq!(own, work, "others came and went");
        call(&seat, "sign_out", json!({})).await.unwrap();
        sign_in(&seat, account).await;
        let of_nobody = call(&seat, "take_work", json!({})).await.unwrap();
        assert_eq!(kept(of_nobody), Value::Null, "who leaves takes it along");
    }
    let long = json!({"work": "あ".repeat(22_000)});
    assert_eq!(
        refusal(&seat, "keep_work", long).await,
        ErrorCode::BadRequest
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_behind_a_lock_waits_for_a_new_password_and_goes_with_the_account() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, admin) = (viewer.seat(), viewer.seat());
    sign_in(&admin, "admin").await;
    let work = json!({"work": "{\"draft\":\"腎機能を\"}"});
    let left = async || {
        call(&seat, "keep_work", work.clone()).await.unwrap();
        call(&seat, "lock", json!({})).await.unwrap();
    };
    let issued = "hajimete-4417-no";
    let back = async |own: &str| {
        let first = json!({"account": "doctor", "password": issued});
        call(&seat, "sign_in", first).await.unwrap();
        call(&seat, "set_first_password", json!({"password": own}))
            .await
            .unwrap();
        call(&seat, "take_work", json!({})).await.unwrap()["work"].clone()
    };
    let password_issued = async || {
        let request = json!({"account": "doctor", "password": issued,
            "recovery_key": pc.recovery_key});
        call(&admin, "issue_password", request).await.unwrap();
    };
    sign_in(&seat, "doctor").await;
    left().await;
    password_issued().await;
    assert_eq!(back("kawa-no-oto-2684").await, work["work"], "still theirs");

    left().await;
    for disabled in [true, false] {
        let request = json!({"account": "doctor", "roles": ["doctor"], "emergency": false,
            "deputy": false, "disabled": disabled});
        call(&admin, "change_account", request).await.unwrap();
    }
    password_issued().await;
    let of_nobody = back("mori-no-kaze-7315").await;
    assert_eq!(of_nobody, Value::Null, "the name may be somebody else's");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_was_typing_waits_where_an_administrator_changed_their_rights() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, admin) = (viewer.seat(), viewer.seat());
    sign_in(&admin, "admin").await;
    let work = json!({"work": "{\"draft\":\"腎機能を\"}"});
    let rights = async |disabled: bool, deputy: bool| {
        let request = json!({"account": "doctor", "roles": ["doctor"], "emergency": false,
            "deputy": deputy, "disabled": disabled});
        call(&admin, "change_account", request).await.unwrap();
    };
    let typed = async || {
        sign_in(&seat, "doctor").await;
        call(&seat, "keep_work", work.clone()).await.unwrap();
    };
    let sent_away = async || refusal(&seat, "take_work", json!({})).await;
    let back = async || call(&seat, "take_work", json!({})).await.unwrap()["work"].clone();
    typed().await;
    rights(false, true).await;
    assert_eq!(sent_away().await, ErrorCode::NotSignedIn);
    sign_in(&seat, "doctor").await;
    assert_eq!(back().await, work["work"], "still theirs");

    typed().await;
    rights(true, true).await;
    assert_eq!(sent_away().await, ErrorCode::NotSignedIn);
    rights(false, true).await;
    let issued = json!({"account": "doctor", "password": "hajimete-4417-no",
        "recovery_key": pc.recovery_key});
    call(&admin, "issue_password", issued).await.unwrap();
    let first = json!({"account": "doctor", "password": "hajimete-4417-no"});
    call(&seat, "sign_in", first).await.unwrap();
    let own = json!({"password": "kawa-no-oto-2684"});
    call(&seat, "set_first_password", own).await.unwrap();
    assert_eq!(back().await, Value::Null, "the name may be somebody else's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_sign_in_at_the_own_lock_gives_work_back_in_the_role_that_left_it() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, admin) = (viewer.seat(), viewer.seat());
    sign_in(&admin, "admin").await;
    let issued = "hajimete-4417-no";
    let both = json!({"account": "both", "display_name": "兼務 三郎", "staff_number": "0042",
        "roles": ["doctor", "auditor"], "password": issued, "recovery_key": pc.recovery_key});
    call(&admin, "create_account", both).await.unwrap();
    let first = json!({"account": "both", "password": issued});
    call(&seat, "sign_in", first).await.unwrap();
    call(&seat, "set_first_password", json!({"password": PASSWORD}))
        .await
        .unwrap();
    let audits = json!({"role": "auditor"});
    call(&seat, "switch_role", audits.clone()).await.unwrap();
    let work = json!({"work": "{\"filter\":\"今週\"}"});
    call(&seat, "keep_work", work.clone()).await.unwrap();
    call(&seat, "lock", json!({})).await.unwrap();

    let began = json!({"account": "both", "password": "machigai-no-kotoba-1"});
    let wrong = refusal(&seat, "sign_in", began).await;
    assert_eq!(wrong, ErrorCode::WrongCredentials);
    assert_eq!(sign_in(&seat, "both").await["role"], "doctor");
    let other_role = call(&seat, "take_work", json!({})).await.unwrap();
    assert_eq!(other_role["work"], Value::Null);
    call(&seat, "switch_role", audits).await.unwrap();
    let back = call(&seat, "take_work", json!({})).await.unwrap();
    assert_eq!(back, work);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_given_up_leaves_the_locked_screen_to_its_person() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, admin) = (viewer.seat(), viewer.seat());
    sign_in(&admin, "admin").await;
    let issued = "hajimete-4417-no";
    let new = json!({"account": "new", "display_name": "新人 四郎", "staff_number": "0043",
        "roles": ["desk"], "password": issued});
    call(&admin, "create_account", new).await.unwrap();
    sign_in(&seat, "desk").await;
    call(&seat, "lock", json!({})).await.unwrap();
    let begun = json!({"account": "new", "password": issued});
    let step = call(&seat, "sign_in", begun).await.unwrap();
    assert_eq!(step["step"], "new_password");
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert_eq!(unlock(&seat).await["account"], "desk");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_wrong_password_leaves_the_lock_as_it_is() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    call(&seat, "lock", json!({})).await.unwrap();
    let other = json!({"account": "desk", "password": "machigai-no-kotoba-1"});
    assert_eq!(
        refusal(&seat, "sign_in", other).await,
        ErrorCode::WrongCredentials
    );
    assert_eq!(unlock(&seat).await["account"], "doctor");
    call(&seat, "lock", json!({})).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    let gone = refusal(&seat, "unlock", json!({"password": PASSWORD})).await;
    assert_eq!(gone, ErrorCode::FullSignInNeeded, "signed out for good");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_board_tells_one_number_and_only_where_the_desk_locked_it() {
    let Clinic {
        service: _service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    call(&seat, "lock", json!({})).await.unwrap();
    let of_the_doctor = call(&seat, "locked_board", json!({})).await.unwrap();
    assert_eq!(of_the_doctor, Value::Null);
    sign_in(&seat, "desk").await;
    let signed_in = call(&seat, "locked_board", json!({})).await.unwrap();
    assert_eq!(signed_in, Value::Null, "the board itself is there");
    let board = until(&seat, "consent_board", json!({}), |board| {
        let rows = board["rows"].as_array().unwrap();
        rows.iter().any(|row| row["needs_attention"] == true)
    })
    .await;
    let rows = board["rows"].as_array().unwrap();
    let attention = rows.iter().filter(|row| row["needs_attention"] == true);
    let most = attention.count();
    call(&seat, "lock", json!({})).await.unwrap();
    let told = call(&seat, "locked_board", json!({})).await.unwrap();
    let number = told.as_u64().expect("one number and nothing else");
    assert!(number > 0 && number <= most as u64, "{number} of {most}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_waited_for_any_more_has_signed_out_on_record() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    for next in ["sign_in", "sign_out"] {
        sign_in(&seat, "doctor").await;
        call(&seat, "lock", json!({})).await.unwrap();
        match next {
            "sign_in" => drop(sign_in(&seat, "desk").await),
            _ => drop(call(&seat, "sign_out", json!({})).await.unwrap()),
        }
        let refused = refusal(&seat, "unlock", json!({"password": PASSWORD})).await;
        assert_eq!(refused, ErrorCode::FullSignInNeeded);
    }
    sign_in(&seat, "auditor").await;
    let asked = json!({"limit": 50, "account": "doctor", "kinds": ["sign_in", "sign_out"]});
    let page = call(&seat, "audit_entries", asked).await.unwrap();
    let rows = page["entries"].as_array().unwrap().clone();
    let kinds: Vec<_> = rows
        .iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds[..4], ["sign_out", "sign_in", "sign_out", "sign_in"]);
    assert_eq!(rows[0]["reason"], "locked");
    assert_eq!(rows[0]["session"], rows[1]["session"], "of that sitting");
}
