//! Every TLS fault is told apart, and only the profile's own root counts.

use crate::support::{Authority, Reply, Server, Tls, limits, profile};
use rustls::version::{TLS12, TLS13};
use service::{Fault, FaultCode, FhirRest, Transport};
use tokio_util::sync::CancellationToken;

const METADATA: &str = r#"{"resourceType":"CapabilityStatement","status":"active"}"#;

/// Asks a server with this TLS; both sides trust `ca` unless the TLS says otherwise.
async fn probe(ca: &Authority, tls: Tls, allow_tls12: bool) -> Result<(), Fault> {
    let server = Server::start(tls, |_| Reply::fhir(METADATA)).await;
    let mut profile = profile(server.port, ca, &ca.client());
    profile.allow_tls12 = allow_tls12;
    let rest = FhirRest::new(profile, limits()).unwrap();
    let answered = rest.probe(&CancellationToken::new()).await?;
    let told = answered.server_time.map(|told| told.sent());
    assert_eq!(told, "2026-11-21T10:00:00Z".parse().ok());
    Ok(())
}

async fn code(ca: &Authority, tls: Tls) -> FaultCode {
    probe(ca, tls, false).await.unwrap_err().code
}

#[tokio::test]
async fn our_own_root_is_trusted() {
    let ca = Authority::new("Test root");
    assert_eq!(probe(&ca, Tls::ordinary(&ca), false).await, Ok(()));
}

#[tokio::test]
async fn another_root_is_not() {
    let (ca, other) = (Authority::new("Test root"), Authority::new("Other root"));
    let mut tls = Tls::ordinary(&ca);
    tls.own = other.issue("localhost", 2000, 2200);
    assert_eq!(code(&ca, tls).await, FaultCode::TlsUntrusted);
}

#[tokio::test]
async fn a_root_that_only_has_the_same_name_is_not() {
    let (ca, twin) = (Authority::new("Test root"), Authority::new("Test root"));
    let mut tls = Tls::ordinary(&ca);
    tls.own = twin.issue("localhost", 2000, 2200);
    assert_eq!(code(&ca, tls).await, FaultCode::TlsUntrusted);
}

#[tokio::test]
async fn an_expired_and_a_future_server_certificate_are_told() {
    let ca = Authority::new("Test root");
    let mut tls = Tls::ordinary(&ca);
    tls.own = ca.issue("localhost", 2000, 2010);
    assert_eq!(code(&ca, tls).await, FaultCode::TlsExpired);
    let mut tls = Tls::ordinary(&ca);
    tls.own = ca.issue("localhost", 2190, 2200);
    let fault = probe(&ca, tls, false).await.unwrap_err();
    assert_eq!(
        fault,
        Fault::with_detail(FaultCode::TlsExpired, "not_yet_valid")
    );
}

#[tokio::test]
async fn a_server_certificate_for_another_name_is_told() {
    let ca = Authority::new("Test root");
    let mut tls = Tls::ordinary(&ca);
    tls.own = ca.issue("elsewhere.invalid", 2000, 2200);
    assert_eq!(code(&ca, tls).await, FaultCode::TlsWrongName);
}

#[tokio::test]
async fn tls_1_2_only_when_the_profile_allows_it() {
    let ca = Authority::new("Test root");
    let old = || Tls {
        versions: vec![&TLS12],
        ..Tls::ordinary(&ca)
    };
    assert_eq!(code(&ca, old()).await, FaultCode::TlsVersion);
    assert_eq!(probe(&ca, old(), true).await, Ok(()));
}

#[tokio::test]
async fn a_refusal_of_our_certificate_is_told_in_both_versions() {
    let (ca, other) = (Authority::new("Test root"), Authority::new("Other root"));
    for version in [&TLS13, &TLS12] {
        // Several times, because in TLS 1.3 the refusal races with the question.
        for _ in 0..5 {
            let tls = Tls {
                clients_of: other.pem(),
                versions: vec![version],
                ..Tls::ordinary(&ca)
            };
            let fault = probe(&ca, tls, true).await.unwrap_err();
            assert_eq!(fault.code, FaultCode::ClientCertificateRefused, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_after_seeing_our_certificate_refuses_it() {
    let ca = Authority::new("Test root");
    let tls = Tls {
        hangs_up: true,
        ..Tls::ordinary(&ca)
    };
    assert_eq!(code(&ca, tls).await, FaultCode::ClientCertificateRefused);
}
