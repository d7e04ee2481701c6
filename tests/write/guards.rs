//! Refusals of writes for reasons that the caller cannot see.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use claimstore::{
    app::{App, Error, upkeep::housekeeping::REQUESTS_KEPT},
    store::{
        self, Store,
        read::{IncludeDeleted, ReadOptions, View},
        write::{LockSet, Lockable},
    },
    wire::pb::{CreateSourceRequest, GetSourceRequest, Source, SourceKind, UpdateSourceRequest},
};
use sqlx::{Connection as _, PgConnection};
use tonic::Code;
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::support::{
    cluster::{database, database_on_own_server},
    direct::{context, new_person, source_name},
    errors::reason,
    server::TestServer,
};

fn person(display_name: &str) -> Source {
    Source {
        kind: SourceKind::Person.into(),
        display_name: display_name.to_owned(),
        ..Source::default()
    }
}

async fn connect(server: &TestServer) -> PgConnection {
    PgConnection::connect_with(&server.database.options())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_row_of_a_newer_server_is_read_and_never_rewritten() {
    let server = TestServer::start().await;
    let request = CreateSourceRequest {
        source: Some(person("A")),
        ..CreateSourceRequest::default()
    };
    let created = server
        .sources()
        .create_source(request)
        .await
        .unwrap()
        .into_inner();
    // A field that this build does not know, as a newer build would write it.
    sqlx::query(r"update sources set doc_version = 99, doc = doc || '\xfa3f0179'::bytea")
        .execute(&mut connect(&server).await)
        .await
        .unwrap();

    let read = GetSourceRequest {
        name: created.name.clone(),
        ..GetSourceRequest::default()
    };
    assert_eq!(
        server
            .sources()
            .get_source(read)
            .await
            .unwrap()
            .into_inner(),
        created
    );
    let update = UpdateSourceRequest {
        source: Some(Source {
            name: created.name.clone(),
            ..person("B")
        }),
        ..UpdateSourceRequest::default()
    };
    let status = server.sources().update_source(update).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::Unavailable, "NEWER_WRITER".to_owned())
    );
    let doc: Vec<u8> = sqlx::query_scalar("select doc from sources")
        .fetch_one(&mut connect(&server).await)
        .await
        .unwrap();
    assert!(doc.ends_with(b"y"), "the unknown field is still there");
}

#[tokio::test]
async fn an_unreadable_row_is_an_internal_error_that_reveals_nothing() {
    let server = TestServer::start().await;
    let request = CreateSourceRequest {
        source: Some(person("A")),
        ..CreateSourceRequest::default()
    };
    let created = server
        .sources()
        .create_source(request)
        .await
        .unwrap()
        .into_inner();
    sqlx::query(r"update sources set doc = '\xff'")
        .execute(&mut connect(&server).await)
        .await
        .unwrap();
    let read = GetSourceRequest {
        name: created.name.clone(),
        ..GetSourceRequest::default()
    };
    let status = server.sources().get_source(read).await.unwrap_err();
    assert_eq!(reason(&status), (Code::Internal, "INTERNAL".to_owned()));
    assert_eq!(
        status.message(),
        "internal error; the server's log has the details under the request id"
    );
}

#[tokio::test]
async fn a_write_that_waits_too_long_for_a_lock_fails_with_contention() {
    waits_for_a_lock(store::Settings {
        lock_timeout: Duration::from_millis(50),
        ..store::Settings::default()
    })
    .await;
}

#[tokio::test]
async fn a_write_that_waits_too_long_for_all_its_locks_fails_with_contention() {
    waits_for_a_lock(store::Settings {
        statement_timeout: Duration::from_millis(50),
        ..store::Settings::default()
    })
    .await;
}

async fn waits_for_a_lock(settings: store::Settings) {
    let database = database_on_own_server().await;
    let store = Store::new(database.options(), &settings);
    let name = source_name(1);
    let mut locks = LockSet::new();
    locks.exclusive(Lockable::Resource(name));
    let _held = store.begin(&locks).await.unwrap();
    let app = App::new(store.clone());
    let refused = app.create(context(None), new_person(1)).await;
    assert!(matches!(refused, Err(Error::Contention)), "{refused:?}");
}

#[tokio::test]
async fn a_write_ends_at_its_own_bound_or_at_the_deadline_of_its_caller() {
    let database = database_on_own_server().await;
    let mut blocker = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let mut held = blocker.begin().await.unwrap();
    // Writes get as far as the log, and no further.
    sqlx::raw_sql("lock table changes in share mode")
        .execute(&mut *held)
        .await
        .unwrap();
    let bound = Duration::from_millis(200);
    for (write_timeout, deadline) in [
        (bound, None),
        (
            Duration::from_secs(60),
            Some(std::time::Instant::now() + bound),
        ),
    ] {
        let settings = store::Settings {
            lock_timeout: Duration::from_secs(60),
            write_timeout,
            ..store::Settings::default()
        };
        let app = App::new(Store::new(database.options(), &settings));
        let refused = app.create(context(deadline), new_person(1)).await;
        assert!(
            matches!(refused, Err(Error::DeadlineExceeded)),
            "{refused:?}"
        );
    }
    held.rollback().await.unwrap();
}

#[tokio::test]
async fn only_old_request_ids_are_removed() {
    let server = TestServer::start().await;
    let id = |n: u128| Uuid::from_u128(n).to_string();
    for n in 1..=2 {
        let request = CreateSourceRequest {
            source: Some(person("A")),
            request_id: id(n),
            ..CreateSourceRequest::default()
        };
        server.sources().create_source(request).await.unwrap();
    }
    let old = Utc::now() - REQUESTS_KEPT - TimeDelta::minutes(1);
    sqlx::query("update requests set create_time = $1 where request_id = $2")
        .bind(old)
        .bind(Uuid::from_u128(1))
        .execute(&mut connect(&server).await)
        .await
        .unwrap();
    let removed = server
        .store
        .requests_remove(Utc::now() - REQUESTS_KEPT)
        .await
        .unwrap();
    assert_eq!(removed, 1);
    let left: Vec<Uuid> = sqlx::query_scalar("select request_id from requests")
        .fetch_all(&mut connect(&server).await)
        .await
        .unwrap();
    assert_eq!(left, [Uuid::from_u128(2)]);
}

#[tokio::test]
async fn a_database_without_the_schema_is_unavailable_and_not_a_fault() {
    let database = database().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql("drop schema public cascade; create schema public")
        .execute(&mut connection)
        .await
        .unwrap();
    let app = App::new(Store::new(database.options(), &store::Settings::default()));
    let name = source_name(1);
    let options = ReadOptions {
        view: View::Basic,
        include_deleted: IncludeDeleted::Live,
        moment: None,
    };
    let read = app.get(name, options).await;
    assert!(
        matches!(read, Err(Error::DatabaseUnavailable(_))),
        "{read:?}"
    );
}

#[tokio::test]
async fn a_conflict_that_every_attempt_meets_is_a_fault_and_is_not_to_be_sent_again() {
    let server = TestServer::start().await;
    server.create_source(person("A")).await.unwrap();
    // No decision knows of this index, so no attempt can pass it.
    server
        .execute("create unique index unknown_to_decisions on sources (kind)")
        .await;
    let status = server.create_source(person("B")).await.unwrap_err();
    assert_eq!(reason(&status), (Code::Internal, "INTERNAL".to_owned()));
    assert!(status.get_error_details().retry_info().is_none());
}
