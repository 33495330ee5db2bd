//! On a real file system that is full: what cannot be written down is not shown, and what is kept for
//! emergencies serves them alone.
//!
//! A small file system is mounted in a namespace of its own, which ends with the process that the test
//! starts; without the right to mount, a user namespace gives it.

use std::env;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use access::{Rights, Role};
use audit::{EventKind, Purpose};
use serde_json::json;
use tempfile::TempDir;

use crate::accounts_file::{read_accounts, write_accounts};
use crate::error::ErrorCode;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::rules::{ReadingAfterEnd, SiteRules};
use crate::seat::Seat;
use crate::testing::{self, PASSWORD};

const PLACE: &str = "CLINS_SMALL_DISK";
/// A new profile with both reserves, one of them written twice.
const MEGABYTES: u32 = 64;

#[test]
fn without_room_for_the_row_nothing_is_opened_but_emergencies() {
    let place = TempDir::new().unwrap();
    let mount = format!("mount -t tmpfs -o size={MEGABYTES}m none \"${PLACE}\"");
    let tried = |flags: &str, then: &str| {
        Command::new("unshare")
            .args([flags, "sh", "-c", &format!("{mount} && {then}"), "sh"])
            .arg(env::current_exe().unwrap())
            .env(PLACE, place.path())
            .output()
    };
    let allowed = |flags: &&str| tried(flags, "true").is_ok_and(|done| done.status.success());
    let Some(flags) = ["-m", "-rm"].into_iter().find(allowed) else {
        println!("skipped: neither mounting nor a user namespace is allowed here");
        return;
    };
    let child = "exec \"$1\" --exact audit_on_full_disk::on_the_small_disk --nocapture";
    let done = tried(flags, child).unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(said.contains("CHECKED"), "{said}");
}

/// What the process on the small file system does.
#[tokio::test(flavor = "multi_thread")]
async fn on_the_small_disk() {
    let Some(place) = env::var_os(PLACE).map(PathBuf::from) else {
        return;
    };
    let folder = TempDir::new_in(&place).unwrap();
    let (viewer, seat) = testing::set_up(&folder).await;
    let rooms = viewer.rooms().unwrap();
    sits_with_the_right(&rooms, &seat).await;
    while rooms.disk.probe() || !rooms.folder.reserve().exists() {}
    assert!(rooms.folder.emergency_reserve().exists());
    let filler = place.join("filler");
    fill(&filler);

    let mut ordinary = 0;
    while write(&rooms, Purpose::Normal).is_ok() {
        ordinary += 1;
        fill(&filler);
        assert!(ordinary < 10_000, "the reserve never ends");
    }
    assert_eq!(
        write(&rooms, Purpose::Normal),
        Err(ErrorCode::AuditUnavailable)
    );
    let kept = rooms.audit.head().unwrap();
    for _ in 0..30 {
        write(&rooms, Purpose::Emergency).unwrap();
        assert_eq!(
            write(&rooms, Purpose::Normal),
            Err(ErrorCode::AuditUnavailable),
            "the room that emergencies were given is theirs"
        );
    }
    Act::new(EventKind::SignIn).write_now(&rooms).unwrap();
    let head = rooms.audit.head().unwrap();
    assert_eq!(
        head.number,
        kept.number + 31,
        "only what was reported as written"
    );
    assert!(rooms.audit.verify_against(&[kept, head]).unwrap().intact());

    fill(&filler);
    rooms.line.cut_off(rooms.clock.now());
    let declared = json!({"reason": "service", "proof": PASSWORD}).to_string();
    seat.call("declare_outage_reading", &declared)
        .await
        .unwrap();
    fill(&filler);
    seat.call("lock", "{}").await.unwrap();
    fill(&filler);
    let password = json!({"password": PASSWORD}).to_string();
    seat.call("unlock", &password).await.unwrap();
    fill(&filler);
    let everyday = json!({"folder": null, "keep_years": 6}).to_string();
    let refused = seat.call("set_audit_keeping", &everyday).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::AuditUnavailable);
    assert_eq!(rooms.rules().audit.keep_years, 5, "and not done");
    seat.call("sign_out", "{}").await.unwrap();
    fill(&filler);
    let comes = json!({"account": "admin", "password": PASSWORD}).to_string();
    seat.call("sign_in", &comes).await.unwrap();
    assert!(
        rooms.disk.release_for_emergency(),
        "the way into an emergency does not use up what is kept for it"
    );

    fs::remove_file(&filler).unwrap();
    rooms.disk.probe();
    write(&rooms, Purpose::Normal).unwrap();
    println!("CHECKED {ordinary}");
}

/// The administrator, with the right to begin an emergency.
async fn sits_with_the_right(rooms: &Rooms, seat: &Seat) {
    let mut rules = SiteRules::clone(&rooms.rules());
    rules.reading_after_end = ReadingAfterEnd::EmergencyOnly;
    rooms.set_rules(rules);
    let rights = Rights {
        roles: vec![Role::Admin],
        emergency: true,
        deputy: false,
        disabled: false,
    };
    let mut accounts = read_accounts(&rooms.desk).unwrap();
    accounts.change("admin", &rights).unwrap();
    write_accounts(&rooms.desk, &accounts).unwrap();
    let request = json!({"account": "admin", "password": PASSWORD}).to_string();
    seat.call("sign_in", &request).await.unwrap();
}

fn write(rooms: &Rooms, purpose: Purpose) -> Result<(), ErrorCode> {
    let act = Act::new(EventKind::OpenPatient).for_purpose(purpose);
    act.write_now(rooms).map_err(|error| error.code)
}

/// Takes all the room there is.
fn fill(filler: &Path) {
    let mut file = File::options()
        .create(true)
        .append(true)
        .open(filler)
        .unwrap();
    let block = [0x55; 4096];
    loop {
        match file.write(&block) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => return,
            Err(error) => panic!("{error}"),
        }
    }
}
