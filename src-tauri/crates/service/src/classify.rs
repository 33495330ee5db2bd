//! What the network did to a question: from a chain of causes to the layer that failed.

use std::error::Error;
use std::io;

use rustls::{AlertDescription as Alert, CertificateError, Error as TlsError};

use crate::names::NameError;
use crate::{Fault, FaultCode};

/// The layer at which sending, or reading the body, failed.
pub(crate) fn request(error: &reqwest::Error) -> Fault {
    if let Some(fault) = cause(error) {
        return fault;
    }
    if error.is_timeout() {
        FaultCode::Timeout.into()
    } else if error.is_builder() {
        Fault::with_detail(FaultCode::NotConfigured, "request")
    } else if error.is_connect() {
        FaultCode::TlsOther.into()
    } else {
        FaultCode::Cut.into()
    }
}

/// The layer at which reading or writing on a socket failed.
pub(crate) fn socket(error: &io::Error) -> Option<Fault> {
    cause(error)
}

/// The deepest cause we know: the outer ones only say "could not connect".
fn cause(error: &(dyn Error + 'static)) -> Option<Fault> {
    let carried = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
        // An io::Error's source() skips the error that it carries.
        .and_then(|inner| cause(inner));
    carried
        .or_else(|| error.source().and_then(cause))
        .or_else(|| known(error))
}

fn known(error: &(dyn Error + 'static)) -> Option<Fault> {
    if let Some(name) = error.downcast_ref::<NameError>() {
        return Some(match name {
            NameError::NotFound => FaultCode::NameNotFound.into(),
            NameError::NotLoopback => FaultCode::NotLoopback.into(),
        });
    }
    if let Some(tls) = error.downcast_ref::<TlsError>() {
        return Some(handshake(tls));
    }
    if let Some(http) = error.downcast_ref::<hyper::Error>() {
        return protocol(http);
    }
    error.downcast_ref::<io::Error>().and_then(connection)
}

fn connection(error: &io::Error) -> Option<Fault> {
    use io::ErrorKind as K;
    Some(match error.kind() {
        K::ConnectionRefused => FaultCode::Refused.into(),
        K::HostUnreachable | K::NetworkUnreachable | K::NetworkDown | K::AddrNotAvailable => {
            Fault::with_detail(FaultCode::Refused, "unreachable")
        }
        K::TimedOut => FaultCode::Timeout.into(),
        K::ConnectionReset
        | K::ConnectionAborted
        | K::BrokenPipe
        | K::NotConnected
        | K::UnexpectedEof => FaultCode::Cut.into(),
        _ => return None,
    })
}

fn protocol(error: &hyper::Error) -> Option<Fault> {
    if error.is_parse() {
        return Some(Fault::with_detail(FaultCode::UnreadableAnswer, "not_http"));
    }
    (error.is_incomplete_message() || error.is_closed()).then(|| FaultCode::Cut.into())
}

fn handshake(error: &TlsError) -> Fault {
    match error {
        TlsError::InvalidCertificate(check) => server_certificate(check),
        TlsError::AlertReceived(alert) => told(*alert),
        TlsError::PeerIncompatible(_) => FaultCode::TlsVersion.into(),
        TlsError::InvalidMessage(_) => Fault::with_detail(FaultCode::TlsOther, "not_tls"),
        _ => FaultCode::TlsOther.into(),
    }
}

fn server_certificate(check: &CertificateError) -> Fault {
    use CertificateError as C;
    match check {
        C::Expired | C::ExpiredContext { .. } => FaultCode::TlsExpired.into(),
        C::NotValidYet | C::NotValidYetContext { .. } => {
            Fault::with_detail(FaultCode::TlsExpired, "not_yet_valid")
        }
        C::NotValidForName | C::NotValidForNameContext { .. } => FaultCode::TlsWrongName.into(),
        C::UnknownIssuer | C::BadSignature => FaultCode::TlsUntrusted.into(),
        C::Revoked => Fault::with_detail(FaultCode::TlsUntrusted, "revoked"),
        _ => Fault::with_detail(FaultCode::TlsOther, "certificate"),
    }
}

/// What the server's alert says. Alerts about a certificate can only mean ours.
fn told(alert: Alert) -> Fault {
    let code = match alert {
        Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        | Alert::AccessDenied
        | Alert::CertificateRequired => FaultCode::ClientCertificateRefused,
        Alert::ProtocolVersion | Alert::InsufficientSecurity | Alert::HandshakeFailure => {
            FaultCode::TlsVersion
        }
        _ => FaultCode::TlsOther,
    };
    Fault::with_detail(code, format!("{alert:?}"))
}
