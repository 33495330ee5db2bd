//! Who comes without the service having said so, lists that last, and who is one person.

use crate::common::control::{arrive, renumber};
use crate::common::{
    Clinic, Pc, RICH, audited, call, of_the_card, person, refusal, section, sign_in, until,
};
use crate::desk_board::{patients, row};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::SHIFT_JIS;
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

async fn board(seat: &Seat, fits: impl Fn(&Value) -> bool) -> Value {
    until(seat, "consent_board", json!({}), fits).await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_the_card_is_found_by_number_and_nothing_is_fetched() {
    let Clinic {
        service: _service,
        pc: _pc,
        viewer,
        seat,
    } = Clinic::open().await;
    let mut absent = patients().into_iter().filter(|p| p.arrival.is_none());
    let absent = absent.next().unwrap();
    let born: Value = serde_json::from_str(absent.stated.json.get()).unwrap();
    let born = born["birthDate"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = absent.member_id.split(':').collect();
    let number = |born: &str, number: &str| {
        json!({"insurer": parts[0], "symbol": parts[1], "number": number, "branch": parts[3],
               "birth_date": born})
    };
    sign_in(&seat, "desk").await;
    let ask = async |request| call(&seat, "check_number", request).await.unwrap();
    let differs = ask(number("1901-01-01", parts[2])).await;
    assert_eq!(differs, json!({"result": "birth_date_differs"}));
    let nobody = ask(number(&born, "0000000")).await;
    assert_eq!(nobody, json!({"result": "nobody"}));
    for (request, problem) in [
        (number("1901-13-01", parts[2]), "birth_date"),
        (
            json!({"insurer": "x", "symbol": "", "number": "1", "branch": "", "birth_date": born}),
            "member_number",
        ),
    ] {
        let error = call(&seat, "check_number", request).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::PersonInvalid);
        assert_eq!(error.fields["problem"], problem);
    }
    let found = ask(number(&born, parts[2])).await;
    assert_eq!(found["result"], "found");
    assert_eq!(found["identity"]["chart_number"], absent.chart_number);
    let shown = board(&seat, |board| row(board, &absent.chart_number).is_some()).await;
    let theirs = row(&shown, &absent.chart_number).unwrap();
    assert_eq!(
        (&theirs["source"], &theirs["consent"]),
        (&json!("number"), &json!("no_card"))
    );
    assert_eq!(theirs["records"], "none");
    // And the doctor is told why each section is empty.
    let doctor = viewer.seat();
    sign_in(&doctor, "doctor").await;
    let opening = json!({"person": found["identity"]["person"]});
    let patient = call(&doctor, "open_patient", opening).await.unwrap();
    for section in of_the_card(&patient) {
        assert_eq!(section["held"], "nothing");
        assert_eq!(section["hindrance"], json!({"reason": "no_card"}));
    }
    let kinds = audited(&seat).await;
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| *kind == "number_checked")
            .count(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_typed_people_come_onto_the_board_and_lists_last() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "desk").await;
    let csv = "患者番号,氏名,カナ,生年月日,性別,予約時刻\r\n\
        900001,'; DROP TABLE person; --,ｱ,1950-01-01,男,9:05\r\n\
        900002,<img src=x onerror=alert(1)>,ア,S25.1.2,女,\r\n\
        900003,見本 三郎,,1950-02-31,男,\r\n\
        900004,見本 四郎,,1950-02-03,男,\r\n";
    let (sjis, _, _) = SHIFT_JIS.encode(csv);
    let file =
        |bytes: &[u8], list: Option<i64>| json!({"content": STANDARD.encode(bytes), "list": list});
    let taken = call(&seat, "take_in_people", file(&sjis, None))
        .await
        .unwrap();
    assert_eq!(
        taken,
        json!({"taken": 3, "bad": [{"line": 4, "problem": "birth_date"}]})
    );
    let shown = board(&seat, |board| row(board, "900004").is_some()).await;
    let injected = row(&shown, "900001").unwrap();
    assert_eq!(injected["name"], "'; DROP TABLE person; --");
    assert_eq!(
        (&injected["source"], &injected["consent"]),
        (&json!("file"), &json!("unknown"))
    );
    // An appointment is no arrival: nobody is asked for a card who has not come.
    assert_eq!(
        (&injected["arrived_at"], &injected["needs_attention"]),
        (&Value::Null, &json!(false))
    );
    for (bytes, problem) in [
        (vec![0xFF, 0xFE, 0x00], "encoding"),
        (b"a,b\n1,2".to_vec(), "columns"),
        (vec![b' '; 5 * 1024 * 1024], "too_large"),
    ] {
        let error = call(&seat, "take_in_people", file(&bytes, None))
            .await
            .unwrap_err();
        assert_eq!(
            (error.code, error.fields["problem"].as_str()),
            (ErrorCode::PeopleFile, problem)
        );
    }

    let typed = |name: &str, list: Option<i64>| {
        json!({"name": name, "kana": "", "birth_date": "昭和5年6月28日", "gender": "female",
               "chart_number": "900009", "list": list})
    };
    let hidden = call(&seat, "add_person", typed("見\u{202E}本", None))
        .await
        .unwrap_err();
    assert_eq!(
        (hidden.code, hidden.fields["problem"].as_str()),
        (ErrorCode::PersonInvalid, "name")
    );
    let lists = call(&seat, "make_list", json!({"name": "3階病棟"}))
        .await
        .unwrap();
    let ward = lists[0]["id"].as_i64().unwrap();
    let added = call(&seat, "add_person", typed("見本 花子", Some(ward)))
        .await
        .unwrap();
    assert_eq!(
        refusal(&seat, "make_list", json!({"name": "\u{200B}"})).await,
        ErrorCode::NoSuchList
    );
    let nowhere = json!({"list": 99, "people": [added["person"]]});
    assert_eq!(
        refusal(&seat, "put_on_list", nowhere).await,
        ErrorCode::NoSuchList
    );
    // Known without having come: she stands on the board as not arrived, and asks for nothing.
    let shown = board(&seat, |board| row(board, "900009").is_some()).await;
    let listed = row(&shown, "900009").unwrap();
    assert_eq!(
        (&listed["arrived_at"], &listed["source"]),
        (&Value::Null, &json!("list"))
    );
    assert_eq!(
        (&listed["needs_attention"], &listed["lists"]),
        (&json!(false), &json!([ward]))
    );
    sign_in(&seat, "doctor").await;
    let today = call(&seat, "todays_patients", json!({})).await.unwrap();
    let mut of_list = today["patients"].as_array().unwrap().iter();
    assert!(of_list.any(|p| p["lists"] == json!(["3階病棟"])));

    drop((seat, viewer));
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "desk").await;
    let lists = call(&seat, "named_lists", json!({})).await.unwrap();
    assert_eq!(lists[0]["people"][0]["person"], added["person"]);
    let off = json!({"list": ward, "person": added["person"]});
    let lists = call(&seat, "take_off_list", off).await.unwrap();
    assert_eq!(lists[0]["people"], json!([]));
    let kinds = audited(&seat).await;
    for kind in [
        "people_taken_in",
        "person_added",
        "list_changed",
        "list_shown",
    ] {
        assert!(kinds.iter().any(|known| known == kind), "{kind}");
    }
}

