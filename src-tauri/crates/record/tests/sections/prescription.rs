use record::view::{DoseKind, PrescriptionOrigin, PrescriptionState, PrescriptionView};
use record::vocabulary::Category;

use crate::support::{drugs, read, searchset, sent};

fn request(id: &str, day: &str, rest: &str) -> String {
    sent(
        "MedicationRequest",
        id,
        "1319999999",
        &format!(
            r#""status":"completed","medicationCodeableConcept":{{"text":"見本錠{id}","coding":
            [{{"code":"NOCODED","display":"標準コードなし"}}]}},"authoredOn":"{day}"{rest}"#
        ),
    )
}

fn oral(days: &str) -> String {
    format!(
        r#","dosageInstruction":[{{"text":"1日1回朝食後","method":{{"coding":[{{"code":"1"}}]}}}}],
        "dispenseRequest":{{"expectedSupplyDuration":{{"value":{days},"unit":"日"}}}}"#
    )
}

fn texts(rows: &[PrescriptionView]) -> Vec<&str> {
    rows.iter().map(|r| r.text.as_str()).collect()
}

#[test]
fn groups_follow_the_computed_last_day() {
    let times = r#","dosageInstruction":[{"text":"発熱時","asNeededBoolean":true}],
        "dispenseRequest":{"expectedSupplyDuration":{"value":5,"unit":"日"},"extension":[{"url":
        "http://x/JP_MedicationRequest_DispenseRequest_ExpectedRepeatCount","valueInteger":10}]}"#;
    let skin = r#","dosageInstruction":[{"text":"1日数回塗布","timing":{"code":{"coding":[{"system":
        "http://jami.jp/CodeSystem/MedicationUsage","code":"2B7N000000000000"}]}}}],
        "dispenseRequest":{"quantity":{"value":28,"unit":"枚"}}"#;
    let page = searchset(&[
        request("1", "2026-11-01T10:00:00+09:00", &oral("21")),
        request("2", "2026-11-01", &oral("20")),
        request("3", "2026-07-01", &oral("14")),
        request("4", "2026-10-01", times),
        request("5", "2026-10-02", skin),
        request("6", "2026-11-02", &oral("28").replace("completed", "x")),
    ]);
    let content = drugs(read(Category::Prescription, &page));
    assert_eq!(
        texts(&content.current),
        ["見本錠6", "見本錠1"],
        "21日分 from 11-01 ends today"
    );
    assert_eq!(texts(&content.ended), ["見本錠2"]);
    assert_eq!(texts(&content.older), ["見本錠3"]);
    assert_eq!(texts(&content.unknown), ["見本錠5", "見本錠4"]);
    assert_eq!(
        content.current[1].until.as_ref().unwrap().as_str(),
        "2026-11-21"
    );
    assert_eq!(content.current[1].amount.as_deref(), Some("21日分"));
    assert_eq!(content.unknown[1].kind, DoseKind::AsNeeded);
    assert_eq!(content.unknown[1].amount.as_deref(), Some("10回分"));
    assert_eq!(content.unknown[0].kind, DoseKind::External);
    assert_eq!(content.unknown[0].amount.as_deref(), Some("28枚"));
}

#[test]
fn start_of_use_counts_and_alternate_days_last_longer() {
    let rest = r#","dosageInstruction":[{"text":"隔日","timing":{"repeat":{"boundsDuration":
        {"value":28,"unit":"日"}}},"extension":[{"url":"x/JP_MedicationDosage_PeriodOfUse",
        "valuePeriod":{"start":"2026-11-10"}}]}],
        "dispenseRequest":{"expectedSupplyDuration":{"value":14,"unit":"日"}}"#;
    let content = drugs(read(
        Category::Prescription,
        &searchset(&[request("1", "2026-11-08", rest)]),
    ));
    let row = &content.current[0];
    assert_eq!(row.until.as_ref().unwrap().as_str(), "2026-12-07");
    assert_eq!(row.amount.as_deref(), Some("14日分"));
    assert_eq!(row.kind, DoseKind::NotStated);
}

#[test]
fn uneven_doses_keep_their_words_and_rp_groups_their_order() {
    let rp = |group: &str, index: &str| {
        format!(
            r#","identifier":[{{"system":"urn:oid:1.2.392.100495.20.3.81","value":"{group}"}},
            {{"system":"http://jpfhir.jp/fhir/core/mhlw/IdSystem/MedicationAdministrationIndex",
            "value":"{index}"}}],"dosageInstruction":[{{"text":"7錠（4-2-1）",
            "additionalInstruction":[{{"coding":[{{"code":"V14NNNNN","system":
            "http://jami.jp/CodeSystem/MedicationUsageAdditional"}}],"text":"1回目4錠"}}]}}],
            "dispenseRequest":{{"expectedSupplyDuration":{{"value":7,"code":"d"}}}}"#
        )
    };
    let page = searchset(&[
        request("1", "2026-11-20", &rp("10", "1")),
        request("2", "2026-11-20", &rp("9", "2")),
        request("3", "2026-11-20", &rp("9", "1")),
    ]);
    let content = drugs(read(Category::Prescription, &page));
    assert_eq!(texts(&content.current), ["見本錠3", "見本錠2", "見本錠1"]);
    let row = &content.current[0];
    assert_eq!(row.group.as_deref(), Some("9-1"));
    assert_eq!(row.kind, DoseKind::OralUneven);
    assert_eq!(row.usage, "7錠（4-2-1）");
    assert_eq!(row.notes, ["1回目4錠"]);
}

