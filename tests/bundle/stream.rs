//! Streams of bundles: a result for each bundle in order, and an import that broke goes on
//! where it was.

mod bounds;
mod broken;

use claimstore::wire::pb::{
    Bundle, BundleRejection, ImportBundleRequest, ImportBundleResponse, ImportBundlesRequest,
    ImportBundlesResponse, ImportBundlesResult, ImportBundlesSettings, ImportOutcome,
    ImportProgress, ListArticleVersionsRequest, import_bundles_response::Response,
    import_bundles_result::Outcome,
};
use prost::Message as _;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;

use super::{
    import::{BODY, bundle, small},
    several,
};
use crate::support::{
    errors::{fields, reason},
    server::TestServer,
};

/// One side of a stream of bundles.
pub struct Stream {
    requests: Option<mpsc::Sender<ImportBundlesRequest>>,
    responses: Streaming<ImportBundlesResponse>,
    next_index: i64,
}

pub fn settings(number: u128) -> ImportBundlesSettings {
    ImportBundlesSettings {
        import_id: uuid::Uuid::from_u128(number).to_string(),
        ..ImportBundlesSettings::default()
    }
}

impl Stream {
    /// Opens a stream, and reads its first response.
    pub async fn open(
        server: &TestServer,
        settings: ImportBundlesSettings,
    ) -> Result<(Self, ImportProgress), Status> {
        let (requests, receiver) = mpsc::channel(4);
        let first = ImportBundlesRequest {
            settings: Some(settings),
            ..ImportBundlesRequest::default()
        };
        requests.send(first).await.unwrap();
        let responses = server
            .bundles()
            .import_bundles(ReceiverStream::new(receiver))
            .await?
            .into_inner();
        let mut stream = Self {
            requests: Some(requests),
            responses,
            next_index: 0,
        };
        match stream.next().await?.and_then(|it| it.response) {
            Some(Response::Progress(progress)) => {
                stream.next_index = progress.next_index;
                Ok((stream, progress))
            }
            other => panic!("{other:?}"),
        }
    }

    async fn next(&mut self) -> Result<Option<ImportBundlesResponse>, Status> {
        self.responses.message().await
    }

    /// Sends a bundle. Returns whether the stream is still open.
    pub async fn send(&mut self, bundle: Option<Bundle>) -> bool {
        let index = self.next_index;
        self.next_index += 1;
        self.send_request(ImportBundlesRequest {
            index,
            bundle,
            ..ImportBundlesRequest::default()
        })
        .await
    }

    async fn send_request(&mut self, request: ImportBundlesRequest) -> bool {
        let requests = self.requests.as_ref().unwrap();
        requests.send(request).await.is_ok()
    }

    pub fn close(&mut self) {
        self.requests = None;
    }

    /// The next result; `None` at the end.
    pub async fn result(&mut self) -> Result<Option<ImportBundlesResult>, Status> {
        match self.next().await?.map(|it| it.response) {
            None => Ok(None),
            Some(Some(Response::Result(result))) => Ok(Some(result)),
            other => panic!("{other:?}"),
        }
    }

    /// All results up to the end.
    async fn rest(&mut self) -> Result<Vec<ImportBundlesResult>, Status> {
        self.close();
        let mut results = Vec::new();
        while let Some(result) = self.result().await? {
            results.push(result);
        }
        Ok(results)
    }
}

/// Sends bundles in one stream, and returns their results.
pub async fn import_all(
    server: &TestServer,
    settings: ImportBundlesSettings,
    bundles: Vec<Bundle>,
) -> Vec<ImportBundlesResult> {
    let (mut stream, _) = Stream::open(server, settings).await.unwrap();
    for bundle in bundles {
        assert!(stream.send(Some(bundle)).await);
    }
    stream.rest().await.unwrap()
}

fn imported(result: &ImportBundlesResult) -> &ImportBundleResponse {
    match result.outcome.as_ref().unwrap() {
        Outcome::Imported(response) => response,
        Outcome::Rejection(rejection) => panic!("{}: {}", result.index, rejection.message),
    }
}

pub fn rejection(result: &ImportBundlesResult) -> Option<&BundleRejection> {
    match result.outcome.as_ref().unwrap() {
        Outcome::Imported(_) => None,
        Outcome::Rejection(rejection) => Some(rejection),
    }
}

/// A rejection as the status that a call would have ended with.
fn as_status(rejection: &BundleRejection) -> Status {
    Status::with_details(
        Code::from(rejection.code),
        rejection.message.clone(),
        rejection.encode_to_vec().into(),
    )
}

