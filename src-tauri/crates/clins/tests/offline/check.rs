use serde_json::Value;

use crate::support::{answers, checked, clins};

/// The names of the answers, sorted.
fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(answers())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_report_of_every_kind_is_as_agreed() {
    let ran = clins(
        ["check", "--json"]
            .map(String::from)
            .into_iter()
            .chain(names()),
    );
    assert_eq!(ran.code, 0, "{}", ran.words);
    assert_eq!(ran.words, "");
    let agreed = include_str!("checked.json").replace("\r\n", "\n");
    assert_eq!(
        ran.out, agreed,
        "names, order and values are a contract with other programs"
    );
    let reports = ran.json();
    for report in reports.as_array().unwrap() {
        let (kind, file) = (
            report["kind"].as_str().unwrap(),
            report["file"].as_str().unwrap(),
        );
        assert_eq!(Some(kind), file.split('.').next());
        let value = |name: &str| report["values"][name].as_u64().unwrap();
        assert!(value("sent") > 0);
        assert_eq!(value("sent"), value("placed") + value("other"), "{file}");
    }
}

#[test]
fn a_folder_is_walked_in_sorted_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("b/deep")).unwrap();
    for name in ["c.json", "b/deep/x", "b/a.json", "a.json"] {
        std::fs::copy(answers().join("deletion.json"), at(name)).unwrap();
    }
    let ran = clins([
        "check".as_ref(),
        "--json".as_ref(),
        folder.path().as_os_str(),
    ]);
    let reports = ran.json();
    let files: Vec<&str> = reports
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["file"].as_str().unwrap())
        .collect();
    let expected =
        ["a.json", "b/a.json", "b/deep/x", "c.json"].map(|name| at(name).display().to_string());
    assert_eq!(files, expected);
    assert_eq!(ran.code, 0);
}

#[test]
fn a_note_beside_the_answers_is_named_and_left_out_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::copy(answers().join("deletion.json"), at("a.JSON")).unwrap();
    std::fs::write(at("README.md"), "about the answers").unwrap();
    let ran = clins(["check".as_ref(), folder.path().as_os_str()]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.words.contains("README.md"), "{}", ran.words);
    let asked = clins(["check".as_ref(), at("README.md").as_os_str()]);
    assert_eq!(asked.code, 1);
}

#[test]
fn without_json_people_get_a_table_without_the_patient() {
    let ran = clins(["check", "condition_set.json", "single_resource.json"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("傷病名") && ran.out.contains("condition_set.json"));
    assert!(ran.out.contains("2 件中 2 件を読み取れました"));
    assert!(
        !ran.out.contains("見本") && !ran.out.contains("ミホン") && !ran.out.contains("06999999")
    );
}

#[test]
fn what_cannot_be_read_is_reported_with_a_sentence() {
    let whole = std::fs::read(answers().join("referral.json")).unwrap();
    let cut = &whole[..whole.len() / 2];
    for (bytes, code) in [
        (cut, "not_json"),
        (b"" as &[u8], "not_json"),
        (b"<html><body>login</body></html>", "unknown_xml"),
        (b"{\"hello\":1}", "not_fhir"),
        (b"PK\x03\x04....", "archive"),
        (b"\xFF\x00\x80", "encoding"),
        (b"{\0\"\0a\0", "encoding"),
    ] {
        let ran = checked(bytes);
        assert_eq!(ran.code, 1, "{code}");
        let report = ran.only();
        assert_eq!(report["readable"], false);
        assert_eq!(report["kind"], "unknown");
        assert_eq!(report["patient"]["name"], Value::Null);
        let problem = &report["problems"][0];
        assert_eq!(
            (problem["severity"].as_str(), problem["code"].as_str()),
            (Some("error"), Some(code))
        );
        assert!(problem["message"].as_str().unwrap().ends_with('。'));
    }
}

#[test]
fn one_that_cannot_be_read_does_not_keep_the_others_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.json"), "{").unwrap();
    std::fs::copy(answers().join("pdf.pdf"), folder.path().join("2.pdf")).unwrap();
    let ran = clins([
        "check".as_ref(),
        "--json".as_ref(),
        folder.path().as_os_str(),
    ]);
    assert_eq!(ran.code, 1);
    let reports = ran.json();
    assert_eq!(reports[0]["readable"], false);
    assert_eq!(reports[1]["readable"], true);
    let table = clins(["check".as_ref(), folder.path().as_os_str()]);
    assert_eq!(table.code, 1);
    assert!(table.out.contains("not_json") && table.out.contains("2 件中 1 件"));
}

#[test]
fn a_file_larger_than_the_limit_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.pdf");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(64 * 1024 * 1024 + 1).unwrap();
    let ran = clins(["check".as_ref(), "--json".as_ref(), path.as_os_str()]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.only()["problems"][0]["code"], "too_large");
}

