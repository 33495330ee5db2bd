//! The documents that facilities write hold together, and hold what a reader must cope with.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;
use std::path::Path;

use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::civil::{Date, date};
use sample_clinic::{Clinic, SampleClinic};
use serde_json::Value;

const TODAY: Date = date(2026, 11, 21);

fn clinic() -> Clinic {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
    SampleClinic::load(&dir).unwrap().expand(TODAY).unwrap()
}

fn tree(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// The documents of the patient with this chart number, by their type.
fn document(chart_number: &str, type_code: &str) -> Value {
    let clinic = clinic();
    let patient = clinic.by_chart_number(chart_number).unwrap();
    let mut documents = patient.records.referrals.iter();
    let found = documents.find(|document| document.type_code == type_code);
    tree(found.unwrap().json.get())
}

fn resources(bundle: &Value) -> impl Iterator<Item = &Value> {
    let entries = bundle["entry"].as_array().unwrap();
    entries.iter().map(|entry| &entry["resource"])
}

/// The sections that tell something, whether below 構造情報 or not.
fn sections(bundle: &Value) -> Vec<Value> {
    let outer = bundle["entry"][0]["resource"]["section"].as_array();
    let outer = outer.unwrap().clone();
    let inner = outer[0]["section"].as_array().cloned();
    inner.unwrap_or(outer)
}

fn section(bundle: &Value, code: &str) -> Value {
    let mut all = sections(bundle).into_iter();
    all.find(|one| one["code"]["coding"][0]["code"] == code)
        .unwrap()
}

/// Every reference in the tree.
fn references<'t>(node: &'t Value, found: &mut Vec<&'t str>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            found.extend(members.get("reference").and_then(Value::as_str));
            members.values().for_each(|item| references(item, found));
        }
        _ => {}
    }
}

#[test]
fn every_reference_of_a_document_leads_to_an_entry_of_it() {
    for patient in clinic().patients {
        for document in &patient.records.referrals {
            let bundle = tree(document.json.get());
            let entries = bundle["entry"].as_array().unwrap();
            let places: BTreeSet<_> = entries
                .iter()
                .map(|entry| entry["fullUrl"].as_str().unwrap())
                .collect();
            assert_eq!(places.len(), entries.len(), "{}", document.identifier);
            for entry in entries {
                let mut named = Vec::new();
                references(&entry["resource"], &mut named);
                for reference in named {
                    let inside = reference.strip_prefix('#').is_some_and(|id| {
                        let contained = entry["resource"]["contained"].as_array();
                        contained.is_some_and(|all| all.iter().any(|one| one["id"] == id))
                    });
                    assert!(inside || places.contains(reference), "{reference}");
                }
            }
        }
    }
}

#[test]
fn what_a_document_carries_is_not_what_is_registered() {
    let clinic = clinic();
    for patient in &clinic.patients {
        let registered: BTreeSet<_> = patient.records.resources().map(|one| &*one.id).collect();
        for document in &patient.records.referrals {
            for resource in resources(&tree(document.json.get())) {
                let id = resource["id"].as_str().unwrap_or_default();
                assert!(!registered.contains(id), "{id}");
            }
        }
    }
}

#[test]
fn a_referral_holds_entries_beside_words_words_alone_and_neither() {
    let letter = document("000100717", "57133-1");
    for (code, kind, least) in [
        ("340", "Condition", 2),
        ("510", "AllergyIntolerance", 1),
        ("430", "MedicationRequest", 4),
        ("620", "Observation", 4),
        ("330", "DocumentReference", 1),
    ] {
        let section = section(&letter, code);
        assert!(section["text"]["div"].is_string(), "{code}");
        let listed: Vec<_> = section["entry"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["reference"].clone())
            .collect();
        let entries = letter["entry"].as_array().unwrap().iter();
        let found = entries
            .filter(|e| listed.contains(&e["fullUrl"]))
            .filter(|e| e["resource"]["resourceType"] == kind);
        assert_eq!(found.count(), least, "{code}");
    }
    let words = section(&letter, "550");
    assert!(words["text"]["div"].is_string() && words["entry"].is_null());
    assert_eq!(words["emptyReason"]["coding"][0]["code"], "unavailable");
    let neither = section(&letter, "420");
    assert!(neither["text"].is_null() && neither["entry"].is_null());
    assert_eq!(neither["emptyReason"]["coding"][0]["code"], "notasked");
    let drugs: Vec<_> = resources(&letter)
        .filter(|one| one["resourceType"] == "MedicationRequest")
        .map(|one| one["dosageInstruction"][0]["asNeededBoolean"] == true)
        .collect();
    assert!(drugs.contains(&true) && drugs.contains(&false));
    assert!(letter.to_string().contains("\"careTransition\""));
}

#[test]
fn attached_files_are_what_they_say_and_a_signature_names_who_signed() {
    let letter = document("000100717", "57133-1");
    let files: Vec<_> = resources(&letter)
        .filter(|one| one["resourceType"] == "DocumentReference")
        .map(|one| {
            let file = &one["content"][0]["attachment"];
            let bytes = BASE64_STANDARD.decode(file["data"].as_str().unwrap());
            let bytes = bytes.unwrap();
            assert_eq!(file["size"], bytes.len());
            (file["contentType"].as_str().unwrap().to_owned(), bytes)
        })
        .collect();
    let [(text, course), (pdf, report)] = &*files else {
        panic!("{} files", files.len())
    };
    assert_eq!(text, "text/plain; charset=UTF-8");
    assert!(std::str::from_utf8(course).unwrap().contains("起座呼吸"));
    assert_eq!(pdf, "application/pdf");
    assert!(report.starts_with(b"%PDF-1.4\n") && report.ends_with(b"%%EOF\n"));

    let signer = &letter["signature"]["who"]["reference"];
    let entries = letter["entry"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["fullUrl"] == *signer);
    assert_eq!(entry.unwrap()["resource"]["resourceType"], "Practitioner");
    assert!(document("000100717", "18842-5")["signature"].is_null());
}

#[test]
fn a_patient_summary_is_one_section_with_its_plan() {
    for chart_number in ["000100717", "000101121"] {
        let summary = document(chart_number, "56447-6");
        let all = sections(&summary);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["code"]["coding"][0]["code"], "422");
        assert!(all[0]["text"].is_null());
        let plan = resources(&summary).find(|one| one["resourceType"] == "CarePlan");
        let plan = plan.unwrap();
        assert!(plan["activity"].as_array().unwrap().len() >= 3);
        assert_eq!(plan["addresses"].as_array().unwrap().len(), 2);
    }
    // The course of a treatment may stand without any file.
    let letter = document("000101525", "57133-1");
    let course = resources(&letter).find(|one| one["resourceType"] == "DocumentReference");
    let course = course.unwrap();
    assert!(
        course["description"]
            .as_str()
            .unwrap()
            .contains("腹部超音波")
    );
    assert!(course["content"][0]["attachment"]["data"].is_null());
}
