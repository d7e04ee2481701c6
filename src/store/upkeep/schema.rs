//! Whether a database can serve, and what it is behind with.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use super::trial;
use crate::{
    domain::Timestamp,
    store::{
        Error, Store,
        connection::Connection,
        epoch,
        fit::{Misfit, Schema},
    },
};

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
    /// This build does not serve its schema.
    Misfit(Misfit),
}

impl Store {
    /// Returns whether the database can serve: it must be a writable primary with a schema
    /// that this build serves, and must not refuse writes. Calls are refused while its schema is another.
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
        let schema = Schema::read(&mut connection).await?;
        self.schema.note(schema);
        if is_standby {
            return Ok(Readiness::Standby);
        }
        if is_read_only {
            return Ok(Readiness::ReadOnly);
        }
        if !is_utf8 {
            return Ok(Readiness::NotUtf8);
        }
        if let Err(misfit) = schema.require_served() {
            return Ok(Readiness::Misfit(misfit));
        }
        // Connections that were opened before the schema existed could not begin an epoch.
        epoch::begin_if_new(&mut connection).await?;
        drop(connection);
        self.require_no_doubt().await?;
        Ok(Readiness::Ready)
    }

    /// Whether texts are compared in another way than when the database was made, so that its
    /// indexes may miss rows.
    pub async fn compares_otherwise(&self) -> Result<bool, Error> {
        let mut connection = self.probe().await?;
        let compares = sqlx::query_scalar(
            "select coalesce(datcollversion <> pg_database_collation_actual_version(oid), false)
             from pg_database where datname = current_database()",
        );
        Ok(compares.fetch_one(&mut *connection).await?)
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
