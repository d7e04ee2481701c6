//! The private Postgres of `claimstore serve`, with its normal settings: fsync is on.

use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

use claimstore::{
    embedded::{Embedded, Settings},
    store::{ConnectOptions, upkeep::migration},
};
use tempfile::TempDir;
use url::Url;

/// A migrated, empty database on a Postgres of its own.
pub struct Database {
    embedded: Embedded,
    // After the server, because fields are dropped in this order.
    _dir: TempDir,
}

impl Database {
    pub async fn start() -> Self {
        // Root runs Postgres as another user, which must be able to enter.
        let dir = tempfile::Builder::new()
            .permissions(Permissions::from_mode(0o755))
            .tempdir()
            .unwrap();
        let settings = Settings {
            data_dir: Some(dir.path().join("data")),
            ..Settings::default()
        };
        let embedded = Embedded::start(&settings).await.unwrap();
        let options = embedded.connect_options();
        migration::migrate(&options, migration::PATIENCE)
            .await
            .unwrap();
        Self {
            embedded,
            _dir: dir,
        }
    }

    pub fn options(&self) -> ConnectOptions {
        self.embedded.connect_options()
    }

    /// The connection options as a url.
    pub fn url(&self) -> String {
        let options = self.options();
        let mut url = Url::parse("postgres://localhost/claimstore").unwrap();
        url.set_username(options.get_username()).unwrap();
        let socket = options.get_socket().unwrap().to_str().unwrap().to_owned();
        url.query_pairs_mut()
            .append_pair("host", &socket)
            .append_pair("sslmode", "disable");
        url.into()
    }

    pub async fn stop(self) {
        self.embedded.stop().await.unwrap();
    }
}
