//! A damaged, lost or exchanged records store never ends the day: the second copy is read, and it
//! is said from when it is and what is missing.

use std::path::{Path, PathBuf};

use crate::common::{
    Pc, RICH, Service, audited, call, copy_folder, of_the_card, person, section, sign_in, until,
};
use cache::{FetchedSets, NewSet, Part, Records, SetKind, Standing, StoreError};
use record::vocabulary::{Category, PersonId};
use serde_json::{Value, json};
use viewer::{Seat, Viewer};

const CROWD: i64 = 1_000;

/// A clinic that has fetched a patient and whose program has ended.
struct Clinic {
    pc: Pc,
    service: Service,
    rich: Value,
    /// What was shown of the patient.
    shown: Value,
}

impl Clinic {
    async fn after_a_day() -> Self {
        let crate::common::Clinic {
            mut service,
            pc,
            viewer,
            seat,
        } = crate::common::Clinic::open().await;
        let rich = person(&seat, RICH).await;
        let shown = until(&seat, "open_patient", json!({"person": rich}), |p| {
            p["complete"] == true
        })
        .await;
        until(&seat, "service_status", json!({}), |line| {
            line["waiting"] == 0
        })
        .await;
        call(&seat, "sign_out", json!({})).await.unwrap();
        drop(seat);
        pc.close(viewer).await;
        service.stop().await;
        Self {
            pc,
            service,
            rich,
            shown,
        }
    }

    fn store(&self) -> PathBuf {
        self.pc.profile().join("records.db")
    }

    fn copy(&self) -> PathBuf {
        self.pc.profile().join("second").join("records.db")
    }

    /// Stores answers about a crowd, so that what says what is held fills more than a few pages.
    fn crowd(&self) {
        let records = self.pc.records();
        for person in 0..CROWD {
            let set = NewSet {
                key: "scope".to_owned(),
                kind: SetKind::Scope,
                parts: vec![Part {
                    content_type: "application/fhir+json".to_owned(),
                    bytes: format!("{{\"resourceType\":\"Bundle\",\"id\":\"{person}\"}}")
                        .into_bytes(),
                }],
            };
            let sets = FetchedSets {
                person: PersonId(900_000 + person),
                category: Category::Condition,
                origin: "fhir_rest".to_owned(),
                profile: "crowd".to_owned(),
                fetched_at: "2026-11-20T00:00:00Z".parse().unwrap(),
                sets: vec![set],
                complete_list: true,
            };
            records.store(&sets).unwrap();
        }
        records.close().unwrap();
    }

    async fn start(&self) -> (Viewer, Seat) {
        let viewer = self.pc.start_when_free().await;
        let seat = viewer.seat();
        (viewer, seat)
    }

    /// The patient opens with every section that was held.
    async fn opens(&self, seat: &Seat) {
        let patient = call(seat, "open_patient", json!({"person": self.rich}))
            .await
            .unwrap();
        for before in of_the_card(&self.shown) {
            let category = before["category"].as_str().unwrap();
            let now = section(&patient, category);
            assert_eq!(now["held"], before["held"], "{category}");
            assert_eq!(now["entries"], before["entries"], "{category}");
        }
    }
}

/// The patient in the doctor's list.
fn of_rich(list: &Value) -> &Value {
    let mut patients = list["patients"].as_array().unwrap().iter();
    let rich = patients.find(|p| p["identity"]["chart_number"] == RICH);
    rich.unwrap()
}

