use std::fmt;

use url::{Host, Url};
use zeroize::Zeroizing;

use crate::{Fault, FaultCode};

/// Where the service is and how we show who we are.
#[derive(Clone)]
pub struct ServiceProfile {
    /// The FHIR base, https only, with or without a closing slash.
    pub base_url: Url,
    /// The only roots we trust, for the server's certificate and for our own.
    pub ca_pem: String,
    /// Our certificate, then its chain.
    pub client_certificate_pem: String,
    /// Our private key.
    pub client_key_pem: Zeroizing<String>,
    /// Allows TLS 1.2 with ECDHE and AEAD besides TLS 1.3.
    pub allow_tls12: bool,
    /// Refuses every host that is not this PC: set for demo profiles.
    pub loopback_only: bool,
}

impl ServiceProfile {
    /// The base with a closing slash, so that paths are joined below it and not beside it.
    pub(crate) fn base(&self) -> Result<Url, Fault> {
        let mut base = self.base_url.clone();
        if base.scheme() != "https" || base.host().is_none() {
            return Err(Fault::with_detail(FaultCode::NotConfigured, "https_only"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(Fault::with_detail(FaultCode::NotConfigured, "user_in_url"));
        }
        base.set_query(None);
        base.set_fragment(None);
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        Ok(base)
    }

    /// Refuses a host that is not this PC when only this PC is allowed.
    pub(crate) fn check_host(&self) -> Result<(), Fault> {
        if self.loopback_only && !is_loopback(&self.base_url) {
            return Err(FaultCode::NotLoopback.into());
        }
        Ok(())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl fmt::Debug for ServiceProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceProfile")
            .field("base_url", &self.base_url.as_str())
            .field("client_key_pem", &"[redacted]")
            .field("allow_tls12", &self.allow_tls12)
            .field("loopback_only", &self.loopback_only)
            .finish_non_exhaustive()
    }
}
