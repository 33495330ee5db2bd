use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::server::WebPkiClientVerifier;
use rustls::{CertificateError, Error as TlsError};
use rustls_pki_types::{CertificateDer, UnixTime};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use crate::pem::{self, PemError};
use crate::{Fault, FaultCode, tls};

/// Our own client certificate (クライアント証明書, 機関証明書) with its chain.
///
/// Checked by ourselves before any connection: TLS 1.3 servers often just close, and "closed" would
/// be all we could say.
#[derive(Clone, Debug)]
pub struct Certificate {
    chain: Vec<CertificateDer<'static>>,
    facts: CertificateFacts,
}

/// What an administrator sees of the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whose it is (X.500 name).
    pub subject: String,
    /// Who signed it (X.500 name).
    pub issuer: String,
    /// Valid from.
    pub not_before: Timestamp,
    /// Valid until and including.
    pub not_after: Timestamp,
}

impl Certificate {
    /// Reads the first certificate of `pem` and checks it as a server that trusts `ca_pem` would.
    ///
    /// # Errors
    /// `ClientCertificateMissing`, `…Expired`, `…NotYetValid` or `…WrongIssuer`; `NotConfigured`
    /// when the root file holds no certificate.
    pub fn inspect(pem: &str, ca_pem: &str, now: Timestamp) -> Result<CertificateFacts, Fault> {
        let certificate = Self::read(pem)?;
        certificate.check_dates(now)?;
        certificate.check_issuer(ca_pem, now)?;
        Ok(certificate.facts)
    }

    /// What a certificate says of itself, whether it is usable or not.
    ///
    /// # Errors
    /// `ClientCertificateMissing` when the PEM text holds no readable certificate.
    pub fn describe(pem: &str) -> Result<CertificateFacts, Fault> {
        Ok(Self::read(pem)?.facts)
    }

    /// Reads the certificate and its chain; checks nothing yet.
    pub(crate) fn read(pem: &str) -> Result<Self, PemError> {
        let chain = pem::own_chain(pem)?;
        let leaf = chain.first().ok_or(PemError::CertificateMissing)?;
        let facts = facts(leaf).ok_or(PemError::CertificateUnreadable)?;
        Ok(Self { chain, facts })
    }

    pub(crate) fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    /// Both ends of the validity belong to it, as X.509 says.
    pub(crate) fn check_dates(&self, now: Timestamp) -> Result<(), Fault> {
        if now < self.facts.not_before {
            return Err(FaultCode::ClientCertificateNotYetValid.into());
        }
        if now > self.facts.not_after {
            return Err(FaultCode::ClientCertificateExpired.into());
        }
        Ok(())
    }

    /// Signed by one of the roots, directly or over the certificates sent along.
    pub(crate) fn check_issuer(&self, ca_pem: &str, now: Timestamp) -> Result<(), Fault> {
        let roots = Arc::new(tls::root_store(ca_pem)?);
        let verifier = WebPkiClientVerifier::builder_with_provider(roots, tls::provider())
            .build()
            .map_err(|_| PemError::CaUnreadable)?;
        let (leaf, chain) = self
            .chain
            .split_first()
            .ok_or(PemError::CertificateMissing)?;
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        match verifier.verify_client_cert(leaf, chain, at) {
            Ok(_) => Ok(()),
            Err(error) => Err(issuer_fault(&error)),
        }
    }
}

fn issuer_fault(error: &TlsError) -> Fault {
    use CertificateError as C;
    match error {
        // The leaf's own dates are known to be right: this is one of the chain.
        TlsError::InvalidCertificate(C::Expired | C::ExpiredContext { .. }) => {
            Fault::with_detail(FaultCode::ClientCertificateExpired, "chain")
        }
        TlsError::InvalidCertificate(C::NotValidYet | C::NotValidYetContext { .. }) => {
            Fault::with_detail(FaultCode::ClientCertificateNotYetValid, "chain")
        }
        TlsError::InvalidCertificate(C::InvalidPurpose | C::InvalidPurposeContext { .. }) => {
            Fault::with_detail(FaultCode::ClientCertificateMissing, "purpose")
        }
        _ => FaultCode::ClientCertificateWrongIssuer.into(),
    }
}

fn facts(leaf: &CertificateDer<'_>) -> Option<CertificateFacts> {
    let (_, parsed) = X509Certificate::from_der(leaf).ok()?;
    let validity = parsed.validity();
    Some(CertificateFacts {
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        not_before: Timestamp::from_second(validity.not_before.timestamp()).ok()?,
        not_after: Timestamp::from_second(validity.not_after.timestamp()).ok()?,
    })
}
