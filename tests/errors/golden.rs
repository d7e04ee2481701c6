//! `docs/errors.md`: every reason that an error can have, with a request that provokes
//! it and all that is answered. What is written there is what the server says; where
//! that has changed on purpose, `UPDATE_GOLDEN=1 cargo test golden` writes it anew.

use std::{collections::BTreeSet, fmt::Write as _, path::Path, time::Duration};

use claimstore::{
    api::{REQUEST_BYTES_MAX, edge::Limits},
    wire::{
        json::write,
        pb::{
            Article, ArticleView, BatchGetArticlesRequest, Citation, CreateSourceRequest,
            DeleteSourceRequest, ErrorReason, GetSourceRequest, ListSourcesRequest, Source,
            UndeleteSourceRequest, UpdateSourceRequest,
        },
    },
};
use prost::Message;
use sqlx::{Connection as _, PgConnection};
use tonic::{Code, Request, Status, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;

use super::fail_writes;
use crate::support::{
    cluster::{database, database_on_own_server},
    samples::{article, outlet, page},
    server::{LIMITS, TestServer},
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");

const HEAD: &str = "\
# Errors

Every reason that an error can have (`ErrorReason` in `proto/claimstore/v1/error.proto` says
what each means and when to send a call again), with a request that provokes it and what is
answered. Every error also carries a `google.rpc.RequestInfo` with the id that the log knows
the call by. The tests hold this page to what the server says; ids are numbered.
";

/// The page while it is written.
#[derive(Default)]
struct Page {
    entries: Vec<(ErrorReason, String)>,
    ids: Vec<String>,
}

impl Page {
    /// Adds what a request is answered, sent to a method when something is so.
    fn add(
        &mut self,
        reason: ErrorReason,
        when: &str,
        (method, request): (&str, &str),
        answer: Result<(), Status>,
    ) {
        let name = reason.as_str_name().strip_prefix("ERROR_REASON_").unwrap();
        let status = answer.expect_err(name);
        let details = status.get_error_details();
        let info = details.error_info().expect("every error has an ErrorInfo");
        assert_eq!(info.reason, name, "{status:?}");
        let mut text = format!("\n## {name}\n\n");
        if !when.is_empty() {
            writeln!(text, "When {when}:\n").unwrap();
        }
        writeln!(text, "```\n{method} {request}").unwrap();
        writeln!(text, "{}: {}", screaming(status.code()), status.message()).unwrap();
        let mut metadata: Vec<_> = info.metadata.iter().collect();
        metadata.sort_unstable();
        for (key, value) in metadata {
            writeln!(text, "  ErrorInfo.metadata {key} = {value}").unwrap();
        }
        if let Some(request) = details.bad_request() {
            for violation in &request.field_violations {
                let (field, description) = (&violation.field, &violation.description);
                writeln!(text, "  BadRequest {field}: {description}").unwrap();
            }
        }
        if let Some(info) = details.resource_info() {
            let (kind, name, description) =
                (&info.resource_type, &info.resource_name, &info.description);
            writeln!(text, "  ResourceInfo {kind} {name}: {description}").unwrap();
        }
        if let Some(delay) = details.retry_info().and_then(|info| info.retry_delay) {
            writeln!(text, "  RetryInfo {delay:?}").unwrap();
        }
        text.push_str("```\n");
        let text = self.number_ids(&text);
        self.entries.push((reason, text));
    }

    /// Ids are others in each run: they are numbered as they come.
    fn number_ids(&mut self, text: &str) -> String {
        let mut numbered = text.to_owned();
        let is_id = |text: &&str| text.len() == 36 && uuid::Uuid::try_parse(text).is_ok();
        let words = text.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
        for id in words.filter(is_id) {
            let known = self.ids.iter().position(|it| it == id);
            let number = known.unwrap_or_else(|| {
                self.ids.push(id.to_owned());
                self.ids.len() - 1
            });
            numbered = numbered.replace(id, &format!("{{{}}}", number + 1));
        }
        numbered
    }

    fn finish(mut self) -> String {
        self.entries.sort_by_key(|(reason, _)| *reason as i32);
        let entries = self.entries.iter().map(|(_, text)| text.as_str());
        format!("{HEAD}{}", entries.collect::<String>())
    }
}

/// `INVALID_ARGUMENT` for `InvalidArgument`.
fn screaming(code: Code) -> String {
    let mut text = String::new();
    for c in format!("{code:?}").chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_uppercase());
    }
    text
}

