//! What the audit log keeps, whatever callers and the database do.

use claimstore::{
    app::audit::waiting::WAITING_MAX,
    store::audit::AuditEntry as Entry,
    wire::pb::{
        DeleteSourceRequest, ListAuditEntriesRequest, audit_service_client::AuditServiceClient,
    },
};
use tonic::Request;

use super::{
    audit::{connect, shorts},
    create, source,
};
use crate::support::server::TestServer;

#[tokio::test]
async fn what_cannot_be_written_yet_is_written_once_it_can() {
    let server = TestServer::start().await;
    let mut admin = connect(&server.database).await;
    sqlx::query("alter table audit_entries rename to elsewhere")
        .execute(&mut admin)
        .await
        .unwrap();
    create(server.channel(), tonic::metadata::MetadataMap::new())
        .await
        .unwrap();
    server.app.finish_audit().await.unwrap_err();
    sqlx::query("alter table elsewhere rename to audit_entries")
        .execute(&mut admin)
        .await
        .unwrap();
    server.app.finish_audit().await.unwrap();
    let mut client = AuditServiceClient::new(server.channel());
    let request = Request::new(ListAuditEntriesRequest::default());
    let listed = client.list_audit_entries(request).await.unwrap();
    assert_eq!(
        shorts(&listed.into_inner().entries),
        ["CreateSource unverified:anonymous OK"]
    );
    assert_eq!(server.app.audit().lost().get(), 0);
}

#[tokio::test]
async fn entries_beyond_what_can_wait_are_counted_as_lost() {
    let server = TestServer::start().await;
    let mut admin = connect(&server.database).await;
    sqlx::query("alter table audit_entries rename to elsewhere")
        .execute(&mut admin)
        .await
        .unwrap();
    for _ in 0..WAITING_MAX + 5 {
        server.app.audit().note(Entry::default());
    }
    server.app.finish_audit().await.unwrap_err();
    assert_eq!(server.app.audit().lost().get(), 5);
}

#[tokio::test]
async fn old_entries_are_removed() {
    let server = TestServer::start().await;
    for _ in 0..1_500 {
        server.app.audit().note(Entry::default());
    }
    server.app.finish_audit().await.unwrap();
    let count = async || -> i64 {
        sqlx::query_scalar("select count(*) from audit_entries")
            .fetch_one(&mut connect(&server.database).await)
            .await
            .unwrap()
    };
    let remove = async |before: i64| {
        let before = chrono::DateTime::from_timestamp(before, 0).unwrap();
        while server.store.audit_remove(before).await.unwrap() > 0 {}
    };
    remove(1_700_000_000).await;
    assert_eq!(count().await, 1_500);
    remove(4_000_000_000).await;
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn texts_of_callers_cannot_keep_entries_out() {
    let server = TestServer::start().await;
    let mut sources = server.sources();
    let named = DeleteSourceRequest {
        name: "a\0b".to_owned(),
        ..DeleteSourceRequest::default()
    };
    sources.delete_source(named.clone()).await.unwrap_err();
    let mut long = Request::new(named);
    let actor: String = "x7Q".repeat(3_000);
    long.metadata_mut()
        .insert("x-claimstore-actor", actor.parse().unwrap());
    sources.delete_source(long).await.unwrap_err();
    server.app.finish_audit().await.unwrap();
    let mut client = AuditServiceClient::new(server.channel());
    let listed = client
        .list_audit_entries(ListAuditEntriesRequest::default())
        .await;
    let entries = listed.unwrap().into_inner().entries;
    let all: i64 = entries.iter().map(|it| it.count).sum();
    assert_eq!(all, 2);
    assert!(
        entries.iter().all(|it| it.actor == "unverified:anonymous"),
        "{entries:?}"
    );
}

#[tokio::test]
async fn a_call_that_its_caller_gives_up_is_recorded() {
    let server = TestServer::start().await;
    let mut blocking = connect(&server.database).await;
    // The change gets as far as the log, and no further.
    sqlx::raw_sql("begin; lock table changes in share mode")
        .execute(&mut blocking)
        .await
        .unwrap();
    let mut sources = server.sources();
    let creating = tokio::spawn(async move { sources.create_source(source()).await });
    let waits =
        "select count(*) from pg_locks where relation = 'changes'::regclass and not granted";
    while sqlx::query_scalar::<_, i64>(waits)
        .fetch_one(&mut blocking)
        .await
        .unwrap()
        == 0
    {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    creating.abort();
    let mut client = AuditServiceClient::new(server.channel());
    let entries = loop {
        server.app.finish_audit().await.unwrap();
        let listed = client
            .list_audit_entries(ListAuditEntriesRequest::default())
            .await;
        let entries = listed.unwrap().into_inner().entries;
        if !entries.is_empty() {
            break entries;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    assert_eq!(
        shorts(&entries),
        ["CreateSource unverified:anonymous CANCELLED"]
    );
}
