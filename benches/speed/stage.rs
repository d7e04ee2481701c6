//! What all lines need: the private Postgres, databases on it, the programs and the generator.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use claimstore::store::ConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use url::Url;

use super::{
    bundles::{Generator, Shared},
    database::Database,
    line::{About, Line},
    meter::Watched,
    programs::Programs,
    service::Service,
};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The claims of the store that is read.
    pub claims: usize,
    /// The bundles of an import.
    pub bundles: usize,
    /// The claims of the long import.
    pub imported: usize,
    /// The sizes of the store for the curves, in claims.
    pub growth: [usize; 5],
    /// The length of one run of one side.
    pub time: Duration,
    /// The runs that count.
    pub runs: usize,
    /// The share of the CPU that others may take in a run that counts, in percent.
    pub others_max: f64,
}

/// When and with what it was measured.
#[derive(Clone, Debug)]
pub struct Made {
    pub date: String,
    /// The version of Postgres.
    pub postgres: String,
}

/// The private Postgres with its normal settings.
pub struct Stage {
    pub sizes: Sizes,
    pub programs: Programs,
    pub generator: Arc<Generator>,
    pub made: Made,
    /// The process of Postgres.
    postgres: u32,
    database: Database,
    dir: TempDir,
    numbers: AtomicUsize,
}

/// What a group of lines is measured on.
pub trait Scene: Sized {
    async fn new(stage: &Stage) -> Result<Self, String>;

    /// Measures one of its lines.
    async fn line(&self, stage: &Stage, about: About) -> Line;

    async fn end(self, stage: &Stage);
}

/// A database of the service, at first empty.
pub struct Store {
    pub options: ConnectOptions,
    url: String,
    name: String,
}

impl Stage {
    pub async fn new(sizes: Sizes, seed: u64) -> Result<Self, String> {
        let programs = Programs::find()?;
        let database = Database::start().await;
        let mut connection = PgConnection::connect_with(&database.options())
            .await
            .unwrap();
        let query = "select pg_read_file('postmaster.pid'), current_setting('server_version'), current_date::text";
        let (pid_file, postgres, date): (String, String, String) = sqlx::query_as(query)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let made = Made { date, postgres };
        let postgres = pid_file.lines().next().and_then(|line| line.parse().ok());
        Ok(Self {
            sizes,
            programs,
            generator: Arc::new(Generator::new(seed, Shared::Nothing)),
            made,
            postgres: postgres.unwrap(),
            database,
            dir: tempfile::tempdir().unwrap(),
            numbers: AtomicUsize::new(0),
        })
    }

    fn number(&self) -> usize {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// A new path in the temporary directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(format!("{}-{name}", self.number()))
    }

    /// An empty store. It is a copy of the migrated database, which stays as it is.
    pub async fn store(&self) -> Store {
        let name = format!("store_{}", self.number());
        let create = format!("create database {name} template claimstore strategy file_copy");
        self.administer(&create).await;
        let mut url = Url::parse(&self.database.url()).unwrap();
        url.set_path(&name);
        Store {
            options: self.database.options().database(&name),
            url: url.into(),
            name,
        }
    }

    /// Removes a store; its service must have ended.
    pub async fn drop_store(&self, store: Store) {
        let drop = format!("drop database {} with (force)", store.name);
        self.administer(&drop).await;
    }

    /// Writes what is dirty now, so that a run does not pay for the one before.
    pub async fn checkpoint(&self) {
        self.administer("checkpoint").await;
    }

    /// Runs a statement from a database that is never copied.
    async fn administer(&self, statement: &str) {
        let options = self.database.options().database("postgres");
        let mut connection = PgConnection::connect_with(&options).await.unwrap();
        let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        statement.execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    pub async fn serve(&self, store: &Store) -> Result<Service, String> {
        Service::start(&store.url, &[], self.path("service.log")).await
    }

    /// The service without an index for searches.
    pub async fn serve_without_search(&self, store: &Store) -> Result<Service, String> {
        Service::start(&store.url, &["--no-search"], self.path("service.log")).await
    }

    pub fn watching(&self, service: &Service) -> Watched {
        Watched {
            service: Some(service.id()),
            postgres: self.postgres,
        }
    }

    /// For the limit, which has no service.
    pub fn watching_postgres(&self) -> Watched {
        Watched {
            service: None,
            postgres: self.postgres,
        }
    }

    pub async fn stop(self) {
        self.database.stop().await;
    }
}

impl Store {
    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.options).await.unwrap()
    }

    /// Runs SQL statements one after the other.
    pub async fn run(&self, sql: &str) -> Result<(), String> {
        let mut connection = self.connect().await;
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = done.execute(&mut connection).await;
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    /// The number of rows of a table.
    pub async fn rows(&self, table: &str) -> usize {
        let count = format!("select count(*) from {table}");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(&mut self.connect().await)
            .await
            .unwrap();
        count.try_into().unwrap()
    }
}
