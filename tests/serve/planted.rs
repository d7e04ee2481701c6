//! A word that says who a confidential source is stands in no file, line, span or answer of a server.

use std::path::Path;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use claimstore::wire::pb::{
    BatchGetSourcesRequest, CreateSourceRequest, DeleteSourceRequest, EraseResourceRequest,
    ExportBundlesRequest, GetSourceRequest, ListAuditEntriesRequest, ListChangesRequest,
    ListSourcesRequest, RevealSourceRequest, SearchSourcesRequest, Source, SourceKind,
    TraceSourceRequest, UpdateSourceRequest, WatchChangesRequest,
    audit_service_client::AuditServiceClient, bundle_service_client::BundleServiceClient,
    change_service_client::ChangeServiceClient, search_service_client::SearchServiceClient,
    source_service_client::SourceServiceClient,
};
use prost_types::FieldMask;
use rustix::process::Signal;
use tonic::{Code, transport::Channel};

use super::{
    metrics::published_by,
    start::{DataDir, ready},
};
use crate::support::{
    collector::Collector,
    process::{Serving, claimstore, run, said},
};

/// A word of confidential sources, and one of others: it shows that the search finds words.
const PLANTED: &str = "Quixwhistle";
const CLEAR: &str = "Brandelmoor";

fn key(byte: u8) -> String {
    BASE64_STANDARD.encode([byte; 32])
}

fn source(word: &str, confidential: bool) -> Source {
    Source {
        kind: SourceKind::Person.into(),
        display_name: format!("Ada {word}"),
        url: format!("https://people.example/{word}"),
        same_as: vec![format!("https://register.example/{word}")],
        anonymity_reason: format!("{word} would lose the job"),
        confidential,
        ..Source::default()
    }
}