/// Sends a request, and tells what it was and what came of it.
macro_rules! call {
    ($server:ident, $service:literal, $client:ident.$method:ident, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let request = $request { $($field: $value,)* ..Default::default() };
        let json = json(concat!("claimstore.v1.", stringify!($request)), &request);
        let answer = $server.$client().$method(request).await.map(drop);
        (concat!($service, "/", stringify!($method)), json, answer)
    }};
}

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
    let large = page_of(REQUEST_BYTES_MAX);
    let answer = server.create_source(large).await.map(drop);
    let request = ("SourceService/CreateSource", "{\"source\": {…}}");
    page.add(
        Reason::MessageTooLarge,
        "the message is larger than the server takes",
        request,
        answer,
    );
}

fn page_of(bytes: usize) -> Source {
    page(&"x".repeat(bytes))
}

async fn add_resources(page_: &mut Page, server: &TestServer) {
    use ErrorReason as Reason;
    let name = "sources/01234567-89ab-7def-8000-000000000002".to_owned();
    let it = call!(
        server,
        "SourceService",
        sources.get_source,
        GetSourceRequest { name: name }
    );
    add(page_, Reason::ResourceNotFound, "", it);
    let held = server
        .create_source(page("https://a.example/"))
        .await
        .unwrap();
    let again = page("https://A.example/?utm_source=x#top");
    let it = call!(
        server,
        "SourceService",
        sources.create_source,
        CreateSourceRequest {
            source: Some(again),
        }
    );
    add(
        page_,
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
        page_,
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
    add(page_, Reason::ResourceNotDeleted, "the source is live", it);
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
        page_,
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
        page_,
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
        page_,
        Reason::ResponseTooLarge,
        "the article has a body of 1 MiB",
        it,
    );
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
            "the bytes are no message of the method's type",
            "/claimstore.v1.SourceService/GetSource",
        ),
    ] {
        let mut client = Grpc::new(server.channel());
        client.ready().await.unwrap();
        let codec = ProstCodec::<ListSourcesRequest, Source>::default();
        // Its first field is a number, where a name should be.
        let message = ListSourcesRequest {
            page_size: 1,
            ..ListSourcesRequest::default()
        };
        let method = PathAndQuery::from_static(path);
        let answer = client.unary(Request::new(message), method, codec).await;
        let method = path.trim_start_matches("/claimstore.v1.");
        page.add(reason, when, (method, "…"), answer.map(drop));
    }
}

/// What a small request is answered by a server in some state.
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

async fn add_states(page: &mut Page) {
    use ErrorReason as Reason;
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
            "the server has as many calls as it takes",
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
    // Not in the transaction, which would see one state for ever.
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
    let when = "the server ends, and the call is open at the end of its drain";
    let request = ("SourceService/GetSource", text.as_str());
    page.add(ErrorReason::ServerEnding, when, request, answer);
}

#[tokio::test]
async fn the_page_of_errors_has_every_reason_and_says_what_the_server_says() {
    let mut page = Page::default();
    let server = TestServer::start().await;
    add_fields(&mut page, &server).await;
    add_resources(&mut page, &server).await;
    add_transport(&mut page, &server).await;
    add_states(&mut page).await;
    let shown: BTreeSet<i32> = page
        .entries
        .iter()
        .map(|(reason, _)| *reason as i32)
        .collect();
    let every: BTreeSet<i32> = (1..)
        .take_while(|it| ErrorReason::try_from(*it).is_ok())
        .collect();
    assert_eq!(shown, every, "each reason needs a request that provokes it");
    let text = page.finish();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(Path::new(FILE), &text).unwrap();
    }
    let golden = std::fs::read_to_string(FILE).unwrap();
    assert_eq!(text, golden, "UPDATE_GOLDEN=1 writes it anew");
}
