//! The schema: migrates a database to it, and checks whether a database can serve.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, postgres::PgConnectOptions};

use super::{backfill, trial};
use crate::{
    domain::Timestamp,
    store::{Error, Store, connection::Connection, epoch},
};

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// Whether the database can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// It can.
    Ready,
    /// It is a standby.
    Standby,
    /// It is read-only by configuration.
    ReadOnly,
    /// It cannot hold all texts.
    NotUtf8,
    /// Its schema is older than this build's.
    OldSchema {
        /// The database's version; 0 if it has no schema.
        found: i64,
        /// The version that this build needs.
        needed: i64,
    },
}

/// Returns the schema version that this build needs.
pub fn version_needed() -> i64 {
    MIGRATOR
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default()
}

/// Migrates a database to this build's schema, forward only, and runs the backfill. Returns
/// the number of migrations applied.
pub async fn migrate(options: &PgConnectOptions) -> Result<usize, Error> {
    let mut connection = Connection::unhurried(options).await?;
    require_utf8(&mut connection).await?;
    // sqlx's own session lock would stay held after a failed migration and block the next
    // one. This lock is released when the connection ends, whatever happens.
    sqlx::query("select pg_advisory_lock(hashtextextended('claimstore migration', 0))")
        .execute(&mut connection)
        .await?;
    let before = version(&mut connection).await?;
    drop_invalid_indexes(&mut connection, before).await?;
    MIGRATOR.run(connection.raw()).await?;
    epoch::begin_if_new(&mut connection).await?;
    backfill::once(&mut connection, options).await?;
    Ok(MIGRATOR
        .iter()
        .filter(|migration| migration.version > before)
        .count())
}

/// Refuses a database that cannot hold all texts.
async fn require_utf8(connection: &mut Connection) -> Result<(), Error> {
    let is_utf8: bool = sqlx::query_scalar("select current_setting('server_encoding') = 'UTF8'")
        .fetch_one(connection)
        .await?;
    match is_utf8 {
        true => Ok(()),
        false => Err(sqlx::Error::Configuration(Box::new(NotUtf8)).into()),
    }
}

/// The encoding of the database cannot hold all texts.
#[derive(Debug, thiserror::Error)]
#[error("the encoding of the database is not UTF8; create one with it")]
pub struct NotUtf8;

/// Drops the indexes that a migration after a version left invalid when it was interrupted.
/// The migration creates them again, which it could not do if they were there.
async fn drop_invalid_indexes(connection: &mut Connection, version: i64) -> Result<(), Error> {
    let invalid: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_index join pg_class on pg_class.oid = indexrelid \
         where not indisvalid and relnamespace = current_schema()::regnamespace",
    )
    .fetch_all(&mut *connection)
    .await?;
    let missing = || MIGRATOR.iter().filter(|it| it.version > version);
    for index in invalid {
        if missing().any(|it| it.sql.as_str().contains(&index)) {
            sqlx::raw_sql(AssertSqlSafe(format!(
                "drop index concurrently \"{index}\""
            )))
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(())
}

pub(super) async fn version(connection: &mut Connection) -> Result<i64, Error> {
    let has_schema: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !has_schema {
        return Ok(0);
    }
    let version: Option<i64> =
        sqlx::query_scalar("select max(version) from _sqlx_migrations where success")
            .fetch_one(&mut *connection)
            .await?;
    Ok(version.unwrap_or_default())
}

/// Refuses a database whose schema is older than this build's.
pub(crate) async fn require(connection: &mut Connection) -> Result<(), Error> {
    let (found, needed) = (version(connection).await?, version_needed());
    match found < needed {
        true => Err(Error::OldSchema { found, needed }),
        false => Ok(()),
    }
}

impl Store {
    /// Returns whether the database can serve: it must be a writable primary with the schema,
    /// and must not refuse writes.
    pub async fn readiness(&self) -> Result<Readiness, Error> {
        let mut connection = self.probe().await?;
        let asked = Instant::now();
        let (is_standby, is_read_only, is_utf8, now): (bool, bool, bool, Timestamp) = sqlx::query_as(
            "select pg_is_in_recovery(), current_setting('default_transaction_read_only')::boolean,
                 current_setting('server_encoding') = 'UTF8', clock_timestamp()",
        )
        .fetch_one(&mut *connection)
        .await?;
        self.clock.see(asked, now);
        if is_standby || is_read_only {
            // The next one may lead to a database that writes, or to this one as it is then.
            connection.discard();
        }
        if is_standby {
            return Ok(Readiness::Standby);
        }
        if is_read_only {
            return Ok(Readiness::ReadOnly);
        }
        if !is_utf8 {
            return Ok(Readiness::NotUtf8);
        }
        let (found, needed) = (version(&mut connection).await?, version_needed());
        if found < needed {
            return Ok(Readiness::OldSchema { found, needed });
        }
        // Connections that were opened before the schema existed could not begin an epoch.
        epoch::begin_if_new(&mut connection).await?;
        drop(connection);
        self.require_no_doubt().await?;
        Ok(Readiness::Ready)
    }

    /// If a write was refused for a reason that may be one for all writes, tries to write.
    async fn require_no_doubt(&self) -> Result<(), Error> {
        if self.is_in_doubt.load(Ordering::Relaxed) {
            trial::write(self).await?;
            self.is_in_doubt.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// What the database is behind with.
    pub async fn lags(&self) -> Result<Lags, Error> {
        let mut connection = self.probe().await?;
        let (clock, oldest) = lag_and_oldest(&mut connection).await?;
        let horizon = self.horizon.see(Instant::now(), oldest);
        Ok(Lags { clock, horizon })
    }
}

/// How many seconds the clock is behind the times that changes get, and the oldest transaction
/// that is open, if any is.
pub(super) async fn lag_and_oldest(
    connection: &mut Connection,
) -> Result<(f64, Option<i64>), Error> {
    let lags = sqlx::query_as(
        "select extract(epoch from next_change_time() - clock_timestamp())::double precision,
             case when pg_snapshot_xmin(snapshot) < pg_snapshot_xmax(snapshot)
                 then pg_snapshot_xmin(snapshot)::text::bigint end
         from pg_current_snapshot() snapshot",
    );
    Ok(lags.fetch_one(&mut *connection).await?)
}

/// What a database is behind with.
#[derive(Clone, Copy, Debug)]
pub struct Lags {
    /// How many seconds its clock is behind the times that changes get.
    pub clock: f64,
    /// For how long one transaction is known to have held back the log: what was committed since
    /// it began is not read.
    pub horizon: Duration,
}
