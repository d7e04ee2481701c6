//! One runner migrates at a time, and calls go on while a migration waits for its locks.

use std::{
    process::{Child, Stdio},
    time::Duration,
};

use claimstore::store::{
    Error, newest,
    upkeep::migration::{PATIENCE as TRIED, migrate},
};
use sqlx::{Connection as _, PgConnection};
use tokio::time::timeout;

use super::{super::doctor::DESK, BEFORE, PATIENCE, execute};
use crate::support::{
    cluster::{TestDatabase, database, database_on_own_server_at},
    locks::wait_for_a_waiter,
    process::claimstore,
};

const RUNNERS: usize = 4;

#[tokio::test]
async fn of_several_runners_one_migrates_and_the_others_find_nothing_to_do() {
    let database = database().await;
    let empty = "drop schema public cascade; create schema public";
    execute(&database.options(), empty).await;
    let url = database.url();
    let runners = [(); RUNNERS].map(|()| {
        let mut migrate = claimstore();
        migrate.args(["migrate", "--database-url", &url]);
        migrate.stdout(Stdio::piped()).spawn().unwrap()
    });
    let said = runners.map(|runner| {
        let output = runner.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    });
    let all = format!("{} steps were missing", newest());
    let migrated = said.iter().filter(|said| said.contains(&all)).count();
    assert_eq!(migrated, 1, "{said:?}");
    let already = said.iter().filter(|said| said.contains("already")).count();
    assert_eq!(already, RUNNERS - 1, "{said:?}");
}

#[tokio::test]
async fn limits_of_the_role_that_are_meant_for_calls_do_not_end_a_migration() {
    let database = database_on_own_server_at(BEFORE - 1).await;
    let limit = "alter role current_user set statement_timeout = '1ms';
         alter role current_user set idle_in_transaction_session_timeout = '1ms'";
    execute(&database.options(), limit).await;
    migrate(&database.options(), TRIED).await.unwrap();
}

#[tokio::test]
async fn a_role_that_does_not_own_the_schema_is_told_so() {
    let database = database_on_own_server_at(BEFORE).await;
    execute(&database.options(), DESK).await;
    let refused = migrate(&database.options().username("desk"), TRIED).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("as the role that owns it"), "{said}");
}

/// A connection whose transaction is as that of a call that takes long.
async fn hold(database: &TestDatabase, lock: &'static str) -> PgConnection {
    let mut connection = connect(database).await;
    for sql in ["begin", lock] {
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
    connection
}

async fn connect(database: &TestDatabase) -> PgConnection {
    PgConnection::connect_with(&database.options())
        .await
        .unwrap()
}

async fn release(mut held: PgConnection) {
    sqlx::raw_sql("rollback").execute(&mut held).await.unwrap();
    held.close().await.unwrap();
}

/// Migration 28 adds a column to this table.
const WRITES: &str = "lock table audit_entries in row exclusive mode";

#[tokio::test]
async fn calls_are_answered_while_a_migration_waits_for_a_call_to_end() {
    let database = database_on_own_server_at(BEFORE - 1).await;
    let held = hold(&database, WRITES).await;
    let mut migrating = start_migrate(&database).await;
    // It waits behind the migration.
    let mut call = connect(&database).await;
    read(&mut call).await;
    assert!(migrating.try_wait().unwrap().is_none(), "it goes on trying");
    release(held).await;
    assert_migrated(migrating).await;
}

/// Starts `migrate`, and waits until it waits for a lock.
async fn start_migrate(database: &TestDatabase) -> Child {
    let mut migrate = claimstore();
    migrate.args(["migrate", "--database-url", &database.url()]);
    let migrating = migrate.spawn().unwrap();
    wait_for_a_waiter(database).await;
    migrating
}

async fn read(call: &mut PgConnection) {
    let read = sqlx::raw_sql("select from audit_entries").execute(call);
    timeout(PATIENCE, read).await.unwrap().unwrap();
}

async fn assert_migrated(mut migrating: Child) {
    let migrated = tokio::task::spawn_blocking(move || migrating.wait());
    let migrated = timeout(PATIENCE, migrated).await.unwrap().unwrap();
    assert!(migrated.unwrap().success());
}

/// What a migration writes last, when it has all its locks.
const KEEPS_IT_FROM_ITS_END: &str = "set deadlock_timeout = '1min';
     lock table _sqlx_migrations in share mode";

#[tokio::test]
async fn a_migration_in_a_deadlock_with_a_call_gives_way_and_is_tried_again() {
    let database = database_on_own_server_at(BEFORE - 1).await;
    // The migration notices it first.
    let notice = "alter database claimstore set deadlock_timeout = '300ms'";
    execute(&database.options(), notice).await;
    let mut call = hold(&database, KEEPS_IT_FROM_ITS_END).await;
    let migrating = start_migrate(&database).await;
    read(&mut call).await;
    release(call).await;
    assert_migrated(migrating).await;
}

#[tokio::test]
async fn a_migration_that_gets_no_lock_says_so_and_can_be_run_again() {
    let database = database_on_own_server_at(BEFORE - 1).await;
    let options = database.options();
    let held = hold(&database, WRITES).await;
    let failed = migrate(&options, Duration::ZERO).await.unwrap_err();
    let Error::MigrationLocked {
        version: BEFORE, ..
    } = failed
    else {
        panic!("{failed:?}")
    };
    let words = "migration 28 did not get its locks, and is not done";
    assert!(failed.to_string().contains(words), "{failed}");
    release(held).await;
    let migrated = migrate(&options, TRIED).await.unwrap();
    assert_eq!(migrated.version, newest());
}

#[tokio::test]
async fn a_runner_that_waits_in_vain_for_another_one_says_so() {
    let database = database().await;
    let lock = "select pg_advisory_lock(hashtextextended('claimstore migration', 0))";
    let held = hold(&database, lock).await;
    let failed = migrate(&database.options(), Duration::ZERO)
        .await
        .unwrap_err();
    assert!(matches!(failed, Error::MigrationRuns), "{failed:?}");
    let words = "another claimstore migrate runs on this database";
    assert!(failed.to_string().contains(words), "{failed}");
    held.close().await.unwrap();
    migrate(&database.options(), TRIED).await.unwrap();
}