#[test]
fn stopped_is_not_current_and_mistaken_is_not_there() {
    let stopped = request("1", "2026-11-20", &oral("28")).replace("completed", "stopped");
    let wrong = request("2", "2026-11-20", &oral("28")).replace("completed", "entered-in-error");
    let content = drugs(read(Category::Prescription, &searchset(&[stopped, wrong])));
    assert!(content.current.is_empty());
    assert_eq!(texts(&content.ended), ["見本錠1"]);
    assert_eq!(content.ended[0].state, PrescriptionState::Stopped);
}

#[test]
fn an_order_not_to_give_says_so() {
    for sent in ["true", r#""true""#, "1", r#"false,"doNotPerform":true"#] {
        let rest = format!(r#"{},"doNotPerform":{sent}"#, oral("28"));
        let page = searchset(&[request("1", "2026-11-20", &rest)]);
        let content = drugs(read(Category::Prescription, &page));
        assert!(content.current.is_empty() && content.unknown.is_empty());
        assert_eq!(
            content.ended[0].state,
            PrescriptionState::DoNotPerform,
            "{sent}"
        );
    }
}

#[test]
fn one_fill_from_two_origins_is_one_row_never_a_sum() {
    let dispensed = request("1", "2026-11-20", &oral("28"))
        .replace("MedicationRequest", "MedicationDispense")
        .replace("authoredOn", "whenHandedOver");
    let page = searchset(&[request("1", "2026-11-20", &oral("28")), dispensed]);
    let content = drugs(read(Category::Prescription, &page));
    assert_eq!(content.current.len(), 1);
    assert_eq!(content.current[0].amount.as_deref(), Some("28日分"));
    assert_eq!(content.current[0].state, PrescriptionState::Dispensed);
    assert_eq!(
        content.current[0].origins,
        [
            PrescriptionOrigin::Dispensing,
            PrescriptionOrigin::NotStated
        ]
    );
}

/// `request` with a `meta.source`.
fn from_source(id: &str, source: &str, rest: &str) -> String {
    let meta = format!(r#","meta":{{"source":"http://clins.invalid/source/{source}"}}{rest}"#);
    request(id, "2026-11-20", &meta)
}

#[test]
fn the_source_tells_the_origin() {
    let page = searchset(&[
        from_source("1", "e-prescription", &oral("1")),
        from_source("2", "dispensing", &oral("2")),
        from_source("3", "receipt", &oral("3")),
        from_source("4", "document", &oral("4")),
        from_source("5", "hearsay", &oral("5")),
        request("6", "2026-11-20", &oral("6")),
    ]);
    let content = drugs(read(Category::Prescription, &page));
    let rows = content.ended.iter().chain(&content.current);
    let mut told: Vec<_> = rows
        .map(|row| (row.text.as_str(), row.origins.as_slice()))
        .collect();
    told.sort_by_key(|(text, _)| *text);
    assert_eq!(
        told,
        [
            ("見本錠1", [PrescriptionOrigin::EPrescription].as_slice()),
            ("見本錠2", &[PrescriptionOrigin::Dispensing]),
            ("見本錠3", &[PrescriptionOrigin::Receipt]),
            ("見本錠4", &[PrescriptionOrigin::Document]),
            ("見本錠5", &[PrescriptionOrigin::NotStated]),
            ("見本錠6", &[PrescriptionOrigin::NotStated]),
        ]
    );
}

#[test]
fn a_receipt_of_the_same_fill_joins_whatever_the_order_and_another_fill_does_not() {
    let named = |id: &str, source: &str, rest: &str| {
        from_source(id, source, rest).replace(&format!("見本錠{id}"), "見本錠")
    };
    let prescribed = named("1", "e-prescription", &oral("28"));
    let claimed = named("2", "receipt", &oral("28"));
    let shorter = named("3", "receipt", &oral("14"));
    let again = named("4", "e-prescription", &oral("28"));
    let told = |sent: &[&String]| {
        let sent: Vec<String> = sent.iter().map(|s| (*s).clone()).collect();
        drugs(read(Category::Prescription, &searchset(&sent))).current
    };
    let alone = told(&[&prescribed]);
    for order in [[&prescribed, &claimed], [&claimed, &prescribed]] {
        let joined = told(&order);
        assert_eq!(joined.len(), 1);
        assert_eq!(
            joined[0].origins,
            [
                PrescriptionOrigin::EPrescription,
                PrescriptionOrigin::Receipt
            ]
        );
        assert_eq!(joined[0].amount.as_deref(), Some("28日分"));
        assert_eq!(joined[0].key, alone[0].key, "the row stays the same row");
    }
    assert_eq!(
        told(&[&prescribed, &shorter]).len(),
        2,
        "another amount is another fill"
    );
    assert_eq!(
        told(&[&prescribed, &again]).len(),
        2,
        "one origin never reports a fill twice"
    );
}
