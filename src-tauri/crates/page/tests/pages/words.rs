use record::{Pointers, read};

use crate::support::{filled, page_of, taken_apart};

fn text_of(bytes: &[u8]) -> String {
    taken_apart(&page_of(bytes)).1
}

#[test]
fn every_value_of_a_document_is_on_its_page() {
    let text = text_of(&filled(|n| format!("値{n:03}終")));
    // 32 is a URL and no value; 22 is on it as well, though no insured number.
    let missing: Vec<usize> = (1..=51)
        .filter(|n| *n != 32 && !text.contains(&format!("値{n:03}終")))
        .collect();
    assert!(missing.is_empty(), "{missing:?} in {text}");
    for other in [
        "1.50",
        "その他の項目",
        "/entry/2/resource/unknownMember/deep/0",
    ] {
        assert!(text.contains(other), "{other}");
    }
}

#[test]
fn marks_are_words() {
    let text = text_of(&filled(|n| format!("v{n}")));
    for mark in [
        "未告知",
        "未提供",
        "否定された登録",
        "行わない指示",
        "判断できない修飾あり",
        "判断できない規則",
    ] {
        // Once more than in the banner, which names 未告知 and 未提供.
        assert!(
            text.replacen("未告知・未提供", "", 1).contains(mark),
            "{mark}"
        );
    }
    let condition = |code: &str, category: &str| {
        text_of(
            format!(
                r#"{{"resourceType":"Condition","verificationStatus":{{"coding":[{{"code":"{code}"}}]}},
                {category}"code":{{"text":"喘息"}}}}"#
            )
            .as_bytes(),
        )
    };
    assert!(condition("entered-in-error", "").contains("誤登録"));
    assert!(condition("unconfirmed", "").contains("疑い"));
    assert!(!condition("confirmed", "").contains("疑い"));
}

#[test]
fn the_page_says_what_it_is_and_accounts_for_every_value() {
    let bytes = filled(|n| format!("v{n}"));
    let answer = read(&bytes, Pointers::Dropped);
    let text = text_of(&bytes);
    let line = format!(
        "受信した値 {} = 表示 {} + その他 {}",
        answer.values.sent, answer.values.placed, answer.values.other
    );
    assert!(answer.values.other > 0 && text.contains(&line), "{line}");
    assert!(text.contains("試験用の表示です。患者に渡すものではありません。"));
    assert!(text.contains("診療情報提供書"));
    assert!(!text.contains("数が合いません") && !text.contains("読み取れませんでした"));
}

#[test]
fn a_lost_value_would_be_said() {
    let bytes = filled(|n| format!("v{n}"));
    let mut answer = read(&bytes, Pointers::Dropped);
    answer.values.sent += 1;
    assert!(page::answer_page(&answer).contains("数が合いません"));
}

#[test]
fn a_deletion_and_an_unreadable_answer_are_said_in_large_words() {
    let only_patient = br#"{"resourceType":"Bundle","type":"collection","entry":[
        {"resource":{"resourceType":"Patient","name":[{"text":"\u898b\u672c"}]}}]}"#;
    let page = page_of(only_patient);
    assert!(page.contains("<p class=\"alarm\">取り消し（削除依頼）です。"));
    let cut = page_of(b"{\"resourceType\":\"Bundle\",");
    assert!(cut.contains("<p class=\"alarm\">この回答は読み取れませんでした"));
    assert!(cut.contains(page::problem_words("not_json")));
}

#[test]
fn the_same_answer_gives_the_same_page() {
    let bytes = filled(|n| format!("v{n}"));
    assert_eq!(page_of(&bytes), page_of(&bytes));
}

#[test]
fn the_title_names_nobody() {
    let page = page_of(&filled(|_| "見本花子".to_owned()));
    let title = page
        .split("<title>")
        .nth(1)
        .unwrap()
        .split("</title>")
        .next()
        .unwrap();
    assert_eq!(title, "診療情報提供書（試験用の表示）");
}

#[test]
fn a_document_that_is_no_longer_valid_is_said_in_large_words() {
    let letter = |header: &str| {
        page_of(
            format!(
                r#"{{"resourceType":"Bundle","type":"document","entry":[{{"resource":{{"resourceType":"Composition","title":"紹介状"{header},"section":[{{"title":"傷病名","text":{{"div":"<p>胃癌</p>"}}}}]}}}},{{"resource":{{"resourceType":"Patient"}}}}]}}"#
            )
            .as_bytes(),
        )
    };
    for (header, words) in [
        (
            r#","status":"entered-in-error""#,
            "この文書は全体が誤登録とされています。",
        ),
        (
            r#","modifierExtension":[{"url":"urn:x","valueBoolean":true}]"#,
            "文書全体の意味を変える修飾",
        ),
        (
            r#","implicitRules":"urn:r""#,
            "この表示では判断できない規則",
        ),
    ] {
        let page = letter(header);
        let (head, _) = page.split_once("胃癌").unwrap();
        assert!(
            head.contains(&format!("<p class=\"alarm\">{words}")),
            "{words}"
        );
    }
    assert!(!letter("").contains("<p class=\"alarm\">"));
}

#[test]
fn a_checkup_says_when_it_was_beside_when_it_was_written() {
    let report = br#"{"resourceType":"Bundle","type":"document","entry":[{"resource":{"resourceType":"Composition",
        "type":{"coding":[{"code":"53576-5"}]},"date":"2026-05-01"}},{"resource":{"resourceType":"Encounter",
        "period":{"start":"2026-04-11"}}}]}"#;
    let text = text_of(report);
    assert!(
        text.contains("健診日2026-04-11文書の日付2026-05-01"),
        "{text}"
    );
}
