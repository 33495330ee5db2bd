//! Answers of ordinary resources, thousands of them.

use super::{Heavy, bundle, filled, heavy_of};

pub(super) const ALL: &[Heavy] = &[
    heavy_of("allergies", |size| {
        bundle(size, |at| allergy(&at.to_string()))
    })
    .short(),
    heavy_of("allergies under one identifier", |size| {
        bundle(size, |at| {
            allergy("one").replacen(NOTE, &format!("{NOTE}{at}"), 1)
        })
    }),
    heavy_of("diseases", |size| {
        bundle(size, |at| condition(&at.to_string()))
    }),
    heavy_of("laboratory results", |size| {
        bundle(size, |at| {
            result(
                at,
                &format!("L{}", at % 400),
                "1319999999",
                "\"valueQuantity\":{\"value\":5.0,\"unit\":\"mg/dL\"}",
            )
        })
    })
    .short(),
    heavy_of("results of as many items", |size| {
        bundle(size, |at| {
            result(
                at,
                &format!("L{at}"),
                "1319999999",
                "\"valueQuantity\":{\"value\":5.0,\"unit\":\"mg/dL\"},\"interpretation\":[{\"text\":\"H\"}]",
            )
        })
    }),
    heavy_of("results of one item from as many facilities", |size| {
        bundle(size, |at| {
            let number = format!("13{at:08}");
            result(
                at,
                "L",
                &number,
                "\"valueQuantity\":{\"value\":5.0,\"unit\":\"mg/dL\"}",
            )
            .replace("x_LocalCode", "CoreLabo")
        })
    }),
    heavy_of("results without a value", |size| {
        bundle(size, |at| {
            let value = if at % 2 == 0 {
                "\"valueQuantity\":{\"value\":5.0,\"unit\":\"mg/dL\"}"
            } else {
                "\"dataAbsentReason\":{\"text\":\"測定不能\"}"
            };
            result(at, &format!("L{}", at / 2), "1319999999", value)
        })
    }),
    heavy_of("prescriptions", |size| {
        bundle(size, |at| {
            prescription(&at.to_string(), &format!("見本錠{at}"))
        })
    }),
    heavy_of("prescriptions of one drug on one day", |size| {
        bundle(size, |at| prescription(&at.to_string(), "見本錠"))
    }),
    heavy_of("one 健診 of all items", |size| {
        checkup(size, |at| format!("9N{:03}000000000001", at % 617))
    })
    .short(),
    heavy_of("one 健診 of other items", |size| {
        checkup(size, |at| format!("X{at}"))
    }),
    heavy_of("Patients", |size| {
        bundle(size, |at| {
            format!(
                r#"{{"resourceType":"Patient","id":"p{at}","name":[{{"text":"見本 {at}"}}],"identifier":[{{"system":"{MEMBER}","value":"06999999:記:{at}:01"}}],"birthDate":"1951-03-09"}}"#
            )
        })
    }),
    heavy_of("documents", |size| {
        bundle(size, |at| {
            format!(
                r#"{{"resourceType":"DocumentReference","content":[{{"attachment":{{"url":"urn:uuid:{at}","contentType":"application/pdf"}}}}]}}}},{{"fullUrl":"urn:uuid:{at}","resource":{{"resourceType":"Binary","data":"QUJD"}}"#
            )
        })
    }),
];

const MEMBER: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
const RESOURCE: &str = "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier";
const NOTE: &str = "見本の注記 ";

fn facility(number: &str) -> String {
    format!(
        r#""extension":[{{"url":"http://jpfhir.jp/fhir/clins/Extension/StructureDefinition/JP_eCS_InstitutionNumber","valueIdentifier":{{"value":"{number}"}}}}]"#
    )
}

fn identifier(value: &str) -> String {
    format!(r#""identifier":[{{"system":"{RESOURCE}","value":"{value}"}}]"#)
}

fn allergy(id: &str) -> String {
    format!(
        r#"{{"resourceType":"AllergyIntolerance",{},{},"category":["medication"],"code":{{"text":"見本薬 {id}"}},"note":[{{"text":"{NOTE}"}}]}}"#,
        facility("1319999999"),
        identifier(id)
    )
}

fn condition(id: &str) -> String {
    format!(
        r#"{{"resourceType":"Condition",{},{},"subject":{{"reference":"Patient/p"}},"code":{{"text":"見本病 {id}"}},"onsetDateTime":"2024-02-03"}}"#,
        facility("1319999999"),
        identifier(id)
    )
}

fn result(at: usize, item: &str, number: &str, value: &str) -> String {
    let day = at % 28 + 1;
    format!(
        r#"{{"resourceType":"Observation",{},{},"status":"final","code":{{"coding":[{{"system":"http://x.invalid/x_LocalCode","code":"{item}","display":"項目{item}"}}]}},"effectiveDateTime":"2024-02-{day:02}T09:{:02}:{:02}+09:00",{value}}}"#,
        facility(number),
        identifier(&at.to_string()),
        at / 60 % 60,
        at % 60,
    )
}

fn prescription(id: &str, drug: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationRequest",{},{},"medicationCodeableConcept":{{"text":"{drug}"}},"authoredOn":"2024-02-03","dosageInstruction":[{{"text":"1日3回 毎食後 5日分","additionalInstruction":[{{"text":"食後"}}]}}]}}"#,
        facility("1319999999"),
        identifier(id)
    )
}

/// A document whose sections name each result.
fn checkup(size: usize, code: impl Fn(usize) -> String) -> Vec<u8> {
    let entry = |at: usize| {
        format!(
            r#"{{"fullUrl":"urn:uuid:{at}","resource":{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"system":"urn:oid:1.2.392.200119.6.1005","code":"{}","display":"項目"}}]}},"valueQuantity":{{"value":{at},"unit":"cm"}}}}}}"#,
            code(at)
        )
    };
    let references: Vec<_> = (0..size / 340)
        .map(|at| format!(r#"{{"reference":"urn:uuid:{at}"}}"#))
        .collect();
    let head = format!(
        r#"{{"resourceType":"Bundle","type":"document","entry":[{{"resource":{{"resourceType":"Composition","title":"健診結果報告書","type":{{"coding":[{{"code":"53576-5"}}]}},"section":[{{"code":{{"coding":[{{"code":"01910"}}]}},"entry":[{}]}}]}}}},"#,
        references.join(",")
    );
    filled(&head, "]}", size, entry)
}
