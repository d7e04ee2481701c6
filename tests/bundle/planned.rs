//! Imports that are planned before they hold their locks.

use claimstore::wire::pb::DeleteSourceRequest;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tonic::Code;

use super::import::{import, name_of, try_import};
use crate::support::{
    cluster::database_on_own_server,
    locks::{wait_for_a_waiter, wait_for_waiters},
    samples::outlet,
    server::{LIMITS, TestServer},
};

/// A page with one more field.
fn page(field: &str, value: &str) -> Value {
    let mut source = json!({"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page"});
    source[field] = value.into();
    json!({"sources": [{"source": source}]})
}

/// Lets imports read and plan, but nothing write sources.
async fn lock_sources(locker: &mut PgConnection) -> sqlx::Transaction<'_, sqlx::Postgres> {
    let mut lock = locker.begin().await.unwrap();
    sqlx::raw_sql("lock table sources in exclusive mode")
        .execute(&mut *lock)
        .await
        .unwrap();
    lock
}

#[tokio::test]
async fn what_is_written_after_an_import_was_planned_is_not_overwritten() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let stored = import(&server, page("displayName", "")).await;
    let name = name_of(&stored, "sources[0]");
    let mut locker = server.connection().await;
    let lock = lock_sources(&mut locker).await;
    let first = async { try_import(&server, page("displayName", "Page")).await };
    // It is planned while the first one waits, and then waits for the locks of that.
    let second = async {
        wait_for_a_waiter(&server.database).await;
        try_import(&server, page("archivedUrl", "https://archive.example/1")).await
    };
    let release = async {
        wait_for_waiters(&server.database, 2).await;
        lock.rollback().await.unwrap();
    };
    let (first, second, ()) = tokio::join!(first, second, release);
    assert_eq!(name_of(&first.unwrap(), "sources[0]"), name);
    assert_eq!(name_of(&second.unwrap(), "sources[0]"), name);

    let source = server.get_source(&name).await.unwrap();
    assert_eq!(source.display_name, "Page");
    assert_eq!(source.archived_url, "https://archive.example/1");
}

#[tokio::test]
async fn a_source_that_is_deleted_after_an_import_was_planned_is_not_referred_to() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let publisher = server.create_source(outlet("Paper")).await.unwrap();
    let mut locker = server.connection().await;
    let lock = lock_sources(&mut locker).await;
    let delete = async {
        let request = DeleteSourceRequest {
            name: publisher.name.clone(),
            ..DeleteSourceRequest::default()
        };
        server.sources().delete_source(request).await
    };
    let referring = async {
        wait_for_a_waiter(&server.database).await;
        let article = json!({"headline": "A", "body": "B", "publisher": publisher.name});
        try_import(&server, json!({"article": article})).await
    };
    let release = async {
        wait_for_waiters(&server.database, 2).await;
        lock.rollback().await.unwrap();
    };
    let (deleted, referring, ()) = tokio::join!(delete, referring, release);
    deleted.unwrap();
    assert_eq!(referring.unwrap_err().code(), Code::NotFound);
}
