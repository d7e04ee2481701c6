//! A migrated, empty, isolated database for each test, within milliseconds.
//!
//! All test processes of a user share one throw-away server. The first one starts it. A small
//! reaper stops it half a minute after the last one. Each test gets a copy of a template database
//! that holds the migrated schema. If `DATABASE_URL` is set, that server is used instead.
//!
//! Invariant: nothing is bound to a runtime, because each `#[tokio::test]` has its own. Only files
//! and databases carry state between tests.
//!
//! Deliberately absent: a pool. Each test makes its own.

mod copy;
mod gate;
mod host;
pub mod patroni;
pub mod replicated;
mod server;
mod shared_dir;
mod shell;
mod template;

use std::{
    path::PathBuf,
    process::Child,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use self::{host::Host, server::Server, shared_dir::SharedDir};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A database for one test. It is removed when dropped, or by a later run.
pub struct TestDatabase {
    host: Host,
    name: String,
    own: Option<OwnServer>,
}

struct OwnServer {
    server: Server,
    /// `None` while the server is stopped.
    process: Option<Child>,
}

/// A migrated, empty, isolated database on the shared server.
pub async fn database() -> TestDatabase {
    let (host, mut connection) = host::shared().await;
    host.drop_abandoned_once(&mut connection).await;
    let template = template::prepare(&host, &mut connection).await;
    let name = host.database_name(std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    host::run(
        &mut connection,
        &format!("create database {name} template {template} strategy file_copy"),
    )
    .await;
    let _ = connection.close().await;
    TestDatabase {
        host,
        name,
        own: None,
    }
}

/// A migrated, empty database on a server for this test alone, which is stopped on drop. It is for
/// tests that stop the server, or that hold transactions open, which would disturb other tests.
pub async fn database_on_own_server() -> TestDatabase {
    database_on_own_server_at(i64::MAX).await
}

/// The same, with the schema of an earlier migration.
pub async fn database_on_own_server_at(version: i64) -> TestDatabase {
    let shared_dir = SharedDir::open();
    gate::enter(&shared_dir).await;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let server = Server::create(&shared_dir.own_server_dir(std::process::id(), number)).await;
    let process = server.start().await;
    let host = Host::Local {
        socket_dir: server.socket_dir().to_path_buf(),
    };
    let name = "claimstore".to_owned();
    let own = OwnServer {
        server,
        process: Some(process),
    };
    let database = TestDatabase {
        host,
        name,
        own: Some(own),
    };
    let mut connection = database.host.connect().await.expect("it was just started");
    host::run(&mut connection, "create database claimstore").await;
    let _ = connection.close().await;
    template::migrate_to(version, &database.options()).await;
    database
}

impl TestDatabase {
    pub fn options(&self) -> PgConnectOptions {
        self.host.options(&self.name)
    }

    /// The url of the database, for settings and for other programs.
    pub fn url(&self) -> String {
        self.host.url(&self.name)
    }

    /// The socket of the test's own server.
    ///
    /// # Panics
    ///
    /// If the database is on the shared server.
    pub fn socket(&self) -> PathBuf {
        let own = self.own.as_ref().expect("a server of its own");
        let port = self.options().get_port();
        own.server.socket_dir().join(format!(".s.PGSQL.{port}"))
    }

    /// Stops the test's own server at once, as an outage would.
    ///
    /// # Panics
    ///
    /// If the database is on the shared server.
    pub async fn stop_server(&mut self) {
        let own = self.own.as_mut().expect("only a server of its own stops");
        if let Some(process) = own.process.take() {
            server::stop(process);
        }
    }

    /// Copies the test's own server as it is now, for [`Self::start_standby`].
    ///
    /// # Panics
    ///
    /// If the database is on the shared server.
    pub async fn copy_server(&mut self) {
        self.stop_server().await;
        self.own.as_ref().expect("it just stopped").server.copy();
        self.start_server().await;
    }

    /// Stops the test's own server at once, and starts its copy instead, as a standby.
    ///
    /// # Panics
    ///
    /// If the server was not copied before.
    pub async fn start_standby(&mut self) {
        self.stop_server().await;
        let own = self.own.as_ref().expect("it just stopped");
        own.server.become_copy();
        self.start_server().await;
    }

    /// Replaces all rows by those of another database, as the restore of a dump does.
    pub async fn restore(&self, from: &TestDatabase) {
        let connect = |database: &TestDatabase| {
            let options = database.options();
            async move { PgConnection::connect_with(&options).await }
        };
        let mut from = connect(from).await.expect("its server runs");
        let mut to = connect(self).await.expect("its server runs");
        copy::rows(&mut from, &mut to).await;
    }

    /// Starts the test's own server again, with all that was committed.
    ///
    /// # Panics
    ///
    /// If the database is on the shared server.
    pub async fn start_server(&mut self) {
        let own = self.own.as_mut().expect("only a server of its own starts");
        if own.process.is_none() {
            own.process = Some(own.server.start().await);
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match self.own.take() {
            Some(own) => {
                own.process.into_iter().for_each(server::stop);
                own.server.remove();
            }
            None => self.host.drop_in_background(&self.name),
        }
    }
}
