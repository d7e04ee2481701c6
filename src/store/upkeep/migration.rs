//! Migrates a database: one runner at a time, and so that no call waits for long.

use std::time::{Duration, Instant};

use sqlx::{
    AssertSqlSafe,
    migrate::{MigrateError, Migration},
    postgres::PgConnectOptions,
};
use tokio::time::sleep;

use super::backfill;
use crate::store::{
    Error,
    connection::Connection,
    epoch,
    fit::{MIGRATOR, Schema, is_refused, newest},
};

/// How long a migration waits for a lock. Calls that need what it waits for wait behind it. It is less
/// than the time after which Postgres looks for deadlocks, so the migration gives way and not a call.
const LOCK_MAX: Duration = Duration::from_millis(500);

/// How often that is tried, before it waits longer.
const SHORT_TRIES: u32 = 3;

/// How long it waits then: an autovacuum that has the lock is ended by Postgres only when it looks
/// for deadlocks, by default after a second.
const LOCK_LATER_MAX: Duration = Duration::from_millis(1_500);

/// The pause before it is tried again, in which these calls are answered.
const PAUSE: Duration = Duration::from_secs(2);

/// The pause between two looks whether another runner has ended.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// For how long it is tried.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What a migration did.
#[derive(Clone, Copy, Debug)]
pub struct Migrated {
    /// The number of migrations that were missing.
    pub steps: usize,
    /// The version of the schema now.
    pub version: i64,
}

impl Migrated {
    /// Whether the schema is of a newer release than this one, which was left as it is.
    pub fn is_newer(self) -> bool {
        self.version > newest()
    }
}

/// Migrates a database to this build's schema, forward only, and runs the backfill. A newer schema
/// that serves this build is left as it is. Each migration is tried for so long, if others
/// have the locks that it needs.
pub async fn migrate(options: &PgConnectOptions, patience: Duration) -> Result<Migrated, Error> {
    let migrated = migrate_as_owner(options, patience).await;
    migrated.map_err(|error| match error {
        Error::Refused(source) if is_refused(&source) => Error::NotOwner(source),
        error => error,
    })
}

async fn migrate_as_owner(
    options: &PgConnectOptions,
    patience: Duration,
) -> Result<Migrated, Error> {
    let mut connection = Connection::unhurried(options).await?;
    // Newer versions of Postgres have one more setting that a role can have.
    let of_transactions =
        "select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'";
    sqlx::raw_sql(of_transactions)
        .execute(&mut connection)
        .await?;
    require_utf8(&mut connection).await?;
    be_the_only_one(&mut connection, patience).await?;
    let before = Schema::read(&mut connection).await?;
    if before.version > newest() {
        before.require_served()?;
        return Ok(Migrated {
            steps: 0,
            version: before.version,
        });
    }
    drop_invalid_indexes(&mut connection, before.version).await?;
    let mut steps = 0;
    for migration in missing(before.version) {
        apply(&mut connection, migration, patience).await?;
        steps += 1;
    }
    // Compares those that ran with those of this build.
    MIGRATOR.run(connection.raw()).await?;
    epoch::begin_if_new(&mut connection).await?;
    backfill::once(&mut connection, options).await?;
    Ok(Migrated {
        steps,
        version: newest(),
    })
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

/// Waits until no other migration runs, and keeps others from running as long as the connection is
/// open.
///
/// It asks again and again: an index that is created concurrently waits for all statements that
/// have begun before, so a statement that waited for the lock would wait for the runner that waits for it.
/// sqlx's own session lock does that, and would stay held after a failed migration. This lock is released when
/// the connection ends, whatever happens.
async fn be_the_only_one(connection: &mut Connection, patience: Duration) -> Result<(), Error> {
    let until = Instant::now() + patience;
    loop {
        let lock = "select pg_try_advisory_lock(hashtextextended('claimstore migration', 0))";
        if sqlx::query_scalar(lock).fetch_one(&mut *connection).await? {
            return Ok(());
        }
        if Instant::now() >= until {
            return Err(Error::MigrationRuns);
        }
        sleep(LOOK_EVERY).await;
    }
}

/// The migrations after a version.
fn missing(version: i64) -> impl Iterator<Item = &'static Migration> {
    MIGRATOR.iter().filter(move |it| it.version > version)
}

/// Drops the indexes that a migration after a version left invalid when it was interrupted.
/// The migration creates them again, which it could not do if they were there.
async fn drop_invalid_indexes(connection: &mut Connection, version: i64) -> Result<(), Error> {
    let invalid: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_index join pg_class on pg_class.oid = indexrelid \
         where not indisvalid and relnamespace = current_schema()::regnamespace",
    )
    .fetch_all(&mut *connection)
    .await?;
    for index in invalid {
        if missing(version).any(|it| creates(it.sql.as_str(), &index)) {
            sqlx::raw_sql(AssertSqlSafe(format!(
                "drop index concurrently \"{index}\""
            )))
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(())
}

/// Whether a migration creates an index.
fn creates(sql: &str, index: &str) -> bool {
    let created = sql
        .split("create index concurrently if not exists ")
        .skip(1);
    let mut names = created.filter_map(|it| it.split_whitespace().next());
    names.any(|name| name == index)
}

/// Runs a migration. All before it have run.
async fn apply(
    connection: &mut Connection,
    migration: &Migration,
    patience: Duration,
) -> Result<(), Error> {
    let version = migration.version;
    let until = Instant::now() + patience;
    let mut tries = 0;
    loop {
        // What creates an index concurrently waits for transactions to end, and nobody waits behind it.
        let lock_max = match migration.no_tx {
            true => patience,
            false if tries < SHORT_TRIES => LOCK_MAX,
            false => LOCK_LATER_MAX,
        };
        wait_for_locks(connection, lock_max).await?;
        tries += 1;
        let error = match MIGRATOR.run_to(version, connection.raw()).await {
            Ok(()) => return wait_for_locks(connection, PATIENCE).await,
            Err(error) => error,
        };
        match locked(error)? {
            source if migration.no_tx || Instant::now() >= until => {
                return Err(Error::MigrationLocked { version, source });
            }
            _ => {
                tracing::warn!(
                    version,
                    "others have locks that the migration needs; will retry"
                );
                // The transaction has ended only when something else is asked.
                wait_for_locks(connection, LOCK_MAX).await?;
                sleep(PAUSE).await;
            }
        }
    }
}

/// Bounds the wait for each lock on a connection.
async fn wait_for_locks(connection: &mut Connection, max: Duration) -> Result<(), Error> {
    // No bound at all is zero.
    let max = max.as_millis().max(1);
    let set = format!("set lock_timeout = {max}");
    sqlx::raw_sql(AssertSqlSafe(set))
        .execute(connection)
        .await?;
    Ok(())
}

/// The error of a migration that did not get a lock in time, or was in a deadlock; all others are
/// returned as such.
fn locked(error: MigrateError) -> Result<sqlx::Error, Error> {
    let source = match error {
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => source,
        other => return Err(other.into()),
    };
    match Error::from(source) {
        Error::Locked(source) | Error::LostRace(source) => Ok(source),
        error => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_dropped_only_if_a_migration_creates_one_of_that_name() {
        let sql = "-- changes\ncreate index concurrently if not exists changes_by_time\n  on changes (at)";
        assert!(creates(sql, "changes_by_time"));
        for other in ["changes", "changes_by", "at", ""] {
            assert!(!creates(sql, other), "{other}");
        }
    }
}
