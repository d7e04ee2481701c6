//! The write transaction: the only way to change anything.
//!
//! It first acquires all its advisory locks and reads what it depends on. Then it writes
//! the new states, one log entry for each, and the record of the request. Nothing is
//! written or row-locked earlier, so the transaction gets its id (xid) late, and holds back
//! the snapshot horizon, and with it the readers of the log, for as short as possible.

use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, Instant},
};

use sqlx::{Connection as _, Postgres, Transaction};
use uuid::Uuid;

pub use super::batch::{ArticleKey, Batch, CHANGES_MAX, Write};
use super::{
    batch::begun_reaches,
    erase,
    lock::{LockSet, Lockable},
    merge, reach,
    standing::{self, Moved},
    upsert::{self, beside, natural_key::Doubles, row::Ready},
};
use crate::{
    domain::{
        Timestamp,
        resource::{ClaimId, Erasure, Name, Resource, Stamp, Stored},
    },
    store::{
        Error, Reader, Store,
        known::Known,
        log::{
            Author, Cause, Done, Moment, Operation, Position, RequestKey,
            append::{self, Entry},
        },
        lookup::Lookup,
    },
    wire::document,
};

/// Begins a write transaction. Its statements look up rows by their keys, so a plan that is
/// made once is right for all values, and an index is right however small a table was when the
/// plan was made. Without these settings, Postgres plans most of them anew at every call.
const BEGIN: &str = "begin; set local plan_cache_mode = force_generic_plan; \
                     set local enable_seqscan = off; set local jit = off";

/// How a transaction ends after it has written everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It commits.
    Keep,
    /// It rolls back: the writes only showed that they would succeed.
    DryRun,
}

/// The result of a write transaction.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// What the mutation did with each resource.
    pub done: Vec<Done>,
    /// The documents that it wrote. Empty if an earlier request with the same request id
    /// did the work.
    pub docs: HashMap<Name, Vec<u8>>,
    /// The log position of its last change, if it made any.
    pub position: Option<Position>,
    /// Whether it was a dry run.
    pub is_dry_run: bool,
}

/// An open transaction that holds its locks.
pub struct WriteTx {
    transaction: Transaction<'static, Postgres>,
    locks: LockSet,
    timeout: Duration,
}

impl Store {
    /// Begins a transaction and acquires these locks. Call it in a task that always runs to
    /// its end: dropping the future would leave the connection in the transaction.
    pub async fn begin(&self, locks: &LockSet) -> Result<WriteTx, Error> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the only place that begins one; its caller runs it in a task"
        )]
        let mut transaction = self.pool.begin_with(BEGIN).await?;
        locks.acquire(&mut transaction).await?;
        Ok(WriteTx {
            transaction,
            locks: locks.clone(),
            timeout: self.write_timeout,
        })
    }
}

impl Reader {
    /// Reads answers that were assumed, with the plans of write transactions. Returns whether
    /// one differs from what was assumed. Call it in a task that always runs to its end.
    pub async fn read_assumed(&mut self, known: &mut Known) -> Result<bool, Error> {
        if !known.has_assumed() {
            return Ok(false);
        }
        let mut transaction = self.connection.begin_with(BEGIN).await?;
        let differs = known.read_assumed(&mut transaction).await?;
        transaction.rollback().await?;
        Ok(differs)
    }
}

