//! The errors of a server whose search index is not what a call needs.

use claimstore::{
    server::Search,
    wire::pb::{CreateSourceRequest, ErrorReason, SearchClaimsRequest},
};
use sqlx::{Connection as _, PgConnection};
use tempfile::NamedTempFile;

use super::{add, json, page::Page};
use crate::support::{
    cluster::{database, database_on_own_server},
    samples::outlet,
    server::{LIMITS, TestServer},
};

const METHOD: &str = "SearchService/SearchClaims";

async fn add_search(page: &mut Page, reason: ErrorReason, when: &str, server: &TestServer) {
    let it = call!(
        server,
        "SearchService",
        search.search_claims,
        SearchClaimsRequest {
            query: "bridge".to_owned(),
        }
    );
    add(page, reason, when, it);
}

pub(super) async fn add_index(page: &mut Page) {
    let server = TestServer::start().await;
    let when = "the server was started with `--no-search`";
    add_search(page, ErrorReason::SearchOff, when, &server).await;

    // Where a file is, no directory can be.
    let file = NamedTempFile::new().unwrap();
    let search = Search {
        directory: Some(file.path().to_owned()),
        ..Search::default()
    };
    let database = database().await;
    let options = database.options();
    let server = TestServer::start_by(database, options, LIMITS, Some(search)).await;
    while server.app.search_index().is_off() {
        tokio::task::yield_now().await;
    }
    let when = "the index is being built";
    add_search(page, ErrorReason::IndexNotReady, when, &server).await;

    add_behind(page).await;
}

/// A call that asks for more than readers of the log can see.
async fn add_behind(page: &mut Page) {
    let server =
        TestServer::start_searching(database_on_own_server().await, Search::default()).await;
    let mut open = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    sqlx::raw_sql("begin; select pg_current_xact_id()")
        .execute(&mut open)
        .await
        .unwrap();
    let request = CreateSourceRequest {
        source: Some(outlet("A")),
        ..CreateSourceRequest::default()
    };
    let created = server.sources().create_source(request).await.unwrap();
    let position = created.metadata().get("x-claimstore-position").unwrap();
    let request = SearchClaimsRequest {
        query: "bridge".to_owned(),
        min_position: position.to_str().unwrap().to_owned(),
        ..SearchClaimsRequest::default()
    };
    let answer = server.search().search_claims(request).await.map(drop);
    let when = "the position is that of a write right before, and another write is open for long";
    let request = r#"{"minPosition":"…","query":"bridge"}"#;
    page.add(ErrorReason::IndexBehind, when, (METHOD, request), answer);
}
