//! Connecting to a server, with credentials and over TLS if they are asked for.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use tonic::{
    Request, Status,
    client::Grpc,
    metadata::AsciiMetadataValue,
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity},
};

use crate::{
    api::{REQUEST_BYTES_MAX, RESPONSE_BYTES_MAX},
    client::{self, bounded},
    wire::pb::{
        article_service_client::ArticleServiceClient, bundle_service_client::BundleServiceClient,
        change_service_client::ChangeServiceClient, claim_service_client::ClaimServiceClient,
        exchange_service_client::ExchangeServiceClient,
        picture_service_client::PictureServiceClient, review_service_client::ReviewServiceClient,
        search_service_client::SearchServiceClient, source_service_client::SourceServiceClient,
    },
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(20);

/// The server to talk to, and the credentials for it.
#[derive(Args, Clone, Debug)]
pub struct Server {
    /// Server to talk to; https:// is over TLS
    #[arg(
        long = "server",
        env = "CLAIMSTORE_SERVER",
        value_name = "URL",
        default_value = "http://127.0.0.1:50051"
    )]
    url: String,

    /// File with the token to send; it is read for each call
    #[arg(
        long = "token-file",
        env = "CLAIMSTORE_TOKEN_FILE",
        value_name = "FILE"
    )]
    token_file: Option<PathBuf>,

    /// File with the roots of the server's certificate in PEM [default: those that browsers trust]
    #[arg(long = "ca", env = "CLAIMSTORE_CA", value_name = "FILE")]
    ca: Option<PathBuf>,

    /// File with the certificate of this client in PEM
    #[arg(
        long = "cert",
        env = "CLAIMSTORE_CERT",
        value_name = "FILE",
        requires = "client_key"
    )]
    client_cert: Option<PathBuf>,

    /// File with the private key of that certificate in PEM
    #[arg(
        long = "key",
        env = "CLAIMSTORE_KEY",
        value_name = "FILE",
        requires = "client_cert",
        id = "client_key"
    )]
    client_key: Option<PathBuf>,

    /// Trace that the calls are part of, as the header traceparent of W3C Trace Context
    #[arg(long = "traceparent", env = "TRACEPARENT", value_name = "CONTEXT")]
    traceparent: Option<OsString>,

    /// What systems keep of that trace, as the header tracestate
    #[arg(long = "tracestate", env = "TRACESTATE", value_name = "STATE")]
    tracestate: Option<OsString>,
}

/// No server could be reached.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address is malformed.
    #[error(
        "{0} is not the address of a server; write --server http://HOST:PORT or https://HOST:PORT"
    )]
    Address(String),
    /// There are certificates, and the address says that there is no TLS.
    #[error("{0} is without TLS; with --ca or --cert, write --server https://HOST:PORT")]
    NotTls(String),
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// There is no certificate.
    #[error("{} has no certificate in PEM", .0.display())]
    NoCertificate(PathBuf),
    /// The certificates cannot be used.
    #[error("the certificates of --ca, --cert or --key cannot be used")]
    Certificates,
    /// The address refuses connections.
    #[error(
        "no claimstore answers at {0}; start one with: claimstore serve, or name another with --server"
    )]
    Refused(String),
    /// The connection failed otherwise.
    #[error(
        "no claimstore can be reached at {url}: {cause}; check the address, or name another with --server"
    )]
    Unreachable {
        /// The address.
        url: String,
        /// Why not.
        cause: String,
    },
}

/// A connection whose calls have credentials.
pub type Transport = InterceptedService<Channel, Credentials>;

/// The clients of all services, over one connection.
#[derive(Clone, Debug)]
pub struct Clients {
    /// For any method.
    pub any: Grpc<Transport>,
    /// For articles.
    pub articles: ArticleServiceClient<Transport>,
    /// For reviews.
    pub reviews: ReviewServiceClient<Transport>,
    /// For bundles.
    pub bundles: BundleServiceClient<Transport>,
    /// For claims, appearances, relations and standings.
    pub claims: ClaimServiceClient<Transport>,
    /// For documents in exchange formats.
    pub exchange: ExchangeServiceClient<Transport>,
    /// For changes.
    pub changes: ChangeServiceClient<Transport>,
    /// For pictures.
    pub pictures: PictureServiceClient<Transport>,
    /// For matching.
    pub search: SearchServiceClient<Transport>,
    /// For sources.
    pub sources: SourceServiceClient<Transport>,
}

/// Adds the token and the trace to each call.
#[derive(Clone, Debug)]
pub struct Credentials {
    token_file: Option<PathBuf>,
    /// The headers of the trace.
    trace: Vec<(&'static str, AsciiMetadataValue)>,
}

impl Interceptor for Credentials {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        for (header, value) in &self.trace {
            request.metadata_mut().insert(*header, value.clone());
        }
        let Some(path) = &self.token_file else {
            return Ok(request);
        };
        request
            .metadata_mut()
            .insert("authorization", client::bearer(path)?);
        Ok(request)
    }
}

