//! Reviews: written and read, and when two reviews are the same.

mod content;
mod found;
mod odd;
mod same;

use claimstore::wire::pb::Review;

use crate::support::{
    errors::{fields, holder},
    samples::{claim, full_review, outlet, review},
    server::TestServer,
};
use claimstore::wire::pb::Verdict;

#[tokio::test]
async fn every_field_is_kept() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Kyiv")).await.unwrap();
    let other = server.create_claim(claim("Other")).await.unwrap();
    let reviewed = server.create_claim(claim("Judged")).await.unwrap();
    let given = full_review(&source, &other);
    let created = server
        .create_review(&reviewed, given.clone())
        .await
        .unwrap();
    let expected = Review {
        name: created.name.clone(),
        revision: 1,
        etag: created.etag.clone(),
        create_time: created.create_time,
        update_time: created.create_time,
        ..given
    };
    assert_eq!(created, expected);
    assert_eq!(server.get_review(&created.name).await.unwrap(), expected);
    let moved = Review {
        verdict: Verdict::False.into(),
        ..created
    };
    let updated = server.update_review(moved, &["verdict"]).await.unwrap();
    assert_eq!((updated.verdict(), updated.revision), (Verdict::False, 2));
}

#[tokio::test]
async fn the_same_review_is_stored_once_and_a_different_one_beside_it() {
    let server = TestServer::start().await;
    let reviewed = server.create_claim(claim("Judged")).await.unwrap();
    let first = review("Desk", Verdict::False, 1);
    let first = server.create_review(&reviewed, first).await.unwrap();
    let again = review("DESK.", Verdict::True, 1);
    let status = server.create_review(&reviewed, again).await.unwrap_err();
    let expected = ("author, review_time".to_owned(), first.name.clone());
    assert_eq!(holder(&status), expected);
    for later in [
        review("Desk", Verdict::True, 2),
        review("Other desk", Verdict::True, 1),
    ] {
        server.create_review(&reviewed, later).await.unwrap();
    }
    assert_eq!(server.get_review(&first.name).await.unwrap(), first);
}

#[tokio::test]
async fn all_violations_of_a_review_are_reported_at_once() {
    let server = TestServer::start().await;
    let reviewed = server.create_claim(claim("Judged")).await.unwrap();
    let wrong = Review {
        url: "x".to_owned(),
        evidence: vec!["articles/1".to_owned()],
        rating: Some(claimstore::wire::pb::Rating::default()),
        ..Review::default()
    };
    let status = server.create_review(&reviewed, wrong).await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "review.verdict",
            "review.evidence[0]",
            "review.author",
            "review.url",
            "review.rating",
        ]
    );
}
