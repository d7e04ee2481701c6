//! Finds out who a call comes from, by the policy and the keys that hold at the moment.

use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use ring::digest::{SHA256, SHA256_OUTPUT_LEN};

use tokio::sync::{Notify, watch};

use super::{
    caller::{self, CERTIFICATE, Caller},
    clock::now,
    file,
    issuer::KeySource,
    keys::{Keys, KeysError},
    policy::{Policy, PolicyError},
    signature,
    token::{self, TokenError},
};

/// The most tokens that are remembered as verified.
const REMEMBERED_MAX: usize = 10_000;

/// What a call shows of its caller.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The token.
    pub token: Option<Arc<str>>,
    /// The certificate of the client.
    pub certificate: Option<Arc<dyn Certificate>>,
}

// Nothing that is logged may have a token.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .finish_non_exhaustive()
    }
}

/// A certificate that a client has shown.
pub trait Certificate: Send + Sync {
    /// The name in it, if it has one that can be that of a caller.
    fn name(&self) -> Option<&str>;

    /// Whether it is still valid, and of an authority that is still trusted.
    fn is_valid(&self) -> bool;
}

/// The longest time for which a caller is not verified again while a stream is open.
const REMAINING_MAX: Duration = Duration::from_secs(86_400);

/// How often a certificate is verified again while a stream is open.
const CERTIFICATE_EVERY: Duration = Duration::from_secs(15);

/// A caller that was verified.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The caller.
    pub caller: Caller,
    /// When that has to be verified again.
    ends: SystemTime,
}

impl Authenticated {
    /// For how long that needs not be verified again: a day at most.
    pub fn remaining(&self) -> Duration {
        let remaining = self.ends.duration_since(now()).unwrap_or_default();
        remaining.min(REMAINING_MAX)
    }
}

/// Why a caller was not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There are no credentials.
    NoCredentials,
    /// The token is not accepted.
    Token(TokenError),
    /// The certificate has no name that can be that of a caller.
    Certificate,
    /// The certificate has expired, or its authority was removed from those that are trusted.
    CertificateEnded,
    /// The keys of the issuer of the token could not be had yet.
    NoKeys,
}

/// Why a policy cannot be used from the start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file cannot be read.
    #[error("{} cannot be read", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It is not text.
    #[error("{} is not text in UTF-8", .0.display())]
    NotText(PathBuf),
    /// The policy is wrong.
    #[error("the policy {} cannot be used", path.display())]
    Policy {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: PolicyError,
    },
    /// A set of keys is wrong.
    #[error("the keys in {} cannot be used", path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: KeysError,
    },
}

/// Verifies callers. It is cheap to clone.
#[derive(Clone, Debug)]
pub struct Authenticator(Arc<Shared>);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) path: PathBuf,
    /// What the policy's file had at the start.
    pub(super) text: Vec<u8>,
    state: RwLock<Arc<State>>,
    /// Tells that another state holds.
    changes: watch::Sender<()>,
    /// Tells that a token was signed with a key that is not known.
    pub(super) wanted: Notify,
}

/// What holds at a moment. Whatever changes makes another one, which remembers nothing of the last.
#[derive(Debug)]
pub(super) struct State {
    pub(super) policy: Arc<Policy>,
    /// Of each issuer, if they could be had.
    pub(super) keys: Vec<Option<Arc<Keys>>>,
    /// Who the tokens that were verified are of, by their digests.
    remembered: Mutex<HashMap<Digest, Authenticated>>,
}

impl State {
    pub(super) fn new(policy: Arc<Policy>, keys: Vec<Option<Arc<Keys>>>) -> Self {
        Self {
            policy,
            keys,
            remembered: Mutex::default(),
        }
    }

    fn remembered(&self, token: &Digest) -> Option<Authenticated> {
        let remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = remembered.get(token)?;
        (now() < known.ends).then(|| known.clone())
    }

    fn remember(&self, token: Digest, authenticated: Authenticated) {
        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if remembered.len() == REMEMBERED_MAX {
            remembered.clear();
        }
        remembered.insert(token, authenticated);
    }

