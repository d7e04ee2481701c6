//! Where to listen.

use std::net::{SocketAddr, ToSocketAddrs as _};

use clap::Args;

use super::error::Error;

/// Where to listen.
#[derive(Args, Clone, Debug)]
pub struct Listen {
    /// Address or host name, and port to listen on; port 0 chooses a free one, which is
    /// logged
    ///
    /// Of several addresses that a name has, the first is used, IPv4 before IPv6. An IPv6
    /// address is written [::1]:50051.
    #[arg(
        long = "listen",
        env = "CLAIMSTORE_LISTEN",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:50051"
    )]
    pub host: String,

    /// Listen beyond loopback, without encryption and without authentication
    ///
    /// Anyone who reaches the port may read and write everything.
    #[arg(long = "insecure-listen", env = "CLAIMSTORE_INSECURE_LISTEN")]
    pub is_insecure_allowed: bool,
}

/// Where metrics are published.
#[derive(Args, Clone, Debug)]
pub struct Metrics {
    /// Address or host name, and port on which metrics are published for Prometheus, in plain
    /// text, as GET /metrics; port 0 chooses a free one, which is logged [default: nowhere]
    ///
    /// They have no names of resources, callers or sources, and need no credentials.
    #[arg(
        long = "metrics-listen",
        env = "CLAIMSTORE_METRICS_LISTEN",
        value_name = "HOST:PORT"
    )]
    pub metrics_host: Option<String>,
}

impl Listen {
    /// The address, if listening on it is allowed. All addresses of a name must be allowed.
    pub fn address(&self) -> Result<SocketAddr, Error> {
        let addresses = resolve(&self.host)?;
        let mut beyond = addresses.iter().filter(|it| !it.ip().is_loopback());
        match beyond.next().filter(|_| !self.is_insecure_allowed) {
            Some(beyond) => Err(Error::BeyondLoopback(*beyond)),
            None => first(&self.host, &addresses),
        }
    }
}

impl Metrics {
    /// The address, if metrics are published.
    pub fn address(&self) -> Result<Option<SocketAddr>, Error> {
        let address = |host: &String| first(host, &resolve(host)?);
        self.metrics_host.as_ref().map(address).transpose()
    }
}

/// The addresses of a host, IPv4 before IPv6.
fn resolve(host: &str) -> Result<Vec<SocketAddr>, Error> {
    let resolved = host.to_socket_addrs();
    let resolved = resolved.map_err(|_| Error::NotAnAddress(host.to_owned()))?;
    let mut addresses: Vec<SocketAddr> = resolved.collect();
    addresses.sort_by_key(SocketAddr::is_ipv6);
    Ok(addresses)
}

fn first(host: &str, addresses: &[SocketAddr]) -> Result<SocketAddr, Error> {
    let first = addresses.first().copied();
    first.ok_or_else(|| Error::NotAnAddress(host.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: &str, is_insecure_allowed: bool) -> Result<SocketAddr, Error> {
        let host = host.to_owned();
        Listen {
            host,
            is_insecure_allowed,
        }
        .address()
    }

    #[test]
    fn names_and_addresses_of_this_machine_can_be_listened_on() {
        let localhost = address("localhost:7000", false).unwrap();
        assert!(localhost.ip().is_loopback() && localhost.port() == 7000);
        let ipv6 = address("[::1]:7000", false).unwrap();
        assert_eq!(ipv6.to_string(), "[::1]:7000");
        for host in ["localhost", "::1:7000x", "", "127.0.0.1:70000"] {
            let refused = address(host, false);
            assert!(matches!(refused, Err(Error::NotAnAddress(_))), "{host}");
        }
    }

    #[test]
    fn an_address_beyond_this_machine_must_be_allowed() {
        for host in ["0.0.0.0:7000", "[::]:7000"] {
            assert!(matches!(
                address(host, false),
                Err(Error::BeyondLoopback(_))
            ));
            assert!(address(host, true).is_ok());
        }
    }
}
