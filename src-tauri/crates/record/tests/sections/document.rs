use jiff::civil::date;
use record::view::{DocumentKind, DocumentView, ReportState, RowMark, SectionContent};
use record::vocabulary::Category;
use record::{HeldSet, mark_changes, section};

use crate::support::{bundle, documents, earlier, held, read, searchset, today};

const HEAD: &str = r#""identifier":{"value":"1319999999^2026^L1"},"#;

/// A letter with these members of its Composition and these resources beside it.
fn letter(head: &str, composition: &str, others: &[&str]) -> Vec<u8> {
    let mut resources = vec![format!(
        r#"{{"resourceType":"Composition","title":"紹介状","date":"2026-11-01T10:00:00+09:00",
        "type":{{"coding":[{{"code":"57133-1"}}]}}{composition}}}"#
    )];
    resources.extend(others.iter().map(|other| (*other).to_owned()));
    bundle("document", head, &resources)
}

fn one(page: &[u8]) -> DocumentView {
    let mut list = documents(read(Category::Document, page)).documents;
    assert_eq!(list.len(), 1);
    list.remove(0)
}

#[test]
fn writer_and_addressee_are_found_in_the_sections_and_behind_a_role() {
    let sections = r#","section":[{"code":{"coding":[{"code":"300"}]},"section":[
        {"code":{"coding":[{"code":"920"}]},"entry":[{"reference":"Organization/a"}]},
        {"code":{"coding":[{"code":"910"}]},"entry":[{"reference":"Practitioner/d"},
        {"reference":"PractitionerRole/r"}]},{"code":{"coding":[{"code":"550"}]}}]}]"#;
    let people = [
        r#"{"resourceType":"Organization","id":"a","name":"北病院"}"#,
        r#"{"resourceType":"Organization","id":"b","name":"南診療所"}"#,
        r#"{"resourceType":"Practitioner","id":"d","name":[{"text":"見本 医師"}]}"#,
        r#"{"resourceType":"PractitionerRole","id":"r","organization":{"reference":"Organization/b"},
           "practitioner":{"reference":"Practitioner/d"}}"#,
    ];
    let found = one(&letter(HEAD, sections, &people));
    assert_eq!(found.facility.name.as_deref(), Some("北病院"));
    let addressee = found.addressee.unwrap();
    assert_eq!(addressee.name.as_deref(), Some("南診療所"));
    assert_eq!(found.sections, 3, "the heading over the others is none");
    assert_eq!((found.author, found.signed), (None, false));
    assert_eq!(found.kind, DocumentKind::Referral);

    let custodian = r#","custodian":{"reference":"Organization/b"},
        "author":[{"reference":"PractitionerRole/r"}]"#;
    let found = one(&letter(HEAD, custodian, &people));
    assert_eq!(found.facility.name.as_deref(), Some("南診療所"));
    assert_eq!(found.author.as_deref(), Some("見本 医師"));
    assert_eq!((found.addressee, found.sections), (None, 0));
}

#[test]
fn attachments_are_counted_once_and_signatures_of_either_kind_are_told() {
    let head = format!(r#"{HEAD}"signature":{{"data":"AA=="}},"#);
    let files = [
        r#"{"resourceType":"DocumentReference","id":"1","content":[
           {"attachment":{"contentType":"application/pdf","data":"AA=="}},
           {"attachment":{"url":"urn:uuid:b"}},{"attachment":{"title":"no file"}}]}"#,
        r#"{"resourceType":"DocumentReference","id":"2","description":"経過","content":[]}"#,
        r#"{"resourceType":"Binary","id":"loose","data":"AA=="}"#,
    ];
    let page = letter(&head, "", &files);
    let pointed_to = r#"{"fullUrl":"urn:uuid:b","resource":{"resourceType":"Binary","id":"b"}},"#;
    let page = String::from_utf8(page).unwrap();
    let page = page.replace(r#""entry":["#, &format!(r#""entry":[{pointed_to}"#));
    let found = one(page.as_bytes());
    assert_eq!((found.attachments, found.signed), (3, true));
    let attested = r#","attester":[{"mode":"legal"}]"#;
    assert!(one(&letter(HEAD, attested, &[])).signed);
}

