//! A small service for the tests: certificates made on the spot, raw HTTP/1.1 answers over TLS.

pub(crate) mod certificates;
pub(crate) mod reply;
pub(crate) mod server;

use std::time::Duration;

use service::{FhirRest, Limits, ServiceProfile};
use url::Url;

pub(crate) use certificates::{Authority, Pair};
pub(crate) use reply::Reply;
pub(crate) use server::{Server, Tls};

/// Short enough for a test, long enough for a busy machine.
pub(crate) fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(3),
        idle: Duration::from_secs(3),
        answer: Duration::from_secs(8),
        answer_bytes: 64 * 1024,
        concurrent: 3,
        pages: 10,
    }
}

pub(crate) fn profile(port: u16, ca: &Authority, own: &Pair) -> ServiceProfile {
    ServiceProfile {
        base_url: Url::parse(&format!("https://localhost:{port}/fhir")).unwrap(),
        ca_pem: ca.pem(),
        client_certificate_pem: own.certificate.clone(),
        client_key_pem: own.key.clone().into(),
        allow_tls12: false,
        loopback_only: true,
    }
}

/// A server that answers every question the same way, and a transport that may ask it.
pub(crate) async fn asking(reply: Reply) -> (Server, FhirRest) {
    asking_by(move |_| reply.clone()).await
}

/// The same, with an answer that depends on the request line.
pub(crate) async fn asking_by(
    answer: impl Fn(&str) -> Reply + Send + Sync + 'static,
) -> (Server, FhirRest) {
    let ca = Authority::new("Test root");
    let server = Server::start(Tls::ordinary(&ca), answer).await;
    let rest = FhirRest::new(profile(server.port, &ca, &ca.client()), limits()).unwrap();
    (server, rest)
}
