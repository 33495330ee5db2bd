use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::certificates::{Authority, Pair};
use super::reply::Reply;

/// How the server shows itself and whom it lets in.
pub(crate) struct Tls {
    pub(crate) own: Pair,
    /// The root that client certificates must come from.
    pub(crate) clients_of: String,
    pub(crate) versions: Vec<&'static SupportedProtocolVersion>,
    /// Drops each connection after the handshake without a word, as some servers refuse.
    pub(crate) hangs_up: bool,
}

impl Tls {
    pub(crate) fn ordinary(ca: &Authority) -> Self {
        Self {
            own: ca.issue("localhost", 2000, 2200),
            clients_of: ca.pem(),
            versions: vec![&rustls::version::TLS13],
            hangs_up: false,
        }
    }

    fn config(&self) -> ServerConfig {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        let root = CertificateDer::from_pem_slice(self.clients_of.as_bytes()).unwrap();
        roots.add(root).unwrap();
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let chain = vec![CertificateDer::from_pem_slice(self.own.certificate.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(self.own.key.as_bytes()).unwrap();
        ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&self.versions)
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(chain, key)
            .unwrap()
    }
}

/// A running server; it counts what it sees.
pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    accepted: AtomicUsize,
    ended: AtomicUsize,
    under_way: AtomicUsize,
    most: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

impl Server {
    pub(crate) async fn start(
        tls: Tls,
        answer: impl Fn(&str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let acceptor = TlsAcceptor::from(Arc::new(tls.config()));
        let answer = Arc::new(answer);
        let hangs_up = tls.hangs_up;
        let inside = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                inside.accepted.fetch_add(1, Ordering::SeqCst);
                let (acceptor, answer) = (acceptor.clone(), Arc::clone(&answer));
                let seen = Arc::clone(&inside);
                tokio::spawn(async move {
                    if hangs_up {
                        drop(acceptor.accept(stream).await);
                        return;
                    }
                    serve(stream, &acceptor, answer.as_ref(), &seen).await;
                    seen.ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, seen }
    }

    /// Connections that reached the server, whatever became of them.
    pub(crate) fn accepted(&self) -> usize {
        self.seen.accepted.load(Ordering::SeqCst)
    }

    /// Connections that were served and are over.
    pub(crate) fn ended(&self) -> usize {
        self.seen.ended.load(Ordering::SeqCst)
    }

    /// The most questions that were under way at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.seen.most.load(Ordering::SeqCst)
    }

    /// Every request as read, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }
}

async fn serve(
    stream: TcpStream,
    acceptor: &TlsAcceptor,
    answer: &(impl Fn(&str) -> Reply + Send + Sync),
    seen: &Seen,
) {
    let Ok(mut stream) = acceptor.accept(stream).await else {
        return;
    };
    while let Some(request) = read_request(&mut stream).await {
        let now = seen.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most.fetch_max(now, Ordering::SeqCst);
        let reply = answer(request.lines().next().unwrap_or_default());
        seen.requests.lock().unwrap().push(request);
        if let Reply::Late(wait, _) = &reply {
            tokio::time::sleep(*wait).await;
        }
        seen.under_way.fetch_sub(1, Ordering::SeqCst);
        let stays = matches!(reply, Reply::Kept(_));
        play(reply, &mut stream).await;
        if !stays {
            return;
        }
    }
}

async fn play(reply: Reply, stream: &mut (impl AsyncWrite + Unpin)) {
    match reply {
        Reply::Whole(bytes) | Reply::Late(_, bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Cut(bytes) | Reply::Kept(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.flush().await;
        }
        Reply::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.flush().await;
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
        Reply::Drip(bytes, gap) => {
            for byte in bytes {
                if stream.write_all(&[byte]).await.is_err() || stream.flush().await.is_err() {
                    return;
                }
                tokio::time::sleep(gap).await;
            }
        }
    }
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(n) if n > 0 => bytes.extend_from_slice(&chunk[..n]),
            _ => return None,
        }
    }
}
