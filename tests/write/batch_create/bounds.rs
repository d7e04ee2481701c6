//! The bounds of a batch: in requests, and in bytes.

use claimstore::wire::pb::{
    BatchCreateAppearancesRequest, BatchCreateSourcesRequest, CreateAppearanceRequest, Source,
};
use prost::Message as _;

use super::{claims, create_claims, create_sources, sources};
use crate::support::{
    errors::{description, fields},
    samples::{appearance, article, claim, outlet},
    server::TestServer,
};

const BYTES_MAX: usize = 4 << 20;

#[tokio::test]
async fn an_empty_batch_is_refused() {
    let server = TestServer::start().await;
    let status = create_sources(&server, sources([])).await.unwrap_err();
    assert_eq!(fields(&status), ["requests"]);
    let status = create_claims(&server, claims([])).await.unwrap_err();
    assert_eq!(fields(&status), ["requests"]);
    let request = BatchCreateAppearancesRequest::default();
    let answer = server.claims().batch_create_appearances(request).await;
    assert_eq!(fields(&answer.unwrap_err()), ["requests"]);
}

#[tokio::test]
async fn a_batch_of_500_is_stored_and_one_of_501_is_refused() {
    let server = TestServer::start().await;
    let many = |count: usize| (0..count).map(|number| outlet(&format!("{number}")));
    let status = create_sources(&server, sources(many(501))).await;
    let status = status.unwrap_err();
    assert_eq!(fields(&status), ["requests"]);
    let said = description(&status, "requests");
    assert!(said.contains("501") && said.contains("500"), "{said}");
    assert_eq!(server.log_length().await, 0);

    let created = create_sources(&server, sources(many(500))).await.unwrap();
    assert_eq!(created.len(), 500);
    for (number, source) in created.iter().enumerate() {
        assert_eq!(source.display_name, format!("{number}"));
    }
    assert_eq!(server.log_length().await, 500);
}

#[tokio::test]
async fn violations_beyond_the_bound_are_reported_too() {
    let server = TestServer::start().await;
    let mut all: Vec<_> = (0..501).map(|number| claim(&format!("{number}"))).collect();
    all[500].language = "english".to_owned();
    let status = create_claims(&server, claims(all)).await.unwrap_err();
    assert_eq!(
        fields(&status),
        ["requests", "requests[500].claim.language"]
    );
}

/// Five hundred sources, in a request of exactly the allowed size.
fn largest() -> BatchCreateSourcesRequest {
    let all = (0..500).map(|number| Source {
        display_name: "𝔘".repeat(500),
        anonymity_reason: "𝔘".repeat(1_000),
        archived_url: format!("https://archive.example/{}", "x".repeat(2_000)),
        url: format!("https://a.example/{number:03}/{}", "x".repeat(128)),
        ..outlet("")
    });
    let mut request = sources(all);
    let left = BYTES_MAX - request.encoded_len();
    let (each, rest) = (left / 500, left % 500);
    for (index, request) in request.requests.iter_mut().enumerate() {
        let more = each + usize::from(index < rest);
        let url = &mut request.source.as_mut().unwrap().url;
        url.push_str(&"x".repeat(more));
    }
    request
}

#[tokio::test]
async fn a_batch_of_four_mebibytes_is_stored_and_one_byte_more_is_refused() {
    let server = TestServer::start().await;
    let fits = largest();
    assert_eq!(fits.encoded_len(), BYTES_MAX);
    let mut too_large = fits.clone();
    let last = too_large.requests[7].source.as_mut().unwrap();
    last.url.push('x');
    assert_eq!(too_large.encoded_len(), BYTES_MAX + 1);
    let status = create_sources(&server, too_large).await.unwrap_err();
    assert_eq!(fields(&status), ["requests"]);
    assert_eq!(server.log_length().await, 0);

    let created = create_sources(&server, fits.clone()).await.unwrap();
    assert_eq!(created.len(), 500);
    for (created, request) in created.iter().zip(fits.requests) {
        let given = request.source.unwrap();
        assert_eq!(created.url, given.url);
        assert_eq!(created.archived_url, given.archived_url);
    }
}

/// Requests for appearances of a claim, each in a text of its own of a MiB.
async fn in_long_texts(server: &TestServer, count: usize) -> Vec<CreateAppearanceRequest> {
    let claim = server.create_claim(claim("Long")).await.unwrap();
    let body = format!("words {}", "x".repeat((1 << 20) - 6));
    let mut requests = Vec::new();
    for number in 0..count {
        let article = article(&format!("{number}"), &body);
        let article = server.create_article(article).await.unwrap();
        requests.push(CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(appearance(&article, "words")),
            ..CreateAppearanceRequest::default()
        });
    }
    requests
}

#[tokio::test]
async fn appearances_in_32_mebibytes_of_texts_are_stored_and_in_more_are_refused() {
    let server = TestServer::start().await;
    let mut request = BatchCreateAppearancesRequest {
        requests: in_long_texts(&server, 33).await,
        ..BatchCreateAppearancesRequest::default()
    };
    let mut calls = server.claims();
    let status = calls.batch_create_appearances(request.clone()).await;
    let status = status.unwrap_err();
    assert_eq!(fields(&status), [""]);
    assert!(description(&status, "").contains("32 MiB"), "{status:?}");
    request.requests.pop();
    let answer = calls.batch_create_appearances(request).await.unwrap();
    assert_eq!(answer.into_inner().appearances.len(), 32);
}
