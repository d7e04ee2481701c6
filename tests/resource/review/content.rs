//! The content of a review: a rating on the desk's own scale, the time, and the evidence.

use claimstore::wire::pb::{Claim, Decimal, Rating, Review, Source, Verdict};
use prost_types::Timestamp;

use crate::{
    resource::appearance::absent,
    support::{
        children::{claims, still_deleted, users},
        errors::{fields, missing, sorted_fields},
        samples::{article, claim, full_review, outlet, review},
        server::TestServer,
    },
};

fn decimal(digits: &str) -> Option<Decimal> {
    let value = digits.to_owned();
    (!value.is_empty()).then_some(Decimal { value })
}

/// A rating. An empty text means that the number is absent.
fn rating(value: &str, worst: &str, best: &str, label: &str) -> Rating {
    Rating {
        value: decimal(value),
        best: decimal(best),
        worst: decimal(worst),
        label: label.to_owned(),
    }
}

fn rated(second: i64, rating: Rating) -> Review {
    Review {
        rating: Some(rating),
        ..review("Desk", Verdict::Mixed, second)
    }
}

#[tokio::test]
async fn a_rating_keeps_every_digit() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let most = "9999999999999999999999999999";
    let least = format!("-{most}");
    let tiny = "0.0000000000000000000000000001";
    for (second, given) in (0..).zip([
        rating("2.50", "1", "5", ""),
        rating("2.5", "1.0", "5.000", "Half true"),
        rating("1", "1.00", "5", ""),
        rating("5.0", "1", "5", ""),
        rating("0", "-1", "1", "0"),
        rating("-0.5", "-1", "0", ""),
        rating(tiny, "0", "1", ""),
        rating(most, &least, most, ""),
        rating("", "", "", "Pants on fire"),
        rating("", "1", "5", "Pants on fire"),
        rating("", "", "5", "No scale"),
        rating("", "1", "", "No scale"),
    ]) {
        let given = rated(second, given);
        let created = server.create_review(&a, given.clone()).await.unwrap();
        assert_eq!(created.rating, given.rating);
        let read = server.get_review(&created.name).await.unwrap();
        assert_eq!(read.rating, given.rating);
    }
}

#[tokio::test]
async fn a_rating_is_refused_only_if_it_says_nothing_or_is_malformed() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    for (given, path) in [
        (rating("", "1", "5", &"x".repeat(201)), "label"),
        (rating("3", "1", "5", "a\0"), "label"),
        (rating("3,5", "1", "5", "True"), "value.value"),
        (rating("", "1e0", "5", "True"), "worst.value"),
        (rating("", "1", "05", "True"), "best.value"),
    ] {
        let text = format!("{given:?}");
        let status = server.create_review(&a, rated(0, given)).await;
        let expected = format!("review.rating.{path}");
        assert_eq!(fields(&status.unwrap_err()), [expected], "{text}");
    }
    let nothing = rated(0, rating("", "", "", ""));
    let status = server.create_review(&a, nothing).await;
    assert_eq!(fields(&status.unwrap_err()), ["review.rating"]);
    let fitting = rating("3", "1", "5", &"é".repeat(200));
    server.create_review(&a, rated(0, fitting)).await.unwrap();
}

#[tokio::test]
async fn a_changed_number_of_a_rating_leaves_the_others() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let created = server.create_review(&a, rated(0, rating("2", "1", "5", "")));
    let created = created.await.unwrap();
    let patch = |given: Rating| Review {
        name: created.name.clone(),
        rating: Some(given),
        ..Review::default()
    };
    let shorter = patch(rating("", "", "2", ""));
    let shorter = server.update_review(shorter, &["rating.best"]).await;
    let expected = Some(rating("2", "1", "2", ""));
    assert_eq!(shorter.unwrap().rating, expected);
    let longer = patch(rating("2.0", "", "", ""));
    let longer = server.update_review(longer, &["rating.value"]).await;
    let longer = longer.unwrap();
    assert_eq!(longer.rating, Some(rating("2.0", "1", "2", "")));
    assert_eq!(longer.revision, 3, "the digits are part of it");
    let none = Review {
        name: created.name.clone(),
        ..Review::default()
    };
    let none = server.update_review(none, &["rating"]).await.unwrap();
    assert_eq!(none.rating, None);
}