/// Overwrites bytes of a file.
fn overwrite(path: &Path, at: usize, length: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    for byte in bytes.iter_mut().skip(at).take(length) {
        *byte ^= 0x5A;
    }
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_does_not_open_is_stood_in_for_and_replaced_at_the_next_sign_in() {
    let clinic = Clinic::after_a_day().await;
    clinic.pc.make_copy();
    overwrite(&clinic.store(), 0, 4096);
    let damaged = std::fs::read(clinic.store()).unwrap();

    let (viewer, seat) = clinic.start().await;
    let session = sign_in(&seat, "doctor").await;
    assert_eq!(session["copy"]["state"], "second_copy", "{session:#}");
    assert_eq!(session["copy"]["lost"], 0, "the copy held everything");
    assert!(session["copy"]["as_of"].is_string());
    clinic.opens(&seat).await;
    let opened = call(&seat, "open_patient", json!({"person": clinic.rich}))
        .await
        .unwrap();
    assert_eq!(section(&opened, "condition")["origin"], "second_copy");
    assert_eq!(opened["complete"], true, "nothing is lost");
    assert_eq!(
        std::fs::read(clinic.store()).unwrap(),
        damaged,
        "left as it is"
    );
    call(&seat, "sign_out", json!({})).await.unwrap();

    let session = sign_in(&seat, "doctor").await;
    assert_eq!(session["copy"], json!({"state": "whole"}), "{session:#}");
    clinic.opens(&seat).await;
    let opened = call(&seat, "open_patient", json!({"person": clinic.rich}))
        .await
        .unwrap();
    assert_eq!(section(&opened, "condition")["origin"], "cache");
    let aside = clinic.pc.profile().join("records.db.damaged-1");
    assert_eq!(std::fs::read(aside).unwrap(), damaged, "kept aside");
    call(&seat, "sign_out", json!({})).await.unwrap();
    let kinds = audited(&seat).await;
    for kind in ["second_copy_used", "damaged_store_replaced"] {
        assert_eq!(kinds.iter().filter(|k| *k == kind).count(), 1, "{kinds:?}");
    }
    drop(viewer);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_store_in_the_place_of_the_newest_is_noticed() {
    let mut clinic = Clinic::after_a_day().await;
    let older = tempfile::tempdir().unwrap();
    copy_folder(&clinic.pc.profile(), older.path());

    clinic.service.restart().await;
    let (viewer, seat) = clinic.start().await;
    assert_eq!(
        sign_in(&seat, "doctor").await["copy"],
        json!({"state": "whole"})
    );
    let of = |p: &Value| section(p, "condition")["as_of"].clone();
    let before = of(&clinic.shown);
    let request = json!({"person": clinic.rich});
    until(&seat, "open_patient", request, |p| of(p) != before).await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    clinic.pc.close(viewer).await;
    clinic.service.stop().await;

    std::fs::copy(older.path().join("records.db"), clinic.store()).unwrap();
    let (_viewer, seat) = clinic.start().await;
    let session = sign_in(&seat, "doctor").await;
    assert_eq!(session["copy"]["state"], "behind", "{session:#}");
    assert!(session["copy"]["lost"].as_i64().unwrap() > 0);
    clinic.opens(&seat).await;

    // What was lost is not called ready, and is fetched as soon as there is a line.
    let readiness = |list: &Value| of_rich(list)["readiness"].clone();
    until(&seat, "todays_patients", json!({}), |list| {
        readiness(list)["state"] != "complete"
    })
    .await;
    let opened = call(&seat, "open_patient", json!({"person": clinic.rich}))
        .await
        .unwrap();
    assert_eq!(opened["complete"], false);
    clinic.service.restart().await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    until(&seat, "todays_patients", json!({}), |list| {
        readiness(list)["state"] == "complete"
    })
    .await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert!(audited(&seat).await.contains(&"answers_missing".to_owned()));
}

/// A page whose damage opening does not meet, but looking through does.
fn hidden_page(clinic: &Clinic) -> usize {
    const PAGE: usize = 8192;
    let key = clinic.pc.records_key();
    let length = std::fs::metadata(clinic.store()).unwrap().len();
    let pages = usize::try_from(length).unwrap() / PAGE;
    for page in 1..pages {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records.db");
        std::fs::copy(clinic.store(), &path).unwrap();
        overwrite(&path, page * PAGE + 50, 8);
        let nowhere = folder.path().join("none");
        if let Ok(opened) = Records::open_guarded(&path, &nowhere, &key, None)
            && opened.standing == Standing::Whole
            && opened.records.survey() == Err(StoreError::Damaged)
        {
            return page * PAGE + 50;
        }
    }
    panic!("no page of this store is met by looking through only");
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_found_while_the_store_is_in_use_brings_the_second_copy_in_at_once() {
    let clinic = Clinic::after_a_day().await;
    clinic.crowd();
    clinic.pc.make_copy();
    overwrite(&clinic.store(), hidden_page(&clinic), 8);

    let (_viewer, seat) = clinic.start().await;
    sign_in(&seat, "doctor").await;
    let upkeep = until(&seat, "upkeep", json!({}), |upkeep| {
        upkeep["standing"]["state"] == "second_copy"
    })
    .await;
    assert_eq!(upkeep["standing"]["why"], "store_damaged");
    clinic.opens(&seat).await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert_eq!(
        sign_in(&seat, "doctor").await["copy"],
        json!({"state": "whole"})
    );
    clinic.opens(&seat).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_sitting_of_a_day_makes_a_sound_second_copy_and_the_next_does_not() {
    let clinic = Clinic::after_a_day().await;
    // As after an earlier day: the copy of today is gone.
    std::fs::remove_file(clinic.copy()).unwrap();
    let (viewer, seat) = clinic.start().await;
    let auditor = viewer.seat();
    sign_in(&auditor, "auditor").await;
    let copies = json!({"limit": 10, "kinds": ["second_copy_made"]});
    let before = call(&auditor, "audit_entries", copies.clone()).await;
    let earlier = before.unwrap()["entries"].as_array().unwrap().len();
    sign_in(&seat, "doctor").await;
    let made = until(&seat, "upkeep", json!({}), |_| clinic.copy().exists()).await;
    assert_eq!(made["disk"], "ok");
    let made = until(&seat, "upkeep", json!({}), |upkeep| {
        upkeep["last_copy_at"].is_string()
    })
    .await["last_copy_at"]
        .clone();
    call(&seat, "sign_out", json!({})).await.unwrap();
    sign_in(&seat, "doctor").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let upkeep = call(&seat, "upkeep", json!({})).await.unwrap();
    assert_eq!(upkeep["copy_fault"], Value::Null);
    assert!(upkeep["last_copy_at"].as_str() >= made.as_str());
    // The row is written after the copy.
    until(&auditor, "audit_entries", copies, |page| {
        page["entries"].as_array().unwrap().len() == earlier + 1
    })
    .await;
    drop(auditor);
    drop((seat, viewer));

    let key = clinic.pc.records_key();
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("records.db");
    std::fs::copy(clinic.copy(), &path).unwrap();
    let records = Records::open(&path, &key).unwrap();
    assert!(records.commits().unwrap() > 0);
    records.survey().unwrap();
}

/// Even before the first copy of a day there is one to open: set-up makes it.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_damaged_on_the_first_day_leaves_a_program_that_works() {
    let mut clinic = Clinic::after_a_day().await;
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    overwrite(&pc.profile().join("records.db"), 0, 4096);
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    let session = sign_in(&seat, "doctor").await;
    assert_eq!(session["copy"]["state"], "second_copy");
    assert_eq!(session["copy"]["as_of"], Value::Null);
    call(&seat, "sign_out", json!({})).await.unwrap();
    clinic.service.restart().await;
    clinic.service.connect(&seat).await;
    sign_in(&seat, "doctor").await;
    let rich = person(&seat, RICH).await;
    until(&seat, "open_patient", json!({"person": rich}), |p| {
        p["complete"] == true
    })
    .await;
}
