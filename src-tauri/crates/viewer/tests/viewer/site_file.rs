//! 施設ファイル: the accounts of one PC on another, and files that are refused.

use std::path::Path;

use crate::common::first_run::ISSUED;
use crate::common::{PASSWORD, Pc, audited, call, refusal, sign_in};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

/// Two PCs of one site, each after its own first run, and the folder between them.
struct Site {
    _pcs: [Pc; 2],
    here: Viewer,
    there: Viewer,
    folder: tempfile::TempDir,
}

impl Site {
    async fn of_two() -> Self {
        let (one, here) = Pc::set_up().await;
        let (other, there) = Pc::set_up_elsewhere().await;
        Self {
            _pcs: [one, other],
            here,
            there,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With the administrator at a screen of each.
    async fn administered() -> (Self, Seat, Seat) {
        let site = Self::of_two().await;
        let (office, other) = (site.here.seat(), site.there.seat());
        sign_in(&office, "admin").await;
        sign_in(&other, "admin").await;
        (site, office, other)
    }

    fn request(&self) -> Value {
        json!({"folder": self.folder.path()})
    }

    async fn export(&self, office: &Seat) -> Value {
        let made = call(office, "site_file_export", self.request()).await;
        made.unwrap()
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("clins-site.json")
    }
}

async fn problem(seat: &Seat, request: Value) -> String {
    let error = call(seat, "site_file_take_in", request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SiteFile);
    error.fields["problem"].clone()
}

fn with_key(site: &Site, made: &Value) -> Value {
    json!({"folder": site.folder.path(), "site_key": made["site_key"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_people_of_one_pc_sign_in_on_the_other_and_whoever_left_is_out() {
    let (site, office, other) = Site::administered().await;
    let alone = call(&other, "site_file", json!({})).await.unwrap();
    assert_eq!(alone["part"], "alone");
    let new = json!({"account": "shinjin", "display_name": "新人 三郎", "staff_number": "0099",
        "roles": ["desk"], "password": ISSUED});
    call(&office, "create_account", new.clone()).await.unwrap();
    let made = site.export(&office).await;
    assert_eq!(
        (&made["part"], &made["version"]),
        (&json!("makes"), &json!(1))
    );
    assert_eq!(problem(&other, site.request()).await, "key");
    let taken = call(&other, "site_file_take_in", with_key(&site, &made)).await;
    let taken = taken.unwrap();
    assert_eq!(
        (&taken["part"], &taken["site_key"]),
        (&json!("takes_in"), &Value::Null)
    );
    assert_eq!(taken["grace"]["over"], false);
    let counter = site.there.seat();
    let request = json!({"account": "shinjin", "password": ISSUED});
    let step = call(&counter, "sign_in", request).await.unwrap();
    assert_eq!(step["step"], "new_password");
    // Accounts, grants and rules are changed where the file is made.
    let rules = json!({"reading_after_end": "never", "staleness": []});
    let grants = json!({"grants": []});
    let new = json!({"account": "x", "display_name": "x", "staff_number": "1", "roles": ["desk"],
        "password": ISSUED});
    for (command, request) in [
        ("create_account", new),
        ("set_grants", grants),
        ("set_site_rules", rules),
        ("site_file_export", site.request()),
    ] {
        let error = call(&other, command, request).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::SiteFile, "{command}");
        assert_eq!(error.fields["problem"], "not_ours");
    }
    sign_in(&counter, "desk").await;
    let left = json!({"account": "desk", "roles": ["desk"], "emergency": false, "deputy": false,
        "disabled": true});
    call(&office, "change_account", left).await.unwrap();
    site.export(&office).await;
    call(&other, "site_file_take_in", site.request())
        .await
        .unwrap();
    assert_eq!(
        call(&counter, "session", json!({})).await.unwrap(),
        Value::Null
    );
    let request = json!({"account": "desk", "password": PASSWORD});
    let refused = refusal(&counter, "sign_in", request).await;
    assert_eq!(refused, ErrorCode::WrongCredentials);
    let log = audited(&other).await;
    let taken = log.iter().filter(|kind| *kind == "site_file_taken_in");
    assert!(taken.count() >= 3, "one of them refused");
    let log = audited(&office).await;
    let made = log.iter().filter(|kind| *kind == "site_file_made");
    assert_eq!(made.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_file_is_taken_in_with_nobody_asking_when_the_program_starts() {
    let (site, office, other) = Site::administered().await;
    let made = site.export(&office).await;
    let taken = call(&other, "site_file_take_in", with_key(&site, &made)).await;
    taken.unwrap();
    let left = json!({"account": "desk", "roles": ["desk"], "emergency": false, "deputy": false,
        "disabled": true});
    call(&office, "change_account", left).await.unwrap();
    site.export(&office).await;
    let Site { _pcs, there, .. } = site;
    drop(other);
    drop(there);
    let again = _pcs[1].start_when_free().await;
    let seat = again.seat();
    call(&seat, "start_state", json!({})).await.unwrap();
    let mut refused = false;
    for _ in 0..100 {
        let request = json!({"account": "desk", "password": PASSWORD});
        refused = call(&seat, "sign_in", request).await.is_err();
        if refused {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn older_foreign_and_damaged_files_change_nothing() {
    let (site, office, other) = Site::administered().await;
    let missing = problem(&other, site.request()).await;
    assert_eq!(missing, "missing");
    let made = site.export(&office).await;
    let first = std::fs::read(site.file()).unwrap();
    let mut wrong = with_key(&site, &made);
    wrong["site_key"] = json!("AAAAA");
    let refused = refusal(&other, "site_file_take_in", wrong).await;
    assert_eq!(refused, ErrorCode::RecoveryKey);
    site.export(&office).await;
    let taken = call(&other, "site_file_take_in", with_key(&site, &made)).await;
    assert_eq!(taken.unwrap()["version"], 2);
    let put = |bytes: &[u8]| std::fs::write(Path::new(&site.file()), bytes).unwrap();
    put(&first);
    assert_eq!(problem(&other, site.request()).await, "older");
    put(b"{}");
    assert_eq!(problem(&other, site.request()).await, "damaged");
    put(&first[..first.len() / 2]);
    assert_eq!(problem(&other, site.request()).await, "damaged");
    let relative = json!({"folder": "here"});
    let refused = refusal(&other, "site_file_take_in", relative).await;
    assert_eq!(refused, ErrorCode::FolderUnusable);
    let stands = call(&other, "site_file", json!({})).await.unwrap();
    assert_eq!(stands["version"], 2);
    sign_in(&site.there.seat(), "desk").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_session_on_another_pc_is_written_down() {
    let (site, office, other) = Site::administered().await;
    let made = site.export(&office).await;
    let taken = call(&other, "site_file_take_in", with_key(&site, &made)).await;
    taken.unwrap();
    let (here, there) = (site.here.seat(), site.there.seat());
    let seconds = async |seat: &Seat| {
        let log = audited(seat).await;
        log.iter().filter(|kind| *kind == "second_session").count()
    };
    sign_in(&here, "desk").await;
    sign_in(&there, "desk").await;
    assert_eq!(seconds(&other).await, 1);
    for file in std::fs::read_dir(site.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(
            !bytes.windows(4).any(|part| part == b"desk"),
            "nobody is named"
        );
    }
    // One that has left is no second session.
    call(&here, "sign_out", json!({})).await.unwrap();
    sign_in(&there, "desk").await;
    assert_eq!(seconds(&other).await, 1);
}

/// Names of the files in the folder between the PCs.
fn lying(site: &Site) -> Vec<String> {
    let files = std::fs::read_dir(site.folder.path()).unwrap();
    files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_is_cut_off_leaves_the_folder_alone() {
    let site = Site::of_two().await;
    let (office, other) = (site.here.seat(), site.there.seat());
    sign_in(&office, "admin").await;
    let right = json!({"account": "admin", "roles": ["admin"], "emergency": true, "deputy": false,
        "disabled": false});
    let ended = refusal(&office, "change_account", right).await;
    assert_eq!(
        ended,
        ErrorCode::NotSignedIn,
        "done, and its own session over"
    );
    sign_in(&office, "admin").await;
    let made = site.export(&office).await;
    sign_in(&other, "admin").await;
    let on = json!({"on": true, "proof": PASSWORD});
    call(&office, "isolate", on).await.unwrap();
    for file in lying(&site) {
        std::fs::remove_file(site.folder.path().join(file)).unwrap();
    }
    sign_in(&office, "admin").await;
    let error = call(&office, "site_file_export", site.request()).await;
    assert_eq!(error.unwrap_err().fields["problem"], "isolated");
    call(&office, "sign_out", json!({})).await.unwrap();
    assert!(lying(&site).is_empty(), "{:?}", lying(&site));
    // The other one, which is not cut off, finds nothing there.
    assert_eq!(problem(&other, with_key(&site, &made)).await, "missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_store_put_back_makes_no_file_under_a_number_that_was_used() {
    let (site, office, other) = Site::administered().await;
    let made = site.export(&office).await;
    let Site {
        _pcs: [one, two],
        here,
        there,
        folder,
    } = site;
    drop(office);
    one.close(here).await;
    let older = std::fs::read(one.profile().join("desk.db")).unwrap();
    let again = async |here: &Viewer| {
        let office = here.seat();
        sign_in(&office, "admin").await;
        let request = json!({"folder": folder.path()});
        let made = call(&office, "site_file_export", request).await.unwrap();
        made["version"].as_u64().unwrap()
    };
    let here = one.start_when_free().await;
    assert_eq!((again(&here).await, again(&here).await), (2, 3));
    let key = json!({"folder": folder.path(), "site_key": made["site_key"]});
    call(&other, "site_file_take_in", key.clone())
        .await
        .unwrap();
    one.close(here).await;
    for end in ["", "-wal", "-shm"] {
        let file = one.profile().join(format!("desk.db{end}"));
        let _ = std::fs::remove_file(file);
    }
    std::fs::write(one.profile().join("desk.db"), older).unwrap();
    let here = one.start_when_free().await;
    assert_eq!(again(&here).await, 4, "and not 2 once more");
    let taken = call(&other, "site_file_take_in", key.clone()).await;
    assert_eq!(taken.unwrap()["version"], 4);
    // What is no file of ours tells no number.
    std::fs::write(folder.path().join("clins-site.json"), b"{\"format\":1}").unwrap();
    assert_eq!(again(&here).await, 5);
    drop((there, two));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_next_file_would_undo_is_refused_and_the_folder_of_heads_stays_each_pcs_own() {
    let (site, office, other) = Site::administered().await;
    let heads = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let keeping = |place: usize, years: u32| json!({"folder": heads[place].path(), "keep_years": years, "fewer_years": true});
    call(&office, "set_audit_keeping", keeping(0, 7))
        .await
        .unwrap();
    call(&other, "set_audit_keeping", keeping(1, 5))
        .await
        .unwrap();
    let made = site.export(&office).await;
    call(&other, "site_file_take_in", with_key(&site, &made))
        .await
        .unwrap();
    let kept = call(&other, "audit_keeping", json!({})).await.unwrap();
    assert_eq!(kept["keep_years"], 7, "the site's");
    assert_eq!(kept["folder"], json!(heads[1].path()), "its own");
    let error = call(&other, "set_audit_keeping", keeping(1, 5))
        .await
        .unwrap_err();
    assert_eq!(error.fields["problem"], "not_ours");
    let own = call(&other, "set_audit_keeping", keeping(0, 7))
        .await
        .unwrap();
    assert_eq!(own["folder"], json!(heads[0].path()));
    let rules = call(&other, "emergency_rules", json!({})).await.unwrap();
    let error = call(&other, "set_emergency_rules", rules)
        .await
        .unwrap_err();
    assert_eq!(error.fields["problem"], "not_ours");

    // A password that was issued on the one PC ends what is open by the former one on the other.
    let counter = site.there.seat();
    sign_in(&counter, "desk").await;
    let issue = json!({"account": "desk", "password": ISSUED});
    call(&office, "issue_password", issue).await.unwrap();
    site.export(&office).await;
    call(&other, "site_file_take_in", site.request())
        .await
        .unwrap();
    let session = call(&counter, "session", json!({})).await.unwrap();
    assert_eq!(session, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_walks_around_the_stop_after_the_grace_by_another_role() {
    let (site, office, other) = Site::administered().await;
    let both = json!({"account": "nurse", "roles": ["admin", "desk"], "emergency": false,
        "deputy": false, "disabled": false});
    call(&office, "change_account", both).await.unwrap();
    let rules = json!({"reading_after_end": "never", "staleness": [], "sign_in": {"tries": 5,
        "second_factor_required": false, "stop_after_grace": true}});
    call(&office, "set_site_rules", rules).await.unwrap();
    let made = site.export(&office).await;
    call(&other, "site_file_take_in", with_key(&site, &made))
        .await
        .unwrap();
    let Site {
        _pcs: [one, two],
        here,
        there,
        folder,
    } = site;
    drop(other);
    two.close(there).await;
    let gone = folder.path().join("clins-site.json");
    std::fs::remove_file(gone).unwrap();
    let mut options = viewer::ViewerOptions::new(two.profile(), viewer::ProfileKind::Demo);
    options.keyring = two.keyring.clone();
    let days = std::sync::atomic::AtomicI64::new(4 * 24 * 3600);
    options.clock = viewer::Clock::ahead_by(std::sync::Arc::new(days));
    let seat = Viewer::new(options).seat();
    let as_role = |role: &str| json!({"account": "nurse", "password": PASSWORD, "role": role});
    let refused = refusal(&seat, "sign_in", as_role("desk")).await;
    assert_eq!(refused, ErrorCode::GraceOver);
    let step = call(&seat, "sign_in", as_role("admin")).await.unwrap();
    assert_eq!(step["step"], "signed_in");
    let to_the_desk = json!({"role": "desk", "password": PASSWORD});
    let refused = refusal(&seat, "switch_role", to_the_desk).await;
    assert_eq!(refused, ErrorCode::GraceOver);
    assert_eq!(
        call(&seat, "session", json!({})).await.unwrap()["role"],
        "admin"
    );
    drop((one, here, office));
}

/// The doctor of the site is given the key of the other PC, where nobody has it after the first file.
async fn given_by_recovery(site: &Site, seat: &Seat) {
    let begun = json!({"account": "doctor", "password": PASSWORD});
    let step = call(seat, "sign_in", begun).await.unwrap();
    let waits = json!({"step": "clinical_key", "former_password": false});
    assert_eq!(step, waits);
    let key = json!({"recovery_key": site._pcs[1].recovery_key});
    let step = call(seat, "give_clinical_key", key).await.unwrap();
    assert_eq!(step["step"], "signed_in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_step_of_the_former_password_is_no_place_to_try_passwords() {
    let site = Site::of_two().await;
    let (office, other) = (site.here.seat(), site.there.seat());
    sign_in(&office, "admin").await;
    sign_in(&other, "admin").await;
    let made = site.export(&office).await;
    call(&other, "site_file_take_in", with_key(&site, &made))
        .await
        .unwrap();
    let seat = site.there.seat();
    given_by_recovery(&site, &seat).await;
    let doctor = site.here.seat();
    sign_in(&doctor, "doctor").await;
    let own = "atarashii-77-kotoba";
    let change = json!({"password": PASSWORD, "new_password": own});
    call(&doctor, "change_password", change).await.unwrap();
    site.export(&office).await;
    call(&other, "site_file_take_in", site.request())
        .await
        .unwrap();
    // The key lies under the password of before on the other PC.
    let begun = json!({"account": "doctor", "password": own});
    let step = call(&seat, "sign_in", begun.clone()).await.unwrap();
    assert_eq!(
        step,
        json!({"step": "clinical_key", "former_password": true})
    );
    let former = |password: &str| json!({"former_password": password});
    for _ in 0..5 {
        let refused = refusal(&seat, "give_clinical_key", former("chigau-99-kotoba")).await;
        assert_eq!(refused, ErrorCode::WrongCredentials);
    }
    let refused = refusal(&seat, "give_clinical_key", former(PASSWORD)).await;
    assert_eq!(
        refused,
        ErrorCode::LockedOut,
        "the right one is not looked at"
    );
    let refused = refusal(&seat, "sign_in", begun.clone()).await;
    assert_eq!(refused, ErrorCode::LockedOut);
    let free = json!({"account": "doctor"});
    call(&other, "free_account", free).await.unwrap();
    call(&seat, "sign_in", begun).await.unwrap();
    let step = call(&seat, "give_clinical_key", former(PASSWORD))
        .await
        .unwrap();
    assert_eq!(step["step"], "signed_in");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_password_nor_key_of_a_namesake_opens_anything_after_the_first_file() {
    let (site, office, other) = Site::administered().await;
    let seat = site.there.seat();
    sign_in(&seat, "doctor").await;
    let own = "hoka-no-55-hito-no";
    let change = json!({"password": PASSWORD, "new_password": own});
    call(&seat, "change_password", change).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    let made = site.export(&office).await;
    call(&other, "site_file_take_in", with_key(&site, &made))
        .await
        .unwrap();
    let namesake = json!({"account": "doctor", "password": own});
    let refused = refusal(&seat, "sign_in", namesake.clone()).await;
    assert_eq!(refused, ErrorCode::WrongCredentials);
    let doctor = json!({"account": "doctor", "password": PASSWORD});
    call(&seat, "sign_in", doctor).await.unwrap();
    let former = json!({"former_password": own});
    let refused = refusal(&seat, "give_clinical_key", former).await;
    assert_eq!(refused, ErrorCode::WrongCredentials, "that key is gone");
    given_by_recovery(&site, &seat).await;
    // It is the same person from now on: the next file leaves the key where it is.
    site.export(&office).await;
    call(&other, "site_file_take_in", site.request())
        .await
        .unwrap();
    sign_in(&seat, "doctor").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sits_under_a_name_that_is_another_persons_now_sits_there_no_longer() {
    let (site, office, other) = Site::administered().await;
    let new = |number: &str| json!({"account": "shinjin", "display_name": "新人 三郎", "staff_number": number, "roles": ["desk"], "password": ISSUED});
    call(&office, "create_account", new("0098")).await.unwrap();
    call(&other, "create_account", new("0099")).await.unwrap();
    let counter = site.there.seat();
    let request = json!({"account": "shinjin", "password": ISSUED});
    call(&counter, "sign_in", request).await.unwrap();
    let own = json!({"password": PASSWORD});
    let step = call(&counter, "set_first_password", own).await.unwrap();
    assert_eq!(step["step"], "signed_in");
    let desk = site.there.seat();
    sign_in(&desk, "desk").await;
    let made = site.export(&office).await;
    call(&other, "site_file_take_in", with_key(&site, &made))
        .await
        .unwrap();
    let session = async |seat: &Seat| call(seat, "session", json!({})).await.unwrap();
    assert_eq!(session(&counter).await, Value::Null);
    assert_eq!(session(&desk).await["account"], "desk");
}
