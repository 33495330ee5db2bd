//! ファイルを読む: a file beside the open patient, and never another patient's.

use crate::common::{Pc, REFERRED, Service, call, person, refusal, sign_in};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use encoding_rs::SHIFT_JIS;
use jiff::civil::date;
use sample_clinic::{Clinic, ClinicPatient, SampleClinic};
use serde_json::{Value, json};
use viewer::{CommandError, ErrorCode, Seat};

/// A doctor with this patient open.
struct Reading {
    _service: Service,
    pc: Pc,
    seat: Seat,
    who: Value,
    clinic: Clinic,
}

impl Reading {
    async fn beside_a_patient() -> Self {
        let service = Service::start().await;
        let (pc, viewer) = Pc::set_up().await;
        let seat = viewer.seat();
        service.connect(&seat).await;
        sign_in(&seat, "doctor").await;
        let who = person(&seat, REFERRED).await;
        call(&seat, "open_patient", json!({"person": who}))
            .await
            .unwrap();
        let assets = crate::common::workspace().join("assets/sample-clinic");
        let clinic = SampleClinic::load(&assets).unwrap();
        Self {
            _service: service,
            pc,
            seat,
            who,
            clinic: clinic.expand(date(2026, 11, 22)).unwrap(),
        }
    }

    fn patient(&self) -> &ClinicPatient {
        self.clinic.by_chart_number(REFERRED).unwrap()
    }

    fn another(&self) -> &ClinicPatient {
        let mut all = self.clinic.patients.iter();
        all.find(|p| p.chart_number != REFERRED && p.arrival.is_some())
            .unwrap()
    }

    async fn read(&self, bytes: &[u8]) -> Result<Value, CommandError> {
        let request = json!({"person": self.who, "content": BASE64_STANDARD.encode(bytes)});
        call(&self.seat, "read_file", request).await
    }

    async fn refused(&self, bytes: &[u8]) -> CommandError {
        self.read(bytes).await.unwrap_err()
    }

    /// What was written down of files, oldest first: failure, origin and the rest as text.
    async fn log(&self) -> Vec<Value> {
        sign_in(&self.seat, "auditor").await;
        let request = json!({"before": null, "person": self.who, "account": null, "limit": 500});
        let log = call(&self.seat, "audit_entries", request).await.unwrap();
        let entries = log["entries"].as_array().unwrap().clone();
        let files = entries.into_iter().rev();
        files.filter(|entry| entry["kind"] == "file_read").collect()
    }
}

fn checkup(patient: &ClinicPatient) -> String {
    patient.service_checkup(date(2026, 5, 30)).unwrap()
}

fn shift_jis(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = SHIFT_JIS.encode(text);
    assert!(!lost);
    bytes.into_owned()
}

