//! Dry runs: they find out whether a call would succeed, and write nothing.
//!
//! A dry run first waits for all that a call with its locks would wait for, and gives the locks
//! back at once. It then reads and decides in a snapshot that was taken afterwards. So it sees
//! what the calls wrote that it waited for, and no call waits while it reads and decides: neither
//! another dry run nor a call that writes.

use chrono::TimeDelta;

use super::{
    batch::Write,
    erase,
    lock::LockSet,
    logged::state,
    share::{Ending, Joined, Part, Written},
    standing,
    transaction::{self, WriteTx},
};
use crate::{
    domain::{Timestamp, resource::Stored},
    store::{Error, Store},
    wire::document,
};

/// The mode of the transaction of a dry run.
const MODE: &str = "isolation level repeatable read, read only";

impl Store {
    /// Begins a dry run once nobody else holds any of these locks. Call it in a task that always
    /// runs to its end, as [`Store::begin`].
    pub async fn begin_dry_run(&self, locks: &LockSet) -> Result<WriteTx, Error> {
        let mut connection = self.connection().await?;
        // Outside of a transaction, locks are released when the statement ends. So those that
        // are free are not held while it waits for the others.
        let free = locks.acquire_free(&mut connection).await?;
        locks.without(&free).acquire(&mut connection).await?;
        connection.begin(MODE, transaction::SETTINGS).await?;
        Ok(self.write_tx(connection, locks.clone(), Ending::DryRun))
    }
}

impl WriteTx {
    /// Returns what writing a batch would return, but for the position in the log. Fails if
    /// stored data cannot be read that the batch would replace.
    pub(super) async fn rehearse(mut self, part: Part<'_>) -> Result<Written, Error> {
        let Joined { batch, mut shares } = Joined::of(vec![part]);
        self.require_locked(&batch.writes, &batch.standings)?;
        let time = self.time(&batch.writes).await?;
        let writes = batch.writes.iter();
        let states: Vec<Stored> = writes.map(|write| state(write, time)).collect();
        let docs = states.iter().map(document::encode).collect();
        let connection = &mut *self.connection;
        standing::compute(connection, &batch.standings, &batch.writes, time).await?;
        erase::require_removable(connection, &states).await?;
        self.rollback().await?;
        shares.set_revisions(&states);
        let mut written = shares.written(&batch.writes, docs, None, Ending::DryRun);
        Ok(written.pop().unwrap_or_default())
    }

    /// A time at which the batch could be written.
    async fn time(&mut self, writes: &[Write]) -> Result<Timestamp, Error> {
        let next: Timestamp = sqlx::query_scalar("select next_change_time()")
            .fetch_one(&mut *self.connection)
            .await?;
        let replaced = writes.iter().filter_map(|write| write.before.as_ref());
        let replaced = replaced.map(|before| before.stamp.update_time).max();
        let earliest = replaced.map(|time| time + TimeDelta::microseconds(1));
        Ok(earliest.map_or(next, |earliest| next.max(earliest)))
    }
}