#[test]
fn newest_first_and_undated_last_and_lists_are_no_documents() {
    let dated = |number: &str, day: &str| {
        let head = format!(r#""identifier":{{"value":"{number}"}},"#);
        let page = String::from_utf8(letter(&head, "", &[])).unwrap();
        page.replace(r#""date":"2026-11-01T10:00:00+09:00","#, day)
    };
    let pages = [
        dated("undated", ""),
        dated("old", r#""date":"2025","#),
        dated("new", r#""date":"2026-10-31","#),
    ];
    let list = searchset(&[r#"{"resourceType":"DocumentReference","id":"1"}"#.to_owned()]);
    let mut sets: Vec<_> = pages.iter().map(|page| held(page.as_bytes())).collect();
    sets.push(held(&list));
    let told = section(Category::Document, &sets, today());
    assert_eq!((told.entries, told.problems.len()), (3, 0));
    let found = documents(told).documents;
    let keys: Vec<_> = found.iter().map(|d| d.key.0.as_str()).collect();
    assert_eq!(keys, ["new", "old", "undated"]);
}

#[test]
fn every_kind_is_told_by_its_code_whatever_the_system() {
    let kind = |code: &str| {
        let page = String::from_utf8(letter(HEAD, "", &[])).unwrap();
        one(page.replace("57133-1", code).as_bytes()).kind
    };
    for (code, expected) in [
        ("18842-5", DocumentKind::DischargeSummary),
        ("56447-6", DocumentKind::PatientSummary),
        ("57833-6", DocumentKind::Prescription),
        ("11488-4", DocumentKind::Other),
    ] {
        assert_eq!(kind(code), expected);
    }
    let nothing = bundle(
        "document",
        HEAD,
        &[r#"{"resourceType":"Condition"}"#.into()],
    );
    assert_eq!(one(&nothing).kind, DocumentKind::Other);
}

#[test]
fn a_letter_taken_back_stays_as_deleted_and_one_not_returned_says_so() {
    let before = letter(HEAD, r#","section":[{"title":"x"}]"#, &[]);
    let only_patient = bundle(
        "document",
        HEAD,
        &[r#"{"resourceType":"Patient","id":"p"}"#.to_owned()],
    );
    let set = HeldSet {
        key: "1319999999^2026^L1",
        earlier: vec![earlier(date(2026, 11, 2), &before)],
        ..held(&only_patient)
    };
    let found = documents(section(Category::Document, &[set], today()));
    let [gone] = found.documents.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((gone.state, gone.sections), (ReportState::Deleted, 0));
    assert_eq!(gone.title.as_deref(), Some("紹介状"));
    assert_eq!(gone.set_key, "1319999999^2026^L1");

    let wrong = one(&letter(HEAD, r#","status":"entered-in-error""#, &[]));
    assert_eq!(wrong.state, ReportState::Deleted);
    let set = HeldSet {
        returned: false,
        ..held(&before)
    };
    let found = documents(section(Category::Document, &[set], today()));
    assert_eq!(found.documents[0].state, ReportState::NotReturned);
}

#[test]
fn a_document_not_to_be_shown_is_only_counted() {
    let tag = r#","meta":{"tag":[{"code":"UNDELIVERED"}]}"#;
    let told = read(Category::Document, &letter(HEAD, tag, &[]));
    assert_eq!((told.entries, told.undelivered), (0, 1));
}

#[test]
fn a_new_letter_is_new_and_other_words_under_the_same_head_are_a_change() {
    let page = |text: &str, id: &str| {
        let text = format!(r#","id":"{id}","section":[{{"text":{{"div":"{text}"}}}}]"#);
        letter(HEAD, &text, &[])
    };
    let content = |page: &[u8]| read(Category::Document, page).content;
    let before = content(&page("息切れ", "1"));
    let mark = |page: &[u8]| {
        let mut now = content(page);
        let changes = mark_changes(&mut now, &before);
        let SectionContent::Document(now) = now else {
            unreachable!()
        };
        (changes.added, changes.changed, now.documents[0].mark)
    };
    assert_eq!(mark(&page("息切れ", "2")), (0, 0, RowMark::None));
    assert_eq!(mark(&page("発熱", "1")), (0, 1, RowMark::Changed));
    let other = letter(r#""identifier":{"value":"1319999999^2026^L2"},"#, "", &[]);
    assert_eq!(mark(&other), (1, 0, RowMark::New));
}
