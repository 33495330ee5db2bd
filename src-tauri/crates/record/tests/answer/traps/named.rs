//! What a reference names: never a suspicion, a denial or a mistake as a fact, and never one person
//! under the name of another.

use record::view::SheetView;
use record::vocabulary::Category;

use crate::support::{bundle, cards, drawn, reading, says};

fn condition(text: &str, verification: &str) -> String {
    format!(
        r#"{{"resourceType":"Condition","code":{{"text":"{text}"}},"verificationStatus":{{"coding":[{{"code":"{verification}"}}]}}}}"#
    )
}

fn naming(target: &str, field: &str, display: &str) -> String {
    let encounter = format!(
        r#"{{"resourceType":"Encounter",{field}:[{{"reference":"urn:uuid:0"{display}}}]}}"#
    );
    bundle("collection", &[target, &encounter])
}

#[test]
fn a_disease_named_elsewhere_keeps_its_doubt() {
    for (verification, said) in [
        ("unconfirmed", "処方理由 (参照): 早期胃癌（疑い）\n"),
        ("differential", "処方理由 (参照): 早期胃癌（疑い）\n"),
        ("refuted", "処方理由 (参照): 早期胃癌（否定された登録）\n"),
        ("entered-in-error", "処方理由 (参照): 早期胃癌（誤登録）\n"),
        ("confirmed", "処方理由 (参照): 早期胃癌\n"),
    ] {
        let request = r#"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"薬"},"reasonReference":[{"reference":"urn:uuid:0"}]}"#;
        let json = bundle(
            "collection",
            &[&condition("早期胃癌", verification), request],
        );
        says(&json, &[said], &[]);
    }
}

#[test]
fn every_way_to_name_it_keeps_the_doubt() {
    let disease = condition("肺結核", "refuted");
    for user in [
        r#"{"resourceType":"Encounter","diagnosis":[{"condition":{"reference":"urn:uuid:0"}}]}"#,
        r#"{"resourceType":"CarePlan","addresses":[{"reference":"urn:uuid:0","display":"肺結核"}]}"#,
    ] {
        let json = bundle("collection", &[&disease, user]);
        says(&json, &["肺結核（否定された登録）\n"], &["肺結核\n肺結核"]);
    }
    let mistake = r#"{"resourceType":"Observation","status":"entered-in-error","code":{"text":"CRP"},"valueString":"5"}"#;
    let group = r#"{"resourceType":"Observation","code":{"text":"一連"},"hasMember":[{"reference":"urn:uuid:0"}]}"#;
    says(
        &bundle("collection", &[mistake, group]),
        &["CRP（誤登録）\n"],
        &[],
    );
    let modified = r#"{"resourceType":"Condition","code":{"text":"喘息"},"modifierExtension":[{"url":"urn:x","valueBoolean":true}]}"#;
    let json = bundle(
        "collection",
        &[
            modified,
            r#"{"resourceType":"Encounter","diagnosis":[{"condition":{"reference":"urn:uuid:0"}}]}"#,
        ],
    );
    assert!(drawn(&reading(&json)).contains("喘息（この表示では判断できない修飾あり）"));
}

#[test]
fn a_suspicion_that_the_name_has_is_not_said_twice() {
    let disease = condition("胃癌の疑い", "unconfirmed");
    let user =
        r#"{"resourceType":"Encounter","diagnosis":[{"condition":{"reference":"urn:uuid:0"}}]}"#;
    says(
        &bundle("collection", &[&disease, user]),
        &["胃癌の疑い\n"],
        &["疑い（疑い）"],
    );
}

#[test]
fn what_a_section_calls_an_entry_stands_in_its_card_with_the_doubt() {
    let composition = r#"{"resourceType":"Composition","title":"紹介状","section":[{"title":"傷病名","entry":[{"reference":"urn:uuid:1","display":"胃癌"}]}]}"#;
    let disease = condition("胃癌", "entered-in-error");
    let json = bundle("document", &[composition, &disease]);
    let answer = reading(&json);
    assert!(answer.blocks[0].fields.is_empty());
    let card = cards(&answer, "Condition")[0];
    let field = card.fields.last().unwrap();
    let text: String = field.pieces.iter().map(|piece| &*piece.text).collect();
    assert_eq!((field.label.ja, &*text), ("節での表示", "胃癌（誤登録）"));
    // A resource that was drawn before is only named.
    let again = composition.replace(
        r#""display":"胃癌"}]"#,
        r#""display":"胃癌"},{"reference":"urn:uuid:1","display":"胃癌"}]"#,
    );
    says(
        &bundle("document", &[&again, &disease]),
        &["この節に挙げられた情報: 傷病名　胃癌（誤登録）（前に記載）"],
        &[],
    );
}

