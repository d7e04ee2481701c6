//! Errors that depend on the state of the server.

use std::time::Duration;

use claimstore::{
    api::call::edge::Limits,
    wire::pb::{CreateSourceRequest, ErrorReason, GetSourceRequest, Source, UpdateSourceRequest},
};
use sqlx::{Connection as _, PgConnection};

use super::{add, json, page::Page};
use crate::{
    bundle::stream::overtaken,
    serve::errors::fail_writes,
    support::{
        cluster::{database, database_on_own_server},
        samples::outlet,
        server::{LIMITS, TestServer},
    },
};

/// Adds the answer of a server in some state to a small request.
async fn add_state(page: &mut Page, reason: ErrorReason, when: &str, server: &TestServer) {
    let it = call!(
        server,
        "SourceService",
        sources.create_source,
        CreateSourceRequest {
            source: Some(outlet("A")),
        }
    );
    add(page, reason, when, it);
}

/// Adds the errors of all states.
pub async fn add_states(page: &mut Page) {
    use ErrorReason as Reason;
    let server = TestServer::start_over(database().await, LIMITS).await;
    let when = "another stream went on with the same import_id meanwhile";
    let request = ("BundleService/ImportBundles", "…");
    page.add(
        Reason::ImportOvertaken,
        when,
        request,
        Err(overtaken(&server).await),
    );
    let full = Limits {
        calls_max: 0,
        ..LIMITS
    };
    let slow = Limits {
        call_timeout: Duration::ZERO,
        ..LIMITS
    };
    for (reason, when, limits) in [
        (
            Reason::Overloaded,
            "the server has as much to do as it can take",
            full,
        ),
        (
            Reason::DeadlineExceeded,
            "the call takes longer than its deadline",
            slow,
        ),
    ] {
        let server = TestServer::start_over(database().await, limits).await;
        add_state(page, reason, when, &server).await;
    }
    let mut server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    server.database.stop_server().await;
    let when = "the database is gone";
    add_state(page, Reason::DatabaseUnavailable, when, &server).await;
    for (reason, when, code) in [
        (Reason::Contention, "the write loses every race", "40001"),
        (Reason::Internal, "the server is at fault", "XX000"),
    ] {
        let server = TestServer::start().await;
        fail_writes(&server, code).await;
        add_state(page, reason, when, &server).await;
    }
    let server = TestServer::start().await;
    let held = server.create_source(outlet("A")).await.unwrap();
    server.execute("update sources set doc_version = 99").await;
    let renamed = Source {
        name: held.name,
        display_name: "B".to_owned(),
        ..Source::default()
    };
    let it = call!(
        server,
        "SourceService",
        sources.update_source,
        UpdateSourceRequest {
            source: Some(renamed),
        }
    );
    add(
        page,
        Reason::NewerWriter,
        "a newer server wrote the source",
        it,
    );
    add_ending(page).await;
}

/// A call that is still open when the server has drained.
async fn add_ending(page: &mut Page) {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let mut outside = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    sqlx::raw_sql("begin; lock table sources")
        .execute(&mut outside)
        .await
        .unwrap();
    let request = GetSourceRequest {
        name: "sources/01234567-89ab-7def-8000-000000000003".to_owned(),
        ..GetSourceRequest::default()
    };
    let text = json("claimstore.v1.GetSourceRequest", &request);
    let mut sources = server.sources();
    let stuck = tokio::spawn(async move { sources.get_source(request).await });
    // On another connection: inside the transaction the view would never change.
    let mut watching = server.connection().await;
    loop {
        let is_waiting: bool = sqlx::query_scalar(
            "select exists (select from pg_stat_activity where wait_event_type = 'Lock')",
        )
        .fetch_one(&mut watching)
        .await
        .unwrap();
        if is_waiting {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    server.stop().await.unwrap();
    let answer = stuck.await.unwrap().map(drop);
    let when = "the server shuts down, and the call is still open at the end of the drain";
    let request = ("SourceService/GetSource", text.as_str());
    page.add(ErrorReason::ServerEnding, when, request, answer);
}