/// A file that opens and then fails, and a link that leads nowhere.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_reading_is_an_entry() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("gone.json");
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
    for path in ["/proc/self/mem".as_ref(), folder.path().as_os_str()] {
        let ran = clins(["check".as_ref(), "--json".as_ref(), path]);
        assert_eq!(ran.code, 1, "{}", ran.words);
        let report = ran.only();
        assert_eq!(report["problems"][0]["code"], "io_error");
        assert_eq!(report["values"]["sent"], 0);
    }
}

#[test]
fn characters_that_hide_are_spelled_out() {
    let ran = checked(
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"identifier\":{\"value\":\"a\u{200B}b\"},\
         \"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"見本\\u202e花子\"}]}}]}"
            .as_bytes(),
    );
    let report = ran.only();
    assert_eq!(report["patient"]["name"], "見本[U+202E]花子");
    assert_eq!(report["set_key"], "a[U+200B]b");
}

#[test]
fn what_has_nothing_to_say_or_says_it_was_refused_is_reported() {
    let outcome =
        br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"forbidden"}]}"#;
    let nameless = br#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Condition","implicitRules":"urn:r"}}]}"#;
    let half = br#"{"resourceType":"Condition","code":{"text":"a\ud83d"}}"#;
    let found = br#"{"resourceType":"Bundle","type":"searchset","total":5}"#;
    let pending =
        b"<XmlMsg><MessageHeader><SegmentOfResult>2</SegmentOfResult></MessageHeader></XmlMsg>";
    let damaged = b"{\"resourceType\":\"Condition\",\"code\":{\"text\":\"a\xFF\"}}";
    for (bytes, expected) in [
        (
            br#"{"resourceType":"Bundle","type":"collection"}"#.as_slice(),
            &[("warning", "no_entries")] as &[_],
        ),
        (outcome, &[("error", "outcome_error")]),
        (
            nameless,
            &[("warning", "no_name"), ("warning", "implicit_rules")],
        ),
        (damaged, &[("error", "damaged_text")]),
        (half, &[("error", "damaged_text")]),
        (found, &[("warning", "results_missing")]),
        (pending, &[("warning", "service_pending")]),
    ] {
        let ran = checked(bytes);
        // It could be read: what is wrong with it is for people.
        assert_eq!(ran.code, 0, "{}", ran.words);
        let report = ran.only();
        let problems = report["problems"].as_array().unwrap().iter();
        let told: Vec<_> = problems
            .map(|p| (p["severity"].as_str().unwrap(), p["code"].as_str().unwrap()))
            .collect();
        assert_eq!(told, expected);
    }
}

#[test]
fn deep_and_odd_answers_end_without_a_panic() {
    for depth in [60, 100_000] {
        let json = format!(
            "{{\"resourceType\":\"Basic\",\"x\":{}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let ran = checked(json.as_bytes());
        assert!(matches!(ran.code, 0 | 1), "{}", ran.words);
        assert!(!ran.words.contains("panicked"), "{}", ran.words);
    }
}
