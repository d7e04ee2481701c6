//! `docs/errors.md`: every reason that an error can have, with a request that causes it
//! and the answer. The page must be what the server answers; after an intended change
//! `UPDATE_GOLDEN=1 cargo test golden` rewrites it.

mod page;

use std::{collections::BTreeSet, path::Path};

use claimstore::{
    api::{HEADER_BYTES_MAX, REQUEST_BYTES_MAX},
    wire::{
        json::write,
        pb::{
            Article, ArticleView, BatchGetArticlesRequest, Citation, CreateSourceRequest,
            DeleteSourceRequest, DiffRevisionsRequest, EraseResourceRequest, ErrorReason,
            GetSourceRequest, ListSourcesRequest, Source, UndeleteSourceRequest,
            UpdateSourceRequest, WatchChangesRequest,
        },
    },
};
use prost::Message;
use tonic::{Request, Status, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_prost::ProstCodec;

use self::{
    callers::add_callers, confidential::add_confidential, index::add_index, log::add_log,
    merged::add_merged, page::Page, state::add_states,
};
use crate::{
    log::watch::slow::cut_off,
    support::{
        samples::{self, article, outlet},
        server::TestServer,
    },
};

/// Sends a request; returns the method, the request as JSON and the answer.
macro_rules! call {
    ($server:ident, $service:literal, $client:ident.$method:ident, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let request = $request { $($field: $value,)* ..Default::default() };
        let json = json(concat!("claimstore.v1.", stringify!($request)), &request);
        let answer = $server.$client().$method(request).await.map(drop);
        (concat!($service, "/", stringify!($method)), json, answer)
    }};
}

mod callers;
mod confidential;
mod index;
mod log;
mod merged;
mod state;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");

fn json(kind: &str, request: &impl Message) -> String {
    let text = write(kind, request).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value.to_string()
}

fn add(page: &mut Page, reason: ErrorReason, when: &str, call: (&str, String, Result<(), Status>)) {
    let (method, request, answer) = call;
    page.add(reason, when, (&camel(method), &request), answer);
}

/// `SourceService/CreateSource` for `SourceService/create_source`.
fn camel(method: &str) -> String {
    let (service, method) = method.split_once('/').unwrap();
    let words = method.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    format!("{service}/{}", words.collect::<String>())
}

async fn add_fields(page: &mut Page, server: &TestServer) {
    use ErrorReason as Reason;
    let wrong = Source {
        url: "x".to_owned(),
        same_as: vec!["y".to_owned()],
        ..Source::default()
    };
    let it = call!(
        server,
        "SourceService",
        sources.create_source,
        CreateSourceRequest {
            source: Some(wrong),
        }
    );
    add(page, Reason::InvalidFields, "", it);
    let it = call!(
        server,
        "SourceService",
        sources.list_sources,
        ListSourcesRequest {
            page_token: "x".to_owned(),
        }
    );
    add(page, Reason::PageTokenInvalid, "", it);
    let id = "01234567-89ab-7def-8000-000000000001".to_owned();
    let first = CreateSourceRequest {
        source: Some(outlet("A")),
        request_id: id.clone(),
        ..CreateSourceRequest::default()
    };
    server.sources().create_source(first).await.unwrap();
    let it = call!(
        server,
        "SourceService",
        sources.create_source,
        CreateSourceRequest {
            source: Some(outlet("B")),
            request_id: id,
        }
    );
    add(
        page,
        Reason::RequestIdReused,
        "the id was used for a source named A",
        it,
    );
    let large = samples::page(&"x".repeat(REQUEST_BYTES_MAX));
    let answer = server.create_source(large).await.map(drop);
    let request = ("SourceService/CreateSource", "{\"source\": {…}}");
    page.add(
        Reason::MessageTooLarge,
        "the message is larger than the server takes",
        request,
        answer,
    );
}

