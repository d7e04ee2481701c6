//! Spans that are sent to a collector.

use std::{collections::BTreeSet, net::TcpListener, process::Command, time::Duration};

use claimstore::wire::pb::{
    CreateSourceRequest, GetSourceRequest, Source, WatchChangesRequest,
    change_service_client::ChangeServiceClient, source_service_client::SourceServiceClient,
};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use rustix::process::Signal;
use serde_json::Value;
use sqlx::Connection as _;
use tonic::{Code, Request, transport::Channel};
use uuid::Uuid;

use super::{
    metrics::{published_by, value},
    start::ready,
};
use crate::support::{
    certificates::Authority,
    cluster::{TestDatabase, database},
    collector::{Collector, Seen},
    locks::lock_table,
    process::{Serving, claimstore, run, said},
    samples::outlet,
};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const OTHER_TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "b7ad6b7169203331";

/// The calls that wait together, more than there are workers.
const CALLS: usize = 32;

const CREATE_SOURCE: &str = "claimstore.v1.SourceService/CreateSource";
const GET_SOURCE: &str = "claimstore.v1.SourceService/GetSource";

/// `serve` over a database, which sends its spans to a collector.
fn traced(database: &TestDatabase, collector: &str) -> Command {
    let mut command = claimstore();
    command
        .args(["serve", "--database-url", &database.url()])
        .args(["--otlp-endpoint", collector]);
    command
}

/// A request in a trace that its caller records, or not.
fn in_trace<T>(message: T, trace: &str, flags: &str) -> Request<T> {
    let mut request = Request::new(message);
    let header = format!("00-{trace}-{PARENT}-{flags}").parse().unwrap();
    request.metadata_mut().insert("traceparent", header);
    request
}

fn creation(name: &str) -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(outlet(name)),
        ..CreateSourceRequest::default()
    }
}

fn get(name: &str) -> GetSourceRequest {
    GetSourceRequest {
        name: name.to_owned(),
        ..GetSourceRequest::default()
    }
}

async fn create(channel: &Channel, name: &str) -> Source {
    let mut sources = SourceServiceClient::new(channel.clone());
    let created = sources.create_source(creation(name)).await.unwrap();
    created.into_inner()
}

/// The statements below a span.
fn statements<'a>(spans: &'a [Seen], below: &Seen) -> Vec<&'a str> {
    let mut found = Vec::new();
    for span in spans.iter().filter(|span| span.parent == below.id) {
        match span.kind {
            SpanKind::Client => found.push(span.attribute("db.query.text")),
            _ => found.extend(statements(spans, span)),
        }
    }
    found
}

#[tokio::test]
async fn a_call_is_a_span_in_the_trace_of_its_caller_with_one_for_each_statement() {
    let (database, collector) = (database().await, Collector::start());
    let mut serving = Serving::start(&mut traced(&database, &collector.url()));
    let mut sources = SourceServiceClient::new(ready(&serving).await);
    let mut request = in_trace(creation("paper"), TRACE, "01");
    let id = "desk-17".parse().unwrap();
    request.metadata_mut().insert("x-request-id", id);
    sources.create_source(request).await.unwrap();
    let call = collector.span(|span| span.name == CREATE_SOURCE).await;
    serving.signal(Signal::TERM);
    serving.wait();

    assert_eq!(call.trace, TRACE);
    assert_eq!(call.parent, PARENT);
    assert_eq!(call.kind, SpanKind::Server);
    assert!(!call.is_error);
    for (key, value) in [
        ("rpc.system.name", "grpc"),
        ("rpc.method", CREATE_SOURCE),
        ("rpc.response.status_code", "OK"),
        ("claimstore.request_id", "desk-17"),
        ("client.address", "127.0.0.1"),
    ] {
        assert_eq!(call.attribute(key), value, "{key}");
    }
    let spans = collector.spans();
    let all = statements(&spans, &call);
    assert!(
        all.iter().any(|text| text.contains("insert into changes")),
        "{all:#?}"
    );
    assert_eq!(all.last(), Some(&"commit"), "{all:#?}");
    let of_trace = |span: &&Seen| span.kind == SpanKind::Client && span.trace == TRACE;
    let insert = spans
        .iter()
        .filter(of_trace)
        .find(|span| span.name == "insert");
    let insert = insert.unwrap();
    assert_eq!(insert.attribute("db.system.name"), "postgresql");
    assert!(!insert.attribute("server.address").is_empty());
    assert!(!insert.attribute("db.namespace").is_empty());

    let resource = collector.resource();
    assert_eq!(resource["service.name"], "claimstore");
    assert_eq!(resource["service.version"], env!("CARGO_PKG_VERSION"));
    let lines = serving.log().into_iter();
    let mut lines = lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    let answered =
        lines.find(|it| it["span"]["request"] == "desk-17" && it["message"] == "answered");
    assert_eq!(answered.unwrap()["trace_id"], TRACE);
}

