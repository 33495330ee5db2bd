//! Whole sets only: every page, every document, nothing from elsewhere, never too many at once.

use std::time::Duration;

use crate::support::reply::{http, page};
use crate::support::{Reply, asking, asking_by, limits};
use jiff::civil::date;
use record::vocabulary::Category;
use service::{FaultCode, FetchedAnswer, FhirRest, Transport};
use tokio_util::sync::CancellationToken;

async fn fetch(rest: &FhirRest, category: Category) -> Result<FetchedAnswer, FaultCode> {
    let today = date(2026, 11, 21);
    let cancel = CancellationToken::new();
    match rest.fetch("Patient/p1", category, today, &cancel).await {
        Ok(answered) => Ok(answered.value),
        Err(fault) => Err(fault.code),
    }
}

#[tokio::test]
async fn three_pages_are_all_given_in_order_and_byte_for_byte() {
    let bodies = [
        page(
            Some("Condition?page=2"),
            &[r#"{"resourceType":"Condition","id":"1"}"#],
        ),
        page(Some("/fhir/Condition?page=3"), &[]),
        page(None, &[r#"{"resourceType":"Condition","id":"3"}"#]),
    ];
    let answers = bodies.clone();
    let (server, rest) = asking_by(move |request| {
        let n = if request.contains("page=2") {
            1
        } else if request.contains("page=3") {
            2
        } else {
            0
        };
        Reply::fhir(&answers[n])
    })
    .await;
    let fetched = fetch(&rest, Category::Condition).await.unwrap();
    assert_eq!(fetched.scope, "Condition");
    let texts: Vec<_> = fetched.pages.iter().map(|p| p.bytes.as_slice()).collect();
    assert_eq!(texts, bodies.each_ref().map(String::as_bytes));
    assert_eq!(fetched.pages[0].content_type, "application/fhir+json");
    let first = server.requests().remove(0);
    assert!(
        first.starts_with("GET /fhir/Condition?patient=p1&"),
        "{first}"
    );
}

/// A page that says how many resources there are in all.
fn page_of(total: usize, next: Option<&str>, id: &str) -> String {
    let entry = format!(r#"{{"resourceType":"Condition","id":"{id}"}}"#);
    let page = page(next, &[&entry]);
    page.replacen('{', &format!(r#"{{"total":{total},"#), 1)
}

#[tokio::test]
async fn pages_of_two_states_are_no_set_and_are_read_again() {
    // Something is registered between the first page and the second of the first reading.
    let firsts = std::sync::atomic::AtomicUsize::new(0);
    let (server, rest) = asking_by(move |request| {
        if request.contains("page=2") {
            return Reply::fhir(&page_of(2, None, "b"));
        }
        let reading = firsts.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Reply::fhir(&page_of(1 + reading, Some("Condition?page=2"), "a"))
    })
    .await;
    let fetched = fetch(&rest, Category::Condition).await.unwrap();
    assert_eq!((fetched.pages.len(), server.requests().len()), (2, 4));
    for page in &fetched.pages {
        let text = String::from_utf8(page.bytes.clone()).unwrap();
        assert!(text.contains(r#""total":2"#), "{text}");
    }

    let (server, rest) = asking_by(|request| {
        if request.contains("page=2") {
            Reply::fhir(&page_of(3, None, "b"))
        } else {
            Reply::fhir(&page_of(2, Some("Condition?page=2"), "a"))
        }
    })
    .await;
    let refused = fetch(&rest, Category::Condition).await.unwrap_err();
    assert_eq!(refused, FaultCode::UnreadableAnswer);
    assert_eq!(server.requests().len(), 6, "three readings and no more");
}

/// The one page of a search that says it found so many, with a patient beside them.
fn with_patient(total: usize, ids: &[&str]) -> String {
    let entries: Vec<_> = ids
        .iter()
        .map(|id| format!(r#"{{"resourceType":"Condition","id":"{id}"}}"#))
        .chain([r#"{"resourceType":"Patient","id":"p1"}"#.to_owned()])
        .collect();
    let page = page(
        None,
        &entries.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    page.replacen('{', &format!(r#"{{"total":{total},"#), 1)
}

#[tokio::test]
async fn fewer_entries_than_the_service_found_are_no_set() {
    for (ids, whole) in [
        (&["a", "b"][..], true),
        (&["a"], false),
        (&["a", "a"], false),
    ] {
        let (server, rest) = asking(Reply::fhir(&with_patient(2, ids))).await;
        let fetched = fetch(&rest, Category::Condition).await;
        if whole {
            assert_eq!(fetched.unwrap().pages.len(), 1);
            assert_eq!(server.requests().len(), 1);
        } else {
            assert_eq!(fetched.unwrap_err(), FaultCode::UnreadableAnswer, "{ids:?}");
            assert_eq!(server.requests().len(), 3, "three readings and no more");
        }
    }
}

#[tokio::test]
async fn a_next_link_without_an_address_is_not_the_last_page() {
    let body = page(Some(""), &[r#"{"resourceType":"Condition","id":"a"}"#]);
    let (server, rest) = asking(Reply::fhir(&body)).await;
    let refused = fetch(&rest, Category::Condition).await.unwrap_err();
    assert_eq!(refused, FaultCode::UnreadableAnswer);
    assert_eq!(server.requests().len(), 1, "asking again changes nothing");
}

#[tokio::test]
async fn a_next_link_elsewhere_is_not_followed() {
    let body = page(Some("https://elsewhere.invalid/fhir/Condition?page=2"), &[]);
    let (server, rest) = asking(Reply::fhir(&body)).await;
    let refused = fetch(&rest, Category::Condition).await.unwrap_err();
    assert_eq!(refused, FaultCode::UnreadableAnswer);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn pages_that_go_round_or_never_end_are_ended() {
    let (server, rest) = asking(Reply::fhir(&page(Some("Condition?page=2"), &[]))).await;
    let refused = fetch(&rest, Category::Condition).await.unwrap_err();
    assert_eq!(refused, FaultCode::UnreadableAnswer);
    assert_eq!(server.requests().len(), 2);

    let count = std::sync::atomic::AtomicUsize::new(0);
    let (server, rest) = asking_by(move |_| {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Reply::fhir(&page(Some(&format!("Condition?page={n}")), &[]))
    })
    .await;
    let refused = fetch(&rest, Category::Condition).await.unwrap_err();
    assert_eq!(refused, FaultCode::TooLarge);
    assert_eq!(server.requests().len(), limits().pages);
}

fn document_list(n: usize) -> String {
    let list: Vec<_> = (0..n)
        .map(|i| {
            format!(
                r#"{{"resourceType":"DocumentReference","content":[{{"attachment":
                {{"contentType":"application/fhir+json","url":"Binary/{i}"}}}}]}}"#
            )
        })
        .collect();
    page(None, &list.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test]
async fn documents_come_in_order_and_never_too_many_at_once() {
    let (server, rest) = asking_by(|request| match request.split_once("/Binary/") {
        None => Reply::fhir(&document_list(12)),
        Some((_, rest)) => {
            let id = rest.split(' ').next().unwrap();
            let body = format!(r#"{{"resourceType":"Bundle","type":"document","id":"{id}"}}"#);
            let bytes = http("200 OK", "application/fhir+json", "", &body);
            Reply::Late(Duration::from_millis(60), bytes)
        }
    })
    .await;
    let fetched = fetch(&rest, Category::Checkup).await.unwrap();
    assert_eq!(fetched.documents.len(), 12);
    for (i, document) in fetched.documents.iter().enumerate() {
        let text = String::from_utf8(document.bytes.clone()).unwrap();
        assert!(text.contains(&format!(r#""id":"{i}""#)), "{text}");
    }
    assert!(server.most_at_once() <= limits().concurrent);
    assert!(
        server.most_at_once() > 1,
        "documents are asked for side by side"
    );
}

#[tokio::test]
async fn one_document_that_does_not_come_spoils_the_set() {
    let (_server, rest) = asking_by(|request| {
        if request.contains("/Binary/1") {
            Reply::status("500 Oops", "", "")
        } else if request.contains("/Binary/") {
            Reply::fhir(r#"{"resourceType":"Bundle"}"#)
        } else {
            Reply::fhir(&document_list(3))
        }
    })
    .await;
    let refused = fetch(&rest, Category::Checkup).await.unwrap_err();
    assert_eq!(refused, FaultCode::ServiceStatus);
}

#[tokio::test]
async fn each_category_asks_its_own_question() {
    let (server, rest) = asking(Reply::fhir(&page(None, &[]))).await;
    for category in Category::WITH_DOCUMENTS {
        let fetched = fetch(&rest, category).await.unwrap();
        assert!(!fetched.scope.contains("p1"));
    }
    let asked: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.lines().next().unwrap().to_owned())
        .collect();
    for (line, start) in asked.iter().zip([
        "GET /fhir/AllergyIntolerance?patient=p1&_include=AllergyIntolerance%3Apatient",
        "GET /fhir/AllergyIntolerance?patient=p1&_include=AllergyIntolerance%3Apatient",
        "GET /fhir/Condition?patient=p1&_include=Condition%3Asubject",
        "GET /fhir/Observation?patient=p1&category=laboratory&code=http",
        "GET /fhir/Observation?patient=p1&category=laboratory&_include",
        "GET /fhir/MedicationRequest?patient=p1&_include=MedicationRequest%3Asubject",
        "GET /fhir/DocumentReference?patient=p1&type=http",
        "GET /fhir/DocumentReference?patient=p1&type=http",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
    assert_eq!(asked.len(), Category::WITH_DOCUMENTS.len());
    let types = |line: &str| -> Vec<String> {
        let path = line.split(' ').nth(1).unwrap();
        let url = url::Url::parse("https://service.invalid").unwrap();
        let url = url.join(path).unwrap();
        let (_, tokens) = url.query_pairs().find(|(key, _)| key == "type").unwrap();
        tokens.split(',').map(str::to_owned).collect()
    };
    let of = |code: &str| format!("http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes|{code}");
    assert_eq!(types(&asked[6]), [of("53576-5")]);
    assert_eq!(types(&asked[7]), ["57133-1", "18842-5", "56447-6"].map(of));
    let cancel = CancellationToken::new();
    let day = rest.reception(date(2026, 11, 21), &cancel);
    assert_eq!(day.await.unwrap().value.len(), 1);
    let last = server.requests().pop().unwrap();
    assert!(last.starts_with("GET /fhir/Encounter?date=2026-11-21&class=AMB&"));
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_question_until_all_are_closed() {
    let (server, rest) = asking_by(|_| Reply::fhir_and_stay(&page(None, &[]))).await;
    for _ in 0..3 {
        fetch(&rest, Category::Condition).await.unwrap();
    }
    assert_eq!((server.accepted(), server.ended()), (1, 0));
    rest.close_connections();
    let closed = async {
        while server.ended() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), closed)
        .await
        .expect("the one that waits is closed, long before it would end by itself");
    fetch(&rest, Category::Condition).await.unwrap();
    assert_eq!((server.accepted(), server.ended()), (2, 1));
}
