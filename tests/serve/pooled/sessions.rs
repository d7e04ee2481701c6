//! What a store does with the sessions that a pooler gives it.

use std::{collections::BTreeSet, time::Duration};

use claimstore::{
    app::{self, App},
    store::{
        self, Store, Target,
        write::{LockSet, Lockable, Written},
    },
};
use rustix::process::Signal;
use sqlx::{Connection as _, PgConnection};
use tokio::time::timeout;

use super::PATIENCE;
use crate::support::{
    cluster::database_on_own_server,
    direct::{context, new_person, source_name},
    locks::lock_table,
    pgbouncer::PgBouncer,
};

#[tokio::test]
async fn waits_have_their_bounds_behind_a_pooler() {
    let database = database_on_own_server().await;
    let Some(bouncer) = PgBouncer::start(&database, 4, "").await else {
        return;
    };
    let short = Duration::from_millis(100);
    let mut locks = LockSet::new();
    locks.exclusive(Lockable::Resource(source_name(1)));
    let default = store::Settings::default();
    let holder = Store::new(bouncer.target(), &default);
    let held = holder.begin(&locks).await.unwrap();
    let of_locks = store::Settings {
        lock_timeout: short,
        ..default.clone()
    };
    let of_statements = store::Settings {
        statement_timeout: short,
        ..default.clone()
    };
    for settings in [of_locks, of_statements] {
        let store = Store::new(bouncer.target(), &settings);
        let waited = timeout(PATIENCE, store.begin(&locks)).await.unwrap();
        let error = waited.err().expect("the lock is held");
        assert!(matches!(error, store::Error::Locked(_)), "{error:?}");
    }
    held.rollback().await.unwrap();

    // A transaction that is left open would hold back the log.
    let idle = store::Settings {
        idle_timeout: short,
        ..default
    };
    let store = Store::new(bouncer.target(), &idle);
    let tx = store.begin(&locks).await.unwrap();
    let mut tried = tokio::time::interval(Duration::from_millis(20));
    let free = async {
        while holder.begin(&locks).await.is_err() {
            tried.tick().await;
        }
    };
    timeout(PATIENCE, free).await.unwrap();
    drop(tx);
}

#[tokio::test]
async fn a_read_that_fails_or_is_given_up_leaves_nothing_behind_for_the_next_one() {
    let database = database_on_own_server().await;
    let Some(bouncer) = PgBouncer::start(&database, 1, "").await else {
        return;
    };
    let settings = store::Settings {
        statement_timeout: Duration::from_millis(300),
        ..store::Settings::default()
    };
    let store = Store::new(bouncer.target(), &settings);
    let mut reader = store.reader().await.unwrap();
    reader.log_end().await.unwrap();
    let locked = lock_table(&database, "changes").await;
    let failed = reader.log_end().await.unwrap_err();
    assert!(matches!(failed, store::Error::TimedOut(_)), "{failed:?}");
    let given_up = timeout(Duration::from_millis(50), reader.log_end()).await;
    assert!(given_up.is_err());
    locked.close().await.unwrap();
    reader.log_end().await.unwrap();
    // The only session is free for others.
    let mut other = PgConnection::connect_with(&bouncer.options().extra_float_digits(None))
        .await
        .unwrap();
    let ping = sqlx::raw_sql("select 1").execute(&mut other);
    timeout(PATIENCE, ping).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_pooler_that_falls_silent_is_waited_for_in_bounded_time() {
    let database = database_on_own_server().await;
    let Some(bouncer) = PgBouncer::start(&database, 2, "").await else {
        return;
    };
    let settings = store::Settings {
        statement_timeout: Duration::from_millis(300),
        ..store::Settings::default()
    };
    let store = Store::new(bouncer.target(), &settings);
    let locked = lock_table(&database, "changes").await;
    let mut reader = store.reader().await.unwrap();
    let reading = async {
        let answer = reader.log_end().await;
        (reader, answer)
    };
    let silencing = async {
        // The statement is on its way by then.
        tokio::time::sleep(Duration::from_millis(100)).await;
        bouncer.signal(Signal::STOP);
    };
    let both = async { tokio::join!(reading, silencing) };
    let ((reader, answer), ()) = timeout(PATIENCE, both).await.unwrap();
    assert!(
        matches!(answer, Err(store::Error::Unavailable(_))),
        "{answer:?}"
    );
    drop(reader);
    bouncer.signal(Signal::CONT);
    locked.close().await.unwrap();
    let mut reader = store.reader().await.unwrap();
    reader.log_end().await.unwrap();
}

#[tokio::test]
async fn a_pooler_that_leads_to_a_promoted_standby_begins_a_new_epoch_with_the_next_write() {
    let mut database = database_on_own_server().await;
    let Some(bouncer) = PgBouncer::start(&database, 2, "").await else {
        return;
    };
    // Without a server, which would look at the database all the time.
    let app = App::new(Store::new(bouncer.target(), &store::Settings::default()));
    create(&app, 1).await.unwrap();
    database.copy_server().await;
    let lost = loop {
        // The connections of before may be lost.
        if let Ok(written) = create(&app, 2).await {
            break written.position.unwrap();
        }
    };
    database.start_standby().await;
    let mut direct = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql("select pg_promote()")
        .execute(&mut direct)
        .await
        .unwrap();
    while create(&app, 3).await.is_err() {}
    let epochs =
        "select epoch, timeline from changes join epochs using (epoch) order by epoch, xid";
    let epochs: Vec<(i32, i32)> = sqlx::query_as(epochs).fetch_all(&mut direct).await.unwrap();
    assert_eq!(epochs, [(1, 1), (2, 2)]);
    let refused = app.own_position(lost).await.unwrap_err();
    assert!(matches!(refused, app::Error::PositionLost), "{refused:?}");
}

async fn create(app: &App, number: u128) -> Result<Written, app::Error> {
    app.create(context(None), new_person(number)).await
}

#[tokio::test]
async fn transactions_have_their_isolation_whatever_the_role_has() {
    let database = database_on_own_server().await;
    let Some(bouncer) = PgBouncer::start(&database, 2, "").await else {
        return;
    };
    let mut direct = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let set = "alter role claimstore set default_transaction_isolation = serializable";
    sqlx::raw_sql(set).execute(&mut direct).await.unwrap();
    for target in [Target::from(database.options()), bouncer.target()] {
        let store = Store::new(target, &store::Settings::default());
        let mut tx = store.begin(&LockSet::new()).await.unwrap();
        let names = BTreeSet::from([source_name(1)]);
        tx.lookup().presence(&names).await.unwrap();
        let mut reader = store.reader().await.unwrap();
        reader.log_end().await.unwrap();
        // Only serializable transactions have these.
        let locks = "select count(*) from pg_locks where mode = 'SIReadLock'";
        let locks: i64 = sqlx::query_scalar(locks)
            .fetch_one(&mut direct)
            .await
            .unwrap();
        assert_eq!(locks, 0);
        tx.rollback().await.unwrap();
    }
}
