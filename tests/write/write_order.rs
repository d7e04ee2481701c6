//! The order of the log. These tests show, with the locks and without them, why a write takes all
//! its locks before it has a transaction id.
//!
//! Each test has a server of its own, because open transactions delay the readers of all logs on a
//! server.

use std::collections::BTreeSet;

use claimstore::{
    domain::resource::{Name, Outcome, Resource, Source, SourceId, SourceKind, Stored},
    store::{
        self, Store,
        log::{
            Author, Done,
            change::{filter::ChangeFilter, page::ChangePage},
        },
        read::View,
        write::{Batch, LockSet, Lockable, Write, WriteTx},
    },
};
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use crate::support::{
    cluster::{TestDatabase, database_on_own_server},
    locks::wait_for_a_waiter,
    server::store as store_over,
};

const AUTHOR: Author<'_> = Author {
    actor: "test",
    request: None,
};

fn name(n: u128) -> Name {
    Name::Source(SourceId::new(Uuid::from_u128(n)))
}

fn source(display_name: &str) -> Resource {
    Resource::Source(Source {
        kind: SourceKind::Person,
        display_name: display_name.to_owned(),
        ..Source::default()
    })
}

fn locks(names: &[Name]) -> LockSet {
    let mut locks = LockSet::new();
    for name in names {
        locks.exclusive(Lockable::Resource(*name));
    }
    locks
}

fn done(name: Name) -> Done {
    Done {
        name,
        revision: 0,
        outcome: Outcome::Updated,
        path: String::new(),
        key: String::new(),
        differences: Vec::new(),
        candidates: Vec::new(),
    }
}

async fn read(tx: &mut WriteTx, names: &[Name]) -> Vec<Option<Stored>> {
    let wanted: BTreeSet<Name> = names.iter().copied().collect();
    let mut found = tx.lookup().stored(&wanted).await.unwrap();
    names.iter().map(|name| found.remove(name)).collect()
}

/// Writes the resources in the given order, based on the states that were read.
async fn write(
    tx: WriteTx,
    names: &[Name],
    before: Vec<Option<Stored>>,
    text: &str,
) -> Result<Vec<Done>, store::Error> {
    let writes = names.iter().zip(before).map(|(name, before)| Write {
        name: *name,
        before,
        after: source(text),
        is_deleted: false,
        erasure: None,
        identity: None,
        keys: None,
        follows: None,
    });
    let batch = Batch {
        writes: writes.collect(),
        done: names.iter().map(|name| done(*name)).collect(),
        ..Batch::default()
    };
    Ok(tx.finish(&AUTHOR, batch, None).await?.done)
}

async fn create(store: &Store, names: &[Name]) {
    let tx = store.begin(&locks(names)).await.unwrap();
    let nothing = names.iter().map(|_| None).collect();
    write(tx, names, nothing, "first").await.unwrap();
}

async fn connect(database: &TestDatabase) -> PgConnection {
    PgConnection::connect_with(&database.options())
        .await
        .unwrap()
}

/// The revisions of a resource, in the order of the log.
async fn revisions(database: &TestDatabase, name: Name) -> Vec<i64> {
    sqlx::query_scalar("select revision from changes where id = $1 order by epoch, xid, seq")
        .bind(name.uuid())
        .fetch_all(&mut connect(database).await)
        .await
        .unwrap()
}

/// The revisions of a resource, as a reader gets them that follows the log one change at a time.
async fn followed(store: &Store, name: Name) -> Vec<i64> {
    let filter = ChangeFilter {
        resource: Some(name),
        ..ChangeFilter::default()
    };
    let mut page = ChangePage::first(filter, Some(View::Basic), 1);
    let mut reader = store.reader().await.unwrap();
    let mut seen = Vec::new();
    loop {
        let changes = reader.changes(&page).await.unwrap();
        seen.extend(changes.rows.iter().map(|it| it.revision));
        if changes.next.is_none() {
            return seen;
        }
        page.after = changes.next;
    }
}

/// Writes as a writer without locks would. It has a transaction id before it reads the next
/// resource.
async fn write_as_it_goes(connection: &mut PgConnection, name: Name) -> Result<i64, sqlx::Error> {
    let revision: i64 = sqlx::query_scalar(
        "update sources set revision = revision + 1 where id = $1 returning revision",
    )
    .bind(name.uuid())
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query(
        "
        insert into changes (epoch, xid, seq, kind, id, revision, operation, actor, change_time,
                             scope, doc_bytes)
        values (1, pg_current_xact_id()::text::bigint, $2, 1, $1, $3, 2, 'test', now(), '{}', 0)
        ",
    )
    .bind(name.uuid())
    .bind(i32::try_from(name.uuid().as_u128()).unwrap())
    .bind(revision)
    .execute(&mut *connection)
    .await?;
    Ok(revision)
}

async fn run(connection: &mut PgConnection, sql: &'static str) {
    sqlx::raw_sql(sql).execute(connection).await.unwrap();
}

#[tokio::test]
async fn without_locks_a_later_revision_can_come_before_an_earlier_one() {
    let database = database_on_own_server().await;
    let store = store_over(database.options());
    let (a, b, shared) = (name(1), name(2), name(3));
    create(&store, &[a, b, shared]).await;

    let (mut one, mut other) = (connect(&database).await, connect(&database).await);
    run(&mut one, "begin").await;
    write_as_it_goes(&mut one, a).await.unwrap();
    run(&mut other, "begin").await;
    write_as_it_goes(&mut other, b).await.unwrap();
    assert_eq!(write_as_it_goes(&mut other, shared).await.unwrap(), 2);
    run(&mut other, "commit").await;
    assert_eq!(write_as_it_goes(&mut one, shared).await.unwrap(), 3);
    run(&mut one, "commit").await;

    assert_eq!(revisions(&database, shared).await, [1, 3, 2]);
    // A reader of the log would take revision 2 for the newest state.
    assert_eq!(followed(&store, shared).await, [1, 3, 2]);
}