fn page(number: usize) -> Value {
    json!({"sources": [{"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": format!("https://news.example/{number}")}}]})
}

fn pages(count: usize) -> Vec<Bundle> {
    (0..count).map(|number| bundle(page(number))).collect()
}

#[tokio::test]
async fn bad_bundles_are_rejected_as_single_calls_reject_them_and_the_others_pass() {
    let server = TestServer::start().await;
    let missing = "sources/0198c0de-0000-7000-8000-00000000dead";
    let invalid = bundle(json!({"sources": [{"key": "a b", "source": {"url": "x"}}]}));
    let unresolved = bundle(json!({
        "article": {"uri": "https://news.example/a", "headline": "A", "publisher": missing},
    }));
    let stale = bundle(json!({
        "sources": [{"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/1", "etag": "other"}}],
    }));
    let mut bundles = pages(40);
    bundles[3] = invalid.clone();
    bundles[17] = unresolved.clone();
    bundles[18] = stale.clone();
    bundles[39] = invalid.clone();

    let results = import_all(&server, settings(1), bundles).await;
    let indexes: Vec<i64> = results.iter().map(|it| it.index).collect();
    assert_eq!(indexes, (0..40).collect::<Vec<_>>());
    for (at, sent) in [
        (3, &invalid),
        (17, &unresolved),
        (18, &stale),
        (39, &invalid),
    ] {
        let request = ImportBundleRequest {
            bundle: Some(sent.clone()),
            ..ImportBundleRequest::default()
        };
        let alone = server.bundles().import_bundle(request).await.unwrap_err();
        let status = as_status(rejection(&results[at]).unwrap());
        assert_eq!(reason(&status), reason(&alone), "{at}");
        assert_eq!(status.message(), alone.message());
        let (details, expected) = (status.get_error_details(), alone.get_error_details());
        let said = |it: &tonic_types::ErrorDetails| {
            format!("{:?} {:?}", it.bad_request(), it.resource_info())
        };
        assert_eq!(said(&details), said(&expected));
    }
    for at in (0..39).filter(|at| ![3, 17, 18].contains(at)) {
        let response = imported(&results[at]);
        assert_eq!(response.results.len(), 1);
        assert_eq!(response.results[0].path, "sources[0]");
        assert_eq!(
            response.results[0].outcome(),
            ImportOutcome::Created,
            "{at}"
        );
    }
}

#[tokio::test]
async fn a_stream_has_the_results_of_single_calls() {
    let (stream, single) = (TestServer::start().await, TestServer::start().await);
    let all: Vec<Bundle> = several::related().into_iter().map(bundle).collect();
    let streamed = import_all(&stream, settings(1), all.clone()).await;
    let said = |response: &ImportBundleResponse| -> Vec<_> {
        let results = response.results.iter();
        results
            .map(|it| {
                (
                    it.path.clone(),
                    it.key.clone(),
                    it.outcome,
                    it.differences.clone(),
                )
            })
            .collect()
    };
    for (result, bundle) in streamed.iter().zip(all) {
        let request = ImportBundleRequest {
            bundle: Some(bundle),
            ..ImportBundleRequest::default()
        };
        let alone = single.bundles().import_bundle(request).await.unwrap();
        assert_eq!(said(imported(result)), said(alone.get_ref()));
    }
}

#[tokio::test]
async fn each_text_of_an_article_is_a_version_though_they_arrive_together() {
    let server = TestServer::start().await;
    let uri = "https://news.example/1";
    let texts = ["", " More.", " More, and more."].map(|end| format!("{BODY}{end}"));
    let bundles = texts.iter().map(|text| bundle(small(uri, text)));
    let results = import_all(&server, settings(1), bundles.collect()).await;
    let article = &imported(&results[0]).results[0].name;
    assert!(
        results
            .iter()
            .all(|it| &imported(it).results[0].name == article)
    );
    let request = ListArticleVersionsRequest {
        name: article.clone(),
        ..ListArticleVersionsRequest::default()
    };
    let listed = server.articles().list_article_versions(request).await;
    assert_eq!(listed.unwrap().into_inner().articles.len(), 3);
}