const DOCTOR: &str = r#"{"resourceType":"Practitioner","name":[{"text":"見本山　薬太郎"}]}"#;

#[test]
fn a_display_does_not_hide_who_it_is() {
    for (display, said) in [
        ("紹介状作成者", "見本山　薬太郎〔紹介状作成者〕\n"),
        ("見本山薬太郎 医師", ": 見本山薬太郎 医師\n"),
    ] {
        let display = format!(r#","display":"{display}""#);
        let json = naming(DOCTOR, r#""account""#, &display);
        says(&json, &[said], &[]);
    }
    let role = r##"{"resourceType":"PractitionerRole","code":[{"text":"医師"}],
        "contained":[{"resourceType":"Organization","id":"o","name":"港診療所"}],
        "practitioner":{"display":"見本山 薬太郎"},"organization":{"reference":"#o"}}"##;
    for (display, said) in [
        ("", ": 見本山 薬太郎（港診療所）\n"),
        (
            r#","display":"作成者リソース""#,
            "見本山 薬太郎（港診療所）〔作成者リソース〕\n",
        ),
        (r#","display":"見本山 薬太郎""#, ": 見本山 薬太郎\n"),
    ] {
        says(&naming(role, r#""account""#, display), &[said], &[]);
    }
}

#[test]
fn a_disease_under_another_name_shows_both() {
    let disease = r#"{"resourceType":"Condition","code":{"text":"早期胃癌","coding":[{"code":"1","display":"胃癌"}]}}"#;
    let said = |display: &str| {
        let json = naming(
            disease,
            r#""reasonReference""#,
            &format!(r#","display":"{display}""#),
        );
        drawn(&reading(&json))
    };
    assert!(said("胃癌の疑い").contains(": 早期胃癌〔胃癌の疑い〕\n"));
    assert!(said("早期 胃癌").contains(": 早期 胃癌\n"));
    assert!(said("胃癌").contains(": 胃癌\n"));
}

#[test]
fn a_patient_under_another_name_is_told() {
    let patient = r#"{"resourceType":"Patient","name":[{"text":"本人 太郎"},{"use":"old","text":"旧姓 太郎"}]}"#;
    let problems = |display: &str| {
        let observation = format!(
            r#"{{"resourceType":"Observation","code":{{"text":"AST"}},"subject":{{"reference":"urn:uuid:0","display":"{display}"}}}}"#
        );
        let json = bundle("collection", &[patient, &observation]);
        let answer = reading(&json);
        let found = answer.problems.iter();
        let codes: Vec<_> = found.map(|p| (p.code, p.pointer.clone())).collect();
        (drawn(&answer), codes)
    };
    let (told, codes) = problems("別人 花子");
    assert!(told.contains("患者: 本人 太郎〔別人 花子〕"), "{told}");
    let place = "/entry/1/resource/subject/display".to_owned();
    assert_eq!(codes, [("patient_display_differs", place)]);
    assert_eq!(problems("本人太郎 様").1, []);
    let (told, codes) = problems("旧姓 太郎");
    assert!(told.contains("患者: 本人 太郎〔旧姓 太郎〕") && codes.is_empty());
}

#[test]
fn a_name_kept_back_for_consent_is_one_word() {
    let disease = condition("肺結核", "refuted");
    let request = r#"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"薬"},"reasonReference":[{"reference":"urn:uuid:0","display":"結核"}]}"#;
    let json = bundle("collection", &[&disease, request]);
    let mut sheet = SheetView::default();
    sheet.add(&reading(&json), |of| of == Category::Prescription);
    let told = serde_json::to_string(&sheet).unwrap();
    assert!(!told.contains("結核") && !told.contains("否定"), "{told}");
    assert_eq!(told.matches("（他の情報種別）").count(), 1, "{told}");
}

#[test]
fn a_set_not_to_be_supplied_is_not_named() {
    let disease = condition("肺結核", "confirmed");
    let user =
        r#"{"resourceType":"Encounter","diagnosis":[{"condition":{"reference":"urn:uuid:0"}}]}"#;
    let json = bundle("collection", &[&disease, user]).replacen(
        r#""type":"#,
        r#""meta":{"tag":[{"code":"UNDELIVERED"}]},"type":"#,
        1,
    );
    let mut sheet = SheetView::default();
    sheet.add(&reading(&json), |_| true);
    let told = serde_json::to_string(&sheet).unwrap();
    assert!(
        !told.contains("肺結核") && told.contains("提供対象外"),
        "{told}"
    );
}
