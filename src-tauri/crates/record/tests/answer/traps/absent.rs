//! A reason in the place of a value, inside a datatype: without it the rest reads as something else.

use record::view::SectionContent;
use record::vocabulary::Category;

use crate::support::{bundle, content, observation, says};

fn absent(key: &str, code: &str) -> String {
    format!(r#""_{key}":{}"#, reason(code))
}

fn reason(code: &str) -> String {
    format!(
        r#"{{"extension":[{{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"{code}"}}]}}"#
    )
}

#[test]
fn a_quantity_without_its_number_says_why() {
    let value = absent("value", "not-performed");
    let json = observation(
        "検査",
        &format!(r#","valueQuantity":{{{value},"unit":"mg"}}"#),
    );
    says(&json, &["（値なし：未実施） mg\n"], &[": mg\n"]);
    let told = format!(
        "{:?}",
        content(Category::Laboratory, &bundle("collection", &[&json]))
    );
    assert!(told.contains("NotPerformed"), "{told}");
}

#[test]
fn an_end_that_could_not_be_measured_is_no_open_end() {
    let low = absent("value", "error");
    let high = r#""high":{"value":5,"unit":"g"}"#;
    for low in [format!("{{{low}}}"), reason("error")] {
        let json = observation("検査", &format!(r#","valueRange":{{"low":{low},{high}}}"#));
        says(&json, &["（値なし：測定不能）～5 g"], &[": ～"]);
        let told = content(Category::Laboratory, &bundle("collection", &[&json]));
        assert!(format!("{told:?}").contains("（値なし：測定不能）～5g"));
    }
    let json = observation(
        "検査",
        &format!(r#","valueRatio":{{"numerator":{{{low}}},"denominator":{{"value":1}}}}"#),
    );
    says(&json, &["（値なし：測定不能） / 1"], &[]);
    let start = absent("start", "unknown");
    let json = observation(
        "検査",
        &format!(r#","valuePeriod":{{{start},"end":"2024"}}"#),
    );
    says(&json, &["（値なし：不明）～2024"], &[]);
}

#[test]
fn a_dose_without_its_number_says_why() {
    let value = absent("value", "unknown");
    let json = format!(
        r#"{{"resourceType":"MedicationRequest","medicationCodeableConcept":{{"text":"薬"}},"authoredOn":"2026-11-01","dosageInstruction":[{{"doseAndRate":[{{"doseQuantity":{{{value},"unit":"錠"}}}}]}}]}}"#
    );
    says(&json, &["1回量: （値なし：不明） 錠"], &[]);
    let set = bundle("collection", &[&json]);
    let SectionContent::Prescription(found) = content(Category::Prescription, &set) else {
        unreachable!()
    };
    assert!(format!("{found:?}").contains("（値なし：不明）錠"));
}

#[test]
fn a_concept_without_words_says_why_and_codings_are_never_hidden() {
    let text = absent("text", "masked");
    let json = observation("検査", &format!(r#","valueCodeableConcept":{{{text}}}"#));
    says(&json, &["（値なし：非開示）\n"], &[]);
    let coded = format!(r#","valueCodeableConcept":{{{text},"coding":[{{"display":"陽性"}}]}}"#);
    says(&observation("検査", &coded), &[": 陽性\n"], &["値なし"]);
    let display = absent("display", "unknown");
    let coding = r#""system":"urn:oid:1.2.392.200119.6.2100","code":"1""#;
    let coded = format!(r#","valueCodeableConcept":{{"coding":[{{{coding},{display}}}]}}"#);
    says(&observation("検査", &coded), &["陽性 1"], &["値なし"]);
}

#[test]
fn a_name_that_was_kept_back_says_so() {
    let text = absent("text", "masked");
    let json = format!(r#"{{"resourceType":"Patient","name":[{{{text}}}]}}"#);
    says(&json, &["（値なし：非開示）"], &[]);
    let display = absent("display", "masked");
    let json = bundle(
        "collection",
        &[
            r#"{"resourceType":"Patient","name":[{"text":"見本 花子"}]}"#,
            &observation(
                "検査",
                &format!(r#","subject":{{"reference":"urn:uuid:0",{display}}}"#),
            ),
        ],
    );
    says(&json, &["（値なし：非開示）　見本 花子"], &[]);
}

#[test]
fn a_file_that_was_not_supplied_says_why() {
    let data = absent("data", "not-permitted");
    let json = format!(
        r#"{{"resourceType":"DocumentReference","content":[{{"attachment":{{"title":"写真",{data}}}}}]}}"#
    );
    says(&json, &["写真　（値なし：許可されない）"], &[]);
}