    fn of_token(&self, text: &str) -> Result<Authenticated, Refused> {
        let digest = digest_of(text);
        if let Some(known) = self.remembered(&digest) {
            return Ok(known);
        }
        let iss = token::issuer_of(text).map_err(Refused::Token)?;
        let mut issuers = self.policy.issuers.iter().zip(&self.keys);
        let found = issuers.find(|(issuer, _)| issuer.issuer == iss);
        let (issuer, keys) = found.ok_or(Refused::Token(TokenError::Issuer))?;
        let keys = keys.as_ref().ok_or(Refused::NoKeys)?;
        let token = token::verify(text, issuer, keys).map_err(Refused::Token)?;
        let name = caller::name(&issuer.name, &token.subject);
        let name = name.ok_or(Refused::Token(TokenError::Subject))?;
        let groups = token.groups.iter();
        let groups: Vec<String> = groups
            .map(|group| format!("{}:{group}", issuer.name))
            .collect();
        let authenticated = Authenticated {
            caller: self.policy.caller(name, &groups),
            ends: token.ends,
        };
        self.remember(digest, authenticated.clone());
        Ok(authenticated)
    }

    fn of_certificate(&self, certificate: &dyn Certificate) -> Result<Authenticated, Refused> {
        let name = certificate.name();
        let name = name.and_then(|name| caller::name(CERTIFICATE, name));
        let name = name.ok_or(Refused::Certificate)?;
        if !certificate.is_valid() {
            return Err(Refused::CertificateEnded);
        }
        Ok(Authenticated {
            caller: self.policy.caller(name, &[]),
            ends: now() + CERTIFICATE_EVERY,
        })
    }
}

impl Authenticator {
    /// Reads a policy and the files with keys that it names. Keys that it has to ask for are had
    /// once [`follow`](Self::follow) runs.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::of_files(path, read)
    }

    /// The same of files that are read in this way.
    pub(crate) fn of_files(
        path: &Path,
        read: impl Fn(&Path) -> Result<Vec<u8>, OpenError>,
    ) -> Result<Self, OpenError> {
        signature::install();
        let text = read(path)?;
        let policy = parse_policy(path, &text)?;
        let keys = policy.issuers.iter().map(|issuer| match &issuer.keys {
            KeySource::File(path) => {
                let bytes = read(path)?;
                let keys = Keys::read(&bytes).map_err(|source| OpenError::Keys {
                    path: path.clone(),
                    source,
                })?;
                Ok(Some(Arc::new(keys)))
            }
            KeySource::Url(_) | KeySource::Discovery(_) => Ok(None),
        });
        let keys = keys.collect::<Result<Vec<_>, OpenError>>()?;
        Ok(Self(Arc::new(Shared {
            path: path.to_owned(),
            text,
            state: RwLock::new(Arc::new(State::new(Arc::new(policy), keys))),
            changes: watch::Sender::new(()),
            wanted: Notify::new(),
        })))
    }

    /// The caller with these credentials. A token counts, if there is one, and otherwise the
    /// certificate.
    pub fn authenticate(&self, credentials: &Credentials) -> Result<Authenticated, Refused> {
        let state = self.state();
        match (&credentials.token, &credentials.certificate) {
            (Some(token), _) => {
                let authenticated = state.of_token(token);
                if authenticated
                    .as_ref()
                    .is_err_and(Refused::may_be_for_new_keys)
                {
                    self.0.wanted.notify_one();
                }
                authenticated
            }
            (None, Some(certificate)) => state.of_certificate(&**certificate),
            (None, None) => Err(Refused::NoCredentials),
        }
    }

    /// Tells whenever what callers are granted may have changed.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.0
    }

    pub(super) fn state(&self) -> Arc<State> {
        let state = self.0.state.read();
        state.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn change(&self, state: State) {
        let mut held = self.0.state.write().unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(state);
        drop(held);
        self.0.changes.send_replace(());
    }
}

impl Refused {
    fn may_be_for_new_keys(&self) -> bool {
        matches!(
            self,
            Self::NoKeys | Self::Token(TokenError::Key | TokenError::Signature)
        )
    }
}

/// The SHA-256 of a token. A token itself is not kept.
type Digest = [u8; SHA256_OUTPUT_LEN];

fn digest_of(token: &str) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(ring::digest::digest(&SHA256, token.as_bytes()).as_ref());
    digest
}

fn read(path: &Path) -> Result<Vec<u8>, OpenError> {
    file::read(path).map_err(|source| OpenError::File {
        path: path.to_owned(),
        source,
    })
}

/// Reads a policy that a file has.
pub(super) fn parse_policy(path: &Path, bytes: &[u8]) -> Result<Policy, OpenError> {
    let text = str::from_utf8(bytes).map_err(|_| OpenError::NotText(path.to_owned()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    Policy::read(text, folder).map_err(|source| OpenError::Policy {
        path: path.to_owned(),
        source,
    })
}