/// A note of the doctor about the open patient, confirmed.
async fn note(seat: &Seat, who: &Value, text: &str) -> Value {
    let whose = json!({"person": who});
    call(seat, "open_patient", whose).await.unwrap();
    let written = json!({"person": who, "text": text});
    let written = call(seat, "write_note", written).await.unwrap();
    let draft = &written["drafts"][0];
    let seen = json!({"person": who, "draft": draft["id"], "seen": draft["seen"]});
    call(seat, "confirm_note", seen).await.unwrap()
}

/// What notes say, the newest first, and whether two were taken for one then.
fn texts(notes: &Value) -> Vec<(&str, bool)> {
    let notes = notes["notes"].as_array().unwrap().iter();
    let said = notes.map(|note| (&note["content"]["text"], &note["was_mixed"]));
    said.map(|(text, mixed)| (text.as_str().unwrap(), mixed.as_bool().unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_confirms_a_name_has_asked_for_the_birth_date_and_is_on_record() {
    let Clinic {
        service: _service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    let who = person(&seat, RICH).await;
    let all = patients();
    let rich = all.iter().find(|p| p.chart_number == RICH).unwrap();
    let stated: Value = serde_json::from_str(rich.stated.json.get()).unwrap();
    let confirm = |born: &str| json!({"person": who, "birth_date": born});
    sign_in(&seat, "desk").await;
    for wrong in ["1901-01-01", "", "１'; DROP TABLE person"] {
        let code = refusal(&seat, "confirm_name", confirm(wrong)).await;
        assert_eq!(code, ErrorCode::IdentityNotConfirmed);
    }
    let born = stated["birthDate"].as_str().unwrap();
    call(&seat, "confirm_name", confirm(born)).await.unwrap();
    sign_in(&seat, "auditor").await;
    let kinds = json!({"limit": 10, "kinds": ["name_confirmed"]});
    let page = call(&seat, "audit_entries", kinds).await.unwrap();
    let rows = page["entries"].as_array().unwrap();
    let refused: Vec<bool> = rows.iter().map(|row| row["failure"].is_string()).collect();
    assert_eq!(refused, [false, true, true, true], "newest first");
    for row in rows {
        assert_eq!((&row["person"], &row["chart_number"]), (&who, &json!(RICH)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_is_logged_and_after_taking_apart_neither_shows_what_is_the_others() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    let who = person(&seat, RICH).await;
    let complete = |patient: &Value| patient["complete"] == true;
    until(&seat, "open_patient", json!({"person": who}), complete).await;
    let control = service.control();
    renumber(&control, RICH, "39131156:新:7654321:01").await;
    arrive(&control, RICH, "outpatient").await;
    sign_in(&seat, "desk").await;
    let joins = until(&seat, "joins", json!({}), |joins| {
        joins["joins"] != json!([])
    })
    .await;
    let join = &joins["joins"][0];
    assert_eq!(
        (&join["identity"]["person"], &join["by_hand"]),
        (&who, &json!(false))
    );
    // Fetched under the new number meanwhile.
    board(&seat, |board| {
        row(board, RICH).is_some_and(|row| row["records"] == "complete")
    })
    .await;

    let all = patients();
    let rich = all.iter().find(|p| p.chart_number == RICH).unwrap();
    let stated: Value = serde_json::from_str(rich.stated.json.get()).unwrap();
    let born = stated["birthDate"].as_str().unwrap();
    let separate = |birth_date: &str, chart_number: &str| json!({"join": join["id"], "birth_date": birth_date, "chart_number": chart_number});
    for wrong in [
        separate("1901-01-01", RICH),
        separate(born, "000001"),
        separate("", ""),
    ] {
        let code = refusal(&seat, "separate_people", wrong).await;
        assert_eq!(code, ErrorCode::IdentityNotConfirmed);
    }
    let other = call(&seat, "separate_people", separate(born, RICH))
        .await
        .unwrap();
    let other = other["person"].clone();
    assert_ne!(other, who);
    let none = call(&seat, "joins", json!({})).await.unwrap();
    assert_eq!(none["joins"], json!([]));

    sign_in(&seat, "admin").await;
    let rule = json!({"reading_after_end": "as_facility_record", "staleness": []});
    call(&seat, "set_site_rules", rule).await.unwrap();
    sign_in(&seat, "doctor").await;
    // Of the first one the last state under their own number is shown, as no longer returned.
    let open = |who: &Value| json!({"person": who});
    let first = call(&seat, "open_patient", open(&who)).await.unwrap();
    let own = section(&first, "condition");
    assert_eq!(
        (&own["held"], &own["not_returned"]),
        (&json!("items"), &json!(1))
    );
    // The other one has the arrival with its consents, and is fetched anew.
    let fetched = |patient: &Value| section(patient, "condition")["held"] == "items";
    let second = until(&seat, "open_patient", open(&other), fetched).await;
    let theirs = section(&second, "condition");
    assert_eq!(theirs["not_returned"], 0);
    assert!(theirs["as_of"].as_str() > own["as_of"].as_str());
    assert_eq!(second["identity"]["chart_number"], RICH);
    let alone = "結合前に記載";
    note(&seat, &who, alone).await;

    // Two who do not agree are not joined; these two do, and are confirmed by two items.
    sign_in(&seat, "desk").await;
    let stranger = board(&seat, |_| true).await;
    let stranger = stranger["rows"].as_array().unwrap().iter();
    let mut stranger = stranger.filter(|row| row["birth_date"] != born);
    let stranger = stranger.next().unwrap()["person"].clone();
    let pair = |a: &Value, b: &Value| json!({"one": a, "other": b, "birth_date": born, "chart_number": RICH});
    let error = call(&seat, "join_people", pair(&who, &stranger))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code, error.fields["why"].as_str()),
        (ErrorCode::JoinRefused, "differs")
    );
    let joined = call(&seat, "join_people", pair(&who, &other))
        .await
        .unwrap();
    assert_eq!(joined["person"], other, "the one who was checked last");

    // Who was joined into another is not opened alone; what was noted of them is the other's too.
    sign_in(&seat, "doctor").await;
    let gone = refusal(&seat, "open_patient", open(&who)).await;
    assert_eq!(gone, ErrorCode::NoSuchPerson);
    call(&seat, "open_patient", open(&other)).await.unwrap();
    let between = "結合中に記載";
    let both = note(&seat, &other, between).await;
    assert_eq!(texts(&both), [(between, false), (alone, false)]);
    sign_in(&seat, "desk").await;
    let joins = call(&seat, "joins", json!({})).await.unwrap();
    let apart = json!({"join": joins["joins"][0]["id"], "birth_date": born, "chart_number": RICH});
    call(&seat, "separate_people", apart).await.unwrap();
    sign_in(&seat, "doctor").await;
    for (person, noted) in [(&who, (alone, false)), (&other, (between, true))] {
        call(&seat, "open_patient", open(person)).await.unwrap();
        let notes = call(&seat, "notes", open(person)).await.unwrap();
        assert_eq!(texts(&notes), [noted]);
    }
    let kinds = audited(&seat).await;
    let count = |kind: &str| kinds.iter().filter(|known| *known == kind).count();
    // By the card check, refused once, and by hand; refused three times, and done twice.
    assert_eq!((count("person_joined"), count("person_separated")), (3, 5));
}
