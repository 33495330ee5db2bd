//! 記録メモ: drafted, confirmed as seen, superseded, read by those who may, and never lost.

use crate::common::control::consent;
use crate::common::{
    Clinic, PASSWORD, Pc, RICH, Ward, audited, call, person, refusal, section, sign_in, until,
};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

const NOTE: &str = "健診の腎機能を確認";
const ISSUED: &str = "hajimete-4417-no";

/// Somebody of this role with the patient open before them.
async fn seated(viewer: &Viewer, account: &str, who: &Value) -> Seat {
    let seat = viewer.seat();
    sign_in(&seat, account).await;
    open(&seat, who).await;
    seat
}

async fn open(seat: &Seat, who: &Value) {
    call(seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
}

/// The site lets roles read notes, and conditions.
async fn grant(viewer: &Viewer, roles: &[&str]) {
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let grant = |role: &&str| json!({"role": role, "categories": ["condition"], "notes": true});
    let grants: Vec<Value> = roles.iter().map(grant).collect();
    call(&seat, "set_grants", json!({"grants": grants}))
        .await
        .unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
}

/// A second doctor, who may confirm for others.
async fn name_a_deputy(pc: &Pc, viewer: &Viewer) {
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let deputy = json!({"account": "deputy", "display_name": "代行 二郎", "staff_number": "0003",
        "roles": ["doctor"], "deputy": true, "password": ISSUED,
        "recovery_key": pc.recovery_key});
    call(&seat, "create_account", deputy).await.unwrap();
    let first = json!({"account": "deputy", "password": ISSUED});
    call(&seat, "sign_in", first).await.unwrap();
    call(&seat, "set_first_password", json!({"password": PASSWORD}))
        .await
        .unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
}

async fn draft(seat: &Seat, who: &Value, text: &str) -> Value {
    let request = json!({"person": who, "text": text});
    let view = call(seat, "write_note", request).await.unwrap();
    view["drafts"].as_array().unwrap().last().unwrap().clone()
}

fn named(who: &Value, draft: &Value) -> Value {
    json!({"person": who, "draft": draft["id"], "seen": draft["seen"]})
}

async fn notes(seat: &Seat, who: &Value) -> Value {
    call(seat, "notes", json!({"person": who})).await.unwrap()
}

fn texts(view: &Value) -> Vec<&str> {
    let notes = view["notes"].as_array().unwrap().iter();
    notes
        .map(|note| note["content"]["text"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_drafts_confirms_and_supersedes_with_and_without_the_service() {
    let (mut clinic, who) = Clinic::with(RICH).await;
    let seat = &clinic.seat;
    let nothing = notes(seat, &who).await;
    assert_eq!(nothing["notes"], json!([]));
    assert!(!clinic.pc.profile().join("notes.db").exists());

    let drafted = draft(seat, &who, NOTE).await;
    assert_eq!(notes(seat, &who).await["notes"], json!([]), "only a draft");
    let view = call(seat, "confirm_note", named(&who, &drafted))
        .await
        .unwrap();
    assert_eq!(view["drafts"], json!([]));
    let first = &view["notes"][0];
    let content = &first["content"];
    assert_eq!(content["text"], NOTE);
    assert_eq!(content["confirmation"], "author");
    assert_eq!(content["confirmed_by"]["account"], "doctor");
    assert_eq!(content["clock_in_doubt"], false);
    assert!(content["trusted_at"].is_string(), "{content}");

    clinic.service.stop().await;
    let again = json!({"person": who, "note": first["number"], "text": "腎機能は低下傾向"});
    let view = call(seat, "supersede_note", again.clone()).await.unwrap();
    let view = call(seat, "confirm_note", named(&who, &view["drafts"][0])).await;
    let view = view.unwrap();
    assert_eq!(
        texts(&view),
        ["腎機能は低下傾向", NOTE],
        "both stay readable"
    );
    assert_eq!(view["notes"][0]["content"]["supersedes"], 1);
    assert_eq!(view["notes"][1]["superseded_by"], 2);
    let twice = refusal(seat, "supersede_note", again).await;
    assert_eq!(twice, ErrorCode::NoteSuperseded);

    let log = audited(seat).await;
    for kind in ["notes_shown", "note_written", "note_confirmed"] {
        assert!(
            log.iter().any(|one| one == kind),
            "{kind} is not in the log"
        );
    }
    sign_in(seat, "auditor").await;
    let all = call(seat, "audit_entries", json!({"limit": 1000})).await;
    assert!(
        !all.unwrap().to_string().contains("腎機能"),
        "a text is in the log"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_clerk_enters_is_confirmed_by_the_doctor_who_saw_exactly_that() {
    let (clinic, who) = Clinic::with(RICH).await;
    let (viewer, doctor) = (&clinic.viewer, &clinic.seat);
    let clerk = seated(viewer, "clerk", &who).await;
    let entered = |text: &str| json!({"person": who, "text": text, "on_behalf_of": "doctor"});
    let without = refusal(&clerk, "write_note", entered(NOTE)).await;
    assert_eq!(without, ErrorCode::NotGranted, "nothing was granted");
    grant(viewer, &["clerk"]).await;

    let own = json!({"person": who, "text": NOTE});
    assert_eq!(
        refusal(&clerk, "write_note", own).await,
        ErrorCode::NoSuchAuthor
    );
    for nobody in ["desk", "clerk", "nobody"] {
        let request = json!({"person": who, "text": NOTE, "on_behalf_of": nobody});
        let refused = refusal(&clerk, "write_note", request).await;
        assert_eq!(refused, ErrorCode::NoSuchAuthor, "{nobody}");
    }
    let view = call(&clerk, "write_note", entered(NOTE)).await.unwrap();
    assert_eq!(view["authors"][0]["account"], "doctor");
    let by_clerk = view["drafts"][0].clone();
    assert_eq!(by_clerk["entered_by"]["account"], "clerk");
    assert_eq!(by_clerk["may_confirm"], Value::Null);
    let refused = refusal(&clerk, "confirm_note", named(&who, &by_clerk)).await;
    assert_eq!(refused, ErrorCode::NotYourDraft);

    let seen = notes(doctor, &who).await["drafts"][0].clone();
    assert_eq!(seen["may_confirm"], "author");
    let waiting = call(doctor, "open_drafts", json!({"list": true})).await;
    let waiting = waiting.unwrap();
    assert_eq!(
        (&waiting["count"], &waiting["overdue"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(waiting["drafts"][0]["identity"]["chart_number"], RICH);
    assert!(!waiting.to_string().contains(NOTE), "the list tells a text");

    let mut change = named(&who, &by_clerk);
    change["text"] = json!("健診の肝機能を確認");
    call(&clerk, "change_draft", change).await.unwrap();
    let refused = refusal(doctor, "confirm_note", named(&who, &seen)).await;
    assert_eq!(refused, ErrorCode::NoteChanged, "not what was seen");
    let now = notes(doctor, &who).await["drafts"][0].clone();
    let view = call(doctor, "confirm_note", named(&who, &now))
        .await
        .unwrap();
    let content = &view["notes"][0]["content"];
    assert_eq!(content["author"]["account"], "doctor");
    assert_eq!(content["entered_by"]["account"], "clerk");
    assert_eq!(content["confirmation"], "author");
    assert_eq!(texts(&notes(&clerk, &who).await), ["健診の肝機能を確認"]);
    let log = audited(&clerk).await;
    for kind in ["open_drafts_shown", "note_draft_changed"] {
        assert!(log.contains(&kind.to_owned()), "{kind} is not in the log");
    }
}

/// What waits, as it is listed for this person when they sit down.
async fn waiting(ward: &Ward, account: &str) -> Value {
    let seat = ward.viewer.seat();
    sign_in(&seat, account).await;
    let list = json!({"list": true});
    let listed = call(&seat, "open_drafts", list).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_waits_three_days_is_listed_for_every_doctor_and_deputy_and_not_before() {
    const THREE_DAYS: i64 = 3 * 24 * 3600;
    const MARGIN: i64 = 10 * 60;
    let ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    name_a_deputy(&ward.pc, &ward.viewer).await;
    grant(&ward.viewer, &["nurse"]).await;
    draft(&ward.seat, &who, NOTE).await;

    let counted = |list: &Value| (list["count"].clone(), list["overdue"].clone());
    ward.pass(THREE_DAYS - MARGIN).await;
    open(&ward.seat, &who).await;
    let drafts = notes(&ward.seat, &who).await["drafts"].clone();
    assert_eq!(drafts[0]["overdue"], false);
    let own = waiting(&ward, "doctor").await;
    assert_eq!(counted(&own), (json!(1), json!(0)), "the author's own");
    for other in ["doctor2", "deputy", "nurse"] {
        let early = waiting(&ward, other).await;
        assert_eq!(counted(&early), (json!(0), json!(0)), "{other}");
        assert_eq!(early["drafts"], json!([]), "{other}");
    }

    ward.pass(MARGIN + 30).await;
    open(&ward.seat, &who).await;
    let drafts = notes(&ward.seat, &who).await["drafts"].clone();
    assert_eq!(drafts[0]["overdue"], true);
    for reminded in ["doctor", "doctor2", "deputy"] {
        let late = waiting(&ward, reminded).await;
        assert_eq!(counted(&late), (json!(1), json!(1)), "{reminded}");
        let listed = &late["drafts"][0];
        assert_eq!(listed["author"]["account"], "doctor", "{reminded}");
        assert_eq!(listed["overdue"], true, "{reminded}");
    }
    // Who reads notes and may do nothing about a draft is not told of it.
    let nurse = waiting(&ward, "nurse").await;
    assert_eq!(counted(&nurse), (json!(0), json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_confirms_for_another_and_never_what_they_wrote() {
    let (clinic, who) = Clinic::with(RICH).await;
    let (viewer, doctor) = (&clinic.viewer, &clinic.seat);
    name_a_deputy(&clinic.pc, viewer).await;
    let deputy = seated(viewer, "deputy", &who).await;
    let of_deputy = draft(&deputy, &who, "代行者自身の記録").await;
    let refused = refusal(doctor, "confirm_note", named(&who, &of_deputy)).await;
    assert_eq!(refused, ErrorCode::NotYourDraft, "a doctor is no deputy");
    let mut change = named(&who, &of_deputy);
    change["text"] = json!("別人が直す");
    assert_eq!(
        refusal(doctor, "change_draft", change).await,
        ErrorCode::NotYourDraft
    );

    draft(doctor, &who, NOTE).await;
    let view = notes(&deputy, &who).await;
    let drafts = view["drafts"].as_array().unwrap();
    let of_doctor = drafts.iter().find(|one| one["text"] == NOTE).unwrap();
    assert_eq!(of_doctor["may_confirm"], "deputy");
    assert_eq!(of_doctor["may_change"], false);
    let view = call(&deputy, "confirm_note", named(&who, of_doctor))
        .await
        .unwrap();
    let content = &view["notes"][0]["content"];
    assert_eq!(content["confirmation"], "deputy");
    assert_eq!(content["author"]["account"], "doctor");
    assert_eq!(content["confirmed_by"]["account"], "deputy");

    // One that nobody could clear away any more once its author has left.
    draft(doctor, &who, "退職前の下書き").await;
    let left = |view: &Value| {
        let drafts = view["drafts"].as_array().unwrap().iter();
        let mut found = drafts.filter(|one| one["text"] == "退職前の下書き");
        found.next().cloned()
    };
    let still_here = left(&notes(&deputy, &who).await).unwrap();
    assert_eq!(still_here["may_discard"], false);
    let refused = refusal(&deputy, "discard_draft", named(&who, &still_here)).await;
    assert_eq!(refused, ErrorCode::NotYourDraft, "its author is here");
    let office = viewer.seat();
    sign_in(&office, "admin").await;
    let leaves = json!({"account": "doctor", "roles": ["doctor"], "emergency": true,
        "deputy": false, "disabled": true});
    call(&office, "change_account", leaves).await.unwrap();
    let gone = left(&notes(&deputy, &who).await).unwrap();
    assert_eq!(
        (&gone["may_discard"], &gone["may_change"]),
        (&json!(true), &json!(false))
    );
    let view = call(&deputy, "discard_draft", named(&who, &gone)).await;
    assert_eq!(left(&view.unwrap()), None);

    sign_in(&deputy, "auditor").await;
    let discarded = json!({"limit": 10, "kinds": ["note_draft_discarded"]});
    let rows = call(&deputy, "audit_entries", discarded).await.unwrap();
    let row = &rows["entries"][0];
    assert_eq!(
        (&row["failure"], &row["reason"], &row["account"]),
        (&Value::Null, &json!("deputy_for"), &json!("deputy"))
    );
    let log = call(&deputy, "audit_entries", json!({"limit": 1000}))
        .await
        .unwrap();
    assert!(
        log.to_string().contains("deputy_for"),
        "not marked in the log"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pharmacists_and_nurses_read_what_is_confirmed_and_nothing_that_is_not() {
    let (clinic, who) = Clinic::with(RICH).await;
    let (viewer, doctor) = (&clinic.viewer, &clinic.seat);
    let drafted = draft(doctor, &who, NOTE).await;
    call(doctor, "confirm_note", named(&who, &drafted))
        .await
        .unwrap();
    draft(doctor, &who, "まだ下書き").await;
    let nurse = seated(viewer, "nurse", &who).await;
    let request = json!({"person": who});
    assert_eq!(
        refusal(&nurse, "notes", request).await,
        ErrorCode::NotGranted
    );
    let count = call(&nurse, "open_drafts", json!({"person": who}))
        .await
        .unwrap();
    assert_eq!(count["noted"], Value::Null, "not even how many");
    // Categories are not enough: a note may repeat what stands in others.
    let office = viewer.seat();
    sign_in(&office, "admin").await;
    let all = json!({"grants": [{"role": "nurse", "categories": ["condition", "laboratory"]}]});
    let granted = call(&office, "set_grants", all).await.unwrap();
    assert_eq!(granted["roles"][1]["notes"], false);
    let refused = refusal(&nurse, "notes", json!({"person": who})).await;
    assert_eq!(refused, ErrorCode::NotGranted);
    grant(viewer, &["nurse", "pharmacist"]).await;
    for role in ["nurse", "pharmacist"] {
        let reader = seated(viewer, role, &who).await;
        let view = notes(&reader, &who).await;
        assert_eq!(texts(&view), [NOTE], "{role}");
        assert_eq!(view["drafts"], json!([]), "{role}");
        assert_eq!(view["may_write"], false);
        let count = call(&reader, "open_drafts", json!({"person": who}))
            .await
            .unwrap();
        assert_eq!(
            count["noted"],
            json!({"person": who, "notes": 1, "drafts": 0})
        );
        let confirm = refusal(&reader, "confirm_note", named(&who, &drafted)).await;
        assert_eq!(confirm, ErrorCode::NoSuchDraft);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_about_the_patient_who_is_open_and_holds_what_is_seen() {
    let (clinic, who) = Clinic::with(RICH).await;
    let seat = &clinic.seat;
    let drafted = draft(seat, &who, "SELECT '; DROP TABLE note; <b>\u{202E}逆</b>").await;
    assert_eq!(
        drafted["text"],
        "SELECT '; DROP TABLE note; <b>[U+202E]逆</b>"
    );
    let long = json!({"person": who, "text": "長".repeat(2_001)});
    let refused = call(seat, "write_note", long).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NoteText);
    assert_eq!(refused.fields["problem"], "too_long");
    assert_eq!(refused.fields["limit"], "2000");
    let empty = json!({"person": who, "text": " \n "});
    assert_eq!(
        refusal(seat, "write_note", empty).await,
        ErrorCode::NoteText
    );

    let other = person(seat, crate::common::REFERRED).await;
    open(seat, &other).await;
    let elsewhere = json!({"person": who, "text": NOTE});
    assert_eq!(
        refusal(seat, "write_note", elsewhere).await,
        ErrorCode::NotOpen
    );
    assert_eq!(
        refusal(seat, "notes", json!({"person": who})).await,
        ErrorCode::NotOpen
    );
    let mixed = named(&other, &drafted);
    assert_eq!(
        refusal(seat, "confirm_note", mixed).await,
        ErrorCode::NoSuchDraft
    );
    let bad = json!({"person": other, "draft": 1, "seen": "zz"});
    assert_eq!(
        refusal(seat, "confirm_note", bad).await,
        ErrorCode::BadRequest
    );
    open(seat, &who).await;
    call(seat, "discard_draft", named(&who, &drafted))
        .await
        .unwrap();
    assert_eq!(notes(seat, &who).await["drafts"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_stay_readable_when_the_consent_does_not() {
    let (clinic, who) = Clinic::with(RICH).await;
    let seat = &clinic.seat;
    let drafted = draft(seat, &who, NOTE).await;
    call(seat, "confirm_note", named(&who, &drafted))
        .await
        .unwrap();
    consent(&clinic.service.control(), RICH, "condition", "refused").await;
    until(seat, "open_patient", json!({"person": who}), |patient| {
        section(patient, "condition")["held"] == "nothing"
    })
    .await;
    assert_eq!(texts(&notes(seat, &who).await), [NOTE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_store_of_notes_stops_nobody_from_reading_and_loses_nothing() {
    let (clinic, who) = Clinic::with(RICH).await;
    let Clinic {
        mut service,
        pc,
        viewer,
        seat,
    } = clinic;
    let drafted = draft(&seat, &who, NOTE).await;
    call(&seat, "confirm_note", named(&who, &drafted))
        .await
        .unwrap();
    let (store, copy) = (
        pc.profile().join("notes.db"),
        pc.profile().join("second/notes.db"),
    );
    for _ in 0..600 {
        if copy.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let tested = call(&seat, "self_test", json!({})).await.unwrap();
    assert_eq!(tested["notes"], "ok");
    service.stop().await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    let mut damaged = std::fs::read(&store).unwrap();
    damaged[40] ^= 1;
    std::fs::write(&store, &damaged).unwrap();

    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let patient = call(&seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    assert_eq!(section(&patient, "condition")["held"], "items");
    let view = notes(&seat, &who).await;
    assert_eq!(view["standing"]["state"], "second_copy");
    assert_eq!(texts(&view), [NOTE]);
    let request = json!({"person": who, "text": "書けない"});
    let refused = call(&seat, "write_note", request.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::StoreDamaged);
    assert_eq!(refused.fields["store"], "notes");
    assert_eq!(std::fs::read(&store).unwrap(), damaged, "left as it is");
    let tested = call(&seat, "self_test", json!({})).await.unwrap();
    assert_eq!(tested["notes"], "damaged");
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;

    // They were told: now the copy takes the place of the damaged store, which is kept.
    let viewer = pc.start_when_free().await;
    let seat = seated(&viewer, "doctor", &who).await;
    assert_eq!(notes(&seat, &who).await["standing"]["state"], "whole");
    assert_eq!(
        std::fs::read(pc.profile().join("notes.db.damaged-1")).unwrap(),
        damaged
    );
    call(&seat, "write_note", request).await.unwrap();
    let log = audited(&seat).await;
    for kind in ["second_copy_used", "damaged_store_replaced"] {
        assert!(
            log.iter().any(|one| one == kind),
            "{kind} is not in the log"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lost_with_an_older_store_is_said_for_ever_and_new_notes_are_copied() {
    let (clinic, who) = Clinic::with(RICH).await;
    let Clinic {
        mut service,
        pc,
        viewer,
        seat,
    } = clinic;
    let (store, copy) = (
        pc.profile().join("notes.db"),
        pc.profile().join("second/notes.db"),
    );
    draft(&seat, &who, NOTE).await;
    service.stop().await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    let older = std::fs::read(&store).unwrap();

    let viewer = pc.start_when_free().await;
    let seat = seated(&viewer, "doctor", &who).await;
    draft(&seat, &who, "失われる").await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    std::fs::write(&store, &older).unwrap();
    if copy.exists() {
        std::fs::remove_file(&copy).unwrap();
    }

    // One step was lost. As many are kept since, and more: it is said all the same, at each start.
    for text in ["その後", "さらに後"] {
        let viewer = pc.start_when_free().await;
        let seat = seated(&viewer, "doctor", &who).await;
        let standing = notes(&seat, &who).await["standing"].clone();
        assert_eq!(standing, json!({"state": "behind", "lost": 1}), "{text}");
        draft(&seat, &who, text).await;
        call(&seat, "sign_out", json!({})).await.unwrap();
        drop(seat);
        pc.close(viewer).await;
    }
    let viewer = pc.start_when_free().await;
    let seat = seated(&viewer, "doctor", &who).await;
    let view = notes(&seat, &who).await;
    assert_eq!(view["standing"], json!({"state": "behind", "lost": 1}));
    assert_eq!(view["drafts"].as_array().unwrap().len(), 3);
    for _ in 0..600 {
        if copy.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(copy.exists(), "what was kept since is kept twice");
    for _ in 0..2 {
        let tested = call(&seat, "self_test", json!({})).await.unwrap();
        assert_eq!(tested["notes"], "behind", "sound, and still not all");
    }
    sign_in(&seat, "auditor").await;
    let tests = json!({"limit": 2, "kinds": ["self_test"]});
    let rows = call(&seat, "audit_entries", tests).await.unwrap();
    assert_eq!(rows["entries"][0]["failure"], Value::Null, "told before");
    let log = audited(&seat).await;
    let missed = log.iter().filter(|kind| *kind == "answers_missing").count();
    assert_eq!(missed, 1, "one loss, one row");
}
