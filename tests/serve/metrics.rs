//! What is published for Prometheus.

use std::{collections::BTreeSet, net::SocketAddr, time::Duration};

use claimstore::wire::pb::{
    CreateSourceRequest, GetSourceRequest, WatchChangesRequest,
    change_service_client::ChangeServiceClient, source_service_client::SourceServiceClient,
};
use serde_json::Value;
use tonic::{Request, client::Grpc, transport::Channel};
use tonic_prost::ProstCodec;

use super::start::{DataDir, person, ready};
use crate::support::{
    http::ask,
    process::{Serving, claimstore},
};

/// A server that publishes, and where.
async fn publishing(directory: &DataDir) -> (Serving, Channel, SocketAddr) {
    let serving = Serving::start(
        claimstore()
            .args(["serve", "--metrics-listen", "127.0.0.1:0", "--data-dir"])
            .arg(directory.data_dir()),
    );
    let channel = ready(&serving).await;
    let address = publishes_at(&serving);
    (serving, channel, address)
}

fn publishes_at(serving: &Serving) -> SocketAddr {
    let log = serving.log().into_iter();
    let mut lines = log.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    let line = lines.find(|line| line["message"] == "metrics are published");
    line.unwrap()["address"].as_str().unwrap().parse().unwrap()
}

/// What a server publishes.
pub(super) async fn published_by(serving: &Serving) -> String {
    published(publishes_at(serving)).await
}

async fn published(address: SocketAddr) -> String {
    let (status, text) = ask(address, "GET", "/metrics", "").await.unwrap();
    assert_eq!(status, 200);
    text
}

/// The value of a sample.
pub(super) fn value(text: &str, sample: &str) -> Option<f64> {
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_prefix(sample)?.strip_prefix(' ')?.parse().ok())
}

/// Waits until a sample has a value.
async fn wait_for(address: SocketAddr, sample: &str, expected: f64) {
    let waiting = async {
        while value(&published(address).await, sample) != Some(expected) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    assert!(waited.is_ok(), "{sample} is not {expected}");
}

fn handled(kind: &str, service: &str, method: &str, code: &str) -> String {
    format!(
        "grpc_server_handled_total{{grpc_type=\"{kind}\",grpc_service=\"{service}\",\
         grpc_method=\"{method}\",grpc_code=\"{code}\"}}"
    )
}

#[tokio::test]
async fn calls_and_streams_are_counted_by_how_they_ended() {
    const SOURCES: &str = "claimstore.v1.SourceService";
    const CHANGES: &str = "claimstore.v1.ChangeService";
    let directory = DataDir::new();
    let (_serving, channel, address) = publishing(&directory).await;
    let mut sources = SourceServiceClient::new(channel.clone());
    sources.create_source(person("hush-name")).await.unwrap();
    let empty = CreateSourceRequest::default();
    sources.create_source(empty).await.unwrap_err();
    let missing = "sources/00000000-0000-0000-0000-000000000001".to_owned();
    let missing = GetSourceRequest {
        name: missing,
        ..GetSourceRequest::default()
    };
    sources.get_source(missing).await.unwrap_err();
    let mut unknown = Grpc::new(channel.clone());
    unknown.ready().await.unwrap();
    let path = "/made.Up/Made".parse().unwrap();
    let codec: ProstCodec<(), ()> = ProstCodec::default();
    let answer = unknown.unary(Request::new(()), path, codec).await;
    answer.unwrap_err();

    let text = published(address).await;
    for (sample, expected) in [
        (handled("unary", SOURCES, "CreateSource", "OK"), 1.0),
        (
            handled("unary", SOURCES, "CreateSource", "InvalidArgument"),
            1.0,
        ),
        (handled("unary", SOURCES, "GetSource", "NotFound"), 1.0),
        (handled("unary", "unknown", "unknown", "Unimplemented"), 1.0),
    ] {
        assert_eq!(value(&text, &sample), Some(expected), "{sample}");
    }
    let count = format!(
        "grpc_server_handling_seconds_count{{grpc_type=\"unary\",grpc_service=\"{SOURCES}\",\
         grpc_method=\"CreateSource\"}}"
    );
    assert_eq!(value(&text, &count), Some(2.0));
    assert_eq!(value(&text, "claimstore_ready"), Some(1.0));
    assert!(!text.contains("hush") && !text.contains("made"));

    let mut changes = ChangeServiceClient::new(channel);
    let watch = changes.watch_changes(WatchChangesRequest::default()).await;
    let mut watch = watch.unwrap().into_inner();
    watch.message().await.unwrap().unwrap();
    wait_for(address, "claimstore_watches", 1.0).await;
    let ended = handled("server_stream", CHANGES, "WatchChanges", "Canceled");
    assert_eq!(value(&published(address).await, &ended), None);
    drop(watch);
    wait_for(address, &ended, 1.0).await;
    wait_for(address, "claimstore_watches", 0.0).await;
}

#[tokio::test]
async fn the_index_says_that_it_is_behind_and_that_it_has_caught_up() {
    let directory = DataDir::new();
    let (_serving, channel, address) = publishing(&directory).await;
    wait_for(address, "claimstore_search_ready", 1.0).await;
    wait_for(address, "claimstore_search_lag_seconds", 0.0).await;
    let mut sources = SourceServiceClient::new(channel);
    sources.create_source(person("Ada Quill")).await.unwrap();
    wait_for(address, "claimstore_search_lag_seconds", 0.0).await;
}

/// The names in the table of the documents.
fn documented() -> BTreeSet<String> {
    let text = include_str!("../../docs/metrics.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = rows.filter_map(|row| row.split_once('`'));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[tokio::test]
async fn the_documents_name_what_is_published_and_nothing_else() {
    let directory = DataDir::new();
    let (_serving, channel, address) = publishing(&directory).await;
    SourceServiceClient::new(channel)
        .create_source(person("Ada Quill"))
        .await
        .unwrap();
    let text = published(address).await;
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let names = types.filter_map(|line| line.split_once(' '));
    let names: BTreeSet<String> = names.map(|(name, _)| name.to_owned()).collect();
    let missing: Vec<String> = documented().difference(&names).cloned().collect();
    // There is no collector and no standby, and no task has run yet.
    let not_yet = [
        "claimstore_spans_total",
        "claimstore_spans_waiting",
        "claimstore_standby_reads_total",
        "claimstore_task_last_success_timestamp_seconds",
    ];
    assert_eq!(missing, not_yet);
    assert!(names.is_subset(&documented()), "{names:?}");
}

#[tokio::test]
async fn only_metrics_are_published() {
    let directory = DataDir::new();
    let (_serving, _channel, address) = publishing(&directory).await;
    for (method, path, expected) in [
        ("GET", "/", 404),
        ("POST", "/metrics", 405),
        ("HEAD", "/metrics", 200),
    ] {
        let (status, body) = ask(address, method, path, "").await.unwrap();
        assert_eq!(status, expected, "{method} {path}");
        assert_eq!(method == "HEAD", body.is_empty(), "{method} {path}");
    }
}