#[tokio::test]
async fn without_locks_two_writers_in_opposite_order_deadlock() {
    let database = database_on_own_server().await;
    let (a, b) = (name(1), name(2));
    create(&store_over(database.options()), &[a, b]).await;

    let (mut one, mut other) = (connect(&database).await, connect(&database).await);
    run(&mut one, "begin").await;
    write_as_it_goes(&mut one, a).await.unwrap();
    run(&mut other, "begin").await;
    write_as_it_goes(&mut other, b).await.unwrap();
    let (one, other) = tokio::join!(
        write_as_it_goes(&mut one, b),
        write_as_it_goes(&mut other, a)
    );
    let codes: Vec<String> = [one, other]
        .into_iter()
        .filter_map(Result::err)
        .filter_map(|error| {
            error
                .as_database_error()?
                .code()
                .map(|code| code.into_owned())
        })
        .collect();
    assert_eq!(codes, ["40P01"]);
}

#[tokio::test]
async fn with_locks_the_second_writer_waits_and_gets_the_later_position() {
    let database = database_on_own_server().await;
    let store = store_over(database.options());
    let (a, b, shared) = (name(1), name(2), name(3));
    create(&store, &[a, b, shared]).await;

    let first = [a, shared];
    let second = [shared, b];
    let mut one = store.begin(&locks(&first)).await.unwrap();
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.begin(&locks(&second)).await }
    });
    wait_for_a_waiter(&database).await;
    assert!(!waiting.is_finished());
    let before = read(&mut one, &first).await;
    write(one, &first, before, "one").await.unwrap();

    let mut other = waiting.await.unwrap().unwrap();
    let before = read(&mut other, &second).await;
    let done = write(other, &second, before, "other").await.unwrap();
    assert_eq!(done[0].revision, 3);
    assert_eq!(revisions(&database, shared).await, [1, 2, 3]);
    assert_eq!(followed(&store, shared).await, [1, 2, 3]);
}

#[tokio::test]
async fn without_locks_the_second_of_two_conflicting_writes_is_refused() {
    let database = database_on_own_server().await;
    let store = store_over(database.options());
    let (a, b) = (name(1), name(2));
    create(&store, &[a, b]).await;

    let mut one = store.begin(&LockSet::new()).await.unwrap();
    let mut other = store.begin(&LockSet::new()).await.unwrap();
    let before_one = read(&mut one, &[a, b]).await;
    let before_other = read(&mut other, &[b, a]).await;
    write(one, &[a, b], before_one, "one").await.unwrap();
    let lost = write(other, &[b, a], before_other, "other").await;
    assert!(matches!(lost, Err(store::Error::LostRace(_))), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_in_opposite_orders_never_deadlock_and_keep_the_order() {
    const WRITERS: usize = 8;
    const ROUNDS: usize = 25;
    let database = database_on_own_server().await;
    let store = store_over(database.options());
    let names: Vec<Name> = (1..=4).map(name).collect();
    create(&store, &names).await;

    let writers = (0..WRITERS).map(|writer| {
        let (store, mut names) = (store.clone(), names.clone());
        if writer % 2 == 1 {
            names.reverse();
        }
        tokio::spawn(async move {
            for _ in 0..ROUNDS {
                let mut tx = store.begin(&locks(&names)).await.unwrap();
                let before = read(&mut tx, &names).await;
                write(tx, &names, before, "again").await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let expected: Vec<i64> = (1..=1 + i64::try_from(WRITERS * ROUNDS).unwrap()).collect();
    for name in names {
        assert_eq!(revisions(&database, name).await, expected);
    }
    let row = sqlx::query("select sum(deadlocks)::bigint from pg_stat_database")
        .fetch_one(&mut connect(&database).await)
        .await
        .unwrap();
    assert_eq!(row.get::<i64, _>(0), 0);
}

#[tokio::test]
async fn the_time_of_a_change_is_later_than_the_last_one_even_if_the_clock_is_behind() {
    let database = database_on_own_server().await;
    let store = store_over(database.options());
    let names = [name(1)];
    create(&store, &names).await;
    let mut tx = store.begin(&locks(&names)).await.unwrap();
    let mut before = read(&mut tx, &names).await;
    let future = chrono::Utc::now() + chrono::TimeDelta::hours(1);
    let stamp = &mut before[0].as_mut().unwrap().stamp;
    stamp.update_time = future;
    write(tx, &names, before, "later").await.unwrap();

    let mut tx = store.begin(&locks(&names)).await.unwrap();
    let stored = read(&mut tx, &names).await.remove(0).unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(
        stored.stamp.update_time.timestamp_micros(),
        future.timestamp_micros() + 1
    );
}

#[tokio::test]
async fn another_cluster_begins_an_epoch_before_anything_is_written() {
    let database = database_on_own_server().await;
    create(&store_over(database.options()), &[name(1)]).await;
    let mut connection = connect(&database).await;
    // As after a restore of a dump from another cluster that has used more transaction ids.
    run(
        &mut connection,
        "update epochs set system_identifier = 1; update changes set xid = 4000000000",
    )
    .await;
    drop(connection);

    let store = store_over(database.options());
    create(&store, &[name(2)]).await;
    let mut connection = connect(&database).await;
    let places: Vec<(i32, Uuid)> =
        sqlx::query_as("select epoch, id from changes order by epoch, xid, seq")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(places, [(1, name(1).uuid()), (2, name(2).uuid())]);
    let epochs: i64 = sqlx::query_scalar("select count(*) from epochs")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(epochs, 2, "many connections begin one epoch");
}