#[tokio::test]
async fn evidence_must_be_existing_sources_and_claims_without_repeats() {
    let server = TestServer::start().await;
    let [reviewed, other] = claims(&server).await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let piece = server.create_article(article("A", "")).await.unwrap();
    let on = |evidence: &[&str]| Review {
        evidence: evidence.iter().map(|&name| name.to_owned()).collect(),
        ..review("Desk", Verdict::False, 0)
    };
    let (source, other) = (source.name.as_str(), other.name.as_str());
    let review_name = format!("{}/{}", reviewed.name, absent("reviews", 1));
    for wrong in [piece.name.as_str(), &review_name, "", "x", "#x"] {
        let status = server.create_review(&reviewed, on(&[source, wrong])).await;
        let said = fields(&status.unwrap_err());
        assert_eq!(said, ["review.evidence[1]"], "{wrong}");
    }
    let twice = on(&[source, other, source, other]);
    let status = server.create_review(&reviewed, twice).await.unwrap_err();
    let repeated = ["review.evidence[2]", "review.evidence[3]"];
    assert_eq!(fields(&status), repeated);

    let ghosts = [absent("claims", 1), absent("sources", 2)];
    let given = on(&[&ghosts[1], source, &ghosts[0]]);
    let status = server.create_review(&reviewed, given).await.unwrap_err();
    let mut said = missing(&status);
    said.sort();
    assert_eq!(said, ghosts);

    // The evidence keeps its order.
    let created = server.create_review(&reviewed, on(&[other, source])).await;
    let created = created.unwrap();
    assert_eq!(created.evidence, [other, source]);
    let name = created.name.clone();
    let turned = Review {
        name: name.clone(),
        ..on(&[source, other])
    };
    let turned = server.update_review(turned, &["evidence"]).await.unwrap();
    assert_eq!((turned.evidence.len(), turned.revision), (2, 2));
    assert_eq!(turned.evidence, [source, other]);
    let added = Review {
        name,
        ..on(&[source, &ghosts[1]])
    };
    let status = server.update_review(added, &["evidence"]).await;
    assert_eq!(missing(&status.unwrap_err()), [ghosts[1].as_str()]);
}

#[tokio::test]
async fn a_deleted_resource_cannot_be_evidence_and_evidence_cannot_be_deleted() {
    let server = TestServer::start().await;
    let [reviewed, other, gone] = claims(&server).await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let lost = server.create_source(outlet("B")).await.unwrap();
    server.delete_claim(&gone.name).await.unwrap();
    server.delete_source(&lost.name).await.unwrap();
    for name in [&gone.name, &lost.name] {
        let given = Review {
            evidence: vec![source.name.clone(), name.clone()],
            ..review("Desk", Verdict::False, 0)
        };
        let status = server.create_review(&reviewed, given).await.unwrap_err();
        assert_eq!(missing(&status), [name.as_str()]);
    }

    let created = server.create_review(&reviewed, full_review(&source, &other));
    let created = created.await.unwrap();
    let status = server.delete_source(&source.name).await.unwrap_err();
    assert_eq!(users(&status), [created.name.as_str()]);
    let status = server.delete_claim(&other.name).await.unwrap_err();
    assert_eq!(users(&status), [created.name.as_str()]);
    let without = Review {
        evidence: vec![other.name.clone()],
        ..created
    };
    server.update_review(without, &["evidence"]).await.unwrap();
    server.delete_source(&source.name).await.unwrap();
    server.delete_claim(&other.name).await.unwrap_err();
    // When the reviewed claim is deleted, so are its reviews, and their evidence is free.
    server.delete_claim(&reviewed.name).await.unwrap();
    server.delete_claim(&other.name).await.unwrap();
    let status = server.undelete_claim(&reviewed.name).await.unwrap_err();
    assert_eq!(still_deleted(&status), [other.name.as_str()]);
    server.undelete_claim(&other.name).await.unwrap();
    server.undelete_claim(&reviewed.name).await.unwrap();
}

