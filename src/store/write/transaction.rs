//! The write transaction: the only way to change anything.
//!
//! It first acquires all its advisory locks and reads what it depends on. Then it writes
//! the new states, one log entry for each, and the record of the request. Nothing is
//! written or row-locked earlier, so the transaction gets its id (xid) late, and holds back
//! the snapshot horizon, and with it the readers of the log, for as short as possible.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use uuid::Uuid;

pub use super::batch::{ArticleKey, Batch, CHANGES_MAX, Write};
use super::{
    batch::begun_reaches,
    erase,
    lock::{LockSet, Lockable},
    logged::{entries, scope, standing_entry, state, text_version},
    merge, reach,
    salts::Salts,
    sealed,
    share::{Ending, Joined, Part, Written},
    standing,
    upsert::{self, beside, natural_key::Doubles, row::Ready},
};
use crate::{
    domain::resource::{ClaimId, Name, Stored},
    failpoint::Failpoint,
    store::{
        Error, Reader, Store,
        connection::READ_COMMITTED,
        known::Known,
        log::{Author, Moment, Position, append, request},
        lookup::Lookup,
        pool::Pooled,
    },
    wire::document,
};

/// The settings of a write transaction. Its statements look up rows by their keys, so a plan that
/// is made once is right for all values, and an index is right however small a table was when the
/// plan was made. Without these settings, Postgres plans most of them anew at every call.
pub(super) const SETTINGS: &[(&str, &str)] = &[
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("jit", "off"),
];

/// An open transaction that holds its locks, or that of a dry run (see `dry_run`).
pub struct WriteTx {
    pub(super) connection: Pooled,
    locks: LockSet,
    ending: Ending,
    timeout: Duration,
    is_in_doubt: Arc<AtomicBool>,
    salts: Salts,
}

impl Store {
    /// Begins a transaction and acquires these locks. Call it in a task that always runs to
    /// its end: dropping the future would leave the connection in the transaction.
    pub async fn begin(&self, locks: &LockSet) -> Result<WriteTx, Error> {
        let mut connection = self.begin_unlocked().await?;
        locks.acquire(&mut connection).await?;
        Failpoint::WriteLocked.reach()?;
        Ok(self.write_tx(connection, locks.clone(), Ending::Keep))
    }

    /// Begins a transaction with those of these locks that are free, without waiting for the
    /// others. Call it in a task that always runs to its end, as [`Store::begin`].
    pub async fn begin_with_free(&self, locks: &LockSet) -> Result<WriteTx, Error> {
        let mut connection = self.begin_unlocked().await?;
        let locks = locks.acquire_free(&mut connection).await?;
        Failpoint::WriteLocked.reach()?;
        Ok(self.write_tx(connection, locks, Ending::Keep))
    }

    /// Begins a transaction that tries whether anything can be written, beside those of calls.
    pub(in crate::store) async fn begin_trial(&self) -> Result<WriteTx, Error> {
        let connection = begin(self.probe().await?).await?;
        Ok(self.write_tx(connection, LockSet::default(), Ending::Keep))
    }

    pub(super) fn write_tx(&self, connection: Pooled, locks: LockSet, ending: Ending) -> WriteTx {
        WriteTx {
            connection,
            locks,
            ending,
            timeout: self.write_timeout,
            is_in_doubt: Arc::clone(&self.is_in_doubt),
            salts: self.salts(),
        }
    }

    async fn begin_unlocked(&self) -> Result<Pooled, Error> {
        Failpoint::WriteBegin.reach()?;
        begin(self.connection().await?).await
    }
}

async fn begin(mut connection: Pooled) -> Result<Pooled, Error> {
    connection.begin(READ_COMMITTED, SETTINGS).await?;
    Ok(connection)
}

impl Reader {
    /// Reads answers that were assumed, with the plans of write transactions. Returns whether
    /// one differs from what was assumed. Call it in a task that always runs to its end.
    pub async fn read_assumed(&mut self, known: &mut Known) -> Result<bool, Error> {
        if !known.has_assumed() {
            return Ok(false);
        }
        self.connection.begin(READ_COMMITTED, SETTINGS).await?;
        let differs = known.read_assumed(&mut self.connection).await?;
        self.connection.rollback().await?;
        Ok(differs)
    }
}

impl WriteTx {
    /// The locks that it holds.
    pub const fn locks(&self) -> &LockSet {
        &self.locks
    }

