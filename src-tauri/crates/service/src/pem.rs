use rustls_pki_types::pem::{Error as Reading, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;

use crate::{Fault, FaultCode};

/// Which file of the service profile is not what it should be. Never holds any of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum PemError {
    /// The root file has no certificate.
    #[error("the root file holds no certificate")]
    CaMissing,
    /// The root file cannot be read.
    #[error("the root file is damaged")]
    CaUnreadable,
    /// The client certificate file has no certificate.
    #[error("the client certificate file holds no certificate")]
    CertificateMissing,
    /// The client certificate cannot be read.
    #[error("the client certificate is damaged")]
    CertificateUnreadable,
    /// The key file has no unencrypted private key.
    #[error("the key file holds no plain private key")]
    KeyMissing,
    /// The private key cannot be read or is of a kind we do not know.
    #[error("the private key is damaged or of an unknown kind")]
    KeyUnreadable,
    /// The private key belongs to another certificate.
    #[error("the private key does not fit the client certificate")]
    KeyDoesNotFit,
}

impl From<PemError> for Fault {
    fn from(error: PemError) -> Self {
        let (code, detail) = match error {
            PemError::CaMissing => (FaultCode::NotConfigured, "ca_missing"),
            PemError::CaUnreadable => (FaultCode::NotConfigured, "ca_unreadable"),
            PemError::CertificateMissing => {
                (FaultCode::ClientCertificateMissing, "certificate_missing")
            }
            PemError::CertificateUnreadable => (
                FaultCode::ClientCertificateMissing,
                "certificate_unreadable",
            ),
            PemError::KeyMissing => (FaultCode::ClientCertificateMissing, "key_missing"),
            PemError::KeyUnreadable => (FaultCode::ClientCertificateMissing, "key_unreadable"),
            PemError::KeyDoesNotFit => (FaultCode::ClientCertificateMissing, "key_does_not_fit"),
        };
        Self::with_detail(code, detail)
    }
}

/// The certificates of a root file, at least one.
pub(crate) fn roots(pem: &str) -> Result<Vec<CertificateDer<'static>>, PemError> {
    certificates(pem, PemError::CaMissing, PemError::CaUnreadable)
}

/// Our own certificate first, then its chain.
pub(crate) fn own_chain(pem: &str) -> Result<Vec<CertificateDer<'static>>, PemError> {
    certificates(
        pem,
        PemError::CertificateMissing,
        PemError::CertificateUnreadable,
    )
}

/// Our private key (PKCS#8, PKCS#1 or SEC1, not encrypted).
pub(crate) fn own_key(pem: &str) -> Result<PrivateKeyDer<'static>, PemError> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| match error {
        Reading::NoItemsFound => PemError::KeyMissing,
        _ => PemError::KeyUnreadable,
    })
}

fn certificates(
    pem: &str,
    missing: PemError,
    unreadable: PemError,
) -> Result<Vec<CertificateDer<'static>>, PemError> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| unreadable)?;
    if found.is_empty() {
        return Err(missing);
    }
    Ok(found)
}
