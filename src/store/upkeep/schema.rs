//! The schema: bringing a database up to it, and asking whether it is there.

use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use super::backfill;
use crate::store::{Error, Store, epoch};

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// A migration waits this long for the lock of another one.
const LOCK_WAIT: &str = "60s";

/// Whether the database can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// It can.
    Ready,
    /// It is a standby, or refuses to write.
    ReadOnly,
    /// Its schema is older than this build's; has it and what is needed.
    OldSchema {
        /// The version that the database has; 0 for none.
        found: i64,
        /// The version that this build needs.
        needed: i64,
    },
}

/// The version of the schema that this build needs.
pub fn version_needed() -> i64 {
    MIGRATOR
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default()
}

/// Brings a database up to this build's schema, forward only, and computes what this
/// build keeps beside the documents of earlier ones. Tells how many steps were missing.
pub async fn migrate(options: &PgConnectOptions) -> Result<usize, Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    // sqlx would take a session lock and keep it when a migration fails, so that
    // the next runner hangs. This one ends with the connection, whatever happens.
    sqlx::query("select set_config('lock_timeout', $1, false)")
        .bind(LOCK_WAIT)
        .execute(&mut connection)
        .await?;
    sqlx::query("select pg_advisory_lock(hashtextextended('claimstore migration', 0))")
        .execute(&mut connection)
        .await?;
    let before = version(&mut connection).await?;
    MIGRATOR.run(&mut connection).await?;
    epoch::begin_if_new(&mut connection).await?;
    backfill::once(&mut connection, options).await?;
    connection.close().await?;
    Ok(MIGRATOR
        .iter()
        .filter(|migration| migration.version > before)
        .count())
}

async fn version(connection: &mut PgConnection) -> Result<i64, Error> {
    let is_there: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !is_there {
        return Ok(0);
    }
    let version: Option<i64> =
        sqlx::query_scalar("select max(version) from _sqlx_migrations where success")
            .fetch_one(&mut *connection)
            .await?;
    Ok(version.unwrap_or_default())
}

/// Refuses a database whose schema is not there yet.
pub(crate) async fn require(connection: &mut PgConnection) -> Result<(), Error> {
    let (found, needed) = (version(connection).await?, version_needed());
    match found < needed {
        true => Err(Error::OldSchema { found, needed }),
        false => Ok(()),
    }
}

impl Store {
    /// Asks whether the database can serve: a writable primary with the schema.
    pub async fn readiness(&self) -> Result<Readiness, Error> {
        let mut connection = self.probe.acquire().await?;
        let is_writable: bool = sqlx::query_scalar(
            "select not pg_is_in_recovery() and not current_setting('default_transaction_read_only')::boolean",
        )
        .fetch_one(&mut *connection)
        .await?;
        if !is_writable {
            return Ok(Readiness::ReadOnly);
        }
        let (found, needed) = (version(&mut connection).await?, version_needed());
        if found < needed {
            return Ok(Readiness::OldSchema { found, needed });
        }
        // A pool that connected before the schema was there has no epoch yet.
        epoch::begin_if_new(&mut connection).await?;
        Ok(Readiness::Ready)
    }
}