/// The traces of the calls that a server records, of those that begin there, and of one that its
/// caller records; `None` stands for each that began there.
async fn recorded_with(share: &str) -> BTreeSet<Option<String>> {
    let (database, collector) = (database().await, Collector::start());
    let mut command = traced(&database, &collector.url());
    let mut serving = Serving::start(command.args(["--otlp-sampled-share", share]));
    // Asks for health until it is well.
    let channel = ready(&serving).await;
    let name = create(&channel, "paper").await.name;
    let mut sources = SourceServiceClient::new(channel);
    for (trace, flags) in [(OTHER_TRACE, "00"), (TRACE, "01")] {
        let request = in_trace(get(&name), trace, flags);
        sources.get_source(request).await.unwrap();
    }
    serving.signal(Signal::TERM);
    serving.wait();
    let spans = collector.spans().into_iter();
    let calls = spans.filter(|span| span.kind == SpanKind::Server);
    let traces = calls.map(|span| {
        assert!(span.name.starts_with("claimstore."), "{span:?}");
        Some(span.trace).filter(|trace| [TRACE, OTHER_TRACE].contains(&trace.as_str()))
    });
    traces.collect()
}

#[tokio::test]
async fn a_trace_is_recorded_if_its_caller_records_it_or_by_the_share_of_those_that_begin_here() {
    let caller = Some(TRACE.to_owned());
    assert_eq!(recorded_with("0").await, BTreeSet::from([caller.clone()]));
    assert_eq!(recorded_with("1").await, BTreeSet::from([None, caller]));
}

/// Waits until so many calls are open, besides the ones that ask.
async fn wait_for_open_calls(serving: &Serving, count: f64) {
    while value(&published_by(serving).await, "claimstore_calls_open") != Some(count) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The traces of calls that wait behind a lock until all of them are there.
async fn traces_of_calls_behind<F>(
    table: &str,
    span: &str,
    call: impl Fn(SourceServiceClient<Channel>, String, String) -> F,
) -> Vec<Vec<Seen>>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (database, collector) = (database().await, Collector::start());
    let mut command = traced(&database, &collector.url());
    let mut serving = Serving::start(command.args(["--metrics-listen", "127.0.0.1:0"]));
    let channel = ready(&serving).await;
    let name = create(&channel, "paper").await.name;
    let locked = lock_table(&database, table).await;
    let traces: Vec<String> = (1..=CALLS).map(|number| format!("{number:032x}")).collect();
    let calls = traces.iter().map(|trace| {
        let sources = SourceServiceClient::new(channel.clone());
        tokio::spawn(call(sources, trace.clone(), name.clone()))
    });
    let calls: Vec<_> = calls.collect();
    wait_for_open_calls(&serving, CALLS as f64).await;
    locked.close().await.unwrap();
    for call in calls {
        call.await.unwrap();
    }
    serving.signal(Signal::TERM);
    serving.wait();
    let spans = collector.spans();
    let of_trace = |trace: &String| {
        let spans = spans.iter().filter(|it| it.trace == *trace);
        spans.cloned().collect::<Vec<_>>()
    };
    let all: Vec<Vec<Seen>> = traces.iter().map(of_trace).collect();
    let done_with_statements = |it: &&Seen| it.name == span && !statements(&spans, it).is_empty();
    for trace in &all {
        let part = trace.iter().find(|it| it.name == span).unwrap();
        let done = spans.iter().filter(done_with_statements);
        let found = done.filter(|it| it.id == part.id || part.links.contains(&it.id));
        assert_eq!(found.count(), 1, "{trace:#?}");
    }
    all
}

/// Whether one of the spans refers to another trace.
fn refers(trace: &[Seen]) -> bool {
    trace.iter().any(|span| !span.links.is_empty())
}