impl WriteTx {
    /// Look-ups inside the transaction.
    pub fn lookup(&mut self) -> Lookup<'_> {
        Lookup::new(&mut self.transaction)
    }

    /// When a write that begins now must have ended.
    fn end(&self, deadline: Option<Instant>) -> Instant {
        let end = Instant::now() + self.timeout;
        deadline.map_or(end, |deadline| deadline.min(end))
    }

    /// Rolls back without having written anything.
    pub async fn rollback(self) -> Result<(), Error> {
        Ok(self.transaction.rollback().await?)
    }

    /// Writes only the derived data of unchanged documents, and commits.
    pub(crate) async fn backfill(mut self, states: &[Stored]) -> Result<(), Error> {
        let end = self.end(None);
        let mut moment = Moment::take(&mut self.transaction, &BTreeSet::new(), None, end).await?;
        beside::upsert(&mut self.transaction, states).await?;
        moment.require_time_left(&mut self.transaction).await?;
        Ok(self.transaction.commit().await?)
    }

    /// Writes the batch, then commits or rolls back as `ending` says. Returns what was done,
    /// with the new revisions, and the documents written. Fails if that takes until the
    /// deadline, or longer than writes may take.
    pub async fn finish(
        mut self,
        author: &Author<'_>,
        batch: Batch,
        ending: Ending,
        deadline: Option<Instant>,
    ) -> Result<Written, Error> {
        let Batch {
            writes,
            keys,
            mut standings,
            reach: mut steps,
            cause,
            mut done,
            import,
        } = batch;
        let is_empty = writes.is_empty() && keys.is_empty() && steps.is_empty();
        let is_empty = is_empty && standings.is_empty() && import.is_none();
        if is_empty && author.request.is_none() {
            self.rollback().await?;
            return Ok(Written {
                done,
                is_dry_run: ending == Ending::DryRun,
                ..Written::default()
            });
        }
        standings.extend(writes.iter().flat_map(Write::moves_standing_of));
        self.require_locked(&writes, &standings)?;
        let end = self.end(deadline);
        let mut moment = self.moment(&writes, &standings, end).await?;
        let states: Vec<Stored> = writes
            .iter()
            .map(|write| state(write, moment.time))
            .collect();
        let docs: Vec<Vec<u8>> = states.iter().map(document::encode).collect();
        let begun = writes.iter().zip(&states);
        steps.extend(begun.flat_map(|(write, state)| begun_reaches(write, state)));

        self.upsert(&writes, &states, &docs).await?;
        self.upsert_keys(&keys).await?;
        merge::update_survivors(&mut self.transaction, &writes).await?;
        moment.require_time_left(&mut self.transaction).await?;
        let connection = &mut *self.transaction;
        let moved = standing::update_all(connection, &standings, &writes, moment.time).await?;
        erase::remove(connection, &states).await?;
        for step in steps {
            reach::step(&mut self.transaction, step, moment.time).await?;
        }
        moment.require_time_left(&mut self.transaction).await?;
        let mut entries = entries(&writes, &states, &docs);
        entries.extend(moved.iter().map(|moved| standing_entry(moved, cause)));
        let changes = entries.len();
        append::append(&mut self.transaction, author, &moment, &entries).await?;
        for done in &mut done {
            if let Some(state) = states.iter().find(|state| state.name == done.name) {
                done.revision = state.stamp.revision;
            }
        }
        moment.require_time_left(&mut self.transaction).await?;
        if let Some(request) = author.request {
            self.record_request(request, &done, moment.time).await?;
        }
        if let Some(step) = import {
            step.record(&mut self.transaction, moment.time).await?;
        }
        match ending {
            Ending::Keep => self.transaction.commit().await?,
            Ending::DryRun => self.transaction.rollback().await?,
        }
        let last = i32::try_from(changes)
            .ok()
            .and_then(|count| count.checked_sub(1))
            // There is no change if only the request was recorded.
            .filter(|seq| *seq >= 0);
        let position = last.filter(|_| ending == Ending::Keep).map(|seq| Position {
            epoch: moment.epoch,
            tag: moment.tag,
            xid: moment.xid,
            seq,
        });
        let names = states.iter().map(|state| state.name);
        Ok(Written {
            done,
            docs: names.zip(docs).collect(),
            position,
            is_dry_run: ending == Ending::DryRun,
        })
    }

    /// Requires an exclusive lock on each claim whose standing may change, unless the claim
    /// is new. Without it, two concurrent transactions would each compute the standing
    /// without the other's writes.
    fn require_locked(&self, writes: &[Write], standings: &BTreeSet<ClaimId>) -> Result<(), Error> {
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
        Moment::take(&mut self.transaction, &depends_on, replaced, end).await
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
            })
            .collect();
        upsert::upsert(&mut self.transaction, &ready, Doubles::Refused).await
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
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    async fn record_request(
        &mut self,
        request: &RequestKey,
        done: &[Done],
        time: Timestamp,
    ) -> Result<(), Error> {
        sqlx::query!(
            "
            insert into requests (actor, method, request_id, digest, results, create_time)
            values ($1, $2, $3, $4, $5, $6)
            ",
            request.caller,
            request.method,
            request.id,
            request.digest,
            sqlx::types::Json(done) as _,
            time,
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }
}

