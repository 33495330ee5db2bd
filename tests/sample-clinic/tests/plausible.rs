//! What the clinic tells is what could be: one body per person, flags that agree with the range,
//! nothing in the future.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{Date, date};
use sample_clinic::{Clinic, ClinicPatient, SampleClinic};
use serde_json::Value;

const TODAY: Date = date(2026, 11, 21);

fn sample() -> SampleClinic {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
    SampleClinic::load(&dir).unwrap()
}

fn clinic() -> Clinic {
    sample().expand(TODAY).unwrap()
}

fn tree(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// Day and numbers by item name of every checkup, newest first.
fn checkups(patient: &ClinicPatient) -> Vec<(Date, BTreeMap<String, f64>)> {
    let read = |bundle: Value| {
        let entries = bundle["entry"].as_array().unwrap().clone();
        let day = entries[0]["resource"]["event"][0]["period"]["start"].clone();
        let numbers = entries.iter().filter_map(|entry| {
            let resource = &entry["resource"];
            let name = resource["code"]["coding"][0]["display"].as_str()?;
            Some((
                name.to_owned(),
                resource["valueQuantity"]["value"].as_f64()?,
            ))
        });
        (day.as_str().unwrap().parse().unwrap(), numbers.collect())
    };
    let documents = patient.records.checkups.iter();
    documents.map(|d| read(tree(d.json.get()))).collect()
}

#[test]
fn a_body_stays_the_same_body() {
    for patient in &clinic().patients {
        let told: Vec<_> = checkups(patient)
            .into_iter()
            .filter(|(_, numbers)| !numbers.is_empty())
            .collect();
        for (_, numbers) in &told {
            let (height, weight) = (numbers["身長"], numbers["体重"]);
            let mass = weight / (height / 100.0).powi(2);
            assert!((numbers["BMI"] - mass).abs() < 0.051, "{}", patient.id);
            assert!((138.0..=190.0).contains(&height), "{} {height}", patient.id);
            assert!((16.0..=33.0).contains(&mass), "{} {mass}", patient.id);
            let systolic = numbers["収縮期血圧(その他)"];
            assert!(
                numbers["拡張期血圧(その他)"] <= systolic - 20.0,
                "{}",
                patient.id
            );
            assert!(
                (90.0..=180.0).contains(&systolic),
                "{} {systolic}",
                patient.id
            );
        }
        for pair in told.windows(2) {
            let [(_, newer), (_, older)] = pair else {
                unreachable!()
            };
            let grown = newer["身長"] - older["身長"];
            assert!((-1.0..=0.0).contains(&grown), "{}: {grown}", patient.id);
            let gained = (newer["体重"] / older["体重"] - 1.0).abs();
            assert!(gained < 0.12, "{}: {gained}", patient.id);
            for (item, share) in [
                ("HDLコレステロール", 0.2),
                ("血色素量(ヘモグロビン値)", 0.12),
            ] {
                let change = (newer[item] / older[item] - 1.0).abs();
                assert!(change < share, "{} {item}: {change}", patient.id);
            }
        }
    }
}

#[test]
fn flags_agree_with_the_range_but_for_the_listed_contradictions() {
    let mut against = BTreeSet::new();
    let mut compared = 0;
    let mut check = |id: &str, observation: &Value| {
        let flag = observation["interpretation"][0]["coding"][0]["code"].as_str();
        let range = &observation["referenceRange"][0];
        let Some(value) = observation["valueQuantity"]["value"].as_f64() else {
            return;
        };
        let (low, high) = (
            range["low"]["value"].as_f64(),
            range["high"]["value"].as_f64(),
        );
        if (low, high) == (None, None) {
            return;
        }
        let side = match flag {
            // Some facilities send no flags: nothing to contradict.
            None | Some("LX" | "HX") => return,
            Some("H" | "HH") => 1,
            Some("L" | "LL") => -1,
            Some(_) => 0,
        };
        let lies = i32::from(high.is_some_and(|end| value > end))
            - i32::from(low.is_some_and(|end| value < end));
        compared += 1;
        if lies != side {
            let name = observation["code"]["text"].as_str();
            let name = name.or(observation["code"]["coding"][0]["display"].as_str());
            against.insert(format!("{id} {}", name.unwrap()));
        }
    };
    for patient in &clinic().patients {
        for resource in &patient.records.laboratory {
            check(&patient.id, &tree(resource.json.get()));
        }
        for document in &patient.records.checkups {
            for entry in tree(document.json.get())["entry"].as_array().unwrap() {
                check(&patient.id, &entry["resource"]);
            }
        }
    }
    assert!(compared > 1000);
    let listed = ["p0002 LDL-C", "p0018 ヘモグロビン"].map(str::to_owned);
    assert_eq!(against, BTreeSet::from(listed));
}

/// Every date or moment in the tree that lies after today.
fn future(node: &Value, found: &mut Vec<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| future(item, found)),
        Value::Object(members) => members.values().for_each(|item| future(item, found)),
        Value::String(text) => {
            let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
            found.extend(day.filter(|day| *day >= TODAY).map(|_| text.clone()));
        }
        _ => {}
    }
}

#[test]
fn nothing_is_dated_today_or_later() {
    let sample = sample();
    let mut records: Vec<_> = sample.expand(TODAY).unwrap().patients;
    let revised = sample_clinic::CATEGORIES
        .map(|category| sample.revision("p0001", category, TODAY, 1).unwrap());
    let mut found = Vec::new();
    for records in records.drain(..).map(|p| p.records).chain(revised) {
        for resource in records.resources() {
            future(&tree(resource.json.get()), &mut found);
        }
        for document in records.documents() {
            future(&tree(document.json.get()), &mut found);
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_disease_is_as_of_the_day_it_was_registered() {
    let clinic = clinic();
    let patient = clinic.by_chart_number("000999739").unwrap();
    let hidden = patient
        .records
        .conditions
        .iter()
        .map(|r| tree(r.json.get()))
        .find(|c| c["meta"]["tag"][0]["code"] == "UNINFORMED")
        .unwrap();
    assert_eq!(hidden["onsetDateTime"], "2026-11-02");
    assert_eq!(hidden["meta"]["lastUpdated"], "2026-11-02T18:30:00+09:00");
}

#[test]
fn prescriptions_say_where_they_come_from_and_results_their_state() {
    let clinic = clinic();
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    let mut states = BTreeSet::new();
    for records in clinic.patients.iter().map(|p| &p.records) {
        for resource in &records.prescriptions {
            let source = tree(resource.json.get())["meta"]["source"].clone();
            let source = source.as_str().unwrap_or("none");
            let name = source.rsplit('/').next().unwrap().to_owned();
            *sources.entry(name).or_default() += 1;
        }
        for resource in &records.laboratory {
            let status = tree(resource.json.get())["status"].clone();
            states.insert(status.as_str().unwrap().to_owned());
        }
    }
    for name in [
        "e-prescription",
        "dispensing",
        "receipt",
        "document",
        "none",
    ] {
        assert!(sources.contains_key(name), "{name}: {sources:?}");
    }
    let all: usize = sources.values().sum();
    assert!(sources["e-prescription"] * 2 > all, "{sources:?}");
    let expected = ["corrected", "final", "preliminary"].map(str::to_owned);
    assert_eq!(states, BTreeSet::from(expected));
}
