//! Every fault of the network is told apart, and nothing is waited for without an end.

use std::time::{Duration, Instant};

use crate::support::reply::http;
use crate::support::{Authority, Reply, asking, limits, profile};
use service::{FaultCode, FhirRest, Limits, Transport};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

async fn code(rest: &FhirRest) -> FaultCode {
    let fault = rest.probe(&CancellationToken::new()).await.unwrap_err();
    fault.code
}

fn rest(port: u16) -> FhirRest {
    let ca = Authority::new("Test root");
    FhirRest::new(profile(port, &ca, &ca.client()), limits()).unwrap()
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_eq!(code(&rest(port)).await, FaultCode::Refused);
}

#[tokio::test]
async fn the_name_is_unknown() {
    let ca = Authority::new("Test root");
    let mut profile = profile(1, &ca, &ca.client());
    profile.base_url = Url::parse("https://no-such-host.invalid/fhir").unwrap();
    profile.loopback_only = false;
    let rest = FhirRest::new(profile, limits()).unwrap();
    assert_eq!(code(&rest).await, FaultCode::NameNotFound);
}

#[tokio::test]
async fn a_demo_profile_stays_on_this_pc() {
    let ca = Authority::new("Test root");
    for host in [
        "192.0.2.1",
        "elsewhere.invalid",
        "localhost.elsewhere.invalid",
        "[2001:db8::1]",
    ] {
        let mut profile = profile(1, &ca, &ca.client());
        profile.base_url = Url::parse(&format!("https://{host}/fhir")).unwrap();
        let refused = FhirRest::new(profile, limits()).err().unwrap();
        assert_eq!(refused.code, FaultCode::NotLoopback, "{host}");
    }
}

#[tokio::test]
async fn only_https_is_spoken() {
    let ca = Authority::new("Test root");
    let mut profile = profile(1, &ca, &ca.client());
    profile.base_url = Url::parse("http://localhost/fhir").unwrap();
    let refused = FhirRest::new(profile, limits()).err().unwrap();
    assert_eq!(refused.code, FaultCode::NotConfigured);
}

#[tokio::test]
async fn a_host_that_accepts_and_says_nothing_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let rest = rest(listener.local_addr().unwrap().port());
    assert_eq!(code(&rest).await, FaultCode::Timeout);
}

#[tokio::test]
async fn silence_before_and_within_the_answer_times_out() {
    let (_server, rest) = asking(Reply::Stall(Vec::new())).await;
    assert_eq!(code(&rest).await, FaultCode::Timeout);
    let mut begun = http("200 OK", "application/fhir+json", "", &" ".repeat(500));
    begun.truncate(300);
    let (_server, rest) = asking(Reply::Stall(begun)).await;
    assert_eq!(code(&rest).await, FaultCode::Timeout);
}

#[tokio::test]
async fn an_answer_that_drips_ends_at_the_limit_for_the_whole() {
    let slow = http("200 OK", "application/fhir+json", "", &" ".repeat(5000));
    let (_server, rest) = asking(Reply::Drip(slow, Duration::from_millis(100))).await;
    let begun = Instant::now();
    assert_eq!(code(&rest).await, FaultCode::Timeout);
    assert!(begun.elapsed() > limits().idle);
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn a_cut_is_told_wherever_it_comes() {
    let whole = http("200 OK", "application/fhir+json", "", &" ".repeat(500));
    for kept in [0, 20, 300] {
        let (server, rest) = asking(Reply::Cut(whole[..kept].to_vec())).await;
        assert_eq!(code(&rest).await, FaultCode::Cut, "after {kept} bytes");
        assert!(server.accepted() >= 1);
    }
}

#[tokio::test]
async fn a_peer_that_does_not_speak_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 64]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    assert_eq!(code(&rest(port)).await, FaultCode::TlsOther);
}

#[tokio::test]
async fn cancelling_ends_the_question_at_once() {
    let ca = Authority::new("Test root");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let patient = Limits {
        connect: Duration::from_secs(300),
        idle: Duration::from_secs(300),
        answer: Duration::from_secs(300),
        ..limits()
    };
    let rest = FhirRest::new(profile(port, &ca, &ca.client()), patient).unwrap();
    let cancel = CancellationToken::new();
    let later = cancel.clone();
    tokio::spawn(async move {
        let _connected = listener.accept().await;
        later.cancel();
        tokio::time::sleep(Duration::from_secs(300)).await;
    });
    let asked = tokio::time::timeout(Duration::from_secs(30), rest.probe(&cancel)).await;
    assert_eq!(asked.unwrap().unwrap_err().code, FaultCode::Cancelled);
}
