//! The server on which databases are created: the shared one, or that of `DATABASE_URL`.
//!
//! Invariant: only databases of processes of this machine are dropped. Several machines may use
//! one server, so the name of a database includes the machine.

use std::{
    env, fs,
    path::PathBuf,
    str::FromStr,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use claimstore::embedded::{connect_options, directory::initdb::USER};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};
use url::Url;

use super::{
    gate,
    shared_dir::{SharedDir, is_alive},
};

#[derive(Clone)]
pub enum Host {
    Local { socket_dir: PathBuf },
    Given { url: Url },
}

/// The server, and a connection to its maintenance database, from which others are created.
pub async fn shared() -> (Host, PgConnection) {
    let mut tries_left = 50;
    loop {
        let host = find().await;
        match host.connect().await {
            Ok(connection) => return (host, connection),
            // A server that is just being killed still seems alive.
            Err(error) => assert!(tries_left > 0, "the test server does not answer: {error}"),
        }
        tries_left -= 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn find() -> Host {
    if let Ok(url) = env::var("DATABASE_URL") {
        let url = Url::parse(&url).expect("DATABASE_URL is a url");
        return Host::Given { url };
    }
    let server = gate::enter_with_server(&SharedDir::open()).await;
    Host::Local {
        socket_dir: server.socket_dir().to_path_buf(),
    }
}

impl Host {
    pub fn options(&self, database: &str) -> PgConnectOptions {
        match self {
            Host::Local { socket_dir } => connect_options(socket_dir, database),
            Host::Given { url } => PgConnectOptions::from_str(url.as_str())
                .expect("DATABASE_URL is a Postgres url")
                .database(database),
        }
    }

    pub fn url(&self, database: &str) -> String {
        let mut url = match self {
            Host::Local { socket_dir } => {
                let mut url = Url::parse("postgres://localhost").expect("a constant");
                url.set_username(USER).expect("a url with a host");
                let socket_dir = socket_dir
                    .to_str()
                    .expect("the path of the shared directory is ASCII");
                url.query_pairs_mut()
                    .append_pair("host", socket_dir)
                    .append_pair("sslmode", "disable");
                url
            }
            Host::Given { url } => url.clone(),
        };
        url.set_path(database);
        url.into()
    }

    /// Connects to the maintenance database, from which others are created.
    pub async fn connect(&self) -> sqlx::Result<PgConnection> {
        let options = match self {
            Host::Local { .. } => self.options("postgres"),
            Host::Given { url } => {
                PgConnectOptions::from_str(url.as_str()).expect("DATABASE_URL is a Postgres url")
            }
        };
        PgConnection::connect_with(&options).await
    }

    pub fn database_name(&self, pid: u32, number: u32) -> String {
        format!("{}{pid}_{number}", self.prefix())
    }

    fn prefix(&self) -> String {
        match self {
            Host::Local { .. } => "t_".to_owned(),
            Host::Given { .. } => format!("t_{}_", machine()),
        }
    }

    /// Drops the databases of processes that have ended. Only the first call of a process does it.
    pub async fn drop_abandoned_once(&self, connection: &mut PgConnection) {
        static DONE: AtomicBool = AtomicBool::new(false);
        if DONE.swap(true, Ordering::Relaxed) {
            return;
        }
        let names: Vec<String> =
            sqlx::query_scalar("select datname from pg_database where starts_with(datname, $1)")
                .bind(self.prefix())
                .fetch_all(&mut *connection)
                .await
                .expect("databases can be listed");
        for name in names.iter().filter(|name| self.is_abandoned(name)) {
            // Another process may drop the same database, so an error is ignored.
            let _ = drop_database(connection, name).await;
        }
    }

    fn is_abandoned(&self, name: &str) -> bool {
        name.strip_prefix(&self.prefix())
            .and_then(|rest| rest.split_once('_'))
            .and_then(|(pid, _)| pid.parse().ok())
            .is_some_and(|pid| !is_alive(pid))
    }

    /// Drops a database, and returns at once. If the process ends before, a later run drops it.
    pub fn drop_in_background(&self, name: &str) {
        let (host, name) = (self.clone(), name.to_owned());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            let Ok(runtime) = runtime else { return };
            runtime.block_on(async {
                if let Ok(mut connection) = host.connect().await {
                    let _ = drop_database(&mut connection, &name).await;
                }
            });
        });
    }
}

pub async fn run(connection: &mut PgConnection, sql: &str) {
    execute(connection, sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn execute(connection: &mut PgConnection, sql: &str) -> sqlx::Result<()> {
    // The names in the SQL are made here, of letters, digits and underscores.
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await?;
    Ok(())
}

async fn drop_database(connection: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    execute(
        connection,
        &format!("drop database if exists {name} with (force)"),
    )
    .await
}

/// Eight letters for this machine and container. Process ids of another one mean other processes.
fn machine() -> String {
    let mut hash = Sha256::new();
    for path in ["/etc/hostname", "/proc/sys/kernel/random/boot_id"] {
        hash.update(fs::read(path).unwrap_or_default());
    }
    let namespace = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    hash.update(namespace.as_os_str().as_encoded_bytes());
    hash.finalize()[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
