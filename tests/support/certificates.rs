//! Certificates of tests, and servers and clients that show them.

use std::{path::Path, sync::Arc};

use claimstore::server::{Tls, TlsFiles};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio_rustls::TlsAcceptor;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

use super::issuer::replace;

/// Who signs certificates.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, in PEM.
pub struct Certified {
    pub certificate: String,
    pub key: String,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate of a server on this machine.
    pub fn server(&self) -> Certified {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        self.certify(CertificateParams::new(names).unwrap())
    }

    /// A certificate of a client with these URIs and DNS names.
    pub fn client(&self, uris: &[&str], names: &[&str]) -> Certified {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        let uris = uris
            .iter()
            .map(|&uri| SanType::URI(uri.try_into().unwrap()));
        params.subject_alt_names.extend(uris);
        self.certify(params)
    }

    fn certify(&self, params: CertificateParams) -> Certified {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Certified {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

/// The files of a server's TLS in a directory.
pub fn files(directory: &Path) -> TlsFiles {
    TlsFiles {
        certificate: directory.join("tls.crt"),
        key: directory.join("tls.key"),
        client_ca: Some(directory.join("clients.crt")),
    }
}

/// Writes the files of a server's TLS: certificates of clients are of the same authority.
pub fn write(directory: &Path, authority: &Authority) {
    let Certified { certificate, key } = authority.server();
    let files = files(directory);
    replace(&files.key, &key);
    replace(&files.certificate, &certificate);
    replace(&files.client_ca.unwrap(), &authority.pem());
}

/// TLS by the files in a directory.
pub fn tls(directory: &Path) -> Tls {
    Tls::open(files(directory)).unwrap()
}

/// The server's end of connections over TLS, for servers other than claimstore.
pub fn acceptor(authority: &Authority) -> TlsAcceptor {
    let certified = authority.server();
    let chain = CertificateDer::from_pem_slice(certified.certificate.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(certified.key.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A connection over TLS, to be opened, that trusts an authority and may show a certificate.
pub fn over_tls(address: &str, authority: &Authority, client: Option<&Certified>) -> Channel {
    let address = address.replace("http://", "https://");
    let ca = Certificate::from_pem(authority.pem());
    let mut tls = ClientTlsConfig::new().ca_certificate(ca);
    if let Some(Certified { certificate, key }) = client {
        tls = tls.identity(Identity::from_pem(certificate, key));
    }
    let endpoint = Endpoint::from_shared(address).unwrap();
    endpoint.tls_config(tls).unwrap().connect_lazy()
}
