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
use std::time::Duration;

use access::{Rights, Role};
use audit::{EventKind, Purpose};
use cache::{FetchedSets, NewSet, Part, SetKind};
use record::vocabulary::{Category, PersonId};
use serde_json::json;
use tempfile::TempDir;

use crate::accounts_file::{read_accounts, write_accounts};
use crate::audit_room::refusing;
use crate::error::ErrorCode;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::rules::{ReadingAfterEnd, SiteRules};
use crate::seat::Seat;
use crate::testing::{self, PASSWORD};
use crate::viewer::Viewer;

const PLACE: &str = "CLINS_SMALL_DISK";
/// Rows that are written before somebody sits down, and without which nobody does.
const LEADING_IN: [EventKind; 5] = [
    EventKind::SignIn,
    EventKind::InboxTakenIn,
    EventKind::GraceOver,
    EventKind::SecondSession,
    EventKind::RoleSwitched,
];
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
    let (viewer, seat) = testing::with_doctor(&folder).await;
    let rooms = viewer.rooms().unwrap();
    sits_with_the_right(&rooms, &seat).await;
    let ward = viewer.seat();
    comes_in(&ward).await;
    ward.call("lock", "{}").await.unwrap();
    let later = seal_for_later(&rooms, &place);
    seal_one(&rooms);
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
    for kind in LEADING_IN {
        Act::new(kind).write_now(&rooms).unwrap();
    }
    let head = rooms.audit.head().unwrap();
    assert_eq!(
        head.number,
        kept.number + 30 + LEADING_IN.len() as u64,
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
    fill(&filler);
    a_doctor_comes_in(&viewer, &ward, &filler, &later).await;
    assert!(
        rooms.disk.release_for_emergency(),
        "the way into an emergency does not use up what is kept for it"
    );

    fs::remove_file(&filler).unwrap();
    // The program tries as well, by itself: of two at once one makes nothing.
    for _ in 0..600 {
        rooms.disk.probe();
        if !rooms.disk.is_for_emergencies_only() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    write(&rooms, Purpose::Normal).unwrap();
    comes_in(&ward).await;
    assert_eq!(rooms.inbox.pending().unwrap(), 0, "no answer was lost");
    println!("CHECKED {ordinary}");
}

/// A doctor for whom something waits sealed unlocks and signs in, sits down at a second screen, and
/// goes on in another role.
async fn a_doctor_comes_in(viewer: &Viewer, ward: &Seat, filler: &Path, later: &Path) {
    let rooms = viewer.rooms().unwrap();
    let written = |kind| refusing::rows(&rooms, kind);
    let before = LEADING_IN.map(written);
    let password = json!({"password": PASSWORD}).to_string();
    ward.call("unlock", &password).await.unwrap();
    ward.call("sign_out", "{}").await.unwrap();
    fs::rename(later, rooms.folder.inbox().join(later.file_name().unwrap())).unwrap();
    fill(filler);
    comes_in(ward).await;
    let beside = viewer.seat();
    fill(filler);
    comes_in(&beside).await;
    fill(filler);
    let nurse = json!({"role": "nurse", "password": PASSWORD}).to_string();
    beside.call("switch_role", &nurse).await.unwrap();
    let rows = |kind| {
        let place = LEADING_IN.iter().position(|known| *known == kind).unwrap();
        written(kind) - before[place]
    };
    assert!(rows(EventKind::InboxTakenIn) >= 2);
    assert_eq!(rows(EventKind::SecondSession), 1);
    assert_eq!(rows(EventKind::RoleSwitched), 1);
}

/// Seals an answer that comes later: what needs room is done while there is some.
fn seal_for_later(rooms: &Rooms, place: &Path) -> PathBuf {
    seal_one(rooms);
    let sealed = fs::read_dir(rooms.folder.inbox()).unwrap().next();
    let sealed = sealed.unwrap().unwrap();
    let later = place.join(sealed.file_name());
    fs::rename(sealed.path(), &later).unwrap();
    later
}

async fn comes_in(seat: &Seat) {
    let doctor = json!({"account": "doctor", "password": PASSWORD}).to_string();
    let step = seat.call("sign_in", &doctor).await.unwrap();
    assert!(step.contains("\"signed_in\""), "{step}");
}

/// An answer that came while nobody with the clinical key sat there.
pub(crate) fn seal_one(rooms: &Rooms) {
    let sets = FetchedSets {
        person: PersonId(1),
        category: Category::Condition,
        origin: "fhir_rest".to_owned(),
        profile: rooms.facts.id.clone(),
        fetched_at: rooms.clock.now(),
        sets: vec![NewSet {
            key: "condition".to_owned(),
            kind: SetKind::Scope,
            parts: vec![Part {
                content_type: "application/fhir+json".to_owned(),
                bytes: b"{}".to_vec(),
            }],
        }],
        complete_list: true,
    };
    rooms.inbox.seal(&rooms.sealing_public, &sets).unwrap();
}

/// The administrator, with the right to begin an emergency; the doctor has a second role.
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
    let both = Rights {
        roles: vec![Role::Doctor, Role::Nurse],
        emergency: false,
        ..rights
    };
    accounts.change("doctor", &both).unwrap();
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
