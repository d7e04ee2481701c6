//! Where to listen.

use std::net::{SocketAddr, ToSocketAddrs as _};

use clap::Args;

use super::{access::Access, error::Error};

/// Where to listen.
#[derive(Args, Clone, Debug)]
pub struct Listen {
    /// Address or host name, and port to listen on; port 0 chooses a free one, which is
    /// logged
    ///
    /// Of several addresses that a name has, the first is used, IPv4 before IPv6. An IPv6
    /// address is written [::1]:50051. All addresses, of IPv4 and IPv6, are [::]:50051.
    #[arg(
        long = "listen",
        env = "CLAIMSTORE_LISTEN",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:50051"
    )]
    pub host: String,

    /// Listen beyond loopback also without TLS or without a policy
    ///
    /// Without --tls-cert, what is sent can be read on the way. Without --policy, anyone who reaches
    /// the port may read and write everything.
    #[arg(long = "insecure-listen", env = "CLAIMSTORE_INSECURE_LISTEN")]
    pub is_insecure_allowed: bool,
}

/// Where health is answered.
#[derive(Args, Clone, Debug)]
pub struct Health {
    /// Address or host name, and port on which health is answered without TLS and credentials, as
    /// the probes of Kubernetes need it; port 0 chooses a free one, which is logged [default:
    /// nowhere]
    ///
    /// Nothing else is answered there.
    #[arg(
        long = "health-listen",
        env = "CLAIMSTORE_HEALTH_LISTEN",
        value_name = "HOST:PORT"
    )]
    pub health_host: Option<String>,
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
    /// The address, if listening on it is allowed: without TLS and a policy, only on loopback. All
    /// addresses of a name must be allowed.
    pub fn address(&self, access: &Access) -> Result<SocketAddr, Error> {
        let addresses = resolve(&self.host)?;
        let is_safe = self.is_insecure_allowed || (access.is_encrypted() && access.has_policy());
        let mut beyond = addresses.iter().filter(|it| !it.ip().is_loopback());
        match beyond.next().filter(|_| !is_safe) {
            Some(beyond) => Err(Error::BeyondLoopback(*beyond)),
            None => first(&self.host, &addresses),
        }
    }
}

impl Metrics {
    /// The address, if metrics are published.
    pub fn address(&self) -> Result<Option<SocketAddr>, Error> {
        optional(self.metrics_host.as_deref())
    }
}

impl Health {
    /// The address, if health is answered on one of its own.
    pub fn address(&self) -> Result<Option<SocketAddr>, Error> {
        optional(self.health_host.as_deref())
    }
}

/// The address of a host, if there is one. One that is empty is none.
fn optional(host: Option<&str>) -> Result<Option<SocketAddr>, Error> {
    let host = host.filter(|host| !host.is_empty());
    host.map(|host| first(host, &resolve(host)?)).transpose()
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
    use std::path::PathBuf;

    use super::*;

    fn address(host: &str, is_insecure_allowed: bool) -> Result<SocketAddr, Error> {
        let host = host.to_owned();
        Listen {
            host,
            is_insecure_allowed,
        }
        .address(&Access::default())
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

    #[test]
    fn beyond_this_machine_it_takes_both_tls_and_a_policy() {
        let listen = Listen {
            host: "0.0.0.0:7000".to_owned(),
            is_insecure_allowed: false,
        };
        let file = || Some(PathBuf::from("x"));
        let mut access = Access {
            policy: file(),
            ..Access::default()
        };
        assert!(listen.address(&access).is_err());
        access.tls_cert = file();
        assert!(listen.address(&access).is_ok());
        access.policy = None;
        assert!(listen.address(&access).is_err());
    }
}
