//! TLS with certificates that may change while the server runs.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

use rustls::{
    RootCertStore, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject as _},
    server::{NoServerSessionStorage, WebPkiClientVerifier, danger::ClientCertVerifier},
};
use tokio::{net::TcpStream, time::sleep};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use webpki::EndEntityCert;

use crate::{
    access::{Certificate, file},
    domain::value::causes,
};

/// How often the files are read again.
const EVERY: Duration = Duration::from_secs(3);

/// For how long the certificate of a client is not verified again.
const VERIFIED_FOR: Duration = Duration::from_secs(10);

/// The protocol that clients have to speak on a connection [RFC 9113, section 3.2].
const HTTP2: &[u8] = b"h2";

/// The files that TLS needs, in PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate of the server, and those between it and its root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The roots of the certificates that clients may show. Without them, none is asked for.
    pub client_ca: Option<PathBuf>,
}

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// One cannot be read.
    #[error("a file with a certificate or a key cannot be read")]
    File(#[from] io::Error),
    /// There is no certificate.
    #[error("the file of --tls-cert has no certificate in PEM")]
    NoCertificate,
    /// There is no key.
    #[error("the file of --tls-key has no private key in PEM")]
    NoKey,
    /// There is no root.
    #[error("the file of --tls-client-ca has no certificate in PEM that can be a root")]
    NoRoot,
    /// The key is not that of the certificate, or one of a kind that is not supported.
    #[error("the certificate and the key cannot be used together")]
    Unusable(#[source] rustls::Error),
}

/// The certificates that hold at the moment.
#[derive(Clone, Debug)]
pub struct Tls {
    files: TlsFiles,
    held: Arc<RwLock<Held>>,
}

#[derive(Clone, Debug)]
struct Held {
    config: Arc<ServerConfig>,
    /// Verifies clients, if they may show certificates.
    clients: Option<Arc<dyn ClientCertVerifier>>,
}

impl Tls {
    /// Reads the files.
    pub fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let held = read(&files.read()?)?;
        Ok(Self {
            files,
            held: Arc::new(RwLock::new(held)),
        })
    }

    /// Takes other certificates once they are in the files. Those that cannot be used change nothing.
    pub(super) async fn follow(self) {
        let mut last = Ok(Vec::new());
        loop {
            sleep(EVERY).await;
            let now = self.files.read().map_err(|error| error.to_string());
            if now == last {
                continue;
            }
            last.clone_from(&now);
            let taken = now.and_then(|now| read(&now).map_err(|error| causes(&error)));
            match taken {
                Ok(now) => *self.held.write().unwrap_or_else(PoisonError::into_inner) = now,
                Err(error) => {
                    tracing::error!(
                        error,
                        "certificates were not changed: the last ones still hold"
                    );
                }
            }
        }
    }

    /// Begins TLS on a connection.
    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        TlsAcceptor::from(self.held().config).accept(stream).await
    }

    /// The certificate that a client has shown, if it has.
    pub(super) fn shown(&self, stream: &TlsStream<TcpStream>) -> Option<Arc<dyn Certificate>> {
        let (_, connection) = stream.get_ref();
        let chain = connection.peer_certificates()?;
        Some(Arc::new(Shown {
            tls: self.clone(),
            name: name_in(chain.first()?),
            chain: chain
                .iter()
                .cloned()
                .map(CertificateDer::into_owned)
                .collect(),
            verified: Mutex::new(Instant::now()),
        }))
    }

    /// Whether a connection could be opened with these certificates now.
    fn still_accepts(&self, chain: &[CertificateDer<'_>]) -> bool {
        let (Some(clients), Some((first, others))) = (self.held().clients, chain.split_first())
        else {
            return false;
        };
        let verified = clients.verify_client_cert(first, others, UnixTime::now());
        verified.is_ok()
    }

    fn held(&self) -> Held {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl TlsFiles {
    /// What they have: the certificate, the key, and the roots of clients if there are any.
    fn read(&self) -> io::Result<Vec<Vec<u8>>> {
        let paths = [&self.certificate, &self.key];
        let paths = paths.into_iter().chain(&self.client_ca);
        paths.map(|path| file::read(path)).collect()
    }
}

/// What the files have: a certificate, a key, and the roots of clients.
fn read(contents: &[Vec<u8>]) -> Result<Held, TlsError> {
    let [certificate, key, roots @ ..] = contents else {
        return Err(TlsError::NoCertificate);
    };
    let chain = certificates(certificate).ok_or(TlsError::NoCertificate)?;
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| TlsError::NoKey)?;
    let provider = Arc::new(ring::default_provider());
    let roots = roots.first();
    let clients = roots
        .map(|roots| verifier(roots, provider.clone()))
        .transpose()?;
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Unusable)?;
    let builder = match &clients {
        None => builder.with_no_client_auth(),
        Some(clients) => builder.with_client_cert_verifier(clients.clone()),
    };
    let config = builder.with_single_cert(chain, key);
    let mut config = config.map_err(TlsError::Unusable)?;
    config.alpn_protocols = vec![HTTP2.to_vec()];
    // A session that is resumed is one whose certificate is not verified again.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Held {
        config: Arc::new(config),
        clients,
    })
}

/// Verifies the certificate of a client, if it shows one. Who shows none has to have a token.
fn verifier(
    pem: &[u8],
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    let mut roots = RootCertStore::empty();
    for root in certificates(pem).ok_or(TlsError::NoRoot)? {
        roots.add(root).map_err(|_| TlsError::NoRoot)?;
    }
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .allow_unauthenticated()
        .build()
        .map_err(|_| TlsError::NoRoot)
}

/// The certificates in a file. `None` if there are none, or if one cannot be read.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let certificates = CertificateDer::pem_slice_iter(pem);
    let certificates = certificates.collect::<Result<Vec<_>, _>>().ok()?;
    (!certificates.is_empty()).then_some(certificates)
}

/// What the client of a connection has shown, and who says whether it still holds.
struct Shown {
    tls: Tls,
    name: Option<String>,
    chain: Vec<CertificateDer<'static>>,
    /// When it was last verified.
    verified: Mutex<Instant>,
}

impl Certificate for Shown {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn is_valid(&self) -> bool {
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.elapsed() < VERIFIED_FOR {
            return true;
        }
        let is_valid = self.tls.still_accepts(&self.chain);
        if is_valid {
            *verified = Instant::now();
        }
        is_valid
    }
}

/// The name of a client: the URI in its certificate if there is exactly one, as SPIFFE has it, and
/// otherwise its first DNS name.
fn name_in(certificate: &CertificateDer<'_>) -> Option<String> {
    let certificate = EndEntityCert::try_from(certificate).ok()?;
    let mut uris = certificate.valid_uri_names();
    match (uris.next(), uris.next()) {
        // Without a scheme, it could be taken for a DNS name.
        (Some(uri), None) => uri.contains("://").then(|| uri.to_owned()),
        (None, _) => certificate.valid_dns_names().next().map(str::to_owned),
        // Which of several it is to be is not known.
        (Some(_), Some(_)) => None,
    }
}
