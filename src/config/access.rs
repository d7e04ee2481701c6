//! Who may call, and how connections are encrypted.

use std::path::PathBuf;

use clap::Args;

use super::error::Error;
use crate::{
    access::Authenticator,
    api::call::guard::Guard,
    server::{Tls, TlsFiles},
};

/// Who may call, and how connections are encrypted.
#[derive(Args, Clone, Debug, Default)]
pub struct Access {
    /// File with the policy: whose tokens are trusted, and who may do what [default: everyone may
    /// do everything]
    ///
    /// docs/access.md describes it. It is read again when it changes; one that is wrong changes
    /// nothing.
    #[arg(long = "policy", env = "CLAIMSTORE_POLICY", value_name = "FILE")]
    pub policy: Option<PathBuf>,

    /// Answer server reflection without credentials, although there is a policy
    #[arg(
        long = "open-reflection",
        env = "CLAIMSTORE_OPEN_REFLECTION",
        requires = "policy"
    )]
    pub is_reflection_open: bool,

    /// File with the certificate of the server in PEM, and those between it and its root [default:
    /// no TLS]
    ///
    /// All files of TLS are read again when they change. Connections that are open go on.
    #[arg(
        long = "tls-cert",
        env = "CLAIMSTORE_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub tls_cert: Option<PathBuf>,

    /// File with the private key of that certificate in PEM
    #[arg(
        long = "tls-key",
        env = "CLAIMSTORE_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub tls_key: Option<PathBuf>,

    /// File with the roots of client certificates in PEM; clients may then show one instead of a
    /// token [default: no client certificates]
    #[arg(
        long = "tls-client-ca",
        env = "CLAIMSTORE_TLS_CLIENT_CA",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub tls_client_ca: Option<PathBuf>,
}

impl Access {
    /// Whether connections are encrypted.
    pub const fn is_encrypted(&self) -> bool {
        self.tls_cert.is_some()
    }

    /// Whether callers are verified.
    pub const fn has_policy(&self) -> bool {
        self.policy.is_some()
    }

    /// Reads the policy, if there is one.
    pub fn guard(&self) -> Result<Guard, Error> {
        let policy = self.policy.as_deref();
        Ok(Guard {
            authenticator: policy.map(Authenticator::open).transpose()?,
            is_reflection_open: self.is_reflection_open,
            rates: None,
        })
    }

    /// Reads the certificates, if there are any.
    pub fn tls(&self) -> Result<Option<Tls>, Error> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else {
            return Ok(None);
        };
        let files = TlsFiles {
            certificate: certificate.clone(),
            key: key.clone(),
            client_ca: self.tls_client_ca.clone(),
        };
        Ok(Some(Tls::open(files)?))
    }
}