fn entries<'a>(writes: &[Write], states: &[Stored], docs: &'a [Vec<u8>]) -> Vec<Entry<'a>> {
    let all = writes.iter().zip(states).zip(docs);
    all.map(|((write, state), doc)| Entry {
        name: write.name,
        revision: state.stamp.revision,
        operation: operation(write),
        scope: scope(write),
        doc,
        text_version: text_version(&write.after),
        cause: cause(write, states),
    })
    .collect()
}

/// The change in the same batch that caused a write, if there is one.
fn cause(write: &Write, states: &[Stored]) -> Option<Cause> {
    let cause = states
        .iter()
        .find(|state| Some(state.name) == write.follows)?;
    Some(Cause {
        name: cause.name,
        revision: cause.stamp.revision,
    })
}

fn standing_entry(moved: &Moved, cause: Option<Cause>) -> Entry<'_> {
    let judged = moved.judged.iter().chain([&moved.claim]);
    Entry {
        name: Name::Standing(moved.claim),
        revision: moved.revision,
        operation: moved.operation(),
        scope: judged.map(|claim| claim.uuid()).collect(),
        doc: &moved.doc,
        text_version: None,
        cause,
    }
}

fn operation(write: &Write) -> Operation {
    if write.erasure.is_some() {
        return Operation::Erased;
    }
    let was_deleted = write.before.as_ref().map(|it| it.stamp.is_deleted());
    match (was_deleted, write.is_deleted) {
        (None, true) => Operation::Deleted,
        (None, false) => Operation::Created,
        (Some(false), true) => Operation::Deleted,
        (Some(true), false) => Operation::Undeleted,
        (Some(_), _) => Operation::Updated,
    }
}

/// The state that a write leaves behind.
pub(crate) fn state(write: &Write, time: Timestamp) -> Stored {
    let before = write.before.as_ref().map(|before| before.stamp);
    let stamp = Stamp {
        revision: before.map_or(1, |before| before.revision + 1),
        create_time: before.map_or(time, |before| before.create_time),
        update_time: time,
        delete_time: write.is_deleted.then_some(time),
    };
    Stored {
        name: write.name,
        stamp,
        resource: dated(write, time),
        erasure: write.erasure.clone().map(|reason| Erasure { reason, time }),
    }
}

/// The resource of a write. A stored appearance that has a new outcome of anchoring gets its
/// time. A new one has an outcome only if it is restored, and keeps its time.
fn dated(write: &Write, time: Timestamp) -> Resource {
    let mut after = write.after.clone();
    if let (Resource::Appearance(appearance), Some(before)) = (&mut after, &write.before) {
        let before = match &before.resource {
            Resource::Appearance(before) => before.anchoring,
            _ => None,
        };
        appearance.date_anchoring(before, time);
    }
    after
}

fn scope(write: &Write) -> BTreeSet<Uuid> {
    let mut scope = write.after.scope(write.name);
    if let Some(before) = &write.before {
        scope.extend(before.resource.scope(write.name));
    }
    scope
}

fn text_version(resource: &Resource) -> Option<i32> {
    match resource {
        Resource::Article(_, version) => Some(*version),
        _ => None,
    }
}
