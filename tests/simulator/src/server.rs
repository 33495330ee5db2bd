use std::{future::Future, net::SocketAddr, sync::Arc};

use axum::middleware;
use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::{
    Options, SimulatorError, Started, certificates::Certificates, control,
    fault_switch::FaultSwitch, interface::Interface, listener, play::play, rest, tls::Acceptors,
    world::World,
};

/// A running simulator; dropping it stops it.
#[derive(Debug)]
pub struct Simulator {
    started: Started,
    tasks: JoinSet<()>,
}

impl Simulator {
    /// What a client needs.
    #[must_use]
    pub fn started(&self) -> &Started {
        &self.started
    }

    /// Stops and waits until both ports are free again.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Starts the service and its control port.
///
/// # Errors
/// When the port is in use, a fault is unknown, or the clinic or state folder cannot be used.
pub async fn start(options: Options) -> Result<Simulator, SimulatorError> {
    let faults = Arc::new(FaultSwitch::new(&options.faults)?);
    let certificates = Certificates::open(&options.state_dir)?;
    let acceptors = Acceptors::new(&certificates)?;
    let world = World::new(&options, Timestamp::now())?;
    let (service, address) = listen(options.listen).await?;
    let loopback = SocketAddr::new(options.listen.ip(), 0);
    let (control, control_address) = listen(loopback).await?;
    let base_url = format!("https://localhost:{}/fhir", address.port());
    let site = Arc::new(rest::Site::new(
        world,
        faults.clone(),
        Interface::load()?,
        &base_url,
    ));
    let router =
        rest::router(site.clone()).layer(middleware::from_fn_with_state(faults.clone(), play));
    let mut tasks = JoinSet::new();
    tasks.spawn(listener::serve(service, address, faults, acceptors, router));
    tasks.spawn(async move {
        // Ends only with the task.
        let _ = axum::serve(control, control::router(site)).await;
    });
    let started = Started {
        base_url,
        ca: certificates.pem("ca"),
        client_certificate: certificates.pem("client"),
        client_key: certificates.key("client"),
        control: format!("http://{control_address}"),
        state_dir: options.state_dir,
    };
    Ok(Simulator { started, tasks })
}

/// Starts, tells `announce` where everything is, and runs until `shutdown`.
///
/// # Errors
/// As [`start`].
pub async fn run(
    options: Options,
    shutdown: impl Future<Output = ()>,
    announce: impl FnOnce(&Started),
) -> Result<(), SimulatorError> {
    let simulator = start(options).await?;
    announce(simulator.started());
    shutdown.await;
    simulator.stop().await;
    Ok(())
}

async fn listen(
    address: SocketAddr,
) -> Result<(tokio::net::TcpListener, SocketAddr), SimulatorError> {
    let listener = listener::bind(address).await?;
    let bound = listener.local_addr();
    let bound = bound.map_err(|source| SimulatorError::Listen { address, source })?;
    Ok((listener, bound))
}
