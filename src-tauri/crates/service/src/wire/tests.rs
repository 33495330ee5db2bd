use super::*;

#[test]
fn a_page_gives_its_next_link_and_documents() {
    let page = br#"{"resourceType":"Bundle","type":"searchset","total":7,
        "link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}],
        "entry":[{"resource":{"resourceType":"Patient","id":"p"}},
          {"resource":{"resourceType":"DocumentReference",
            "content":{"attachment":{"contentType":"x","url":"Binary/1"}}}}]}"#;
    let Ok(Answer::Bundle(set)) = read(page) else {
        panic!("not a bundle")
    };
    assert_eq!((set.next, set.total), (Next::Link("b".to_owned()), Some(7)));
    assert_eq!(set.documents, ["Binary/1"]);
    assert!(set.holds_patient);
    assert_eq!(set.failure, None);
}

#[test]
fn a_next_page_that_is_nowhere_is_not_the_end() {
    for link in [r#"{"relation":"next"}"#, r#"{"relation":"next","url":" "}"#] {
        let page = format!(r#"{{"resourceType":"Bundle","link":[{link}]}}"#);
        let Ok(Answer::Bundle(set)) = read(page.as_bytes()) else {
            panic!("not a bundle")
        };
        assert_eq!(set.next, Next::Nowhere, "{link}");
    }
}

#[test]
fn an_entry_has_a_name_and_a_mode_where_they_are_said() {
    let page = br#"{"resourceType":"Bundle","entry":[
        {"fullUrl":"https://a/Condition/1","search":{"mode":"match"},
         "resource":{"resourceType":"Condition","id":"1"}},
        {"fullUrl":7,"search":"match","resource":{"resourceType":"Patient","id":"p"}},
        {"search":{},"resource":{"resourceType":"Condition","id":{}}},
        {"fullUrl":"https://a/Condition/9"}]}"#;
    let Ok(Answer::Bundle(set)) = read(page) else {
        panic!("not a bundle")
    };
    let said = |kind: &str, name: Option<&str>, mode: Option<&str>| Entry {
        kind: kind.to_owned(),
        name: name.map(str::to_owned),
        mode: mode.map(str::to_owned),
    };
    assert_eq!(
        set.entries,
        [
            said("Condition", Some("https://a/Condition/1"), Some("match")),
            said("Patient", Some("Patient/p"), None),
            said("Condition", None, None),
        ]
    );
}

#[test]
fn a_total_that_is_no_number_says_nothing() {
    for total in ["null", "\"7\"", "7.5", "{}"] {
        let page = format!(r#"{{"resourceType":"Bundle","total":{total}}}"#);
        let read = read(page.as_bytes());
        assert_eq!(read, Ok(Answer::Bundle(Searchset::default())), "{total}");
    }
}

#[test]
fn an_error_inside_a_page_is_seen_and_a_hint_is_not_one() {
    let page = |severity: &str| {
        format!(
            r#"{{"resourceType":"Bundle","entry":{{"resource":{{"resourceType":
            "OperationOutcome","issue":[{{"severity":"{severity}","code":"processing"}}]}}}}}}"#
        )
    };
    let failure = |text: String| match read(text.as_bytes()) {
        Ok(Answer::Bundle(set)) => set.failure.map(|f| f.code),
        other => panic!("{other:?}"),
    };
    assert_eq!(failure(page("error")).as_deref(), Some("processing"));
    assert_eq!(failure(page("information")), None);
}

#[test]
fn a_byte_order_mark_is_no_fault_and_garbage_is() {
    let with_bom = b"\xEF\xBB\xBF{\"resourceType\":\"Patient\"}";
    assert_eq!(read(with_bom), Ok(Answer::Other("Patient".to_owned())));
    for bad in [&b""[..], b"{", b"[1,2]", b"\xff\xfe\x00", b"{\"a\":1}"] {
        assert_eq!(read(bad), Err(NotFhirJson));
    }
}

#[test]
fn a_code_that_is_really_text_is_not_repeated() {
    let outcome = |detail: &str| Outcome {
        code: "forbidden".to_owned(),
        detail_code: Some(detail.to_owned()),
        severe: true,
    };
    assert_eq!(outcome("no-consent").telling_code(), Some("no-consent"));
    assert_eq!(outcome("山田 太郎").telling_code(), Some("forbidden"));
}
