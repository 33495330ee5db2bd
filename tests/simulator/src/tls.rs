use std::{path::Path, sync::Arc};

use rustls::{
    RootCertStore, ServerConfig,
    crypto::aws_lc_rs,
    server::WebPkiClientVerifier,
    version::{TLS12, TLS13},
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_rustls::TlsAcceptor;

use crate::{SimulatorError, TlsFault, certificates::Certificates, fault_switch::Faults};

/// One acceptor per way the handshake can go.
#[derive(Clone)]
pub(crate) struct Acceptors {
    right: TlsAcceptor,
    wrong_ca: TlsAcceptor,
    expired: TlsAcceptor,
    wrong_name: TlsAcceptor,
    no_client_cert: TlsAcceptor,
    /// Without HTTP/2, where breaking off would end a stream and not the connection.
    http1: TlsAcceptor,
}

impl Acceptors {
    pub(crate) fn new(certificates: &Certificates) -> Result<Self, SimulatorError> {
        let make = |server: &str, client_ca: &str| acceptor(certificates, server, client_ca, true);
        Ok(Self {
            right: make("server", "ca")?,
            wrong_ca: make("server-wrong-ca", "ca")?,
            expired: make("server-expired", "ca")?,
            wrong_name: make("server-wrong-name", "ca")?,
            no_client_cert: make("server", "other-ca")?,
            http1: acceptor(certificates, "server", "ca", false)?,
        })
    }

    /// None for a server that knows no TLS version the client offers.
    pub(crate) fn choose(&self, faults: &Faults) -> Option<TlsAcceptor> {
        Some(match faults.tls() {
            None if faults.cuts() => self.http1.clone(),
            None => self.right.clone(),
            Some(TlsFault::WrongCa) => self.wrong_ca.clone(),
            Some(TlsFault::Expired) => self.expired.clone(),
            Some(TlsFault::WrongName) => self.wrong_name.clone(),
            Some(TlsFault::NoClientCert) => self.no_client_cert.clone(),
            Some(TlsFault::OldVersion) => return None,
        })
    }
}

fn acceptor(
    certificates: &Certificates,
    server: &str,
    client_ca: &str,
    http2: bool,
) -> Result<TlsAcceptor, SimulatorError> {
    let unusable = |error: &dyn std::fmt::Display| SimulatorError::Tls(error.to_string());
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots
        .add(certificate(&certificates.pem(client_ca))?)
        .map_err(|e| unusable(&e))?;
    let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider.clone())
        .build()
        .map_err(|e| unusable(&e))?;
    let key = PrivateKeyDer::from_pem_file(certificates.key(server)).map_err(|e| unusable(&e))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(|e| unusable(&e))?
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate(&certificates.pem(server))?], key)
        .map_err(|e| unusable(&e))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if http2 {
        config.alpn_protocols.insert(0, b"h2".to_vec());
    }
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn certificate(path: &Path) -> Result<CertificateDer<'static>, SimulatorError> {
    CertificateDer::from_pem_file(path).map_err(|e| SimulatorError::Tls(e.to_string()))
}