#[tokio::test]
async fn a_hundred_pieces_of_evidence_fit_and_one_more_does_not() {
    let server = TestServer::start().await;
    let [reviewed] = claims(&server).await;
    let mut names = Vec::new();
    for number in 0..101 {
        names.push(if number % 2 == 0 {
            let source: Source = outlet(&format!("Source {number}"));
            server.create_source(source).await.unwrap().name
        } else {
            let other: Claim = claim(&format!("Evidence {number}"));
            server.create_claim(other).await.unwrap().name
        });
    }
    let on = |evidence: &[String]| Review {
        evidence: evidence.to_vec(),
        ..review("Desk", Verdict::False, 0)
    };
    let status = server
        .create_review(&reviewed, on(&names))
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["review.evidence"]);
    let created = server.create_review(&reviewed, on(&names[..100])).await;
    assert_eq!(created.unwrap().evidence, names[..100]);
}

#[tokio::test]
async fn a_review_time_is_from_the_year_1_on_and_not_in_the_future() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let of = |seconds, nanos| Review {
        review_time: Some(Timestamp { seconds, nanos }),
        ..review("Desk", Verdict::False, 0)
    };
    let (first, last) = (-62_135_596_800, 253_402_300_799);
    for (seconds, nanos) in [
        (first, 0),
        (first, 1_000),
        (-1, 999_999_000),
        (0, 0),
        (1_740_000_000, 123_000),
    ] {
        let given = of(seconds, nanos);
        let created = server.create_review(&a, given.clone()).await.unwrap();
        let read = server.get_review(&created.name).await.unwrap();
        assert_eq!(read.review_time, given.review_time);
    }
    for (seconds, nanos) in [
        (first - 1, 999_999_999),
        (last, 999_999_000),
        (last + 1, 0),
        (0, -1),
        (0, 1_000_000_000),
        (i64::MAX, i32::MAX),
    ] {
        let status = server.create_review(&a, of(seconds, nanos)).await;
        assert_eq!(fields(&status.unwrap_err()), ["review.review_time"]);
    }
}

#[tokio::test]
async fn all_violations_of_a_request_are_reported_at_once() {
    let server = TestServer::start().await;
    let hopeless = Review {
        author: "x".repeat(201),
        url: "ftp://desk.example/".to_owned(),
        review_time: None,
        rating: Some(Rating {
            label: "a\0".to_owned(),
            ..rating("3", "", "5", "")
        }),
        verdict: 99,
        explanation: "x".repeat(10_001),
        evidence: vec!["x".to_owned()],
        ..Review::default()
    };
    let request = claimstore::wire::pb::CreateReviewRequest {
        parent: "claims/-".to_owned(),
        review: Some(hopeless),
        review_id: "x".to_owned(),
        request_id: "x".to_owned(),
        ..Default::default()
    };
    let status = server.reviews().create_review(request).await.unwrap_err();
    #[rustfmt::skip]
    assert_eq!(
        sorted_fields(&status),
        [
            "parent", "request_id", "review.author", "review.evidence[0]", "review.explanation",
            "review.rating.label", "review.url", "review.verdict", "review_id",
        ]
    );
    let [a] = claims(&server).await;
    let status = server.create_review(&a, Review::default()).await;
    #[rustfmt::skip]
    assert_eq!(
        sorted_fields(&status.unwrap_err()),
        ["review.author", "review.verdict"]
    );
}
