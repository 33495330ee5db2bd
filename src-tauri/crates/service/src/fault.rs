//! What exactly went wrong, layer by layer.

use serde::{Deserialize, Serialize};
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
    /// We stopped asking ourselves.
    Cancelled,
    /// The answer came but could not be kept (disk full, store closed).
    CannotStore,
}
