//! Listens on an address.
//!
//! `[::]` stands for all addresses of both families, as long as the machine has both. Where its kernel
//! has no IPv6, those of IPv4 are left, so that one setting fits every cluster.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use tokio::net::{TcpListener, TcpSocket};

/// The most connections that the operating system keeps for the server until it accepts them.
const BACKLOG: u32 = 1_024;

/// A listener on an address.
pub(super) fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    bind_by(address, open)
}

fn bind_by<T>(address: SocketAddr, open: impl Fn(SocketAddr) -> io::Result<T>) -> io::Result<T> {
    let is_any = address.ip() == IpAddr::V6(Ipv6Addr::UNSPECIFIED);
    match open(address) {
        Err(error) if is_any && is_without_family(&error) => open(SocketAddr::new(
            Ipv4Addr::UNSPECIFIED.into(),
            address.port(),
        )),
        opened => opened,
    }
}

/// Whether the kernel does not have the family of an address.
fn is_without_family(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::AFNOSUPPORT.raw_os_error())
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address.is_ipv4() {
        true => TcpSocket::new_v4()?,
        false => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Opens an address as a kernel without IPv6 does.
    fn without_ipv6(address: SocketAddr) -> io::Result<SocketAddr> {
        match address.is_ipv4() {
            true => Ok(address),
            false => Err(rustix::io::Errno::AFNOSUPPORT.into()),
        }
    }

    #[test]
    fn without_ipv6_all_addresses_are_those_of_ipv4() {
        let bound = |address: &str| bind_by(address.parse().unwrap(), without_ipv6);
        let any = bound("[::]:7000").unwrap();
        assert_eq!(any.to_string(), "0.0.0.0:7000");
        assert!(bound("[::1]:7000").is_err());
    }

    #[test]
    fn another_error_stays() {
        let refused = |_| Err::<(), _>(io::Error::from(io::ErrorKind::AddrInUse));
        let bound = bind_by("[::]:7000".parse().unwrap(), refused);
        assert_eq!(bound.unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
}
