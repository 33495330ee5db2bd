use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};

use crate::{
    Fault, SimulatorError,
    fault_switch::{FaultSwitch, Faults},
    tls::Acceptors,
};

/// A fatal `protocol_version` alert.
const OLD_VERSION_ALERT: [u8; 7] = [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46];
/// Before trying again to listen on a port that has not come free yet.
const REBIND: Duration = Duration::from_millis(50);

/// Listens, or says that the port is in use.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, SimulatorError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => SimulatorError::PortInUse(address),
            _ => SimulatorError::Listen { address, source },
        })
}

/// Accepts connections for ever. The port is really closed while the faults say so, and every
/// change of the faults closes the open connections: a pooled one would not notice otherwise.
pub(crate) async fn serve(
    first: TcpListener,
    address: SocketAddr,
    faults: Arc<FaultSwitch>,
    acceptors: Acceptors,
    router: Router,
) {
    let mut listener = Some(first);
    let mut watch = faults.watch();
    let mut connections = JoinSet::new();
    let mut obeyed = watch.borrow().since();
    loop {
        let now = watch.borrow_and_update().clone();
        // Here and not where the change is noticed: a connection may have been accepted in the same
        // moment, still under the former faults.
        if now.since() != obeyed {
            connections.shutdown().await;
            obeyed = now.since();
        }
        let (open, remaining) = now.listening();
        let turn = async {
            match remaining {
                Some(time) => sleep(time).await,
                None => std::future::pending().await,
            }
        };
        if !open {
            listener = None;
            connections.shutdown().await;
            faults.obeying(&now);
            tokio::select! {
                () = turn => {}
                changed = watch.changed() => if changed.is_err() { return },
            }
            continue;
        }
        let Some(listening) = &listener else {
            match TcpListener::bind(address).await {
                Ok(again) => listener = Some(again),
                Err(_) => sleep(REBIND).await,
            }
            continue;
        };
        faults.obeying(&now);
        tokio::select! {
            accepted = listening.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(connection(stream, now, acceptors.clone(), router.clone()));
            },
            () = turn => {}
            changed = watch.changed() => if changed.is_err() { return },
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(mut stream: TcpStream, faults: Faults, acceptors: Acceptors, router: Router) {
    if faults.has(Fault::Blackhole) {
        // Holds the connection open until the faults change and this task is ended.
        return std::future::pending().await;
    }
    let Some(acceptor) = acceptors.choose(&faults) else {
        return refuse_version(&mut stream).await;
    };
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    let service = TowerToHyperService::new(router);
    let server = auto::Builder::new(TokioExecutor::new());
    // How a connection ends is the client's business.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn refuse_version(stream: &mut TcpStream) {
    let mut hello = [0; 4096];
    if stream.read(&mut hello).await.is_ok() {
        let _ = stream.write_all(&OLD_VERSION_ALERT).await;
        let _ = stream.shutdown().await;
    }
}
