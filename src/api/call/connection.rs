//! The connection that a call came on.

use std::{net::SocketAddr, sync::Arc};

use http::Extensions;

use super::places::Share;
use crate::access::Certificate;

/// The connection that a call came on.
#[derive(Clone)]
pub struct Connection {
    /// The places that its calls share.
    pub share: Share,
    /// The address of the client, or of what stands before it.
    pub peer: SocketAddr,
    /// The certificate of the client, if it showed one.
    pub certificate: Option<Arc<dyn Certificate>>,
}

impl Connection {
    /// The connection of a call. `None` in tests of services without a transport.
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get::<Self>()
    }

    /// The places that the calls of a connection share.
    pub fn share_of(extensions: &Extensions) -> Option<&Share> {
        Self::of(extensions).map(|connection| &connection.share)
    }
}
