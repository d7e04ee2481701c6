//! The write transaction: the one way to change anything.
//!
//! It begins with all its locks, reads what it depends on, and then writes the
//! new states, one change in the log for each, and the record of the request, all
//! in one go. Nothing is written or row-locked before that, so the transaction
//! gets its id only then, and holds back the readers of the log as briefly as can
//! be.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::{
    Error, Store,
    load::Lookup,
    lock::LockSet,
    put::{self, Ready},
    request::{Done, RequestKey},
};
use crate::{
    domain::{
        Timestamp,
        identity::IdentityDigest,
        name::{ArticleId, Name, SourceId},
        resource::{Resource, Stamp, Stored},
    },
    wire::document::{self, DOC_VERSION},
};

/// The most changes of one transaction.
pub const CHANGES_MAX: usize = 2_000;

/// From its first write on, each statement of a transaction ends within this, and
/// none begins later: an open one holds back the readers of the log.
const WRITE_MS_MAX: u64 = 2_000;
const WRITE_TIME_MAX: Duration = Duration::from_millis(WRITE_MS_MAX);

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It is stored for the first time.
    Created,
    /// It is given a new state.
    Updated,
}

impl Operation {
    /// The number that stands for it in the log.
    pub const fn code(self) -> i16 {
        match self {
            Self::Created => 1,
            Self::Updated => 2,
        }
    }
}

/// A new state of a resource.
#[derive(Clone, Debug)]
pub struct Write {
    /// Which resource.
    pub name: Name,
    /// Its state so far; nothing for a new one.
    pub before: Option<Stored>,
    /// Its state from now on.
    pub after: Resource,
    /// What makes an appearance the same as another.
    pub identity: Option<IdentityDigest>,
}

/// What a source was called in a bundle of an article.
#[derive(Clone, Debug)]
pub struct ArticleKey {
    /// The article.
    pub article: ArticleId,
    /// The key.
    pub key: String,
    /// The source.
    pub source: SourceId,
}

/// All that a transaction writes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The new states.
    pub writes: Vec<Write>,
    /// The keys to remember.
    pub keys: Vec<ArticleKey>,
    /// What the mutation did. The revisions of what is written are filled in.
    pub done: Vec<Done>,
}

/// Who writes, and under which request id.
#[derive(Clone, Debug)]
pub struct Author<'a> {
    /// The caller.
    pub actor: &'a str,
    /// The request, where the caller gave it an id.
    pub request: Option<&'a RequestKey>,
}

/// An open transaction that holds its locks.
pub struct WriteTx {
    transaction: Transaction<'static, Postgres>,
}

/// What a transaction gets once it writes.
struct Moment {
    epoch: i32,
    xid: i64,
    time: Timestamp,
    begin: Instant,
}

impl Moment {
    /// Refuses to go on once the transaction has been open for too long.
    fn go_on(&self) -> Result<(), Error> {
        if self.begin.elapsed() < WRITE_TIME_MAX {
            Ok(())
        } else {
            Err(Error::TooLong)
        }
    }
}

impl Store {
    /// Begins a transaction that holds these locks. To be called in a task that
    /// is not dropped half-way: the connection would stay in its transaction.
    pub async fn begin(&self, locks: &LockSet) -> Result<WriteTx, Error> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place, whose caller runs it in a task"
        )]
        let mut transaction = self.pool.begin().await?;
        let (numbers, are_exclusive) = locks.columns();
        sqlx::query!(
            r#"
            select case when is_exclusive
                then pg_advisory_xact_lock(number)
                else pg_advisory_xact_lock_shared(number)
            end as "locked: ()"
            from unnest($1::bigint[], $2::boolean[]) as lock (number, is_exclusive)
            "#,
            &numbers,
            &are_exclusive,
        )
        .execute(&mut *transaction)
        .await?;
        Ok(WriteTx { transaction })
    }
}

