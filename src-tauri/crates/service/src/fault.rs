//! What exactly went wrong, layer by layer.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// The layer at which asking the service failed. The screen words it; nothing here is for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// No service profile has been set.
    NotConfigured,
    /// The host name could not be resolved.
    NameNotFound,
    /// The connection was refused.
    Refused,
    /// No answer within the time limit (connect, first byte or between bytes).
    Timeout,
    /// The connection was closed before the answer was whole.
    Cut,
    /// The server's certificate is not from our root.
    TlsUntrusted,
    /// The server's certificate has expired or is not yet valid.
    TlsExpired,
    /// The server's certificate is for another name.
    TlsWrongName,
    /// No common TLS version or cipher.
    TlsVersion,
    /// Any other failure of the handshake.
    TlsOther,
    /// No client certificate, or its key does not fit it.
    ClientCertificateMissing,
    /// Our client certificate has expired.
    ClientCertificateExpired,
    /// Our client certificate is not valid yet.
    ClientCertificateNotYetValid,
    /// Our client certificate is not from the issuer the profile names.
    ClientCertificateWrongIssuer,
    /// The server closed the connection after asking for our certificate.
    ClientCertificateRefused,
    /// The service asked for a login that failed.
    Login,
    /// The service says there is no valid consent.
    Consent,
    /// The service answered with an error status.
    ServiceStatus,
    /// The service asks to wait.
    Busy,
    /// An answer came that is not from the service (a captive portal's page, HTML).
    NotTheService,
    /// An answer came that cannot be read.
    UnreadableAnswer,
    /// The answer is larger than the limit.
    TooLarge,
    /// The answer is about another person: quarantined.
    WrongPatient,
    /// 枝番 is missing in the insured number.
    BranchMissing,
    /// The service does not know the insured number.
    PatientUnknown,
    /// A demo profile was pointed at a host that is not on loopback.
    NotLoopback,
    /// This PC was cut off from the network on purpose (切り離し).
    Isolated,
    /// We stopped asking ourselves.
    Cancelled,
    /// The answer came but could not be kept (disk full, store closed).
    CannotStore,
}

/// Why one asking failed. Holds no patient data and no text for people.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("asking the service failed: {code:?}")]
pub struct Fault {
    /// The layer.
    pub code: FaultCode,
    /// The HTTP status or the service's own code, verbatim, for the call centre; for a TLS or
    /// configuration fault a short word that says which check it was.
    pub detail: Option<String>,
    /// How long the service asks us to wait (Retry-After).
    pub retry_after: Option<SignedDuration>,
}

impl Fault {
    /// A fault about which nothing more is known than its layer.
    #[must_use]
    pub const fn new(code: FaultCode) -> Self {
        Self {
            code,
            detail: None,
            retry_after: None,
        }
    }

    /// A fault with the word that says which check or status it was. Never patient data.
    #[must_use]
    pub fn with_detail(code: FaultCode, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..Self::new(code)
        }
    }
}

impl From<FaultCode> for Fault {
    fn from(code: FaultCode) -> Self {
        Self::new(code)
    }
}