    /// Look-ups inside the transaction.
    pub fn lookup(&mut self) -> Lookup<'_> {
        Lookup::new(&mut self.connection)
    }

    /// When a write that begins now must have ended.
    fn end(&self, deadline: Option<Instant>) -> Instant {
        let end = Instant::now() + self.timeout;
        deadline.map_or(end, |deadline| deadline.min(end))
    }

    /// Rolls back without having written anything.
    pub async fn rollback(mut self) -> Result<(), Error> {
        Ok(self.connection.rollback().await?)
    }

    /// Writes only the derived data of unchanged documents, and commits.
    pub(crate) async fn backfill(mut self, states: &[Stored]) -> Result<(), Error> {
        let end = self.end(None);
        let mut moment = Moment::take(&mut self.connection, &BTreeSet::new(), None, end).await?;
        beside::upsert(&mut self.connection, states).await?;
        moment.require_time_left(&mut self.connection).await?;
        Ok(self.connection.commit().await?)
    }

    /// Writes the batch of one call and commits, unless it is a dry run. Returns what was done,
    /// with the new revisions, and the documents written. Fails if that takes until the
    /// deadline, or longer than writes may take.
    pub async fn finish(
        self,
        author: &Author<'_>,
        batch: Batch,
        deadline: Option<Instant>,
    ) -> Result<Written, Error> {
        let author = author.clone();
        let part = Part { author, batch };
        match self.ending {
            Ending::DryRun => self.rehearse(part).await,
            Ending::Keep => {
                let mut written = self.finish_shared(vec![part], deadline).await?;
                Ok(written.pop().unwrap_or_default())
            }
        }
    }

    /// As [`Self::finish`], for several calls that share the transaction. Returns what each of
    /// them did. No call may write what another one writes or depends on.
    pub async fn finish_shared(
        mut self,
        parts: Vec<Part<'_>>,
        deadline: Option<Instant>,
    ) -> Result<Vec<Written>, Error> {
        let written = self.write(parts, deadline).await;
        let written = written.map_err(|error| self.doubted(error))?;
        Failpoint::CommitBefore.reach()?;
        let committed = self.connection.commit().await;
        committed.map_err(|error| self.doubted(Error::of_commit(error)))?;
        Failpoint::CommitAfter.reach()?;
        Ok(written)
    }

    /// Writes a batch and rolls back, to try whether anything can be written.
    pub(in crate::store) async fn try_out(
        mut self,
        author: &Author<'_>,
        batch: Batch,
    ) -> Result<(), Error> {
        let author = author.clone();
        let written = self.write(vec![Part { author, batch }], None).await;
        written.map_err(|error| self.doubted(error))?;
        self.rollback().await
    }

    /// A full disk, for example, refuses all writes, but no read.
    fn doubted(&self, error: Error) -> Error {
        if let Error::Unavailable(_) | Error::Refused(_) = &error {
            self.is_in_doubt.store(true, Ordering::Relaxed);
        }
        error
    }

    async fn write(
        &mut self,
        parts: Vec<Part<'_>>,
        deadline: Option<Instant>,
    ) -> Result<Vec<Written>, Error> {
        let Joined { batch, mut shares } = Joined::of(parts);
        if batch.is_empty() && shares.no_requests() {
            return Ok(shares.written(&[], Vec::new(), None, self.ending));
        }
        let Batch {
            writes,
            keys,
            standings,
            reach: mut steps,
            cause,
            done: _,
            sealed: confidential,
            import,
        } = batch;
        self.require_locked(&writes, &standings)?;
        let end = self.end(deadline);
        Failpoint::WriteDecided.reach()?;
        let mut moment = self.moment(&writes, &standings, end).await?;
        Failpoint::WriteMoment.reach()?;
        let states: Vec<Stored> = writes
            .iter()
            .map(|write| state(write, moment.time))
            .collect();
        let docs: Vec<Vec<u8>> = states.iter().map(document::encode).collect();
        let begun = writes.iter().zip(&states);
        steps.extend(begun.flat_map(|(write, state)| begun_reaches(write, state)));

        self.upsert(&writes, &states, &docs).await?;
        Failpoint::WriteRows.reach()?;
        self.upsert_keys(&keys).await?;
        sealed::store(&mut self.connection, &confidential).await?;
        merge::update_survivors(&mut self.connection, &writes).await?;
        Failpoint::WriteKeys.reach()?;
        moment.require_time_left(&mut self.connection).await?;
        let connection = &mut *self.connection;
        let moved = standing::update_all(connection, &standings, &writes, moment.time).await?;
        erase::remove(connection, &states, self.salts).await?;
        sealed::remove_erased(connection, &states).await?;
        Failpoint::WriteStandings.reach()?;
        for step in steps {
            reach::step(&mut self.connection, step, moment.time).await?;
        }
        Failpoint::WriteReach.reach()?;
        moment.require_time_left(&mut self.connection).await?;
        let mut entries = entries(&writes, &states, &docs, &shares);
        entries.extend(
            moved
                .iter()
                .filter_map(|moved| Some(standing_entry(moved, shares.mover(moved.claim)?, cause))),
        );
        let last = entries.len().checked_sub(1);
        append::append(&mut self.connection, &moment, &entries).await?;
        Failpoint::WriteLog.reach()?;
        drop(entries);
        shares.set_revisions(&states);
        moment.require_time_left(&mut self.connection).await?;
        request::record(&mut self.connection, &shares.records(moment.time)).await?;
        if let Some(step) = import {
            step.record(&mut self.connection, moment.time).await?;
        }
        Failpoint::WriteRequest.reach()?;
        // There is no change if only the request was recorded.
        let last = last.and_then(|seq| i32::try_from(seq).ok());
        let position = last.map(|seq| Position {
            epoch: moment.epoch,
            tag: moment.tag,
            xid: moment.xid,
            seq,
        });
        Ok(shares.written(&writes, docs, position, self.ending))
    }

    /// Requires an exclusive lock on each claim whose standing may change, unless the claim
    /// is new. Without it, two concurrent transactions would each compute the standing
    /// without the other's writes.
    pub(super) fn require_locked(
        &self,
        writes: &[Write],
        standings: &BTreeSet<ClaimId>,
    ) -> Result<(), Error> {
        let new = writes.iter().filter(|write| write.before.is_none());
        let new: BTreeSet<Name> = new.map(|write| write.name).collect();
        for &claim in standings {
            let name = Name::Claim(claim);
            if !new.contains(&name) && !self.locks.is_exclusive(Lockable::Resource(name)) {
                return Err(Error::Unlocked(name));
            }
        }
        Ok(())
    }

    async fn moment(
        &mut self,
        writes: &[Write],
        standings: &BTreeSet<ClaimId>,
        end: Instant,
    ) -> Result<Moment, Error> {
        let mut depends_on: BTreeSet<Uuid> = writes.iter().flat_map(scope).collect();
        depends_on.extend(standings.iter().map(|claim| claim.uuid()));
        // The log has no entry of a new resource.
        let new = writes.iter().filter(|write| write.before.is_none());
        let new: BTreeSet<Uuid> = new.map(|write| write.name.uuid()).collect();
        depends_on.retain(|id| !new.contains(id));
        let replaced = writes.iter().filter(|write| write.before.is_some());
        depends_on.extend(replaced.map(|write| write.name.uuid()));
        let replaced = writes.iter().filter_map(|write| write.before.as_ref());
        let replaced = replaced.map(|before| before.stamp.update_time).max();
        Moment::take(&mut self.connection, &depends_on, replaced, end).await
    }

    async fn upsert(
        &mut self,
        writes: &[Write],
        states: &[Stored],
        docs: &[Vec<u8>],
    ) -> Result<(), Error> {
        let ready: Vec<Ready<'_>> = writes
            .iter()
            .zip(states)
            .zip(docs)
            .map(|((write, state), doc)| Ready {
                name: write.name,
                revision: state.stamp.revision,
                doc,
                resource: &state.resource,
                is_deleted: state.stamp.is_deleted(),
                is_erased: state.erasure.is_some(),
                time: state.stamp.update_time,
                has_new_text: text_version(&write.after)
                    != write
                        .before
                        .as_ref()
                        .and_then(|before| text_version(&before.resource)),
                is_new: write.before.is_none(),
                identity: write.identity,
                keys: write.keys.as_ref(),
            })
            .collect();
        upsert::upsert(&mut self.connection, &ready, Doubles::Refused).await
    }

    async fn upsert_keys(&mut self, keys: &[ArticleKey]) -> Result<(), Error> {
        if keys.is_empty() {
            return Ok(());
        }
        let articles: Vec<Uuid> = keys.iter().map(|key| key.article.uuid()).collect();
        let names: Vec<String> = keys.iter().map(|key| key.key.clone()).collect();
        let sources: Vec<Uuid> = keys.iter().map(|key| key.source.uuid()).collect();
        sqlx::query!(
            "
            insert into article_keys (article_id, key, source_id)
            select * from unnest($1::uuid[], $2::text[], $3::uuid[])
            on conflict (article_id, key) do update set source_id = excluded.source_id
            ",
            &articles,
            &names,
            &sources,
        )
        .execute(&mut *self.connection)
        .await?;
        Ok(())
    }
}
