//! The connections to the service that are kept open between two questions.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use crate::names::Names;
use crate::{Fault, FaultCode, Limits};

/// Shorter than servers and firewalls keep a silent connection, so that we rarely ask on a dead one.
const POOL_IDLE: Duration = Duration::from_secs(20);

/// Hands out the client and its kept connections; makes a new one when they are to be closed.
pub(crate) struct Connections {
    config: rustls::ClientConfig,
    names: Names,
    limits: Limits,
    kept: Mutex<Kept>,
}

struct Kept {
    client: Client,
    /// Something was asked since it was made.
    used: bool,
}

impl Connections {
    /// Connects to nothing yet.
    pub(crate) fn new(
        config: rustls::ClientConfig,
        names: Names,
        limits: Limits,
    ) -> Result<Self, Fault> {
        let client = client(config.clone(), names, &limits)?;
        let kept = Mutex::new(Kept {
            client,
            used: false,
        });
        Ok(Self {
            config,
            names,
            limits,
            kept,
        })
    }

    /// What the next question is asked with.
    pub(crate) fn client(&self) -> Client {
        let mut kept = self.kept();
        kept.used = true;
        kept.client.clone()
    }

    /// Closes those that wait, and those under way once they have answered: a client that nobody holds any
    /// more keeps none.
    pub(crate) fn close(&self) {
        let mut kept = self.kept();
        if !kept.used {
            return;
        }
        // Made of what the first one was made of, so it is not refused; if it were, those that wait end by
        // themselves a moment later.
        if let Ok(client) = client(self.config.clone(), self.names, &self.limits) {
            *kept = Kept {
                client,
                used: false,
            };
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// HTTP/1.1: one answer per connection, so that a cut costs one answer and not all of them.
fn client(config: rustls::ClientConfig, names: Names, limits: &Limits) -> Result<Client, Fault> {
    Client::builder()
        .tls_backend_preconfigured(config)
        .dns_resolver(Arc::new(names))
        .https_only(true)
        .http1_only()
        .no_proxy()
        .referer(false)
        .redirect(Policy::none())
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle)
        .timeout(limits.answer)
        .pool_max_idle_per_host(limits.concurrent)
        .pool_idle_timeout(POOL_IDLE)
        .build()
        .map_err(|_| Fault::with_detail(FaultCode::NotConfigured, "client"))
}
