//! Beats: what a server writes again and again, to see how fresh a standby is.
//!
//! Everything that was acknowledged before a beat was written comes before it in the write-ahead log,
//! so a standby that shows the beat shows that as well. Positions in that log could not tell: a standby
//! can follow another primary, or go back in its log, and its positions look the same.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    connection::READ_COMMITTED,
    database::{Reader, Store},
    error::Error,
    position::Position,
};
use crate::domain::Timestamp;

/// A beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Beat {
    /// Its number.
    pub beat: i64,
    /// When it was written, by the clock of the primary.
    pub beat_time: Timestamp,
}

/// The migration that made room for them.
const MIGRATION: i64 = 29;

/// Also forgets servers that have not written for a day.
const WRITE: &str = "
with forgotten as (
    delete from beats where beat_time < clock_timestamp() - interval '1 day' and server_id <> $1
)
insert into beats (server_id, beat, beat_time) values ($1, $2, clock_timestamp())
on conflict (server_id) do update set beat = excluded.beat, beat_time = excluded.beat_time";

impl Store {
    /// Refuses a database whose schema has no room for beats yet, or is not served.
    pub fn require_beats(&self) -> Result<(), Error> {
        self.schema.require_served()?;
        Ok(self.schema.require(MIGRATION)?)
    }

    /// Writes a beat of a server. Nobody waits until it is on disk.
    pub async fn write_beat(&self, server: Uuid, beat: i64) -> Result<(), Error> {
        self.require_beats()?;
        let mut connection = self.probe().await?;
        let settings = [("synchronous_commit", "off")];
        connection.begin(READ_COMMITTED, &settings).await?;
        sqlx::query(WRITE)
            .bind(server)
            .bind(beat)
            .execute(&mut *connection)
            .await?;
        Ok(connection.commit().await?)
    }

    /// The last beat of a server that is there.
    pub async fn last_beat(&self, server: Uuid) -> Result<Option<Beat>, Error> {
        let last = sqlx::query_as("select beat, beat_time from beats where server_id = $1");
        let mut connection = self.probe().await?;
        Ok(last.bind(server).fetch_optional(&mut *connection).await?)
    }
}

impl Reader {
    /// Whether everything up to a position is there.
    pub async fn reaches(&mut self, position: Position) -> Result<bool, Error> {
        let end = self.log_end().await?;
        let is_behind =
            (end.epoch, end.xid, end.seq) < (position.epoch, position.xid, position.seq);
        Ok(!is_behind && self.has(position).await?)
    }
}
