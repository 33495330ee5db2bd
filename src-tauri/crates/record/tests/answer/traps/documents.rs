//! Sections, narratives and attachments of documents.

use record::PieceRole;

use crate::support::{bundle, cards, drawn, piece, reading, says};

fn document(sections: &str, rest: &[&str]) -> String {
    let composition = format!(
        r#"{{"resourceType":"Composition","title":"退院時サマリー","type":{{"coding":[{{"code":"18842-5"}}]}},"section":[{sections}]}}"#
    );
    let mut all = vec![&*composition];
    all.extend_from_slice(rest);
    bundle("document", &all)
}

#[test]
fn old_and_new_section_codes_are_known_by_name() {
    for (code, name) in [
        ("360", "現病歴"),
        ("362", "現病歴"),
        ("370", "既往歴"),
        ("372", "既往歴"),
        ("550", "家族歴"),
        ("552", "家族歴"),
        ("640", "社会歴"),
        ("642", "社会歴"),
    ] {
        let json = document(
            &format!(
                r#"{{"code":{{"coding":[{{"system":"http://jpfhir.jp/fhir/clins/CodeSystem/document-section","code":"{code}"}}]}},"text":{{"div":"<p>本文</p>"}}}}"#
            ),
            &[],
        );
        says(&json, &[name, "本文"], &[]);
    }
}

#[test]
fn a_section_with_only_text_is_shown_with_its_reason_for_being_empty() {
    let json = document(
        r#"{"title":"家族歴","text":{"status":"additional","div":"<div>父 胃癌</div>"},"emptyReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/list-empty-reason","code":"unavailable","display":"Unavailable"}]}}"#,
        &[],
    );
    says(&json, &["家族歴", "父 胃癌", "Unavailable"], &[]);
    let json = document(
        r#"{"title":"アレルギー","emptyReason":{"coding":[{"code":"nilknown"}],"text":"なし"}}"#,
        &[],
    );
    says(&json, &["アレルギー", "なし"], &[]);
}