impl Server {
    /// Connects, or fails at once where the server cannot be reached.
    pub async fn connect(&self) -> Result<Clients, ConnectError> {
        let credentials = Credentials {
            token_file: self.token_file.clone(),
            trace: self.trace(),
        };
        let channel = self.endpoint()?.connect().await;
        let channel = channel.map_err(|error| self.unreachable(&error))?;
        let transport = InterceptedService::new(channel, credentials);
        Ok(Clients::new(transport))
    }

    /// What is not a header is left out, as the recommendation has it: a trace never fails a call.
    fn trace(&self) -> Vec<(&'static str, AsciiMetadataValue)> {
        let header = |value: &Option<OsString>| value.as_ref()?.to_str()?.parse().ok();
        let Some(parent) = header(&self.traceparent) else {
            return Vec::new();
        };
        let state = header(&self.tracestate).map(|state| ("tracestate", state));
        [("traceparent", parent)].into_iter().chain(state).collect()
    }

    fn endpoint(&self) -> Result<Endpoint, ConnectError> {
        let no_address = || ConnectError::Address(self.url.clone());
        let is_tls = self.url.starts_with("https://");
        if !is_tls && !self.url.starts_with("http://") {
            return Err(no_address());
        }
        let endpoint = Endpoint::from_shared(self.url.clone()).map_err(|_| no_address())?;
        let endpoint = endpoint
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEPALIVE_EVERY)
            .tcp_nodelay(true);
        if is_tls {
            let endpoint = endpoint.tls_config(self.tls()?);
            return endpoint.map_err(|_| ConnectError::Certificates);
        }
        match self.ca.is_some() || self.client_cert.is_some() {
            true => Err(ConnectError::NotTls(self.url.clone())),
            false => Ok(endpoint),
        }
    }

    fn tls(&self) -> Result<ClientTlsConfig, ConnectError> {
        let mut tls = trusting(self.ca.as_deref())?;
        if let (Some(certificate), Some(key)) = (&self.client_cert, &self.client_key) {
            tls = tls.identity(Identity::from_pem(read(certificate)?, read(key)?));
        }
        Ok(tls)
    }

    fn unreachable(&self, error: &tonic::transport::Error) -> ConnectError {
        let url = self.url.clone();
        let cause = root_cause(error);
        let refused = cause.downcast_ref::<io::Error>();
        match refused.map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => ConnectError::Refused(url),
            _ => ConnectError::Unreachable {
                url,
                cause: cause.to_string(),
            },
        }
    }
}

/// TLS with the roots in a file, or those that browsers trust.
pub(super) fn trusting(ca: Option<&Path>) -> Result<ClientTlsConfig, ConnectError> {
    let tls = ClientTlsConfig::new();
    let Some(path) = ca else {
        return Ok(tls.with_webpki_roots());
    };
    let pem = read(path)?;
    match CertificateDer::pem_slice_iter(&pem).next() {
        Some(_) => Ok(tls.ca_certificate(Certificate::from_pem(pem))),
        None => Err(ConnectError::NoCertificate(path.to_owned())),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ConnectError> {
    fs::read(path).map_err(|source| ConnectError::File {
        path: path.to_owned(),
        source,
    })
}

fn root_cause<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> &'a (dyn std::error::Error + 'static) {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error
}

impl Clients {
    fn new(transport: Transport) -> Self {
        let any = Grpc::new(transport.clone());
        Self {
            any: any
                .max_decoding_message_size(RESPONSE_BYTES_MAX)
                .max_encoding_message_size(REQUEST_BYTES_MAX),
            articles: bounded!(ArticleServiceClient, transport.clone()),
            changes: bounded!(ChangeServiceClient, transport.clone()),
            reviews: bounded!(ReviewServiceClient, transport.clone()),
            bundles: bounded!(BundleServiceClient, transport.clone()),
            exchange: bounded!(ExchangeServiceClient, transport.clone()),
            claims: bounded!(ClaimServiceClient, transport.clone()),
            pictures: bounded!(PictureServiceClient, transport.clone()),
            search: bounded!(SearchServiceClient, transport.clone()),
            sources: bounded!(SourceServiceClient, transport),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Server {
        Server {
            url: url.to_owned(),
            token_file: None,
            ca: None,
            client_cert: None,
            client_key: None,
            traceparent: None,
            tracestate: None,
        }
    }

    #[tokio::test]
    async fn an_unreachable_server_is_reported_with_what_to_do() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let error = server(&url).connect().await.unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "no claimstore answers at {url}; start one with: claimstore serve, or name another with --server"
            )
        );
        for url in ["127.0.0.1:50051", "ftp://a.example", "http://", ""] {
            let error = server(url).connect().await.unwrap_err();
            assert!(matches!(error, ConnectError::Address(_)), "{url}: {error}");
        }
    }

    #[test]
    fn certificates_are_not_taken_without_tls() {
        let server = Server {
            ca: Some(PathBuf::from("x")),
            ..server("http://127.0.0.1:50051")
        };
        assert!(matches!(server.endpoint(), Err(ConnectError::NotTls(_))));
    }
}
