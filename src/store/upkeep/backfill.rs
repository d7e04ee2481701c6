//! Recomputes what this build keeps beside the documents and earlier builds did not: mentions,
//! the figures of claims, the sides of appearances, and standings.
//!
//! A migration cannot do this, since it does not read documents. Each step is a transaction
//! that holds the locks of what it writes, so the database can be served meanwhile. To
//! recompute what is up to date has no effect.

use std::collections::BTreeSet;

use backon::{ExponentialBuilder, Retryable as _};
use sqlx::{AssertSqlSafe, PgConnection, postgres::PgConnectOptions};
use uuid::Uuid;

use crate::{
    domain::resource::{
        any::{Resource, Stored},
        name::{ClaimId, Kind, Name},
    },
    store::{
        Error, Settings, Store,
        read::load::{table_of, unreadable},
        write::{
            lock::{LockSet, Lockable},
            transaction::{Author, Batch, Ending},
            upsert,
        },
    },
    wire::document,
};

/// What this build computes. The number is raised when it computes more.
const BACKFILL_VERSION: i16 = 2;

/// Resources in one step; articles come with their bodies.
const STEP: i64 = 200;
const STEP_ARTICLES: i64 = 20;

/// Who writes the standings.
const AUTHOR: Author<'static> = Author {
    actor: "claimstore",
    request: None,
};

/// Recomputes everything, unless a build that computes as much has done so.
pub(crate) async fn once(
    connection: &mut PgConnection,
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

/// Recomputes everything, because servers of an earlier build may have written since it was
/// done.
pub async fn again(options: &PgConnectOptions) -> Result<(), Error> {
    let store = Store::new(options.clone(), &Settings::default());
    let result = backfill(&store).await;
    store.close().await;
    result
}

async fn backfill(store: &Store) -> Result<(), Error> {
    for kind in [Kind::Article, Kind::Claim, Kind::Appearance] {
        let mut after = None;
        while let Some(last) = in_the_end(|| backfill_rows(store, kind, after)).await? {
            after = Some(last);
        }
    }
    let mut after = None;
    while let Some(last) = in_the_end(|| backfill_standings(store, after)).await? {
        after = Some(last);
    }
    Ok(())
}

/// Repeats a step that others were in the way of, since the database can be served meanwhile.
async fn in_the_end<T, F>(step: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let others = |error: &Error| {
        matches!(
            error,
            Error::LostRace(_) | Error::Locked(_) | Error::TooLong | Error::TimedOut(_)
        )
    };
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_max_times(10);
    step.retry(pauses).when(others).await
}

/// Recomputes what stands beside the next documents behind an id. Returns the last one's id.
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
        locks.own(Lockable::Resource(name));
        if let Some(claim) = name.claim() {
            locks.own(Lockable::Resource(Name::Claim(claim)));
        }
    }
    let mut tx = store.begin(&locks).await?;
    let states = tx.lookup().stored(&names.into_iter().collect()).await?;
    let states: Vec<Stored> = states.into_values().collect();
    tx.backfill(&states).await?;
    Ok(Some(last))
}

/// The names behind an id, or the first ones.
async fn page(
    connection: &mut PgConnection,
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
        document::message_name(kind, &doc)
            .map_err(|error| unreadable(table_of(kind), "doc", id, error))
    });
    names.collect()
}

/// Recomputes how the next claims behind an id stand. Returns the last one's id.
async fn backfill_standings(store: &Store, after: Option<Uuid>) -> Result<Option<Uuid>, Error> {
    let names = page(&mut *store.connection().await?, Kind::Claim, after).await?;
    let Some(last) = names.last().copied().map(Name::uuid) else {
        return Ok(None);
    };
    let mut locks = LockSet::new();
    for &name in &names {
        locks.own(Lockable::Resource(name));
    }
    let standings: BTreeSet<ClaimId> = names.iter().map(|name| ClaimId::new(name.uuid())).collect();
    let batch = Batch {
        standings,
        ..Batch::default()
    };
    let tx = store.begin(&locks).await?;
    tx.finish(&AUTHOR, batch, Ending::Keep).await?;
    Ok(Some(last))
}

/// Writes what stands beside documents that stay as they are.
pub(crate) async fn upsert(connection: &mut PgConnection, states: &[Stored]) -> Result<(), Error> {
    upsert::upsert_mentions(connection, states.iter().map(upsert::Mentioning::from)).await?;
    let claims = states.iter().filter_map(|state| match &state.resource {
        Resource::Claim(claim) => Some((state.name.uuid(), claim)),
        _ => None,
    });
    upsert::quantity::upsert(connection, claims).await?;
    upsert_sides(connection, states).await
}

async fn upsert_sides(connection: &mut PgConnection, states: &[Stored]) -> Result<(), Error> {
    let mut ids = Vec::new();
    let (mut affirms, mut denies, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
    for state in states {
        let Resource::Appearance(appearance) = &state.resource else {
            continue;
        };
        if state.erasure.is_some() {
            continue;
        }
        let sides = appearance.printing.sides();
        ids.push(state.name.uuid());
        affirms.push(sides.affirms);
        denies.push(sides.denies);
        doubts.push(sides.doubts);
    }
    sqlx::query!(
        "
        update appearances
        set affirms = given.affirms, denies = given.denies, doubts = given.doubts
        from unnest($1::uuid[], $2::boolean[], $3::boolean[], $4::boolean[])
            as given (id, affirms, denies, doubts)
        where appearances.id = given.id
        ",
        &ids,
        &affirms,
        &denies,
        &doubts,
    )
    .execute(connection)
    .await?;
    Ok(())
}