impl WriteTx {
    /// The lookups, inside the transaction.
    pub fn lookup(&mut self) -> Lookup<'_> {
        Lookup::new(&mut self.transaction)
    }

    /// Ends it without having written anything.
    pub async fn rollback(self) -> Result<(), Error> {
        Ok(self.transaction.rollback().await?)
    }

    /// Writes everything and commits. Tells what was done, with the revisions
    /// that were given.
    pub async fn commit(mut self, author: &Author<'_>, batch: Batch) -> Result<Vec<Done>, Error> {
        let Batch {
            writes,
            keys,
            mut done,
        } = batch;
        if writes.is_empty() && keys.is_empty() && author.request.is_none() {
            self.rollback().await?;
            return Ok(done);
        }
        let moment = self.moment(&writes).await?;
        let states: Vec<Stored> = writes
            .iter()
            .map(|write| state(write, moment.time))
            .collect();
        let docs: Vec<Vec<u8>> = states.iter().map(document::encode).collect();

        self.put(&writes, &states, &docs).await?;
        self.put_keys(&keys).await?;
        moment.go_on()?;
        self.append(author, &moment, &writes, &states, &docs)
            .await?;
        for done in &mut done {
            if let Some(state) = states.iter().find(|state| state.name == done.name) {
                done.revision = state.stamp.revision;
            }
        }
        moment.go_on()?;
        if let Some(request) = author.request {
            self.remember(request, &done, moment.time).await?;
        }
        self.transaction.commit().await?;
        Ok(done)
    }

    /// Takes the transaction's id, and then its time: the clock's, unless something
    /// that it writes or refers to was changed later than that.
    async fn moment(&mut self, writes: &[Write]) -> Result<Moment, Error> {
        let mut rests_on: BTreeSet<Uuid> = writes.iter().flat_map(scope).collect();
        rests_on.extend(writes.iter().map(|write| write.name.uuid()));
        let rests_on: Vec<Uuid> = rests_on.into_iter().collect();
        let row = sqlx::query!(
            r#"
            select pg_current_xact_id()::text::bigint as "xid!",
                   clock_timestamp() as "now!",
                   (select max(epoch) from epochs) as "epoch!",
                   (select max(change_time) from changes where id = any($2)) as newest,
                   set_config('statement_timeout', $1, true) as timeout
            "#,
            WRITE_MS_MAX.to_string(),
            &rests_on,
        )
        .fetch_one(&mut *self.transaction)
        .await?;
        let before = writes.iter().filter_map(|write| write.before.as_ref());
        let newest = before
            .map(|stored| stored.stamp.update_time)
            .chain(row.newest)
            .max();
        let earliest = newest.map(|time| time + TimeDelta::microseconds(1));
        Ok(Moment {
            epoch: row.epoch,
            xid: row.xid,
            time: earliest.map_or(row.now, |earliest| row.now.max(earliest)),
            begin: Instant::now(),
        })
    }

    async fn put(
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
                has_new_text: text_version(&write.after)
                    != write
                        .before
                        .as_ref()
                        .and_then(|before| text_version(&before.resource)),
                identity: write.identity,
            })
            .collect();
        put::put(&mut self.transaction, &ready).await
    }

    async fn put_keys(&mut self, keys: &[ArticleKey]) -> Result<(), Error> {
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

    async fn append(
        &mut self,
        author: &Author<'_>,
        moment: &Moment,
        writes: &[Write],
        states: &[Stored],
        docs: &[Vec<u8>],
    ) -> Result<(), Error> {
        if writes.is_empty() {
            return Ok(());
        }
        let column = |value: fn(&Stored) -> i16| states.iter().map(value).collect::<Vec<_>>();
        let ids: Vec<Uuid> = states.iter().map(|state| state.name.uuid()).collect();
        let revisions: Vec<i64> = states.iter().map(|state| state.stamp.revision).collect();
        let operations: Vec<i16> = writes.iter().map(|write| operation(write).code()).collect();
        let texts: Vec<Option<i32>> = states.iter().map(|it| text_version(&it.resource)).collect();
        let (mut scopes, mut scope_owners) = (Vec::new(), Vec::new());
        for (owner, write) in (0_i32..).zip(writes) {
            for id in scope(write) {
                scopes.push(id);
                scope_owners.push(owner);
            }
        }
        // unnest flattens arrays of arrays, so the scopes come as pairs and are
        // gathered again.
        sqlx::query!(
            "
            insert into changes (
                epoch, xid, seq, kind, id, revision, operation, actor, request_id, change_time,
                scope, doc_version, doc, text_version
            )
            select $1, $2, seq - 1, kind, id, revision, operation, $3, $4, $5,
                   coalesce(scope, '{}'), $8, doc, text_version
            from unnest($9::smallint[], $10::uuid[], $11::bigint[], $12::smallint[], $13::bytea[], $14::integer[])
                with ordinality as given (kind, id, revision, operation, doc, text_version, seq)
                left join (
                    select owner, array_agg(concerned) as scope
                    from unnest($6::uuid[], $7::integer[]) as pair (concerned, owner)
                    group by owner
                ) scopes on owner = seq - 1
            ",
            moment.epoch,
            moment.xid,
            author.actor,
            author.request.map(|request| request.id),
            moment.time,
            &scopes,
            &scope_owners,
            DOC_VERSION,
            &column(|state| state.name.kind().code()),
            &ids,
            &revisions,
            &operations,
            docs,
            &texts as &[Option<i32>],
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    async fn remember(
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
            request.actor,
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

fn operation(write: &Write) -> Operation {
    match write.before {
        None => Operation::Created,
        Some(_) => Operation::Updated,
    }
}

fn state(write: &Write, time: Timestamp) -> Stored {
    let stamp = match &write.before {
        None => Stamp {
            revision: 1,
            create_time: time,
            update_time: time,
        },
        Some(before) => Stamp {
            revision: before.stamp.revision + 1,
            create_time: before.stamp.create_time,
            update_time: time,
        },
    };
    Stored {
        name: write.name,
        stamp,
        resource: write.after.clone(),
    }
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
