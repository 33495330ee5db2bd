//! Many that name many: what a reader must not try each with each.

use super::{Heavy, bundle, filled, heavy_of};

pub(super) const ALL: &[Heavy] = &[
    heavy_of("references from one section", |size| {
        filled(
            r#"{"resourceType":"Bundle","type":"document","entry":[{"resource":{"resourceType":"Composition","title":"見本","section":[{"title":"s","entry":["#,
            r#"]}]}},{"fullUrl":"urn:uuid:a","resource":{"resourceType":"Condition","code":{"text":"x"}}}]}"#,
            size,
            |_| r#"{"reference":"urn:uuid:a"}"#.to_owned(),
        )
    })
    .short(),
    heavy_of("components", |size| {
        filled(
            r#"{"resourceType":"Observation","code":{"text":"x"},"component":["#,
            "]}",
            size,
            |at| format!(r#"{{"code":{{"text":"c{at}"}},"valueString":"v"}}"#),
        )
    }),
    heavy_of("components below much that is theirs in common", |size| {
        let codings: Vec<_> = (0..size / 150)
            .map(|at| format!(r#"{{"code":"c{at}","system":"s"}}"#))
            .collect();
        let contained: Vec<_> = (0..size / 150)
            .map(|at| format!(r#"{{"resourceType":"Basic","id":"{at}"}}"#))
            .collect();
        let head = format!(
            r#"{{"resourceType":"Observation","code":{{"coding":[{}]}},"contained":[{}],"component":["#,
            codings.join(","),
            contained.join(",")
        );
        filled(&head, "]}", size, |at| {
            format!(r#"{{"code":{{"text":"c{at}"}},"valueString":"v"}}"#)
        })
    }),
    heavy_of("members contained in one result", |size| {
        members(size, |at| at)
    }),
    heavy_of("one contained member, named again and again", |size| {
        members(size, |_| 0)
    }),
    heavy_of("performers contained in one result", |size| {
        let half = size / 2 / 55;
        let contained: Vec<_> = (0..half)
            .map(|at| format!(r#"{{"resourceType":"Practitioner","id":"d{at}"}}"#))
            .collect();
        let head = format!(
            r#"{{"resourceType":"Observation","code":{{"text":"x"}},"valueString":"v","contained":[{}],"performer":["#,
            contained.join(",")
        );
        filled(&head, "]}", size, |at| {
            format!(r##"{{"reference":"#d{}"}}"##, half.saturating_sub(at))
        })
    }),
    heavy_of("subjects contained in one disease", |size| {
        let half = size / 2 / 55;
        let contained: Vec<_> = (0..half)
            .map(|at| format!(r#"{{"resourceType":"Patient","id":"p{at}","gender":"male"}}"#))
            .collect();
        let head = format!(
            r#"{{"resourceType":"Condition","code":{{"text":"x"}},"contained":[{}],"subject":["#,
            contained.join(",")
        );
        filled(&head, "]}", size, |at| {
            format!(r##"{{"reference":"#p{}"}}"##, half.saturating_sub(at))
        })
    }),
    heavy_of("diseases that contain a patient each", |size| {
        bundle(size, |at| {
            format!(
                r##"{{"resourceType":"Condition","code":{{"text":"x"}},"contained":[{{"resourceType":"Patient","id":"p","name":[{{"text":"見本 {at}"}}]}}],"subject":{{"reference":"#p"}}}}"##
            )
        })
    }),
    heavy_of("diseases that name a patient each", |size| {
        bundle(size, |at| {
            format!(
                r#"{{"resourceType":"Condition","code":{{"text":"x"}},"subject":{{"reference":"Patient/p{at}","identifier":{{"system":"{MEMBER}","value":"06999999:記:{at}:01"}}}}}}"#
            )
        })
    }),
    heavy_of("a patient of many numbers, named by each", |size| {
        let numbers: Vec<_> = (0..size / 250)
            .map(|at| format!(r#"{{"system":"{MEMBER}","value":"06999999:記:{at}:01"}}"#))
            .collect();
        let head = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p","gender":"male","identifier":[{}]}}}},"#,
            numbers.join(",")
        );
        filled(&head, "]}", size, |at| {
            format!(
                r#"{{"resource":{{"resourceType":"Condition","code":{{"text":"x"}},"subject":{{"identifier":{{"system":"{MEMBER}","value":"06999999:記:{}:01"}}}}}}}}"#,
                size / 250 + at
            )
        })
    }),
    heavy_of("patients and chart numbers", |size| {
        bundle(size, |at| {
            format!(
                r#"{{"resourceType":"Patient","identifier":[{{"system":"urn:x","value":"{at}"}}]}}}},{{"resource":{{"resourceType":"Condition","code":{{"text":"x"}},"subject":{{"identifier":{{"system":"urn:x","value":"none {at}"}}}}}}"#
            )
        })
    }),
    heavy_of("facilities and diseases that name them by number", |size| {
        bundle(size, |at| {
            format!(
                r#"{{"resourceType":"Organization","name":"見本{at}","identifier":[{{"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no","value":"a{at}"}}]}}}},{{"resource":{{"resourceType":"Condition","code":{{"text":"x{at}"}},"extension":[{{"url":"x/JP_eCS_InstitutionNumber","valueIdentifier":{{"value":"b{at}"}}}}]}}"#
            )
        })
    }),
    heavy_of("one facility with a long name", |size| {
        let name = "長".repeat(size / 15);
        let head = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"fullUrl":"urn:uuid:o","resource":{{"resourceType":"Organization","id":"o","name":"{name}","identifier":[{{"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no","value":"{name}"}}]}}}},"#
        );
        filled(&head, "]}", size, |at| {
            format!(
                r#"{{"resource":{{"resourceType":"{}","category":["medication"],"code":{{"text":"x{at}"}},"valueString":"v","performer":[{{"reference":"urn:uuid:o"}}],"recorder":{{"reference":"urn:uuid:o"}}}}}}"#,
                KINDS.get(at % KINDS.len()).unwrap_or(&"Condition")
            )
        })
    }),
    heavy_of("one drug with a long name", |size| {
        let name = "長".repeat(size / 15);
        let head = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"fullUrl":"urn:uuid:m","resource":{{"resourceType":"Medication","code":{{"text":"{name}"}}}}}},"#
        );
        filled(&head, "]}", size, |at| {
            format!(
                r#"{{"resource":{{"resourceType":"MedicationRequest","identifier":[{{"value":"{at}"}}],"medicationReference":{{"reference":"urn:uuid:m"}}}}}}"#
            )
        })
    }),
    heavy_of("components of one long name", |size| {
        let name = "長".repeat(size / 15);
        let head = format!(
            r#"{{"resourceType":"Observation","code":{{"text":"{name}"}},"identifier":[{{"system":"http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier","value":"{name}"}}],"component":["#
        );
        filled(&head, "]}", size, |at| {
            format!(r#"{{"code":{{"text":"c{at}"}},"valueString":"v"}}"#)
        })
    }),
    heavy_of("a group with a long name", |size| {
        let (name, half) = ("長".repeat(size / 15), size / 2 / 200);
        let references: Vec<_> = (0..half)
            .map(|at| format!(r#"{{"reference":"urn:uuid:{at}"}}"#))
            .collect();
        let head = format!(
            r#"{{"resourceType":"Bundle","type":"document","entry":[{{"resource":{{"resourceType":"Composition","title":"健診","type":{{"coding":[{{"code":"53576-5"}}]}}}}}},{{"resource":{{"resourceType":"Observation","code":{{"text":"{name}"}},"hasMember":[{}]}}}},"#,
            references.join(",")
        );
        filled(&head, "]}", size, |at| {
            format!(
                r#"{{"fullUrl":"urn:uuid:{at}","resource":{{"resourceType":"Observation","code":{{"text":"c{at}"}},"valueString":"v"}}}}"#
            )
        })
    }),
    heavy_of("a dosage in many parts", |size| {
        filled(
            r#"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"見本錠"},"dosageInstruction":["#,
            "]}",
            size,
            |at| format!(r#"{{"text":"1日{at}回","patientInstruction":"注 {at}"}}"#),
        )
    }),
    heavy_of("judgements of one result", |size| {
        filled(
            r#"{"resourceType":"Observation","code":{"text":"x"},"valueString":"v","interpretation":["#,
            "]}",
            size,
            |at| format!(r#"{{"text":"J{at}"}}"#),
        )
    }),
    heavy_of("ranges of one result", |size| {
        filled(
            r#"{"resourceType":"Observation","code":{"text":"x"},"valueString":"v","referenceRange":["#,
            "]}",
            size,
            |at| format!(r#"{{"low":{{"value":{at}}}}}"#),
        )
    }),
    heavy_of("names of one patient", |size| {
        filled(
            r#"{"resourceType":"Patient","id":"p","name":["#,
            "]}",
            size,
            |at| format!(r#"{{"text":"見本 {at}"}}"#),
        )
    }),
];

const KINDS: [&str; 3] = ["AllergyIntolerance", "Condition", "Observation"];
const MEMBER: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";

/// A result with members inside it, of which `named` are named.
fn members(size: usize, named: impl Fn(usize) -> usize) -> Vec<u8> {
    let half = size / 2 / 75;
    let contained: Vec<_> = (0..half)
        .map(|at| format!(r#"{{"resourceType":"Observation","id":"m{at}","valueString":"v{at}"}}"#))
        .collect();
    let head = format!(
        r#"{{"resourceType":"Observation","code":{{"text":"x"}},"contained":[{}],"hasMember":["#,
        contained.join(",")
    );
    filled(&head, "]}", size, |at| {
        let at = named(half.saturating_sub(at + 1));
        format!(r##"{{"reference":"#m{at}"}}"##)
    })
}
