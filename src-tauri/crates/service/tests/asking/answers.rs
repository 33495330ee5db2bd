//! What comes back is the service's answer, its refusal, or not from the service at all.

use crate::support::reply::{http, outcome, page};
use crate::support::{Reply, asking};
use jiff::SignedDuration;
use jiff::civil::date;
use record::vocabulary::{Category, MemberId};
use service::{Fault, FaultCode, Transport};
use tokio_util::sync::CancellationToken;

/// What fetching the disease list ends with when the service answers so.
async fn fault(reply: Reply) -> Fault {
    let (_server, rest) = asking(reply).await;
    let cancel = CancellationToken::new();
    let today = date(2026, 11, 21);
    let fetched = rest.fetch("p1", Category::Condition, today, &cancel).await;
    fetched.unwrap_err()
}

#[tokio::test]
async fn a_captive_portal_is_not_the_service() {
    for reply in [
        Reply::html("200 OK"),
        Reply::status("302 Found", "Location: https://portal.invalid/\r\n", ""),
        Reply::html("511 Network Authentication Required"),
        Reply::Whole(http("200 OK", "application/xhtml+xml", "", "<html/>")),
        Reply::Whole(http("200 OK", "", "", "hello")),
    ] {
        assert_eq!(fault(reply).await.code, FaultCode::NotTheService);
    }
}

#[tokio::test]
async fn garbage_is_unreadable() {
    for reply in [
        Reply::fhir("\u{1}\u{2}garbage"),
        Reply::fhir(r#"{"resourceType":"Bundle","entry":["#),
        Reply::fhir(r#"{"resourceType":"Patient"}"#),
        Reply::Whole(b"\x00\x01\x02 garbage \xff\xfe\r\n\r\n".to_vec()),
    ] {
        assert_eq!(fault(reply).await.code, FaultCode::UnreadableAnswer);
    }
}

#[tokio::test]
async fn a_missing_consent_keeps_the_services_own_code() {
    for code in ["no-consent", "consent-expired"] {
        let body = outcome("forbidden", code);
        let found = fault(Reply::status("403 Forbidden", "", &body)).await;
        assert_eq!(found, Fault::with_detail(FaultCode::Consent, code));
        // Some servers put their refusal into a success.
        let found = fault(Reply::fhir(&body)).await;
        assert_eq!(found, Fault::with_detail(FaultCode::Consent, code));
    }
}

#[tokio::test]
async fn other_refusals_are_told_apart() {
    let found = fault(Reply::status(
        "403 Forbidden",
        "",
        &outcome("security", "E-17"),
    ))
    .await;
    assert_eq!(found, Fault::with_detail(FaultCode::ServiceStatus, "E-17"));
    let found = fault(Reply::status("401 Unauthorized", "", "")).await;
    assert_eq!(found, Fault::with_detail(FaultCode::Login, "401"));
    let found = fault(Reply::html("500 Internal Server Error")).await;
    assert_eq!(found, Fault::with_detail(FaultCode::ServiceStatus, "500"));
}

#[tokio::test]
async fn a_busy_service_says_how_long_to_wait() {
    let found = fault(Reply::status("503 Busy", "Retry-After: 120\r\n", "")).await;
    assert_eq!(found.code, FaultCode::Busy);
    assert_eq!(found.retry_after, Some(SignedDuration::from_secs(120)));
    let header = "Retry-After: Sat, 21 Nov 2026 10:00:30 GMT\r\n";
    let found = fault(Reply::status("429 Too Many Requests", header, "")).await;
    assert_eq!(found.code, FaultCode::Busy);
    assert_eq!(found.retry_after, Some(SignedDuration::from_secs(30)));
    let found = fault(Reply::status("503 Down", "", "")).await;
    assert_eq!(found.code, FaultCode::ServiceStatus);
}

#[tokio::test]
async fn an_answer_over_the_limit_is_not_read_to_its_end() {
    let huge = "x".repeat(200_000);
    assert_eq!(fault(Reply::fhir(&huge)).await.code, FaultCode::TooLarge);
    let unannounced = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nConnection: close\r\n\r\n{huge}"
    );
    let found = fault(Reply::Stall(unannounced.into_bytes())).await;
    assert_eq!(found.code, FaultCode::TooLarge);
}

#[tokio::test]
async fn a_page_that_reports_an_error_is_not_a_whole_set() {
    let body = page(None, &[&outcome("timeout", "E-99")]);
    let found = fault(Reply::fhir(&body)).await;
    assert_eq!(found, Fault::with_detail(FaultCode::ServiceStatus, "E-99"));
    let body = page(None, &[&outcome("forbidden", "no-consent")]);
    let found = fault(Reply::fhir(&body)).await;
    assert_eq!(found, Fault::with_detail(FaultCode::Consent, "no-consent"));
}

#[tokio::test]
async fn the_insured_number_goes_by_post_and_nobody_is_told_as_such() {
    let member = MemberId::parse("06139999:187:45:01").unwrap();
    let cancel = CancellationToken::new();
    let (server, rest) = asking(Reply::fhir(&page(None, &[]))).await;
    let fault = rest.find_patient(&member, &cancel).await.unwrap_err();
    assert_eq!(fault.code, FaultCode::PatientUnknown);
    let request = server.requests().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /fhir/Patient/_search HTTP/1.1"),
        "{head}"
    );
    assert!(!head.contains("06139999"));
    assert!(body.ends_with("06139999%3A187%3A45%3A01"), "{body}");

    let patient = r#"{"resourceType":"Patient","id":"p1"}"#;
    let (_server, rest) = asking(Reply::fhir(&page(None, &[patient]))).await;
    let found = rest.find_patient(&member, &cancel).await.unwrap();
    assert_eq!(found.value.len(), 1);
}

#[tokio::test]
async fn a_missing_branch_number_is_never_asked() {
    let (server, rest) = asking(Reply::fhir("{}")).await;
    let member = MemberId::parse("06139999:187:45:").unwrap();
    let fault = rest.find_patient(&member, &CancellationToken::new()).await;
    assert_eq!(fault.unwrap_err().code, FaultCode::BranchMissing);
    assert_eq!(server.accepted(), 0);
}