async fn add_resources(page: &mut Page, server: &TestServer) {
    use ErrorReason as Reason;
    let name = "sources/01234567-89ab-7def-8000-000000000002".to_owned();
    let it = call!(
        server,
        "SourceService",
        sources.get_source,
        GetSourceRequest { name: name }
    );
    add(page, Reason::ResourceNotFound, "", it);
    let held = server
        .create_source(samples::page("https://a.example/"))
        .await
        .unwrap();
    let again = samples::page("https://A.example/?utm_source=x#top");
    let it = call!(
        server,
        "SourceService",
        sources.create_source,
        CreateSourceRequest {
            source: Some(again),
        }
    );
    add(
        page,
        Reason::ResourceExists,
        "another source has the url",
        it,
    );
    let stale = Source {
        name: held.name.clone(),
        display_name: "A".to_owned(),
        etag: "stale".to_owned(),
        ..Source::default()
    };
    let it = call!(
        server,
        "SourceService",
        sources.update_source,
        UpdateSourceRequest {
            source: Some(stale),
        }
    );
    add(
        page,
        Reason::EtagMismatch,
        "the etag is another state's",
        it,
    );
    let it = call!(
        server,
        "SourceService",
        sources.undelete_source,
        UndeleteSourceRequest {
            name: held.name.clone(),
        }
    );
    add(page, Reason::ResourceNotDeleted, "the source is live", it);
    let citing = Article {
        citations: vec![Citation {
            source: held.name.clone(),
            ..Citation::default()
        }],
        ..article("A", "")
    };
    server.create_article(citing).await.unwrap();
    let it = call!(
        server,
        "SourceService",
        sources.delete_source,
        DeleteSourceRequest { name: held.name }
    );
    add(
        page,
        Reason::ResourceInUse,
        "an article cites the source",
        it,
    );

    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let published = Source {
        publisher: paper.name.clone(),
        ..outlet("Page")
    };
    let published = server.create_source(published).await.unwrap();
    for name in [&published.name, &paper.name] {
        server.delete(name).await.unwrap();
    }
    let it = call!(
        server,
        "SourceService",
        sources.undelete_source,
        UndeleteSourceRequest {
            name: published.name,
        }
    );
    add(
        page,
        Reason::ResourceDeleted,
        "its publisher was deleted after it",
        it,
    );

    let body = "x".repeat(1 << 20);
    let large = server
        .create_article(article("Large", &body))
        .await
        .unwrap();
    let it = call!(
        server,
        "ArticleService",
        articles.batch_get_articles,
        BatchGetArticlesRequest {
            names: vec![large.name; 4],
            view: ArticleView::Full.into(),
        }
    );
    add(
        page,
        Reason::ResponseTooLarge,
        "the article has a body of 1 MiB",
        it,
    );
}

async fn add_watches(page: &mut Page, server: &TestServer) {
    use ErrorReason as Reason;
    // Makes positions the same in each run.
    server.create_source(outlet("A")).await.unwrap();
    server.execute("update epochs set tag = 7").await;
    for (reason, when, position) in [
        (Reason::PositionInvalid, "", "x"),
        (
            Reason::PositionForeign,
            "the position is from another database",
            "AAAAAQAAAAAAAAAFAAAAAAAAAAAAAAAD",
        ),
        (
            Reason::PositionLost,
            "the position is that of a change that a failover lost",
            "AAAAAQAEAAAAAAAAAAAAAAAAAAAAAAAH",
        ),
    ] {
        add(page, reason, when, watch_from(server, position).await);
    }
    let (_, status, _) = cut_off(server).await;
    let when = "the watch was open, and not read fast enough";
    let request = ("ChangeService/WatchChanges", "{}");
    page.add(Reason::WatchTooSlow, when, request, Err(status));
    server.execute(EXPIRED).await;
    let when = "the server keeps what is superseded for a year, and the position is older";
    let early = watch_from(server, "AAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAH").await;
    add(page, Reason::PositionExpired, when, early);
}

/// The state of a database whose superseded states have expired up to a time.
const EXPIRED: &str = "
    delete from change_docs;
    insert into retention (kept_since, epoch, xid, seq) values ('2026-01-31Z', 1, 1000000, 0)";

async fn watch_from(
    server: &TestServer,
    position: &str,
) -> (&'static str, String, Result<(), Status>) {
    call!(
        server,
        "ChangeService",
        changes.watch_changes,
        WatchChangesRequest {
            position: position.to_owned()
        }
    )
}

