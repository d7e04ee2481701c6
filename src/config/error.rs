//! Settings that cannot be used.

use std::{net::SocketAddr, path::PathBuf};

use super::database_url::Problems;
use crate::{
    access::OpenError, app::search::EncoderError, proof, server::TlsError, vault::KeysError,
};

/// A setting that cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is malformed, or the name cannot be resolved.
    #[error(
        "{0} is not an address to listen on; write for example 127.0.0.1:50051, localhost:50051 or [::1]:50051"
    )]
    NotAnAddress(String),
    /// The address is not a loopback address.
    #[error(
        "{0} can be reached from other machines; that takes --tls-cert with --tls-key and --policy, or --insecure-listen if the network is trusted; or listen on 127.0.0.1"
    )]
    BeyondLoopback(SocketAddr),
    /// The policy cannot be used.
    #[error(transparent)]
    Policy(#[from] OpenError),
    /// The keys of confidential sources cannot be used.
    #[error("the keys of confidential sources cannot be used: {0}")]
    Keys(#[from] KeysError),
    /// The file with keys cannot be read.
    #[error("the keys in {} cannot be read: {why}", .file.display())]
    KeysFile {
        /// The file.
        file: PathBuf,
        /// Why it cannot be read.
        why: String,
    },
    /// The keys that sign checkpoints cannot be used.
    #[error("the keys of --log-keys cannot be used: {0}")]
    LogKeys(#[from] proof::keys::KeysError),
    /// The keys that sign checkpoints, or those of witnesses, cannot be used.
    #[error("the keys in {} cannot be used: {error}", .file.display())]
    LogKeysFile {
        /// The file.
        file: PathBuf,
        /// Why they cannot be used.
        error: proof::keys::KeysError,
    },
    /// Everyone who reaches the server could reveal confidential sources.
    #[error(
        "with --confidential-keys, who reaches {0} from other machines could reveal confidential sources; that takes --policy, also on a network that is trusted"
    )]
    KeysWithoutPolicy(SocketAddr),
    /// An origin is not one that a browser sends.
    #[error(
        "{0} is not an origin as browsers send it; write for example https://cms.example or http://localhost:3000, without a path, in lower case and without the default port"
    )]
    NotAnOrigin(String),
    /// Any page that somebody visits could read and write everything.
    #[error(
        "with --web-origins * and without --policy, every page that somebody on this network opens could read and write everything; name the origins, or give a policy"
    )]
    EveryPage,
    /// Any page could call in the name of whoever visits it.
    #[error(
        "with --web-origins * and --web-credentials, every page could call in the name of whoever opens it; name the origins"
    )]
    CredentialsOfEverybody,
    /// No page may call.
    #[error("--web-credentials is for the pages of --web-origins, and there are none")]
    CredentialsOfNobody,
    /// The certificates cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The sentence encoder cannot be used.
    #[error(transparent)]
    Encoder(#[from] EncoderError),
    /// A url cannot be used. The error does not repeat it, since it may contain a password.
    #[error("{which} cannot be used: {problems}")]
    DatabaseUrl {
        /// Which url.
        which: String,
        /// What is wrong with it.
        problems: Problems,
    },
    /// A pooler can lead to another standby with each transaction.
    #[error("reads cannot go to standbys with --database-pooled; leave out --read-database-url")]
    PooledStandbys,
    /// Too many standbys.
    #[error("reads can go to at most {0} standbys")]
    TooManyStandbys(usize),
    /// No database url is set, although one is required.
    #[error(
        "no database url is set, and --database-required forbids a private Postgres; set CLAIMSTORE_DATABASE_URL to postgres://user:password@host/database"
    )]
    NoDatabase,
    /// The command needs a session of its own, and the url leads to a pooler.
    #[error(
        "this command needs Postgres itself, and with --database-pooled the database url leads to a pooler; give the url of Postgres with --database-direct-url"
    )]
    NoDirectUrl,
}
