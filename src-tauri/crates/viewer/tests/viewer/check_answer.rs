//! 受信ファイルの確認: a report of the reading, without a word of what was read.

use crate::common::{Pc, call, refusal, sign_in};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

const LETTER: &str = r#"{"resourceType":"Bundle","type":"document",
    "identifier":{"value":"1318814790^2026^1"},"timestamp":"2026-11-20T10:00:00+09:00","entry":[
    {"resource":{"resourceType":"Composition","status":"final","date":"2026-11-20",
        "type":{"coding":[{"code":"57133-1"}]},"title":"診療情報提供書"}},
    {"resource":{"resourceType":"Patient","name":[{"text":"秘密 花子"}],"birthDate":"1950-01-02"}},
    {"resource":{"resourceType":"Condition","code":{"text":"機密病"},"unheardOf":"機密の値"}}]}"#;

async fn check(seat: &Seat, name: &str, bytes: &[u8]) -> Value {
    let request = json!({"name": name, "content": BASE64_STANDARD.encode(bytes)});
    call(seat, "check_answer", request).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_accounts_for_every_value_and_repeats_none() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let report = check(&seat, "機密.json", LETTER.as_bytes()).await;
    assert_eq!(report["name"], "機密.json");
    assert_eq!(
        (&report["kind"], &report["readable"]),
        (&json!("referral"), &json!(true))
    );
    assert_eq!(report["patient_stated"], true);
    assert_eq!(report["facility"], "1318814790");
    assert_eq!(report["document_date"], "2026-11-20");
    assert_eq!(report["counts"]["condition"], 1);
    let values = &report["values"];
    let number = |name: &str| values[name].as_u64().unwrap();
    assert_eq!(number("sent"), number("placed") + number("other"));
    assert!(number("placed") > 3);
    assert_eq!(report["other"], json!(["/entry/2/resource/unheardOf"]));
    assert!(!report["tables"].as_array().unwrap().is_empty());
    let text = report.to_string();
    for word in ["秘密", "花子", "1950", "機密病", "機密の値"] {
        assert!(!text.contains(word), "{word}");
    }

    let cut = check(&seat, "cut.json", &LETTER.as_bytes()[..200]).await;
    assert_eq!(
        (&cut["readable"], &cut["kind"]),
        (&json!(false), &json!("unknown"))
    );
    assert_eq!(cut["problems"][0]["code"], "not_json");
    assert_eq!(cut["problems"][0]["severity"], "error");
    assert_eq!(cut["problem_count"], 1);

    let refused = refusal(&seat, "check_answer", json!({"name": "x", "content": "%"})).await;
    assert_eq!(refused, ErrorCode::BadRequest);
    let large = "A".repeat((64 << 20) / 3 * 4 + 8);
    let refused = refusal(
        &seat,
        "check_answer",
        json!({"name": "x", "content": large}),
    )
    .await;
    assert_eq!(refused, ErrorCode::FileTooLarge);

    sign_in(&seat, "auditor").await;
    let request = json!({"before": null, "person": null, "account": "admin", "limit": 500});
    let log = call(&seat, "audit_entries", request).await.unwrap();
    assert!(!log.to_string().contains("機密"));
    let entries = log["entries"].as_array().unwrap();
    let checked = entries.iter().filter(|e| e["kind"] == "file_checked");
    let failures: Vec<_> = checked.map(|entry| entry["failure"].clone()).collect();
    assert_eq!(
        failures,
        [
            json!("not_taken"),
            json!("not_taken"),
            json!("unreadable"),
            Value::Null
        ]
    );
    drop(pc);
}
