use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::CryptoProvider;
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, SignatureScheme};

use crate::certificate::Certificate;
use crate::pem::{self, PemError};
use crate::{Fault, FaultCode, ServiceProfile};

/// aws-lc-rs, named here so that no process-wide default decides. Its TLS 1.2 suites are ECDHE
/// with AEAD only.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

/// The profile's own roots and no others: the system's are not asked.
pub(crate) fn root_store(ca_pem: &str) -> Result<RootCertStore, PemError> {
    let mut store = RootCertStore::empty();
    for root in pem::roots(ca_pem)? {
        store.add(root).map_err(|_| PemError::CaUnreadable)?;
    }
    Ok(store)
}

/// Our certificate with its key, known to fit.
pub(crate) fn identity(
    profile: &ServiceProfile,
    certificate: &Certificate,
) -> Result<Arc<CertifiedKey>, PemError> {
    let key = pem::own_key(&profile.client_key_pem)?;
    match CertifiedKey::from_der(certificate.chain().to_vec(), key, &provider()) {
        Ok(identity) => Ok(Arc::new(identity)),
        Err(rustls::Error::InconsistentKeys(_)) => Err(PemError::KeyDoesNotFit),
        Err(_) => Err(PemError::KeyUnreadable),
    }
}

/// TLS 1.3, and 1.2 only where the profile allows it.
pub(crate) fn client_config(
    profile: &ServiceProfile,
    shown: Arc<ShownIdentity>,
    clock: Arc<dyn TimeProvider>,
) -> Result<ClientConfig, Fault> {
    let versions: &[_] = if profile.allow_tls12 {
        &[&TLS13, &TLS12]
    } else {
        &[&TLS13]
    };
    let mut config = ClientConfig::builder_with_details(provider(), clock)
        .with_protocol_versions(versions)
        .map_err(|_| Fault::with_detail(FaultCode::TlsVersion, "no_version"))?
        .with_root_certificates(root_store(&profile.ca_pem)?)
        .with_client_cert_resolver(shown);
    // A resumed session shows no certificates: each connection shall judge them anew.
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// Shows our certificate to a server that asks, and remembers that it did.
pub(crate) struct ShownIdentity {
    identity: Arc<CertifiedKey>,
    asked: AtomicBool,
}

impl ShownIdentity {
    pub(crate) fn new(identity: Arc<CertifiedKey>) -> Arc<Self> {
        Arc::new(Self {
            identity,
            asked: AtomicBool::new(false),
        })
    }

    /// True once a server has asked for the certificate.
    pub(crate) fn was_asked(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }
}

impl ResolvesClientCert for ShownIdentity {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.asked.store(true, Ordering::Release);
        Some(Arc::clone(&self.identity))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

impl fmt::Debug for ShownIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownIdentity([redacted])")
    }
}
