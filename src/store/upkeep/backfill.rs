//! Backfill: computes derived data that earlier builds did not store. That is natural keys in
//! canonical form, mentions, the figures of claims, the listings and contents of articles, the names of
//! sources, the sides and anchorings of appearances, the canonical urls in the documents of
//! sources, and standings.
//!
//! A migration cannot do this, because SQL cannot read documents. Each step is a transaction
//! that locks what it writes, so servers may run meanwhile. A backfill can be repeated
//! safely: computing the same data again changes nothing.

use std::collections::BTreeSet;

use backon::{ExponentialBuilder, Retryable as _};
use sqlx::{AssertSqlSafe, postgres::PgConnectOptions};
use uuid::Uuid;

use crate::{
    domain::resource::{ClaimId, Kind, Name, Stored},
    store::{
        Error, Settings, Store,
        connection::Connection,
        fit::Schema,
        log::Author,
        read::load::{table_of, unreadable},
        write::{Batch, LockSet, Lockable, Write},
    },
    wire::document,
};

/// The version of the derived data. Raise it when a build derives more.
const BACKFILL_VERSION: i16 = 7;

/// The number of resources in one step. It is lower for articles, which are read with their
/// bodies.
const STEP: i64 = 200;
const STEP_ARTICLES: i64 = 20;

const KINDS: [Kind; 6] = [
    Kind::Source,
    Kind::Article,
    Kind::Claim,
    Kind::Appearance,
    Kind::Relation,
    Kind::Review,
];

/// The author of the changes to standings and documents.
const AUTHOR: Author<'static> = Author {
    actor: "claimstore",
    request: None,
};

/// Runs the backfill, unless one of this version or a later one was completed.
pub(crate) async fn once(
    connection: &mut Connection,
    options: &PgConnectOptions,
) -> Result<(), Error> {
    let is_done = sqlx::query_scalar!(
        r#"select exists (select from derivations where version >= $1) as "is_done!""#,
        BACKFILL_VERSION
    )
    .fetch_one(&mut *connection)
    .await?;
    if is_done {
        return Ok(());
    }
    again(options).await?;
    sqlx::query!(
        "insert into derivations (version) values ($1) on conflict do nothing",
        BACKFILL_VERSION
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Runs the backfill again. Needed if servers of an earlier build have written since the
/// last one.
pub async fn again(options: &PgConnectOptions) -> Result<(), Error> {
    let mut connection = Connection::unhurried(options).await?;
    Schema::read(&mut connection).await?.require_own()?;
    drop(connection);
    let store = Store::new(options.clone(), &Settings::default());
    let result = backfill(&store).await;
    store.close().await;
    result
}

async fn backfill(store: &Store) -> Result<(), Error> {
    for kind in KINDS {
        let mut after = None;
        while let Some(last) = with_retries(|| backfill_rows(store, kind, after)).await? {
            after = Some(last);
        }
    }
    let mut after = None;
    while let Some(last) = with_retries(|| backfill_sources(store, after)).await? {
        after = Some(last);
    }
    let mut after = None;
    while let Some(last) = with_retries(|| backfill_standings(store, after)).await? {
        after = Some(last);
    }
    Ok(())
}

/// Retries a step that failed because of concurrent writes: servers may run meanwhile.
async fn with_retries<T, F>(step: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let is_transient = |error: &Error| {
        matches!(
            error,
            Error::LostRace(_) | Error::Locked(_) | Error::TooLong | Error::TimedOut(_)
        )
    };
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_max_times(10);
    step.retry(pauses).when(is_transient).await
}

/// Backfills the derived data of the resources after an id. Returns the last id, or `None`
/// if there are no more.
async fn backfill_rows(
    store: &Store,
    kind: Kind,
    after: Option<Uuid>,
) -> Result<Option<Uuid>, Error> {
    let names = page(&mut *store.connection().await?, kind, after).await?;
    let Some(last) = names.last().copied().map(Name::uuid) else {
        return Ok(None);
    };
    let mut locks = LockSet::new();
    for &name in &names {
        locks.exclusive(Lockable::Resource(name));
        if let Some(claim) = name.claim() {
            locks.exclusive(Lockable::Resource(Name::Claim(claim)));
        }
    }
    let mut tx = store.begin(&locks).await?;
    let states = tx.lookup().stored(&names.into_iter().collect()).await?;
    let states: Vec<Stored> = states.into_values().collect();
    tx.backfill(&states).await?;
    Ok(Some(last))
}

/// Returns the names after an id, or the first ones.
async fn page(
    connection: &mut Connection,
    kind: Kind,
    after: Option<Uuid>,
) -> Result<Vec<Name>, Error> {
    let limit = match kind {
        Kind::Article => STEP_ARTICLES,
        _ => STEP,
    };
    // The lower bound in `coalesce` makes the index start at the page. It admits every id.
    let select = format!(
        "select id, doc from {} \
         where id >= coalesce($1, '00000000-0000-0000-0000-000000000000') \
         and ($1 is null or id <> $1) order by id limit $2",
        table_of(kind)
    );
    let rows: Vec<(Uuid, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(select))
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    let names = rows.into_iter().map(|(id, doc)| {
        document::message_name(&doc).map_err(|error| unreadable(table_of(kind), "doc", id, error))
    });
    names.collect()
}

/// Rewrites the documents of the live sources after an id whose canonical url has another
/// form. Returns the last id, or `None` if there are no more.
async fn backfill_sources(store: &Store, after: Option<Uuid>) -> Result<Option<Uuid>, Error> {
    let names = page(&mut *store.connection().await?, Kind::Source, after).await?;
    let Some(last) = names.last().copied().map(Name::uuid) else {
        return Ok(None);
    };
    let mut locks = LockSet::new();
    for &name in &names {
        locks.exclusive(Lockable::Resource(name));
    }
    let mut tx = store.begin(&locks).await?;
    let names: BTreeSet<Name> = names.into_iter().collect();
    let found = tx.lookup().stored_documents(&names).await?.into_iter();
    let other = found
        .filter(|(_, it)| !it.stored.stamp.is_deleted() && document::encode(&it.stored) != it.doc);
    let writes = other.map(|(name, it)| Write {
        name,
        after: it.stored.resource.clone(),
        before: Some(it.stored),
        is_deleted: false,
        erasure: None,
        identity: None,
        keys: None,
        follows: None,
    });
    let batch = Batch {
        writes: writes.collect(),
        ..Batch::default()
    };
    tx.finish(&AUTHOR, batch, None).await?;
    Ok(Some(last))
}

/// Backfills the standings of the claims after an id. Returns the last id, or `None` if there
/// are no more.
async fn backfill_standings(store: &Store, after: Option<Uuid>) -> Result<Option<Uuid>, Error> {
    let names = page(&mut *store.connection().await?, Kind::Claim, after).await?;
    let Some(last) = names.last().copied().map(Name::uuid) else {
        return Ok(None);
    };
    let mut locks = LockSet::new();
    for &name in &names {
        locks.exclusive(Lockable::Resource(name));
    }
    let standings: BTreeSet<ClaimId> = names.iter().map(|name| ClaimId::new(name.uuid())).collect();
    let batch = Batch {
        standings,
        ..Batch::default()
    };
    let tx = store.begin(&locks).await?;
    tx.finish(&AUTHOR, batch, None).await?;
    Ok(Some(last))
}
