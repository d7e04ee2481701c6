//! How far streams of bundles are. It is written in the transactions of their bundles, so a
//! stream that broke goes on without doubling or leaving out any.

use uuid::Uuid;

use crate::{
    domain::Timestamp,
    store::{Error, Store, connection::Connection},
};

/// The most rejections that are kept of one import: the newest.
pub const REJECTIONS_MAX: i64 = 1_000;

/// An import, scoped to its caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportKey {
    /// The caller, without the name of one of its workers.
    pub caller: String,
    /// The id that the caller chose.
    pub id: Uuid,
}

/// How far an import is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// The number of bundles that are finished.
    pub next_index: i64,
    /// How many of them were rejected.
    pub rejected: i64,
    /// Rejections by index, each an encoded status.
    pub rejections: Vec<(i64, Vec<u8>)>,
}

/// What one transaction adds to the progress of an import.
#[derive(Clone, Debug)]
pub struct ImportStep {
    /// The import.
    pub key: ImportKey,
    /// The number of bundles that were finished before.
    pub from: i64,
    /// The number of bundles that are finished afterwards.
    pub to: i64,
    /// The rejections among those between, each an encoded status.
    pub rejections: Vec<(i64, Vec<u8>)>,
}

impl ImportStep {
    /// Records the step. Fails if the import is no longer where the step begins.
    pub(super) async fn record(
        &self,
        transaction: &mut Connection,
        time: Timestamp,
    ) -> Result<(), Error> {
        let rejected = i64::try_from(self.rejections.len()).unwrap_or(i64::MAX);
        let ImportKey { caller, id } = &self.key;
        let recorded = match self.from {
            0 => sqlx::query!(
                "
                insert into imports (actor, import_id, next_index, rejected, update_time)
                values ($1, $2, $3, $4, $5)
                on conflict do nothing
                ",
                caller,
                id,
                self.to,
                rejected,
                time,
            )
            .execute(&mut *transaction),
            from => sqlx::query!(
                "
                update imports
                set next_index = $3, rejected = rejected + $4, update_time = $5
                where actor = $1 and import_id = $2 and next_index = $6
                ",
                caller,
                id,
                self.to,
                rejected,
                time,
                from,
            )
            .execute(&mut *transaction),
        };
        if recorded.await?.rows_affected() != 1 {
            return Err(Error::Overtaken);
        }
        self.record_rejections(transaction).await
    }

    async fn record_rejections(&self, transaction: &mut Connection) -> Result<(), Error> {
        if self.rejections.is_empty() {
            return Ok(());
        }
        let ImportKey { caller, id } = &self.key;
        let (indexes, statuses): (Vec<i64>, Vec<Vec<u8>>) = self.rejections.iter().cloned().unzip();
        sqlx::query!(
            "
            insert into import_rejections (actor, import_id, index, status)
            select $1, $2, * from unnest($3::bigint[], $4::bytea[])
            ",
            caller,
            id,
            &indexes,
            &statuses,
        )
        .execute(&mut *transaction)
        .await?;
        sqlx::query!(
            "
            delete from import_rejections
            where actor = $1 and import_id = $2 and index <= (
                select index from import_rejections where actor = $1 and import_id = $2
                order by index desc offset $3 limit 1
            )
            ",
            caller,
            id,
            REJECTIONS_MAX,
        )
        .execute(&mut *transaction)
        .await?;
        Ok(())
    }
}

/// The maximum number of imports that one statement removes.
const REMOVED_MAX: i64 = 100;

impl Store {
    /// Returns how far an import is, with the rejections from an index on.
    pub async fn import_progress(
        &self,
        key: &ImportKey,
        rejections_from: i64,
    ) -> Result<ImportProgress, Error> {
        let mut connection = self.connection().await?;
        // Rejections are read first: those of bundles that finish meanwhile are then not
        // among them, and the stream that finished them has them.
        let rejections = sqlx::query!(
            "
            select index, status from import_rejections
            where actor = $1 and import_id = $2 and index >= $3
            order by index
            ",
            key.caller,
            key.id,
            rejections_from,
        )
        .fetch_all(&mut *connection)
        .await?;
        let row = sqlx::query!(
            "select next_index, rejected from imports where actor = $1 and import_id = $2",
            key.caller,
            key.id,
        )
        .fetch_optional(&mut *connection)
        .await?;
        let rejections = rejections.into_iter().map(|row| (row.index, row.status));
        Ok(match row {
            Some(row) => ImportProgress {
                next_index: row.next_index,
                rejected: row.rejected,
                rejections: rejections.collect(),
            },
            None => ImportProgress::default(),
        })
    }

    /// Forgets how far an import is.
    pub async fn import_restart(&self, key: &ImportKey) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        sqlx::query!(
            "delete from imports where actor = $1 and import_id = $2",
            key.caller,
            key.id,
        )
        .execute(&mut *connection)
        .await?;
        Ok(())
    }

    /// Forgets the oldest imports that did not go on since a time, up to a limit. Returns
    /// their number.
    pub async fn imports_remove(&self, before: Timestamp) -> Result<u64, Error> {
        let mut connection = self.connection().await?;
        let deleted = sqlx::query!(
            "
            delete from imports where (actor, import_id) in (
                select actor, import_id from imports
                where update_time < $1 order by update_time limit $2
            )
            ",
            before,
            REMOVED_MAX,
        )
        .execute(&mut *connection)
        .await?;
        Ok(deleted.rows_affected())
    }
}
