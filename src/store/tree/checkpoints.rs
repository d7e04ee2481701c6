//! Checkpoints that were signed, and what witnesses signed of them.

use sqlx::FromRow;

use crate::{
    domain::Timestamp,
    store::{Error, Reader, Store},
};

/// A checkpoint that was signed.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SignedCheckpoint {
    /// How many leaves its tree has.
    pub size: i64,
    /// When it was signed.
    pub create_time: Timestamp,
    /// The note with the signatures of the log alone.
    pub note: String,
}

/// Which checkpoint is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The newest one.
    Newest,
    /// The newest one that a witness cosigned.
    Cosigned,
    /// That of a tree of a size.
    OfSize(i64),
}

/// For how long checkpoints are kept that nobody cosigned, in days. The newest one is always kept.
const KEPT_DAYS: i32 = 30;

impl Store {
    /// Stores a checkpoint, unless there is another one of its size than that which it replaces. Forgets
    /// old ones that nobody cosigned.
    pub async fn add_checkpoint(
        &self,
        size: i64,
        note: &str,
        replaced: Option<&str>,
    ) -> Result<(), Error> {
        self.require_tree().await?;
        let mut connection = self.connection().await?;
        sqlx::query(
            "
            with forgotten as (
                delete from tree_checkpoints
                where create_time < clock_timestamp() - make_interval(days => $3) and size < $1
                  and size not in (select size from tree_cosignatures)
            )
            insert into tree_checkpoints (size, create_time, note)
            values ($1, clock_timestamp(), $2)
            on conflict (size) do update set note = excluded.note, create_time = excluded.create_time
                where tree_checkpoints.note = $4
            ",
        )
        .bind(size)
        .bind(note)
        .bind(KEPT_DAYS)
        .bind(replaced)
        .execute(&mut *connection)
        .await?;
        Ok(())
    }

    /// Stores the cosignature of a witness. Of the same one, the newest is kept.
    pub async fn add_cosignature(
        &self,
        size: i64,
        witness: &str,
        signature: &str,
    ) -> Result<(), Error> {
        self.require_tree().await?;
        let mut connection = self.connection().await?;
        sqlx::query(
            "
            insert into tree_cosignatures (size, witness, create_time, signature)
            values ($1, $2, clock_timestamp(), $3)
            on conflict (size, witness) do update
                set signature = excluded.signature, create_time = excluded.create_time
            ",
        )
        .bind(size)
        .bind(witness)
        .bind(signature)
        .execute(&mut *connection)
        .await?;
        Ok(())
    }
}

impl Reader {
    /// At most so many checkpoints, the newest first.
    pub async fn checkpoints(
        &mut self,
        wanted: Wanted,
        count: i64,
    ) -> Result<Vec<SignedCheckpoint>, Error> {
        let (condition, size) = match wanted {
            Wanted::Newest => ("$1 < 0", -1),
            Wanted::Cosigned => (
                "$1 < 0 and size in (select size from tree_cosignatures)",
                -1,
            ),
            Wanted::OfSize(size) => ("size = $1", size),
        };
        let select = format!(
            "select size, create_time, note from tree_checkpoints where {condition}
             order by size desc limit $2"
        );
        let checkpoints = sqlx::query_as(sqlx::AssertSqlSafe(select));
        let checkpoints = checkpoints.bind(size).bind(count);
        Ok(checkpoints.fetch_all(&mut *self.connection).await?)
    }

    /// The lines with which witnesses cosigned a checkpoint.
    pub async fn cosignatures(&mut self, size: i64) -> Result<Vec<String>, Error> {
        let lines = sqlx::query_scalar(
            "select signature from tree_cosignatures where size = $1 order by witness",
        );
        Ok(lines.bind(size).fetch_all(&mut *self.connection).await?)
    }
}
