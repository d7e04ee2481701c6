//! A client for programs in Rust: a connection with credentials and bounds, and calls that are sent
//! again as the contract asks for it.
//!
//! It needs nothing of the server. With `default-features = false, features = ["client"]`, the crate is
//! this module and the messages in [`crate::wire::pb`].
//!
//! ```no_run
//! use claimstore::{call, client::{Client, Connection}, wire::pb::GetClaimRequest};
//!
//! # async fn read(name: String) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::connect(&Connection::to("https://claims.example:50051")).await?;
//! let get = GetClaimRequest { name, ..GetClaimRequest::default() };
//! let claim = call!(client.claims(), get_claim, get).await?.into_inner();
//! println!("{}", claim.statement);
//! # Ok(())
//! # }
//! ```

mod failure;
mod metadata;
mod retry;

use std::{path::PathBuf, time::Duration};

use tonic::{
    Request,
    metadata::AsciiMetadataValue,
    service::interceptor::InterceptedService,
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity},
};
use uuid::Uuid;

pub use self::{
    failure::reason,
    metadata::{ACTOR, Metadata, POSITION, bearer, position},
    retry::{pause, with_retries},
};
use crate::wire::pb::{
    article_service_client::ArticleServiceClient, audit_service_client::AuditServiceClient,
    bundle_service_client::BundleServiceClient, change_service_client::ChangeServiceClient,
    claim_service_client::ClaimServiceClient, exchange_service_client::ExchangeServiceClient,
    review_service_client::ReviewServiceClient, search_service_client::SearchServiceClient,
    source_service_client::SourceServiceClient,
    transparency_service_client::TransparencyServiceClient,
};

/// The maximum size of a message, in bytes, either way.
pub const MESSAGE_BYTES_MAX: usize = 8 << 20;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(20);
const CALL_TIMEOUT: Duration = Duration::from_secs(60);

/// Where a server is, and who calls.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// `http://HOST:PORT`, or over TLS `https://HOST:PORT`.
    pub url: String,
    /// A file with the token to send. It is read for each call, since tokens are short-lived.
    pub token_file: Option<PathBuf>,
    /// The roots of the server's certificate in PEM. `None` are those that browsers trust.
    pub roots: Option<String>,
    /// The certificate of this client and its private key, in PEM.
    pub certificate: Option<(String, String)>,
    /// Who makes the changes, as the log names it: 1 to 128 visible ASCII characters without
    /// semicolons.
    pub actor: Option<String>,
}

/// A server could not be connected to.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address or the certificates cannot be used, or nobody answers.
    #[error("the server cannot be reached")]
    Transport(#[from] tonic::transport::Error),
    /// The actor cannot be sent.
    #[error("the actor is not visible ASCII")]
    Actor,
}

/// What calls go through: it adds the metadata.
pub type Transport = InterceptedService<Channel, Metadata>;

/// The clients of all services, over one connection, which is opened again when it ends.
#[derive(Clone, Debug)]
pub struct Client {
    channel: Channel,
    metadata: Metadata,
}

impl Connection {
    /// A server, without credentials.
    pub fn to(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..Self::default()
        }
    }

    fn endpoint(&self) -> Result<Endpoint, tonic::transport::Error> {
        let endpoint = Endpoint::from_shared(self.url.clone())?
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEPALIVE_EVERY)
            .tcp_nodelay(true);
        if !self.url.starts_with("https://") {
            return Ok(endpoint);
        }
        let tls = ClientTlsConfig::new();
        let tls = match &self.roots {
            Some(pem) => tls.ca_certificate(Certificate::from_pem(pem)),
            None => tls.with_webpki_roots(),
        };
        endpoint.tls_config(match &self.certificate {
            Some((certificate, key)) => tls.identity(Identity::from_pem(certificate, key)),
            None => tls,
        })
    }
}

/// A client with bounds on the size of messages.
macro_rules! bounded {
    ($client:ident, $transport:expr) => {
        $client::new($transport)
            .max_decoding_message_size($crate::client::MESSAGE_BYTES_MAX)
            .max_encoding_message_size($crate::client::MESSAGE_BYTES_MAX)
    };
}

#[cfg(feature = "server")]
pub(crate) use bounded;

/// Makes a call with one message, which is sent again where that can help: `call!(CLIENT, METHOD,
/// MESSAGE).await`. Each attempt may take a minute.
#[macro_export]
macro_rules! call {
    ($client:expr, $method:ident, $message:expr) => {{
        let (client, message) = ($client, $message);
        $crate::client::with_retries(move || {
            let (mut client, message) = (client.clone(), message.clone());
            async move { client.$method($crate::client::request(message)).await }
        })
    }};
}

impl Client {
    /// Connects, or fails at once where nobody answers.
    pub async fn connect(connection: &Connection) -> Result<Self, ConnectError> {
        let mut metadata = Metadata::of(connection.token_file.clone());
        if let Some(actor) = &connection.actor {
            let actor = actor.parse().map_err(|_| ConnectError::Actor)?;
            metadata.add(ACTOR, actor);
        }
        let channel = connection.endpoint()?.connect().await?;
        Ok(Self { channel, metadata })
    }

    /// The same client, whose reads reflect everything up to a position, whichever server answers.
    #[must_use]
    pub fn reflecting(mut self, position: AsciiMetadataValue) -> Self {
        self.metadata.add(POSITION, position);
        self
    }

    fn transport(&self) -> Transport {
        InterceptedService::new(self.channel.clone(), self.metadata.clone())
    }

    /// For articles.
    pub fn articles(&self) -> ArticleServiceClient<Transport> {
        bounded!(ArticleServiceClient, self.transport())
    }

    /// For the audit log.
    pub fn audit(&self) -> AuditServiceClient<Transport> {
        bounded!(AuditServiceClient, self.transport())
    }

    /// For bundles.
    pub fn bundles(&self) -> BundleServiceClient<Transport> {
        bounded!(BundleServiceClient, self.transport())
    }

    /// For changes.
    pub fn changes(&self) -> ChangeServiceClient<Transport> {
        bounded!(ChangeServiceClient, self.transport())
    }

    /// For claims, appearances, relations and standings.
    pub fn claims(&self) -> ClaimServiceClient<Transport> {
        bounded!(ClaimServiceClient, self.transport())
    }

    /// Documents in exchange formats, and tables.
    pub fn exchange(&self) -> ExchangeServiceClient<Transport> {
        bounded!(ExchangeServiceClient, self.transport())
    }

    /// Proofs of what is in the log.
    pub fn transparency(&self) -> TransparencyServiceClient<Transport> {
        bounded!(TransparencyServiceClient, self.transport())
    }

    /// For reviews.
    pub fn reviews(&self) -> ReviewServiceClient<Transport> {
        bounded!(ReviewServiceClient, self.transport())
    }

    /// For searching and matching.
    pub fn search(&self) -> SearchServiceClient<Transport> {
        bounded!(SearchServiceClient, self.transport())
    }

    /// For sources.
    pub fn sources(&self) -> SourceServiceClient<Transport> {
        bounded!(SourceServiceClient, self.transport())
    }
}

/// A request that is answered within a minute. Streams need none.
pub fn request<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(CALL_TIMEOUT);
    request
}

/// A new `request_id`. With the same one, a change that is sent again is made once.
pub fn request_id() -> String {
    Uuid::now_v7().to_string()
}
