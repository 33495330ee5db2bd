//! What is wrong with our own certificate is found before any connection is made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::support::{Authority, Pair, Reply, Server, Tls, limits, profile};
use rustls_pki_types::UnixTime;
use service::{Certificate, FaultCode, FhirRest, ServiceProfile, TimeProvider, Transport};
use tokio_util::sync::CancellationToken;

/// A server that would let anybody of `ca` in, and what `FhirRest` says to this certificate.
async fn refused(change: impl FnOnce(&Authority, &mut ServiceProfile)) -> (FaultCode, String) {
    let ca = Authority::new("Test root");
    let server = Server::start(Tls::ordinary(&ca), |_| Reply::fhir("{}")).await;
    let mut profile = profile(server.port, &ca, &ca.client());
    change(&ca, &mut profile);
    let fault = match FhirRest::new(profile, limits()) {
        Ok(_) => panic!("accepted"),
        Err(fault) => fault,
    };
    assert_eq!(server.accepted(), 0);
    (fault.code, fault.detail.unwrap_or_default())
}

fn show(profile: &mut ServiceProfile, own: &Pair) {
    profile.client_certificate_pem = own.certificate.clone();
    profile.client_key_pem = own.key.clone().into();
}

#[tokio::test]
async fn dates_and_issuer() {
    let (code, _) = refused(|ca, p| show(p, &ca.issue("c", 2000, 2010))).await;
    assert_eq!(code, FaultCode::ClientCertificateExpired);
    let (code, _) = refused(|ca, p| show(p, &ca.issue("c", 2190, 2200))).await;
    assert_eq!(code, FaultCode::ClientCertificateNotYetValid);
    let (code, _) = refused(|_, p| show(p, &Authority::new("Test root").client())).await;
    assert_eq!(code, FaultCode::ClientCertificateWrongIssuer);
}

#[tokio::test]
async fn missing_damaged_and_unfitting_files() {
    let missing = FaultCode::ClientCertificateMissing;
    let found = refused(|_, p| p.client_certificate_pem = String::new()).await;
    assert_eq!(found, (missing, "certificate_missing".to_owned()));
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let found = refused(|_, p| p.client_certificate_pem = damaged.to_owned()).await;
    assert_eq!(found, (missing, "certificate_unreadable".to_owned()));
    let found = refused(|_, p| p.client_key_pem = String::new().into()).await;
    assert_eq!(found, (missing, "key_missing".to_owned()));
    let found = refused(|ca, p| p.client_key_pem = ca.client().key.into()).await;
    assert_eq!(found, (missing, "key_does_not_fit".to_owned()));
    let found = refused(|_, p| p.ca_pem = "nothing".to_owned()).await;
    assert_eq!(found, (FaultCode::NotConfigured, "ca_missing".to_owned()));
}

#[test]
fn a_certificate_under_the_root_by_way_of_its_chain_is_accepted() {
    let root = Authority::new("Test root");
    let middle = root.intermediate("Test middle");
    let leaf = middle.client().certificate;
    let now = "2026-11-21T10:00:00Z".parse().unwrap();
    let facts = Certificate::inspect(&format!("{leaf}{}", middle.pem()), &root.pem(), now).unwrap();
    assert!(
        facts.subject.contains("clinic.invalid"),
        "{}",
        facts.subject
    );
    assert!(facts.issuer.contains("Test middle"), "{}", facts.issuer);
    assert_eq!(facts.not_after, "2200-01-01T00:00:00Z".parse().unwrap());
    let alone = Certificate::inspect(&leaf, &root.pem(), now).unwrap_err();
    assert_eq!(alone.code, FaultCode::ClientCertificateWrongIssuer);
}

#[derive(Debug)]
struct Clock(AtomicU64);

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = self.0.load(Ordering::SeqCst);
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

#[tokio::test]
async fn a_certificate_that_ends_while_we_run_is_not_shown_any_more() {
    let ca = Authority::new("Test root");
    let answer = r#"{"resourceType":"CapabilityStatement"}"#;
    let server = Server::start(Tls::ordinary(&ca), move |_| Reply::fhir(answer)).await;
    let own = ca.issue("clinic.invalid", 2020, 2026);
    // 2025-11-21, then 2026-11-21.
    let clock = Arc::new(Clock(AtomicU64::new(1_763_700_000)));
    let profile = profile(server.port, &ca, &own);
    let rest = FhirRest::with_clock(
        profile,
        limits(),
        Arc::clone(&clock) as Arc<dyn TimeProvider>,
    );
    let rest = rest.unwrap();
    clock.0.store(1_795_255_200, Ordering::SeqCst);
    let fault = rest.probe(&CancellationToken::new()).await.unwrap_err();
    assert_eq!(fault.code, FaultCode::ClientCertificateExpired);
    assert_eq!(server.accepted(), 0);
}

#[test]
fn the_key_is_never_printed() {
    let ca = Authority::new("Test root");
    let profile = profile(1, &ca, &ca.client());
    let printed = format!("{profile:?}");
    let secret = profile.client_key_pem.lines().nth(1).unwrap();
    assert!(printed.contains("redacted"));
    assert!(!printed.contains(secret));
}
