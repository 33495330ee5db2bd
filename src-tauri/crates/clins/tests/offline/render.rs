use crate::support::{clins, elements_and_text};

#[test]
fn a_page_goes_to_standard_output_or_to_a_file() {
    let shown = clins(["render", "referral.json"]);
    assert_eq!((shown.code, shown.words.as_str()), (0, ""));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("page.html");
    let written = clins(["render", "referral.json", "--out", out.to_str().unwrap()]);
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(out).unwrap(), shown.out);
}

#[test]
fn the_page_says_everything_the_answer_says() {
    let (elements, text) = elements_and_text(&clins(["render", "referral.json"]).out);
    for words in [
        "試験用の表示です。",
        "見本 花子",
        "1319999999^2026^DOC-1",
        "傷病名の本文",
        "気管支喘息",
        "2019-05",
        "紹介状PDF",
        "受信した値 17 = 表示 17 + その他 0",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(
        text.matches("未告知").count() >= 2,
        "in the banner and on the card"
    );
    assert!(!elements.iter().any(|name| name == "script"));
    let (_, other) = elements_and_text(&clins(["render", "single_resource.json"]).out);
    assert!(other.contains("/unknownMember表にない値"), "{other}");
}

#[test]
fn a_result_of_service_xml_is_a_line_with_its_meaning() {
    let (_, text) = elements_and_text(&clins(["render", "service_xml.xml"]).out);
    for words in ["特定健診情報 2026-05-30", "身長 158.2 cm", "尿蛋白 －〔1〕"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn a_page_is_written_for_what_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.json");
    std::fs::write(&file, "{\"resourceType\":").unwrap();
    let ran = clins(["render", file.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("読み取れませんでした") && ran.out.contains("not_json"));
    assert!(!ran.words.is_empty());
}
