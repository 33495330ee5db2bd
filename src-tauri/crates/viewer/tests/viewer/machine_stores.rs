//! The desk store and the audit log are damaged: their second copies take their place, and what the
//! clinic holds stays readable, by whom and by what key it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use viewer::Seat;

use crate::common::{Clinic, PASSWORD, Pc, RICH, audited, call, person, section, sign_in, until};

const PAGE: usize = 4096;

struct Day {
    pc: Pc,
    rich: Value,
    shown: Value,
}

/// A patient was fetched, the program has ended, and both second copies are of its end; the service is
/// gone.
async fn after_a_day() -> Day {
    let Clinic {
        mut service,
        pc,
        viewer,
        seat,
    } = Clinic::open().await;
    let rich = person(&seat, RICH).await;
    let shown = until(&seat, "open_patient", json!({"person": rich}), |p| {
        p["complete"] == true
    })
    .await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    service.stop().await;
    let viewer = pc.start_when_free().await;
    for store in ["desk.db", "audit.db"] {
        for _ in 0..200 {
            if is_copied(&pc.profile(), store) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(is_copied(&pc.profile(), store), "{store}");
    }
    pc.close(viewer).await;
    Day { pc, rich, shown }
}

fn is_copied(profile: &Path, store: &str) -> bool {
    let written =
        |path: PathBuf| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    let copy = written(profile.join("second").join(store));
    copy.is_some() && copy >= written(profile.join(store))
}

/// Fills a page of a store with something else; answers what the whole file is then.
fn spoil(path: &Path, page: impl Fn(usize) -> usize) -> Vec<u8> {
    let mut bytes = fs::read(path).unwrap();
    let at = page(bytes.len() / PAGE) * PAGE;
    bytes[at..at + PAGE].fill(0x5a);
    fs::write(path, &bytes).unwrap();
    bytes
}

/// The patient can be read by the doctor who could before, without the service.
async fn everything_is_readable(day: &Day, store: &str) {
    let viewer = day.pc.start_when_free().await;
    let seat = viewer.seat();
    let start = call(&seat, "start_state", json!({})).await.unwrap();
    assert_eq!(start["restored"][0]["store"], store, "{start}");
    assert!(start["restored"][0]["as_of"].is_string(), "{start}");
    sign_in(&seat, "doctor").await;
    let now = call(&seat, "open_patient", json!({"person": day.rich}))
        .await
        .unwrap();
    for before in day.shown["sections"].as_array().unwrap() {
        let category = before["category"].as_str().unwrap();
        let shown = section(&now, category);
        assert_eq!(shown["content"], before["content"], "{category}");
    }
    let names = audited(&seat).await;
    assert!(names.contains(&format!("{store}_restored")), "{names:?}");
    drop(seat);
    day.pc.close(viewer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_store_whose_pages_are_bad_gives_way_to_its_second_copy_and_is_kept() {
    let day = after_a_day().await;
    let store = day.pc.profile().join("desk.db");
    // The first page, without which nothing opens, and one in the middle.
    for (number, page) in [(1, 0), (2, 1)] {
        let damaged = spoil(&store, |pages| if page == 0 { 0 } else { pages / 2 });
        everything_is_readable(&day, "desk").await;
        let aside = store.with_file_name(format!("desk.db.damaged-{number}"));
        assert_eq!(fs::read(aside).unwrap(), damaged, "kept as it was");
    }
    let viewer = day.pc.start_when_free().await;
    let start = call(&viewer.seat(), "start_state", json!({}))
        .await
        .unwrap();
    assert_eq!(start["restored"], json!([]), "said for one start");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_whose_end_is_bad_gives_way_to_its_second_copy_and_goes_on() {
    let day = after_a_day().await;
    let store = day.pc.profile().join("audit.db");
    for page in [0, 1] {
        spoil(&store, |pages| if page == 0 { 0 } else { pages - 1 });
        everything_is_readable(&day, "audit").await;
    }
    let viewer = day.pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "auditor").await;
    // The chain of the copy is whole; the head in the keyring knows the rows that it lacks.
    let verified = call(&seat, "verify_audit", json!({})).await.unwrap();
    let lost = ["cut", "rewritten"].map(Value::from);
    assert!(
        verified["intact"] == true || lost.contains(&verified["how"]),
        "{verified}"
    );
    let reason = json!({"reason": "the second copy took over"});
    let verified = call(&seat, "accept_audit_heads", reason).await.unwrap();
    assert_eq!(verified["intact"], true, "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bad_page_of_the_log_locks_anybody_out() {
    let day = after_a_day().await;
    let store = day.pc.profile().join("audit.db");
    let sound = fs::read(&store).unwrap();
    let pages = sound.len() / PAGE;
    assert!(pages > 3, "{pages}");
    for page in 0..pages {
        spoil(&store, |_| page);
        let viewer = day.pc.start_when_free().await;
        let seat = viewer.seat();
        sign_in(&seat, "doctor").await;
        let request = json!({"person": day.rich});
        call(&seat, "open_patient", request).await.unwrap();
        drop(seat);
        day.pc.close(viewer).await;
        fs::remove_file(day.pc.profile().join("second/audit.db")).unwrap();
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(store.with_file_name(format!("audit.db{end}")));
        }
        fs::write(&store, &sound).unwrap();
        fs::write(day.pc.profile().join("second/audit.db"), &sound).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_desk_store_in_its_place_gives_way_to_the_newer_copy() {
    let day = after_a_day().await;
    let store = day.pc.profile().join("desk.db");
    let yesterday = fs::read(&store).unwrap();
    let viewer = day.pc.start_when_free().await;
    let seat = viewer.seat();
    let request = json!({"account": "admin", "password": PASSWORD});
    call(&seat, "sign_in", request).await.unwrap();
    new_account(&seat, &day.pc, "later").await;
    drop(seat);
    day.pc.close(viewer).await;
    // A copy that has it.
    let viewer = day.pc.start_when_free().await;
    for _ in 0..200 {
        if is_copied(&day.pc.profile(), "desk.db") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    day.pc.close(viewer).await;

    fs::write(&store, &yesterday).unwrap();
    everything_is_readable(&day, "desk").await;
    let viewer = day.pc.start_when_free().await;
    let request = json!({"account": "later", "password": PASSWORD});
    let step = call(&viewer.seat(), "sign_in", request).await.unwrap();
    assert_eq!(
        step["step"], "new_password",
        "the account is there, and new"
    );
}

async fn new_account(seat: &Seat, pc: &Pc, account: &str) {
    let request = json!({"account": account, "display_name": "後 花子", "staff_number": "0009",
        "roles": ["desk"], "password": PASSWORD, "recovery_key": pc.recovery_key});
    call(seat, "create_account", request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_opens_a_profile_on_another_pc_whose_desk_store_is_damaged() {
    let mut day = after_a_day().await;
    spoil(&day.pc.profile().join("desk.db"), |_| 0);
    day.pc.keyring = std::sync::Arc::default();
    let viewer = day.pc.start_when_free().await;
    let key = json!({"recovery_key": day.pc.recovery_key});
    call(&viewer.seat(), "recover", key).await.unwrap();
    day.pc.close(viewer).await;
    spoil(&day.pc.profile().join("desk.db"), |_| 0);
    everything_is_readable(&day, "desk").await;
}