/// A set with one disease, about this Patient (none: about nobody).
fn diseases(patient: &str, more: &str) -> String {
    let entry = |resource: &str| format!(r#"{{"resource":{resource}}}"#);
    let about = Some(patient).filter(|patient| !patient.is_empty());
    let disease = format!(r#"{{"resourceType":"Condition",{more}"code":{{"text":"機密の病名"}}}}"#);
    let entries: Vec<_> = about.into_iter().chain([&*disease]).map(entry).collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_open_patient_is_told_and_kept_nowhere() {
    let reading = Reading::beside_a_patient().await;
    let xml = checkup(reading.patient());
    for bytes in [xml.clone().into_bytes(), shift_jis(&xml)] {
        let told = reading.read(&bytes).await.unwrap();
        assert_eq!(
            (&told["kind"], &told["identity"], &told["size"]),
            (&json!("service_xml"), &json!("agrees"), &json!(bytes.len()))
        );
        let sheet = told["sheet"].to_string();
        for word in ["収縮期血圧（その他）", "137", "mmHg", "尿蛋白"] {
            assert!(sheet.contains(word), "{word}: {sheet}");
        }
        let original = told["content"]["text"].as_str().unwrap();
        assert!(original.contains("<ItemName>尿蛋白</ItemName>"));
    }
    let patient = reading.patient().stated.json.get().to_owned();
    let subject = json!({"reference": format!("Patient/{}", reading.patient().id)});
    let set = diseases(&patient, &format!(r#""subject":{subject},"#));
    let told = reading.read(set.as_bytes()).await.unwrap();
    assert_eq!(told["identity"], "agrees");
    assert!(told["sheet"].to_string().contains("機密の病名"));

    let log = reading.log().await;
    let told: Vec<_> = log.iter().map(|e| (&e["failure"], &e["origin"])).collect();
    assert_eq!(told, [(&Value::Null, &json!("file")); 3]);
    assert_eq!(log[0]["chart_number"], REFERRED);
    assert!(!Value::Array(log).to_string().contains("機密"));
    sign_in(&reading.seat, "doctor").await;
    let open = json!({"person": reading.who});
    let opened = call(&reading.seat, "open_patient", open).await.unwrap();
    assert!(!opened.to_string().contains("機密の病名"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_patient_is_refused_and_no_word_of_it_leaves() {
    let reading = Reading::beside_a_patient().await;
    let theirs = reading.another();
    let patient = theirs.stated.json.get();
    let hers = reading.patient().stated.json.get();
    let both = diseases(&format!("{hers}}},{{\"resource\":{patient}"), "");
    let two = format!("{}{}", diseases(hers, ""), diseases(patient, ""));
    for bytes in [
        shift_jis(&checkup(theirs)),
        diseases(patient, "").into_bytes(),
        both.into_bytes(),
        two.into_bytes(),
    ] {
        let refused = reading.refused(&bytes).await;
        assert_eq!(refused.code, ErrorCode::OtherPatient);
        let fields: Vec<_> = refused.fields.into_iter().collect();
        let [(name, difference)] = fields.as_slice() else {
            panic!("{fields:?}");
        };
        assert_eq!(name, "difference");
        assert!(
            ["member_id", "birth_date", "gender", "several_patients"].contains(&&**difference),
            "{difference}"
        );
    }
    let log = reading.log().await;
    let failures: Vec<_> = log.iter().map(|entry| entry["failure"].clone()).collect();
    assert_eq!(failures, ["other_patient"; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_names_nobody_is_shown_as_such() {
    let reading = Reading::beside_a_patient().await;
    let pdf = reading.read(b"%PDF-1.4\n%%EOF").await.unwrap();
    assert_eq!(
        (&pdf["kind"], &pdf["identity"]),
        (&json!("pdf"), &json!("not_stated"))
    );
    let content = pdf["content"]["base64"].as_str().unwrap();
    let content = BASE64_STANDARD.decode(content).unwrap();
    assert_eq!(content, b"%PDF-1.4\n%%EOF");
    let nobody = reading.read(diseases("", "").as_bytes()).await.unwrap();
    assert_eq!(nobody["identity"], "not_stated");
    assert!(nobody["sheet"].to_string().contains("機密の病名"));
    // The Patient is his, but the disease does not say whose it is.
    let patient = reading.patient().stated.json.get();
    let unsaid = reading.read(diseases(patient, "").as_bytes()).await;
    assert_eq!(unsaid.unwrap()["identity"], "incomplete");
    let renamed = checkup(reading.patient()).replace("齋藤　一郎", "見本　一郎");
    let renamed = reading.read(renamed.as_bytes()).await.unwrap();
    assert_eq!(renamed["identity"], "name_differs");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_to_be_supplied_stays_out_with_its_original() {
    const TAG: &str = r#""meta":{"tag":[{"code":"UNDELIVERED"}]},"#;
    let reading = Reading::beside_a_patient().await;
    let card = diseases("", TAG);
    let whole = diseases("", "").replacen('{', &format!("{{{TAG}"), 1);
    for json in [card, whole] {
        let told = reading.read(json.as_bytes()).await.unwrap();
        assert!(!told.to_string().contains("機密"), "{told}");
        assert_eq!(
            (&told["sheet"]["undelivered"], &told["content"]),
            (&json!(1), &Value::Null)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_says_why_and_nothing_of_it() {
    let reading = Reading::beside_a_patient().await;
    let deep = format!("{}{}", "[".repeat(10_000), "機密");
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "機密">]><XmlMsg>&a;</XmlMsg>"#;
    let cut = checkup(reading.patient());
    let cut = cut.split_once("尿蛋白").unwrap().0;
    for (bytes, problem) in [
        (deep.as_str(), "too_deep"),
        (bomb, "xml_doctype"),
        (cut, "not_xml"),
        ("<html>機密</html>", "unknown_xml"),
        ("機密", "not_json"),
        ("PK\u{3}\u{4}機密", "archive"),
    ] {
        let refused = reading.refused(bytes.as_bytes()).await;
        assert_eq!(refused.code, ErrorCode::FileUnreadable, "{problem}");
        let fields: Vec<_> = refused.fields.into_iter().collect();
        assert_eq!(fields, [("problem".to_owned(), problem.to_owned())]);
    }
    for (content, code) in [
        ("%".to_owned(), ErrorCode::BadRequest),
        ("A".repeat((64 << 20) / 3 * 4 + 8), ErrorCode::FileTooLarge),
    ] {
        let request = json!({"person": reading.who, "content": content});
        assert_eq!(refusal(&reading.seat, "read_file", request).await, code);
    }
    let mut failures: Vec<_> = reading
        .log()
        .await
        .into_iter()
        .map(|entry| entry["failure"].clone())
        .collect();
    failures
        .drain(..6)
        .for_each(|failure| assert_eq!(failure, "file_unreadable"));
    assert_eq!(failures, ["bad_request", "file_too_large"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_beside_a_patient_who_is_not_open() {
    let reading = Reading::beside_a_patient().await;
    let other = person(&reading.seat, &reading.another().chart_number).await;
    let his = BASE64_STANDARD.encode(checkup(reading.another()));
    let beside = |who: &Value| json!({"person": who, "content": his});
    let refused = refusal(&reading.seat, "read_file", beside(&other)).await;
    assert_eq!(refused, ErrorCode::NotOpen);
    let nobody = refusal(&reading.seat, "read_file", beside(&json!(999_999))).await;
    assert_eq!(nobody, ErrorCode::NoSuchPerson);
    // Signed in again, nobody is open.
    sign_in(&reading.seat, "doctor").await;
    let again = refusal(&reading.seat, "read_file", beside(&reading.who)).await;
    assert_eq!(again, ErrorCode::NotOpen);
    drop(reading.pc);
}
