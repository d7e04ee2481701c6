//! Asks an issuer for its keys over https.

use std::{io, path::Path, pin::pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use serde::Deserialize;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::{Position, Url};

use super::{
    file,
    issuer::{Issuer, KeySource, Remote, is_safe},
    keys::{Keys, KeysError},
};
use crate::domain::value::causes;

/// How long a question may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The most bytes of an answer.
const BYTES_MAX: usize = 1 << 20;

/// Why keys could not be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("a file for it cannot be read")]
    File(#[from] io::Error),
    #[error("the certificates of keys_ca cannot be read")]
    Certificates,
    #[error("{0} cannot be asked")]
    NotAnAddress(Url),
    #[error("{url} does not answer within {} s", TIMEOUT.as_secs())]
    TimedOut { url: Url },
    #[error("{url} cannot be reached: {cause}")]
    Unreachable { url: Url, cause: String },
    #[error("{url} answers {status}")]
    Refused { url: Url, status: StatusCode },
    #[error("{0} answers with more than 1 MiB, or not to the end")]
    Unread(Url),
    #[error("{0} is not the discovery document of the issuer")]
    NotItsDiscovery(Url),
    #[error("what {url} answers cannot be used")]
    Keys { url: Url, source: KeysError },
    #[error("what the file has cannot be used")]
    FileKeys(#[from] KeysError),
}

/// What is used of a discovery document.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// The keys of an issuer, as they are now.
pub(super) async fn keys(issuer: &Issuer) -> Result<Keys, FetchError> {
    match &issuer.keys {
        KeySource::File(path) => Ok(Keys::read(&file::read(path)?)?),
        KeySource::Url(remote) => keys_at(remote, &remote.url).await,
        KeySource::Discovery(remote) => {
            let not_its = || FetchError::NotItsDiscovery(remote.url.clone());
            let answer = ask(remote, &remote.url).await?;
            let found: Discovery = serde_json::from_slice(&answer).map_err(|_| not_its())?;
            let keys = Url::parse(&found.jwks_uri).ok().filter(is_safe);
            match keys.filter(|_| found.issuer == issuer.issuer) {
                Some(keys) => keys_at(remote, &keys).await,
                None => Err(not_its()),
            }
        }
    }
}

async fn keys_at(remote: &Remote, url: &Url) -> Result<Keys, FetchError> {
    let answer = ask(remote, url).await?;
    Keys::read(&answer).map_err(|source| FetchError::Keys {
        url: url.clone(),
        source,
    })
}

async fn ask(remote: &Remote, url: &Url) -> Result<Bytes, FetchError> {
    let answered = timeout(TIMEOUT, ask_for_long(remote, url)).await;
    answered.unwrap_or_else(|_| Err(FetchError::TimedOut { url: url.clone() }))
}

async fn ask_for_long(remote: &Remote, url: &Url) -> Result<Bytes, FetchError> {
    let unreachable = |error: &(dyn std::error::Error + 'static)| FetchError::Unreachable {
        url: url.clone(),
        cause: causes(error),
    };
    let request = request(remote, url)?;
    let connected = connect(remote, url).await?;
    let connected = connected.map_err(|error| unreachable(&error))?;
    let begun = http1::handshake(TokioIo::new(connected)).await;
    let (mut sender, connection) = begun.map_err(|error| unreachable(&error))?;
    let answer = async {
        let answer = sender.send_request(request).await;
        let answer = answer.map_err(|error| unreachable(&error))?;
        let status = answer.status();
        if status != StatusCode::OK {
            let url = url.clone();
            return Err(FetchError::Refused { url, status });
        }
        let body = Limited::new(answer.into_body(), BYTES_MAX).collect().await;
        let body = body.map_err(|_| FetchError::Unread(url.clone()))?;
        Ok(body.to_bytes())
    };
    let mut answer = pin!(answer);
    tokio::select! {
        answer = &mut answer => answer,
        // The connection may end before the last of the answer is taken from it.
        _ = connection => answer.await,
    }
}

/// The question for what an address has.
fn request(remote: &Remote, url: &Url) -> Result<Request<Empty<Bytes>>, FetchError> {
    let path = &url[Position::BeforePath..Position::AfterQuery];
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let mut request = Request::get(path)
        .header(header::HOST, host)
        .header(header::ACCEPT, "application/json");
    // Whoever an issuer names as having its keys is not to get the token for the issuer.
    let token_file = remote.token_file.as_ref();
    if let Some(path) = token_file.filter(|_| url.origin() == remote.url.origin()) {
        let token = file::read(path)?;
        let bearer = [b"Bearer ", token.trim_ascii()].concat();
        request = request.header(header::AUTHORIZATION, bearer);
    }
    let request = request.body(Empty::new());
    request.map_err(|_| FetchError::NotAnAddress(url.clone()))
}

/// A connection to an address, over TLS if it is https.
async fn connect(remote: &Remote, url: &Url) -> Result<io::Result<Box<dyn Stream>>, FetchError> {
    let not_an_address = || FetchError::NotAnAddress(url.clone());
    let port = url.port_or_known_default().ok_or_else(not_an_address)?;
    let host = url.host_str().ok_or_else(not_an_address)?;
    let host = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let stream = match TcpStream::connect((host.as_str(), port)).await {
        Ok(stream) => stream,
        Err(error) => return Ok(Err(error)),
    };
    if url.scheme() != "https" {
        return Ok(Ok(Box::new(stream)));
    }
    let connector = TlsConnector::from(Arc::new(trusting(remote.ca.as_deref())?));
    let name = ServerName::try_from(host).map_err(|_| not_an_address())?;
    let encrypted = connector.connect(name, stream).await;
    Ok(encrypted.map(|stream| Box::new(stream) as Box<dyn Stream>))
}

/// The bytes of a connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// What to trust: the certificates of a file, or those that the public trusts.
fn trusting(ca: Option<&Path>) -> Result<ClientConfig, FetchError> {
    let mut roots = RootCertStore::empty();
    match ca {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let pem = file::read(path)?;
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                let certificate = certificate.map_err(|_| FetchError::Certificates)?;
                let added = roots.add(certificate);
                added.map_err(|_| FetchError::Certificates)?;
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| FetchError::Certificates)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
