//! The clinic holds every kind of patient that the screens must cope with.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::{Date, date};
use sample_clinic::{Clinic, ClinicPatient, ConsentFlag, Resource, SampleClinic};
use serde_json::Value;
use sha2::{Digest, Sha256};

const TODAY: Date = date(2026, 11, 21);

fn sample() -> SampleClinic {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
    SampleClinic::load(&dir).unwrap()
}

fn clinic() -> Clinic {
    sample().expand(TODAY).unwrap()
}

fn tree(resource: &Resource) -> Value {
    serde_json::from_str(resource.json.get()).unwrap()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn kana(patient: &ClinicPatient) -> String {
    text(&tree(&patient.reception), "/name/1/text").to_owned()
}

fn digest(clinic: &Clinic) -> String {
    let mut hash = Sha256::new();
    for patient in &clinic.patients {
        hash.update(patient.reception.json.get());
        hash.update(patient.stated.json.get());
        patient
            .records
            .resources()
            .for_each(|r| hash.update(r.json.get()));
        patient
            .records
            .documents()
            .for_each(|d| hash.update(d.json.get()));
    }
    hex::encode(hash.finalize())
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    assert_eq!(
        digest(&clinic()),
        "8dfbd665891ba3c8e485d2d8a33250948463d66409daedb69afc4bdf2495120e"
    );
    assert_ne!(
        digest(&sample().expand(date(2026, 11, 22)).unwrap()),
        digest(&clinic())
    );
}

#[test]
fn ids_and_numbers_are_unique() {
    let clinic = clinic();
    assert!(clinic.patients.len() >= 42);
    let mut ids = BTreeSet::new();
    for patient in &clinic.patients {
        assert!(ids.insert(patient.chart_number.clone()));
        assert!(ids.insert(patient.member_id.clone()));
        for resource in patient.records.resources() {
            assert!(ids.insert(format!("{}/{}", resource.kind, resource.id)));
        }
        for document in patient.records.documents() {
            assert!(ids.insert(document.identifier.clone()));
        }
    }
}

#[test]
fn the_first_patient_fills_the_overview() {
    let clinic = clinic();
    let patient = clinic.by_chart_number("000999739").unwrap();
    let reception = tree(&patient.reception);
    assert_eq!(text(&reception, "/name/0/text"), "牧野 爛漫");
    assert_eq!(text(&reception, "/birthDate"), "1930-06-28");
    let facilities: BTreeSet<_> = patient
        .records
        .laboratory
        .iter()
        .map(|r| text(&tree(r), "/extension/0/valueIdentifier/value").to_owned())
        .collect();
    assert!(facilities.len() >= 3);
    assert_eq!(patient.records.checkups.len(), 5);
    assert_eq!(patient.records.drug_allergies.len(), 2);
    assert_eq!(patient.records.other_allergies.len(), 2);
    assert_eq!(patient.records.conditions.len(), 19);
    let potassium = patient
        .records
        .laboratory
        .iter()
        .map(tree)
        .find(|o| text(o, "/code/text") == "カリウム")
        .unwrap();
    assert_eq!(text(&potassium, "/interpretation/0/coding/0/code"), "HH");
    assert_eq!(
        text(&potassium, "/effectiveDateTime"),
        "2026-11-14T08:30:00+09:00"
    );
    let marks: BTreeSet<_> = patient
        .records
        .conditions
        .iter()
        .map(|r| text(&tree(r), "/meta/tag/0/code").to_owned())
        .collect();
    assert!(marks.contains("UNINFORMED"));
}

#[test]
fn laboratory_results_come_as_facilities_send_them() {
    let clinic = clinic();
    let patient = clinic.by_chart_number("000999739").unwrap();
    let all: Vec<_> = patient
        .records
        .laboratory
        .iter()
        .map(|r| r.json.get())
        .collect();
    let newest = all.iter().find(|json| json.contains("\"CRP\"")).unwrap();
    assert!(
        newest.contains(r#""comparator":"<","unit":"mg/dL","value":0.10"#),
        "{newest}"
    );
    for unit in ["10*3/μL", "10*2/μL", "mg/L", "10*4/μL", "10*3/μL"] {
        assert!(
            all.iter()
                .any(|json| json.contains(&format!("\"unit\":\"{unit}\""))),
            "{unit}"
        );
    }
    assert!(
        all.iter()
            .any(|json| !json.contains("referenceRange") && json.contains("valueQuantity"))
    );
    let ranges: BTreeSet<_> = patient
        .records
        .laboratory
        .iter()
        .map(tree)
        .filter(|o| text(o, "/code/text") == "カリウム")
        .map(|o| o.pointer("/referenceRange/0").unwrap().to_string())
        .collect();
    assert_eq!(ranges.len(), 2, "the range changes over the years");
    let oldest = patient
        .records
        .laboratory
        .iter()
        .map(tree)
        .map(|o| text(&o, "/effectiveDateTime").to_owned())
        .min();
    assert!(oldest.unwrap().starts_with("2022"));
}

#[test]
fn every_awkward_patient_is_there() {
    let clinic = clinic();
    let arrived: Vec<_> = clinic
        .patients
        .iter()
        .filter(|p| p.arrival.is_some())
        .collect();
    assert!(
        arrived
            .iter()
            .any(|p| !p.arrival.as_ref().unwrap().card && p.consents.is_empty())
    );
    let all = |p: &ClinicPatient, flag| {
        !p.consents.is_empty() && p.consents.iter().all(|c| c.flag == flag)
    };
    assert!(arrived.iter().any(|p| all(p, ConsentFlag::Refused)));
    assert!(
        arrived.iter().any(|p| all(p, ConsentFlag::Given)
            && p.consents.iter().all(|c| c.minutes_ago > c.hours * 60))
    );
    assert!(arrived.iter().any(|p| {
        p.consents
            .iter()
            .filter(|c| c.flag == ConsentFlag::Given)
            .count()
            == 3
    }));
    assert!(arrived.iter().any(|p| {
        p.consents
            .iter()
            .any(|c| c.flag == ConsentFlag::SwitchedOff)
    }));
    assert!(
        arrived
            .iter()
            .any(|p| p.records.is_empty() && all(p, ConsentFlag::Given))
    );
    assert!(arrived.iter().any(|p| p.withdraws && !p.records.is_empty()));
    let changed = arrived
        .iter()
        .find(|p| p.former_member_id.is_some())
        .unwrap();
    assert_eq!(text(&tree(&changed.stated), "/identifier/2/use"), "old");
    let unwritable = arrived
        .iter()
        .find(|p| p.stated.json.get().contains('●'))
        .unwrap();
    assert!(unwritable.reception.json.get().contains("邊見"));
    let names: String = clinic
        .patients
        .iter()
        .map(|p| p.reception.json.get())
        .collect();
    for variant in ["髙橋", "齋藤", "𠮷田", "山﨑", "邊", "\u{3000}"] {
        assert!(names.contains(variant), "{variant}");
    }
    let mut seen = BTreeSet::new();
    let twins = arrived.iter().filter(|p| !seen.insert(kana(p))).count();
    assert_eq!(twins, 2);
}

#[test]
fn entries_of_every_kind_are_there() {
    let clinic = clinic();
    let resources: String = clinic
        .patients
        .iter()
        .flat_map(|p| p.records.resources())
        .map(|r| r.json.get())
        .collect();
    for part in [
        "UNDELIVERED",
        "UNINFORMED",
        "LTS",
        "principal",
        "\"unconfirmed\"",
        "\"refuted\"",
        "\"resolved\"",
        "\"inactive\"",
        "D9M000000000",
        "\"asNeededBoolean\":true",
        "V14NNNNN",
        "外用",
        "未コード化傷病名",
        "\"comparator\":\"<\"",
        "\"code\":\"HH\"",
    ] {
        assert!(resources.contains(part), "{part}");
    }
    let infections: BTreeSet<_> = clinic
        .patients
        .iter()
        .flat_map(|p| &p.records.infections)
        .map(|r| text(&tree(r), "/code/text").to_owned())
        .collect();
    assert_eq!(infections.len(), 5);
}

#[test]
fn checkups_hold_groups_questions_and_what_was_not_done() {
    let clinic = clinic();
    let documents: String = clinic
        .patients
        .iter()
        .flat_map(|p| &p.records.checkups)
        .map(|d| d.json.get())
        .collect();
    for part in [
        "not-performed",
        "\"error\"",
        "\"LX\"",
        "\"HX\"",
        "hasMember",
        "\"RSON\"",
        "事業者健診等の削除依頼",
        "9N736000000000011",
        "\"080\"",
        "\"030\"",
        "\"010\"",
        "ordinalValue",
    ] {
        assert!(documents.contains(part), "{part}");
    }
    let patient = clinic.by_chart_number("000999739").unwrap();
    let bundle: Value = serde_json::from_str(patient.records.checkups[0].json.get()).unwrap();
    let listed: BTreeSet<_> = bundle["entry"][0]["resource"]["section"][0]["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| text(e, "/reference"))
        .collect();
    let entries = bundle["entry"].as_array().unwrap();
    let group = entries
        .iter()
        .find(|e| text(e, "/resource/code/coding/0/code") == "9A110")
        .unwrap();
    assert!(listed.contains(text(group, "/fullUrl")));
    for member in group["resource"]["hasMember"].as_array().unwrap() {
        assert!(
            !listed.contains(text(member, "/reference")),
            "only the group is listed"
        );
        assert!(entries.iter().any(|e| e["fullUrl"] == member["reference"]));
    }
    assert!(
        clinic
            .patients
            .iter()
            .all(|p| p.records.checkups.len() <= 5)
    );
    let referrals: BTreeSet<_> = clinic
        .patients
        .iter()
        .flat_map(|p| &p.records.referrals)
        .map(|d| d.type_code)
        .collect();
    assert_eq!(referrals, BTreeSet::from(["18842-5", "56447-6", "57133-1"]));
    for patient in &clinic.patients {
        let consented = patient
            .consents
            .iter()
            .any(|plan| plan.category == sample_clinic::DOCUMENT);
        assert_eq!(consented, !patient.records.referrals.is_empty());
    }
}

#[test]
fn clinical_strings_hold_findings_and_no_names() {
    let strings = clinic().clinical_strings();
    for word in [
        "膵頭部腫瘤",
        "セファゾリンナトリウム",
        "アムロジピン錠5mg",
        "カリウム",
        "完全右脚ブロック、左軸偏位",
        "1回1錠 1日1回 朝食後",
        "HBs抗原（定性）",
        "退院後の外来での経過観察をお願いいたします。",
    ] {
        assert!(strings.contains(word), "{word}");
    }
    for word in [
        "牧野 爛漫",
        "高知中央",
        "マキノ ランマン",
        "内科",
        "紹介目的",
    ] {
        assert!(!strings.contains(word), "{word}");
    }
}

#[test]
fn a_scaled_clinic_varies_people_and_a_revision_is_new() {
    let sample = sample();
    let many: Vec<_> = sample.scaled(60, TODAY).map(Result::unwrap).collect();
    let numbers: BTreeSet<_> = many.iter().map(|p| &p.member_id).collect();
    assert_eq!(numbers.len(), 60);
    assert_eq!(many[0].chart_number, "000999739");
    let before = &many[0].records;
    let more = sample.revision("p0001", "laboratory", TODAY, 1).unwrap();
    assert!(
        more.laboratory
            .iter()
            .all(|new| before.laboratory.iter().all(|old| old.id != new.id))
    );
    assert!(
        more.laboratory
            .iter()
            .any(|r| r.json.get().contains("\"HH\""))
    );
    assert!(sample.revision("p0001", "nothing", TODAY, 1).is_err());
    let letters = sample.revision("p0007", sample_clinic::DOCUMENT, TODAY, 1);
    let letters = letters.unwrap().referrals;
    assert_eq!(letters.len(), 1);
    let known = many.iter().find(|p| p.id == "p0007").unwrap();
    assert!(
        known
            .records
            .referrals
            .iter()
            .all(|old| old.identifier != letters[0].identifier && old.date < letters[0].date)
    );
    assert!(
        sample
            .revision("p0001", sample_clinic::DOCUMENT, TODAY, 1)
            .is_err()
    );
    for category in sample_clinic::CATEGORIES {
        assert!(
            !sample
                .revision("p0001", category, TODAY, 1)
                .unwrap()
                .is_empty(),
            "{category}"
        );
    }
}