#[test]
fn text_and_entries_of_a_section_are_both_shown() {
    let json = document(
        r#"{"title":"現病歴","text":{"div":"<p>本文の方</p>"},"entry":[{"reference":"urn:uuid:1"}]}"#,
        &[r#"{"resourceType":"Condition","code":{"text":"項目の方"}}"#],
    );
    says(&json, &["本文の方", "項目の方"], &[]);
}

#[test]
fn sections_inside_sections_are_shown() {
    let json = document(
        r#"{"title":"外","section":[{"title":"中","section":[{"title":"奥","text":{"div":"<p>奥の本文</p>"}}]}]}"#,
        &[],
    );
    let answer = reading(&json);
    assert_eq!(answer.counts.section, 3);
    assert!(drawn(&answer).contains("奥の本文"));
}

#[test]
fn the_course_may_stand_in_a_description_instead_of_an_attachment() {
    let json = document(
        r#"{"title":"入院中経過","entry":[{"reference":"urn:uuid:1"}]}"#,
        &[
            r#"{"resourceType":"DocumentReference","description":"順調に経過した。\n第3病日に歩行開始。","content":[{"attachment":{"contentType":"text/plain"}}]}"#,
        ],
    );
    says(&json, &["順調に経過した。\n第3病日に歩行開始。"], &[]);
}

#[test]
fn an_entry_named_by_two_sections_is_drawn_once() {
    let json = document(
        r#"{"title":"一","entry":[{"reference":"urn:uuid:1"}]},{"title":"二","entry":[{"reference":"urn:uuid:1"}]}"#,
        &[r#"{"resourceType":"Condition","code":{"text":"胃癌"}}"#],
    );
    assert_eq!(cards(&reading(&json), "Condition").len(), 1);
}

#[test]
fn resources_no_section_names_are_still_drawn() {
    let json = document(
        r#"{"title":"一"}"#,
        &[r#"{"resourceType":"Condition","code":{"text":"置き去り"}}"#],
    );
    says(&json, &["置き去り"], &[]);
}

#[test]
fn narratives_lose_what_acts_and_keep_every_word() {
    let json = document(
        r#"{"title":"一","text":{"div":"<div onclick=\"x()\">前<script>alert(1)</script><a href=\"javascript:x\">見る</a><img src=\"https://example.invalid/a.png\" alt=\"図\"/>5 < 6 後</div>"}}"#,
        &[],
    );
    let answer = reading(&json);
    let block = answer
        .blocks
        .iter()
        .find_map(|block| block.narrative.as_ref())
        .unwrap();
    for bad in ["script", "onclick", "href", "src", "alert"] {
        assert!(!block.html().contains(bad), "{}", block.html());
    }
    for kept in ["前", "見る", "後"] {
        assert!(block.text().contains(kept), "{}", block.text());
    }
}

#[test]
fn markdown_and_other_strings_are_text_never_markup() {
    let json = r#"{"resourceType":"Condition","code":{"text":"<b>胃癌</b>"},"note":[{"text":"**太字** <script>"}]}"#;
    says(json, &["<b>胃癌</b>", "**太字** <script>"], &[]);
}

#[test]
fn an_attachment_is_told_by_its_first_bytes_and_a_link_is_not_followed() {
    let attachment = |inner: &str| {
        format!(
            r#"{{"resourceType":"DocumentReference","content":[{{"attachment":{{{inner}}}}}]}}"#
        )
    };
    let json = attachment(r#""contentType":"image/png","data":"JVBERi0xLjQK""#);
    let answer = reading(&json);
    assert!(drawn(&answer).contains("PDF"), "{}", drawn(&answer));
    assert!(drawn(&answer).contains("宣言された種類と異なる"));
    let json = attachment(r#""contentType":"application/pdf","data":"@@@not base64@@@""#);
    assert!(drawn(&reading(&json)).contains("読み取れない添付データ"));
    let json = attachment(r#""url":"https://example.invalid/a.pdf""#);
    says(&json, &["https://example.invalid/a.pdf"], &[]);
    assert_eq!(reading(&json).counts.attachment, 1);
}

#[test]
fn a_code_is_help_and_the_words_are_the_value() {
    let json = r#"{"resourceType":"Condition","code":{"coding":[{"system":"s","code":"C169","display":"胃癌"}]}}"#;
    let answer = reading(json);
    let card = cards(&answer, "Condition")[0];
    assert_eq!(
        piece(card, "傷病名", PieceRole::Sent).as_deref(),
        Some("胃癌")
    );
    assert_eq!(
        piece(card, "傷病名", PieceRole::Code).as_deref(),
        Some("C169")
    );
}

#[test]
fn a_later_section_says_of_what_kind_it_is_and_that_it_stands_before() {
    for (resource, told) in [
        (
            r#"{"resourceType":"DocumentReference","description":"経過"}"#,
            "添付書類・経過記録（前に記載）",
        ),
        (
            r#"{"resourceType":"Procedure","status":"completed"}"#,
            "処置・手術（前に記載）",
        ),
        (
            r#"{"resourceType":"Condition","code":{"text":"胃癌"}}"#,
            "傷病名　胃癌（前に記載）",
        ),
        (
            r#"{"resourceType":"Encounter","class":{"code":"IMP"}}"#,
            "受診・入院・健診実施　",
        ),
    ] {
        let json = document(
            r#"{"title":"一","entry":[{"reference":"urn:uuid:1"}]},{"title":"二","entry":[{"reference":"urn:uuid:1"}]}"#,
            &[resource],
        );
        says(&json, &[told, "（前に記載）"], &[]);
        assert_eq!(drawn(&reading(&json)).matches("前に記載").count(), 1);
    }
    let kept_back = document(
        r#"{"title":"一","entry":[{"reference":"urn:uuid:1"},{"reference":"urn:uuid:1"}]}"#,
        &[
            r#"{"resourceType":"Condition","meta":{"tag":[{"code":"UNDELIVERED"}]},"code":{"text":"胃癌"}}"#,
        ],
    );
    says(&kept_back, &["提供対象外"], &["前に記載"]);
}

#[test]
fn a_section_with_nothing_in_it_says_so() {
    let nothing = "本文も項目も、ない理由も送られていません";
    for empty in [
        r#"{"title":"一"}"#,
        r#"{"title":"一","text":{"status":"empty","div":"<div> </div>"}}"#,
        r#"{"title":"一","entry":[],"section":[]}"#,
    ] {
        says(&document(empty, &[]), &[nothing], &[]);
    }
    for told in [
        r#"{"title":"一","text":{"div":"<div>なし</div>"}}"#,
        r#"{"title":"一","emptyReason":{"text":"なし"}}"#,
        r#"{"title":"一","section":[{"title":"二","text":{"div":"<p>文</p>"}}]}"#,
        r#"{"title":"一","entry":[{"display":"喘息"}]}"#,
    ] {
        says(&document(told, &[]), &[], &[nothing]);
    }
}

#[test]
fn what_a_style_strikes_out_is_not_read_as_valid() {
    let json = document(
        r#"{"title":"一","text":{"div":"<div>継続 <span style=\"text-decoration: line-through\">ワルファリン</span></div>"}}"#,
        &[],
    );
    says(&json, &["継続 [取消線: ワルファリン]"], &[]);
}

#[test]
fn an_attachment_without_content_is_told() {
    let attachment = |inner: &str| {
        format!(
            r#"{{"resourceType":"DocumentReference","content":[{{"attachment":{{{inner}}}}}]}}"#
        )
    };
    let hollow = "（中身のない添付）";
    for empty in [
        r#""contentType":"application/pdf","data":"""#,
        r#""url":" ""#,
        r#""data":null"#,
    ] {
        says(&attachment(empty), &[hollow], &[]);
    }
    for sent in [
        r#""data":"44GC""#,
        r#""data":"","url":"Binary/1""#,
        r#""contentType":"application/pdf""#,
    ] {
        assert!(
            !drawn(&reading(&attachment(sent))).contains(hollow),
            "{sent}"
        );
    }
}
