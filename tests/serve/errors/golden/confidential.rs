//! Errors about confidential sources.

use claimstore::wire::pb::{
    CreateSourceRequest, ErrorReason, RevealSourceRequest, Source, SourceKind,
};
use sqlx::{Connection as _, PgConnection};

use super::{add, json, page::Page};
use crate::support::server::TestServer;

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

/// A server with one source.
async fn server(confidential: bool) -> TestServer {
    let server = TestServer::start().await;
    let request = CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            confidential,
            ..Source::default()
        }),
        source_id: ID.to_owned(),
        ..CreateSourceRequest::default()
    };
    server.sources().create_source(request).await.unwrap();
    server
}

/// Adds the answer to who reveals the source.
async fn add_reveal(page: &mut Page, reason: ErrorReason, when: &str, server: &TestServer) {
    let request = RevealSourceRequest {
        name: format!("sources/{ID}"),
        justification: "A court asks for it".to_owned(),
    };
    let asked = json("claimstore.v1.RevealSourceRequest", &request);
    let answer = server.sources().reveal_source(request).await.map(drop);
    add(
        page,
        reason,
        when,
        ("SourceService/reveal_source", asked, answer),
    );
}

/// Adds these errors.
pub async fn add_confidential(page: &mut Page) {
    let open = server(false).await;
    let when = "the source is not confidential";
    add_reveal(page, ErrorReason::NotSealed, when, &open).await;
    let sealed = server(true).await;
    let mut connection = PgConnection::connect_with(&sealed.database.options())
        .await
        .unwrap();
    sqlx::query("update confidential_sources set key_id = 'another'")
        .execute(&mut connection)
        .await
        .unwrap();
    let when = "the server has another key than the one that encrypted the source";
    add_reveal(page, ErrorReason::ConfidentialKeysMissing, when, &sealed).await;
}