#[tokio::test]
async fn a_broken_import_goes_on_and_what_was_rejected_is_said_again() {
    let server = TestServer::start().await;
    let invalid = bundle(json!({}));
    let (mut stream, progress) = Stream::open(&server, settings(1)).await.unwrap();
    assert_eq!(progress, ImportProgress::default());
    for bundle in [pages(2), vec![invalid.clone()], pages(1)].concat() {
        stream.send(Some(bundle)).await;
    }
    for _ in 0..4 {
        stream.result().await.unwrap().unwrap();
    }
    drop(stream);

    let (mut again, progress) = Stream::open(&server, settings(1)).await.unwrap();
    let expected = ImportProgress {
        next_index: 4,
        imported_count: 3,
        rejected_count: 1,
        resent_count: 1,
    };
    assert_eq!(progress, expected);
    let resent = again.result().await.unwrap().unwrap();
    assert_eq!(resent.index, 2);
    assert_eq!(fields(&as_status(rejection(&resent).unwrap())), ["bundle"]);
    again.send(Some(invalid)).await;
    let rest = again.rest().await.unwrap();
    assert_eq!(rest.iter().map(|it| it.index).collect::<Vec<_>>(), [4]);

    let known = ImportBundlesSettings {
        rejections_from: 3,
        ..settings(1)
    };
    let (_, progress) = Stream::open(&server, known).await.unwrap();
    assert_eq!((progress.next_index, progress.resent_count), (5, 1));
    let (_, other) = Stream::open(&server, settings(2)).await.unwrap();
    assert_eq!(
        other,
        ImportProgress::default(),
        "another id is another import"
    );
    let restart = ImportBundlesSettings {
        restart: true,
        ..settings(1)
    };
    let (_, progress) = Stream::open(&server, restart).await.unwrap();
    assert_eq!(progress, ImportProgress::default());
}

/// The error of a stream whose import another stream has taken further.
pub async fn overtaken(server: &TestServer) -> Status {
    let (mut first, _) = Stream::open(server, settings(1)).await.unwrap();
    let (mut second, _) = Stream::open(server, settings(1)).await.unwrap();
    first.send(Some(bundle(page(1)))).await;
    imported(&first.rest().await.unwrap()[0]);
    second.send(Some(bundle(page(2)))).await;
    second.result().await.unwrap_err()
}

#[tokio::test]
async fn of_two_streams_of_one_import_only_one_goes_on() {
    let server = TestServer::start().await;
    let (mut first, _) = Stream::open(&server, settings(1)).await.unwrap();
    let (mut second, _) = Stream::open(&server, settings(1)).await.unwrap();
    first.send(Some(bundle(page(1)))).await;
    imported(&first.result().await.unwrap().unwrap());
    second.send(Some(bundle(page(2)))).await;
    let error = second.result().await.unwrap_err();
    assert_eq!(
        reason(&error),
        (Code::Aborted, "IMPORT_OVERTAKEN".to_owned())
    );
    first.send(Some(bundle(page(3)))).await;
    let rest = first.rest().await.unwrap();
    assert_eq!(
        imported(&rest[0]).results[0].outcome(),
        ImportOutcome::Created
    );
    let (_, progress) = Stream::open(&server, settings(1)).await.unwrap();
    assert_eq!(progress.next_index, 2);
}

#[tokio::test]
async fn a_request_that_does_not_follow_ends_the_stream_after_what_precedes_it() {
    let server = TestServer::start().await;
    let (mut stream, _) = Stream::open(&server, settings(1)).await.unwrap();
    stream.send(Some(bundle(page(1)))).await;
    let gap = ImportBundlesRequest {
        index: 2,
        settings: Some(settings(1)),
        bundle: Some(bundle(page(2))),
    };
    stream.send_request(gap).await;
    imported(&stream.result().await.unwrap().unwrap());
    let error = stream.result().await.unwrap_err();
    assert_eq!(fields(&error), ["settings", "index"]);
    let info = error.get_error_details().error_info().unwrap().clone();
    assert_eq!(info.metadata["next_index"], "1");

    let wrong = ImportBundlesSettings {
        import_id: "A".to_owned(),
        rejections_from: -1,
        ..ImportBundlesSettings::default()
    };
    let error = Stream::open(&server, wrong).await.err().unwrap();
    assert_eq!(
        fields(&error),
        ["settings.import_id", "settings.rejections_from"]
    );
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done_and_stores_nothing() {
    let server = TestServer::start().await;
    let dry = ImportBundlesSettings {
        validate_only: true,
        ..settings(1)
    };
    let bundles = [pages(2), vec![bundle(json!({}))]].concat();
    let results = import_all(&server, dry, bundles).await;
    assert_eq!(
        imported(&results[1]).results[0].outcome(),
        ImportOutcome::Created
    );
    assert!(rejection(&results[2]).is_some());
    let (_, progress) = Stream::open(&server, settings(1)).await.unwrap();
    assert_eq!(progress, ImportProgress::default());
    let results = import_all(&server, settings(2), pages(1)).await;
    assert_eq!(
        imported(&results[0]).results[0].outcome(),
        ImportOutcome::Created
    );
}
