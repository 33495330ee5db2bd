//! Was it our certificate? A second, silent connection answers what the first could not.
//!
//! In TLS 1.3 the server judges our certificate after we already count as connected. Its refusal
//! then races with our question and is often lost in a reset, so that "closed" is all we see. A
//! connection on which we say nothing after the handshake cannot lose it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls_pki_types::ServerName;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

use crate::names::Names;
use crate::tls::{self, ShownIdentity};
use crate::{Fault, FaultCode, ServiceProfile, classify};

/// How long a server may take to refuse on a silent connection.
const PATIENCE: Duration = Duration::from_secs(1);

/// Everything needed for the silent connection.
pub(crate) struct Diagnosis {
    pub(crate) profile: ServiceProfile,
    pub(crate) base: Url,
    pub(crate) identity: Arc<CertifiedKey>,
    pub(crate) names: Names,
    pub(crate) clock: Arc<dyn TimeProvider>,
    pub(crate) connect_limit: Duration,
}

impl Diagnosis {
    /// The refusal of our certificate, if that is why connections are closed.
    pub(crate) async fn certificate_refused(&self) -> Option<Fault> {
        let shown = ShownIdentity::new(Arc::clone(&self.identity));
        let config =
            tls::client_config(&self.profile, Arc::clone(&shown), Arc::clone(&self.clock)).ok()?;
        let stream = tokio::time::timeout(self.connect_limit, self.connect())
            .await
            .ok()??;
        let host = self.base.host_str()?.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).ok()?;
        let connector = TlsConnector::from(Arc::new(config));
        let ended = tokio::time::timeout(self.connect_limit + PATIENCE, async {
            let mut connected = connector.connect(name, stream).await?;
            tokio::time::timeout(PATIENCE, connected.read_u8())
                .await
                .map_or(Ok(()), |read| read.map(|_| ()))
        })
        .await
        .ok()?;
        ended.err().and_then(|error| refusal(&error, &shown))
    }

    async fn connect(&self) -> Option<TcpStream> {
        let host = self.base.host_str()?.trim_matches(['[', ']']);
        let port = self.base.port_or_known_default()?;
        let found = self.names.addresses(host).await.ok()?;
        let addresses: Vec<_> = found
            .into_iter()
            .map(|a| SocketAddr::new(a.ip(), port))
            .collect();
        TcpStream::connect(addresses.as_slice()).await.ok()
    }
}

fn refusal(error: &io::Error, shown: &ShownIdentity) -> Option<Fault> {
    let fault = classify::socket(error)?;
    match fault.code {
        FaultCode::ClientCertificateRefused => Some(fault),
        FaultCode::Cut if shown.was_asked() => Some(Fault::with_detail(
            FaultCode::ClientCertificateRefused,
            "closed",
        )),
        _ => None,
    }
}