async fn add_gone(page: &mut Page, server: &TestServer) {
    use ErrorReason as Reason;
    const ID: &str = "01234567-89ab-7def-8000-00000000000a";
    let request = CreateSourceRequest {
        source: Some(outlet("A")),
        source_id: ID.to_owned(),
        ..CreateSourceRequest::default()
    };
    server.sources().create_source(request).await.unwrap();
    server.execute(EXPIRED).await;
    let name = format!("sources/{ID}");
    let it = call!(
        server,
        "ChangeService",
        changes.diff_revisions,
        DiffRevisionsRequest { name: name.clone() }
    );
    let when = "the revision is superseded for longer than the server keeps it";
    add(page, Reason::HistoryExpired, when, it);
    let erase = EraseResourceRequest {
        name: name.clone(),
        reason: "Case 7".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(erase).await.unwrap();
    let it = call!(
        server,
        "SourceService",
        sources.undelete_source,
        UndeleteSourceRequest { name: name }
    );
    add(page, Reason::ResourceErased, "the source was erased", it);
}

async fn add_transport(page: &mut Page, server: &TestServer) {
    use ErrorReason as Reason;
    let mut request = Request::new(GetSourceRequest::default());
    let gzip = "gzip".parse().unwrap();
    request.metadata_mut().insert("grpc-encoding", gzip);
    let answer = server.sources().get_source(request).await.map(drop);
    let request = ("SourceService/GetSource", "{}");
    page.add(
        Reason::UnsupportedEncoding,
        "the request is compressed",
        request,
        answer,
    );
    for (reason, when, path) in [
        (
            Reason::UnknownMethod,
            "",
            "/claimstore.v1.SourceService/ForgetSource",
        ),
        (
            Reason::MalformedMessage,
            "the bytes are not a message of the method's type",
            "/claimstore.v1.SourceService/GetSource",
        ),
    ] {
        let mut client = Grpc::new(server.channel());
        client.ready().await.unwrap();
        let codec = ProstCodec::<ListSourcesRequest, Source>::default();
        // Its first field is a number, but the method expects a name.
        let message = ListSourcesRequest {
            page_size: 1,
            ..ListSourcesRequest::default()
        };
        let method = PathAndQuery::from_static(path);
        let answer = client.unary(Request::new(message), method, codec).await;
        let method = path.trim_start_matches("/claimstore.v1.");
        page.add(reason, when, (method, "…"), answer.map(drop));
    }
    let mut request = Request::new(GetSourceRequest::default());
    let note = "x".repeat(HEADER_BYTES_MAX).parse().unwrap();
    request.metadata_mut().insert("x-note", note);
    let answer = server.sources().get_source(request).await.map(drop);
    let request = ("SourceService/GetSource", "{}");
    let when = "the metadata is larger than the server takes";
    page.add(Reason::HeadersTooLarge, when, request, answer);
    let service = HealthCheckRequest {
        service: "claimstore.v1.Nothing".to_owned(),
    };
    let answer = HealthClient::new(server.channel()).check(service).await;
    let request = (
        "grpc.health.v1.Health/Check",
        "{\"service\":\"claimstore.v1.Nothing\"}",
    );
    page.add(Reason::UnknownService, "", request, answer.map(drop));
}

#[tokio::test]
async fn the_page_of_errors_has_every_reason_and_the_answers_of_the_server() {
    let mut page = Page::default();
    let server = TestServer::start().await;
    add_fields(&mut page, &server).await;
    add_resources(&mut page, &server).await;
    add_transport(&mut page, &server).await;
    add_watches(&mut page, &TestServer::start().await).await;
    add_merged(&mut page, &server).await;
    add_gone(&mut page, &TestServer::start().await).await;
    add_states(&mut page).await;
    add_index(&mut page).await;
    add_callers(&mut page).await;
    add_confidential(&mut page).await;
    add_log(&mut page).await;
    let shown: BTreeSet<i32> = page
        .entries
        .iter()
        .map(|(reason, _)| *reason as i32)
        .collect();
    let every: BTreeSet<i32> = (1..)
        .take_while(|it| ErrorReason::try_from(*it).is_ok())
        .collect();
    assert_eq!(shown, every, "each reason needs a request that causes it");
    let text = page.finish();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(Path::new(FILE), &text).unwrap();
    }
    let golden = std::fs::read_to_string(FILE).unwrap();
    assert_eq!(text, golden, "UPDATE_GOLDEN=1 rewrites it");
}