#[tokio::test]
async fn a_query_that_several_reads_share_is_found_from_the_trace_of_each() {
    let traces = traces_of_calls_behind(
        "sources",
        "read documents",
        |mut sources, trace, name| async move {
            let request = in_trace(get(&name), &trace, "01");
            sources.get_source(request).await.unwrap();
        },
    );
    let traces = traces.await;
    assert!(traces.iter().any(|trace| refers(trace)));
}

#[tokio::test]
async fn a_transaction_that_several_creations_share_is_found_from_the_trace_of_each() {
    let traces = traces_of_calls_behind(
        "changes",
        "write together",
        |mut sources, trace, _| async move {
            let request = in_trace(creation(&trace), &trace, "01");
            sources.create_source(request).await.unwrap();
        },
    );
    let traces = traces.await;
    assert!(traces.iter().any(|trace| refers(trace)));
}

#[tokio::test]
async fn the_span_of_a_stream_ends_with_the_stream_and_says_how() {
    let (database, collector) = (database().await, Collector::start());
    let serving = Serving::start(&mut traced(&database, &collector.url()));
    let channel = ready(&serving).await;
    let mut changes = ChangeServiceClient::new(channel.clone());
    let request = in_trace(WatchChangesRequest::default(), TRACE, "01");
    let mut watch = changes.watch_changes(request).await.unwrap().into_inner();
    create(&channel, "paper").await;
    watch.message().await.unwrap().unwrap();
    let mut sources = SourceServiceClient::new(channel);
    let request = in_trace(get("sources/none"), TRACE, "01");
    let refused = sources.get_source(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let refused = collector.span(|span| span.name == GET_SOURCE).await;
    assert_eq!(
        refused.attribute("rpc.response.status_code"),
        "INVALID_ARGUMENT"
    );
    // That is the fault of the caller.
    assert!(!refused.is_error);
    let is_watch = |span: &Seen| span.name.ends_with("/WatchChanges");
    assert!(!collector.spans().iter().any(is_watch));
    drop(watch);
    let watch = collector.span(is_watch).await;
    assert_eq!(watch.attribute("rpc.response.status_code"), "CANCELLED");
}

/// `serve` that records all traces, for a collector that accepts no connection yet.
fn recording_all(database: &TestDatabase, collector: &TcpListener) -> Serving {
    let url = format!("http://{}", collector.local_addr().unwrap());
    let mut command = traced(database, &url);
    command.args(["--otlp-sampled-share", "1"]);
    Serving::start(command.args(["--metrics-listen", "127.0.0.1:0"]))
}

#[tokio::test]
async fn a_collector_that_does_not_answer_is_reported_once_and_used_again_when_it_does() {
    let (database, listener) = (database().await, Collector::listener());
    let serving = recording_all(&database, &listener);
    let channel = ready(&serving).await;
    create(&channel, "paper").await;
    serving.line("spans cannot be sent").await;
    create(&channel, "desk").await;
    let failed = "claimstore_spans_total{outcome=\"failed\"}";
    assert!(value(&published_by(&serving).await, failed) > Some(0.0));
    let collector = Collector::start_late(listener);
    while collector.spans().is_empty() {
        create(&channel, &Uuid::now_v7().to_string()).await;
    }
    serving.line("spans are sent to the collector again").await;
    let log = serving.log().into_iter();
    let reported = log.filter(|line| line.contains("spans cannot be sent"));
    assert_eq!(reported.count(), 1);
}

#[tokio::test]
async fn spans_beyond_those_that_may_wait_are_dropped_and_counted() {
    let (database, listener) = (database().await, Collector::listener());
    let serving = recording_all(&database, &listener);
    let channel = ready(&serving).await;
    let dropped = "claimstore_spans_total{outcome=\"dropped\"}";
    while value(&published_by(&serving).await, dropped) == Some(0.0) {
        let reads = (0..100).map(|_| {
            let mut sources = SourceServiceClient::new(channel.clone());
            tokio::spawn(async move { sources.get_source(get("sources/none")).await })
        });
        for read in reads.collect::<Vec<_>>() {
            let refused = read.await.unwrap().unwrap_err();
            assert_eq!(refused.code(), Code::InvalidArgument);
        }
    }
    let waiting = value(&published_by(&serving).await, "claimstore_spans_waiting");
    assert!(waiting <= Some(2_048.0), "{waiting:?}");
}

#[tokio::test]
async fn the_span_of_a_statement_that_fails_says_why_also_after_its_call() {
    let (database, collector) = (database().await, Collector::start());
    let mut command = traced(&database, &collector.url());
    let serving = Serving::start(command.args(["--database-statement-timeout-ms", "500"]));
    let channel = ready(&serving).await;
    let _locked = lock_table(&database, "changes").await;
    let mut request = in_trace(creation("paper"), TRACE, "01");
    request.set_timeout(Duration::from_millis(200));
    let mut sources = SourceServiceClient::new(channel);
    sources.create_source(request).await.unwrap_err();
    let failed = collector.span(|span| span.kind == SpanKind::Client && span.is_error);
    let failed = failed.await;
    assert_eq!(failed.trace, TRACE);
    assert_eq!(failed.attribute("db.response.status_code"), "57014");
}

#[tokio::test]
async fn spans_go_over_tls_to_a_collector_that_shows_the_right_certificate() {
    let (database, dir) = (database().await, tempfile::tempdir().unwrap());
    let authority = Authority::new();
    let collector = Collector::over_tls(&authority);
    let ca = dir.path().join("ca.crt");
    let url = format!("https://localhost:{}", collector.port());
    for (roots, is_trusted) in [(Authority::new().pem(), false), (authority.pem(), true)] {
        std::fs::write(&ca, roots).unwrap();
        let mut command = traced(&database, &url);
        let serving = Serving::start(command.arg("--otlp-ca").arg(&ca));
        let mut sources = SourceServiceClient::new(ready(&serving).await);
        let request = in_trace(creation(&url), TRACE, "01");
        let _ = sources.create_source(request).await;
        match is_trusted {
            true => drop(collector.span(|span| span.trace == TRACE).await),
            false => {
                serving.line("spans cannot be sent").await;
                assert!(collector.spans().is_empty());
            }
        }
    }
}

#[tokio::test]
async fn a_command_goes_on_with_the_trace_of_its_environment() {
    let (database, collector) = (database().await, Collector::start());
    let serving = Serving::start(&mut traced(&database, &collector.url()));
    let name = create(&ready(&serving).await, "paper").await.name;
    let mut command = claimstore();
    command
        .args(["history", &name, "--server", &serving.url()])
        .env("TRACEPARENT", format!("00-{TRACE}-{PARENT}-01"))
        .env("TRACESTATE", "desk=1");
    assert!(run(&mut command).status.success());
    let is_call = |span: &Seen| span.trace == TRACE && span.kind == SpanKind::Server;
    let call = collector.span(is_call).await;
    assert_eq!(
        (call.parent.as_str(), call.state.as_str()),
        (PARENT, "desk=1")
    );
    // A trace that is of no use fails no command.
    let mut command = claimstore();
    command
        .args(["history", &name, "--server", &serving.url()])
        .env("TRACESTATE", "desk=1");
    assert!(run(&mut command).status.success());
}

#[test]
fn a_collector_that_cannot_be_one_is_refused_at_the_start() {
    let serve = |arguments: &[&str]| {
        let output = run(claimstore().arg("serve").args(arguments));
        assert!(!output.status.success());
        said(&output)
    };
    for address in [
        "collector:4317",
        "http://x",
        "http://x:4317/v1/traces",
        "grpc://x:1",
    ] {
        let said = serve(&["--otlp-endpoint", address]);
        assert!(
            said.contains("write --otlp-endpoint http://HOST:PORT"),
            "{said}"
        );
    }
    let said = serve(&["--otlp-endpoint", "http://desk:secret@x:4317"]);
    assert!(said.contains("has a user or a password"), "{said}");
    assert!(!said.contains("secret"), "{said}");
    let said = serve(&["--otlp-endpoint", "http://x:4317", "--otlp-ca", "ca.crt"]);
    assert!(said.contains("is without TLS"), "{said}");
    let said = serve(&["--otlp-endpoint", "https://x:4317", "--otlp-ca", "ca.crt"]);
    assert!(said.contains("ca.crt cannot be read"), "{said}");
    let said = serve(&["--otlp-sampled-share", "2"]);
    assert!(said.contains("write a number from 0 to 1"), "{said}");
}
