//! 6情報: what makes an allergy a drug allergy and a result an infection.

use record::view::SectionContent;
use record::vocabulary::Category;
use record::{AnswerKind, CardMark};

use crate::support::{bundle, cards, content, marks, observation, reading, says};

fn allergy(category: &str, system: &str, code: &str) -> String {
    format!(
        r#"{{"resourceType":"AllergyIntolerance"{category},"code":{{"text":"何か","coding":[{{"system":"{system}","code":"{code}"}}]}}}}"#
    )
}

#[test]
fn only_the_category_makes_it_a_drug_allergy_and_the_code_warns() {
    let plain = "http://x";
    for (category, kind) in [
        (r#","category":["medication"]"#, Category::DrugAllergy),
        (r#","category":"medication""#, Category::DrugAllergy),
        (
            r#","category":["food","medication"]"#,
            Category::DrugAllergy,
        ),
        (r#","category":["food"]"#, Category::OtherAllergy),
        ("", Category::OtherAllergy),
    ] {
        let json = bundle("collection", &[&allergy(category, plain, "J9F1")]);
        assert_eq!(
            cards(&reading(&json), "AllergyIntolerance")[0].category,
            Some(kind),
            "{category}"
        );
    }
    for prefix in ["YCM2260701F1010", "GCM2260701F1ZZZ", "D9M000000000"] {
        assert_eq!(
            marks(&allergy(
                "",
                "http://jpfhir.jp/fhir/core/CodeSystem/YCM/JP_JfagyMedicationAllergen_CS",
                prefix
            )),
            [CardMark::DrugByCode],
            "{prefix}"
        );
    }
    assert_eq!(marks(&allergy("", plain, "J9F123456789")), []);
}

#[test]
fn a_drug_code_without_category_warns_in_the_section_too() {
    let json = bundle(
        "collection",
        &[&allergy(
            "",
            "http://jpfhir.jp/fhir/core/CodeSystem/YCM/JP_JfagyMedicationAllergen_CS",
            "YCM2260701F1010",
        )],
    );
    let both = [Category::DrugAllergy, Category::OtherAllergy].map(|c| content(c, &json));
    let rows: usize = both
        .iter()
        .map(|content| match content {
            SectionContent::DrugAllergy(c) | SectionContent::OtherAllergy(c) => c.items.len(),
            _ => 0,
        })
        .sum();
    assert!(rows >= 1, "{both:?}");
}

#[test]
fn only_the_system_makes_it_an_infection() {
    let coded = |system: &str| {
        bundle("collection", &[&observation("x", r#","valueString":"陰性""#).replace(r#""text":"x""#, &format!(r#""text":"TP","coding":[{{"system":"{system}","code":"5E075","display":"梅毒TP抗体(定性)"}}]"#))])
    };
    for system in [
        "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS",
        "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC11/JP_CLINS_ObsLabResult_InfectionLabo_CS",
        "http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_InfectionLabo_CS",
    ] {
        let json = coded(system);
        let answer = reading(&json);
        assert_eq!(
            cards(&answer, "Observation")[0].category,
            Some(Category::Infection),
            "{system}"
        );
        assert_eq!(answer.counts.infection, 1);
    }
    let json =
        coded("http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS");
    assert_eq!(
        cards(&reading(&json), "Observation")[0].category,
        Some(Category::Laboratory)
    );
}

#[test]
fn a_profile_told_twice_or_without_a_version_changes_nothing() {
    let json = bundle("collection", &[r#"{"resourceType":"Condition","code":{"text":"喘息"}}"#])
        .replacen(r#""type""#, r#""meta":{"profile":["http://x/JP_Bundle_CLINS|x.x.x-instance","http://x/JP_Bundle_CLINS"]},"type""#, 1);
    assert_eq!(reading(&json).kind, AnswerKind::ConditionSet);
}

#[test]
fn the_key_of_the_set_and_its_sender_are_told_from_an_object_or_a_list() {
    let json = bundle(
        "collection",
        &[r#"{"resourceType":"Condition","code":{"text":"喘息"}}"#],
    );
    let listed = json.replacen(
        r#"{"value":"1311234567^2026^1"}"#,
        r#"[{"value":"1311234567^2026^1"}]"#,
        1,
    );
    for json in [&json, &listed] {
        let answer = reading(json);
        assert_eq!(answer.set_key.as_deref(), Some("1311234567^2026^1"));
        assert_eq!(answer.facility.as_deref(), Some("1311234567"));
    }
}

#[test]
fn full_width_member_numbers_stand_as_sent() {
    says(
        r#"{"resourceType":"Patient","identifier":[{"value":"10099999::１８７あせろら:"}]}"#,
        &["10099999::１８７あせろら:"],
        &[],
    );
}
