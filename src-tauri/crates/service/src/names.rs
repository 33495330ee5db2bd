use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// Why a name gave no address. Our own type, so that it is found again in the chain of causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum NameError {
    #[error("the name could not be resolved")]
    NotFound,
    #[error("the name is not this PC")]
    NotLoopback,
}

/// Finds the addresses of a host name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    loopback_only: bool,
    limit: Duration,
}

impl Names {
    /// The limit is shorter than that of the whole connection, so that a name service that does
    /// not answer is told apart from a host that does not.
    pub(crate) fn new(loopback_only: bool, connect_limit: Duration) -> Self {
        Self {
            loopback_only,
            limit: connect_limit * 3 / 4,
        }
    }

    /// The addresses of `host` with port 0.
    pub(crate) async fn addresses(self, host: &str) -> Result<Vec<SocketAddr>, NameError> {
        if self.loopback_only {
            // Never asked of a name service, which could answer with any address.
            return this_pc(host).ok_or(NameError::NotLoopback);
        }
        let found = tokio::time::timeout(self.limit, tokio::net::lookup_host((host, 0))).await;
        match found {
            Ok(Ok(addresses)) => Some(addresses.collect::<Vec<_>>())
                .filter(|all| !all.is_empty())
                .ok_or(NameError::NotFound),
            Ok(Err(_)) | Err(_) => Err(NameError::NotFound),
        }
    }
}

fn this_pc(host: &str) -> Option<Vec<SocketAddr>> {
    let addresses = match host.parse::<IpAddr>() {
        Ok(address) if address.is_loopback() => vec![address],
        Err(_) if host == "localhost" => {
            vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        }
        _ => return None,
    };
    Some(
        addresses
            .into_iter()
            .map(|a| SocketAddr::new(a, 0))
            .collect(),
    )
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let names = *self;
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