/// The files below a directory that have a word, also as Postgres or JSON may write it.
fn files_with(directory: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, word));
        } else if let Ok(mut bytes) = std::fs::read(&path) {
            bytes.make_ascii_lowercase();
            let word = word.to_lowercase();
            if memchr::memmem::find(&bytes, word.as_bytes()).is_some() {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

async fn create(channel: &Channel, source: Source) -> Source {
    let request = CreateSourceRequest {
        source: Some(source),
        ..CreateSourceRequest::default()
    };
    let mut sources = SourceServiceClient::new(channel.clone());
    sources.create_source(request).await.unwrap().into_inner()
}

/// What everything that answers with sources answers.
async fn answers(channel: &Channel, name: &str) -> Vec<String> {
    let mut sources = SourceServiceClient::new(channel.clone());
    let mut changes = ChangeServiceClient::new(channel.clone());
    let mut all = Vec::new();
    let get = GetSourceRequest {
        name: name.to_owned(),
        show_deleted: true,
        ..GetSourceRequest::default()
    };
    all.push(format!("{:?}", sources.get_source(get).await.unwrap()));
    let get = BatchGetSourcesRequest {
        names: vec![name.to_owned()],
        show_deleted: true,
        ..BatchGetSourcesRequest::default()
    };
    all.push(format!(
        "{:?}",
        sources.batch_get_sources(get).await.unwrap()
    ));
    let list = ListSourcesRequest {
        show_deleted: true,
        ..ListSourcesRequest::default()
    };
    all.push(format!("{:?}", sources.list_sources(list).await.unwrap()));
    let trace = TraceSourceRequest {
        name: name.to_owned(),
        ..TraceSourceRequest::default()
    };
    all.push(format!("{:?}", sources.trace_source(trace).await));
    let list = ListChangesRequest {
        include_before: true,
        ..ListChangesRequest::default()
    };
    all.push(format!("{:?}", changes.list_changes(list).await.unwrap()));
    let watch = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let mut watched = changes.watch_changes(watch).await.unwrap().into_inner();
    for _ in 0..3 {
        all.push(format!("{:?}", watched.message().await.unwrap()));
    }
    let mut bundles = BundleServiceClient::new(channel.clone());
    let exported = bundles
        .export_bundles(ExportBundlesRequest::default())
        .await;
    let mut exported = exported.unwrap().into_inner();
    while let Some(part) = exported.message().await.unwrap() {
        all.push(format!("{part:?}"));
    }
    let search = SearchSourcesRequest {
        query: PLANTED.to_owned(),
        ..SearchSourcesRequest::default()
    };
    let mut searching = SearchServiceClient::new(channel.clone());
    let found = loop {
        match searching.search_sources(search.clone()).await {
            Ok(found) => break found.into_inner(),
            Err(status) => assert_eq!(status.code(), Code::Unavailable, "{status:?}"),
        }
    };
    assert_eq!(found.hits, []);
    let mut audit = AuditServiceClient::new(channel.clone());
    let entries = audit
        .list_audit_entries(ListAuditEntriesRequest::default())
        .await;
    all.push(format!("{:?}", entries.unwrap()));
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_name_is_in_no_file_no_line_no_metric_and_no_answer() {
    let (directory, index) = (DataDir::new(), tempfile::tempdir().unwrap());
    let (data_dir, collector) = (directory.data_dir(), Collector::start());
    let serve = |keys: &str| {
        let mut command = claimstore();
        command
            .args([
                "serve",
                "--metrics-listen",
                "127.0.0.1:0",
                "--log",
                "debug",
                "--otlp-endpoint",
                &collector.url(),
                "--otlp-sampled-share",
                "1",
                "--data-dir",
            ])
            .arg(&data_dir)
            .arg("--index-dir")
            .arg(index.path())
            .env("CLAIMSTORE_CONFIDENTIAL_KEYS", keys);
        Serving::start(&mut command)
    };
    let old = format!("old {}", key(1));
    let mut serving = serve(&old);
    let channel = ready(&serving).await;
    let planted = create(&channel, source(PLANTED, true)).await;
    let clear = create(&channel, source(CLEAR, false)).await;
    let erased = create(&channel, source(PLANTED, true)).await;
    let mut sources = SourceServiceClient::new(channel.clone());
    let update = UpdateSourceRequest {
        source: Some(Source {
            name: planted.name.clone(),
            ..source(PLANTED, true)
        }),
        update_mask: Some(FieldMask {
            paths: vec!["*".to_owned()],
        }),
        request_id: "0198c0de-0000-7000-8000-000000000002".to_owned(),
        ..UpdateSourceRequest::default()
    };
    sources.update_source(update).await.unwrap();
    // Wrong, and about the word, too.
    let wrong = CreateSourceRequest {
        source: Some(Source {
            url: format!("ftp://{PLANTED}"),
            ..source(PLANTED, true)
        }),
        ..CreateSourceRequest::default()
    };
    sources.create_source(wrong).await.unwrap_err();
    let delete = DeleteSourceRequest {
        name: erased.name.clone(),
        ..DeleteSourceRequest::default()
    };
    sources.delete_source(delete).await.unwrap();
    let erase = EraseResourceRequest {
        name: erased.name,
        reason: "asked for".to_owned(),
        ..EraseResourceRequest::default()
    };
    let mut changes = ChangeServiceClient::new(channel.clone());
    changes.erase_resource(erase).await.unwrap();
    let reveal = RevealSourceRequest {
        name: planted.name.clone(),
        justification: "A court asks".to_owned(),
    };
    let revealed = sources
        .reveal_source(reveal.clone())
        .await
        .unwrap()
        .into_inner();
    assert!(format!("{revealed:?}").contains(PLANTED));
    let has = |texts: &[String], word: &str| texts.iter().any(|it| it.contains(word));
    let answered = answers(&channel, &planted.name).await;
    assert!(!has(&answered, PLANTED), "{answered:#?}");
    assert!(has(&answered, "confidential source") && has(&answered, "A court asks"));
    assert!(has(&answers(&channel, &clear.name).await, CLEAR));
    assert!(!published_by(&serving).await.contains(PLANTED));
    serving.signal(Signal::TERM);
    serving.wait();
    assert!(!has(&serving.log(), PLANTED), "{:#?}", serving.log());
    // Spans say nothing of what is stored, be it confidential or not.
    let spans = [collector.text()];
    assert!(has(&spans, "SourceService/RevealSource") && has(&spans, "insert into"));
    assert!(!has(&spans, PLANTED) && !has(&spans, CLEAR));
    for root in [data_dir.as_path(), index.path()] {
        assert_eq!(files_with(root, PLANTED), [""; 0]);
    }
    assert_ne!(files_with(&data_dir, CLEAR), [""; 0], "no word is found");

    // A new key takes the place of the old one.
    let both = format!("new {}\n{old}", key(2));
    let rewrapped = run(claimstore()
        .args(["rewrap-keys", "--data-dir"])
        .arg(&data_dir)
        .env("CLAIMSTORE_CONFIDENTIAL_KEYS", &both));
    assert!(rewrapped.status.success(), "{}", said(&rewrapped));
    let printed = String::from_utf8(rewrapped.stdout).unwrap();
    assert_eq!(
        printed,
        "wrapped the keys of 1 confidential source with new\n"
    );
    for (keys, is_there) in [(format!("new {}", key(2)), true), (old, false)] {
        let serving = serve(&keys);
        let channel = ready(&serving).await;
        let revealed = SourceServiceClient::new(channel)
            .reveal_source(reveal.clone())
            .await;
        match is_there {
            true => assert!(format!("{:?}", revealed.unwrap()).contains(PLANTED)),
            false => assert_eq!(revealed.unwrap_err().code(), Code::FailedPrecondition),
        }
    }
}

#[test]
fn keys_that_are_wrong_or_unguarded_are_refused_at_the_start() {
    let serve = |keys: &str, more: &[&str]| {
        let mut command = claimstore();
        command
            .args([
                "serve",
                "--database-url",
                "postgres://nobody@127.0.0.1:1/none",
            ])
            .args(more)
            .env("CLAIMSTORE_CONFIDENTIAL_KEYS", keys);
        said(&run(&mut command))
    };
    let wrong = serve("A b", &[]);
    assert!(wrong.contains("line 1: has an id that is not"), "{wrong}");
    let open = ["--listen", "0.0.0.0:0", "--insecure-listen"];
    let unguarded = serve(&format!("a {}", key(1)), &open);
    assert!(unguarded.contains("that takes --policy"), "{unguarded}");
}
