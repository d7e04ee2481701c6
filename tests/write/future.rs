//! A review, a retraction or a correction in the future is refused. One that an earlier release
//! stored does not win until then.

use claimstore::wire::pb::{
    Article, Bundle, BundleClaim, Claim, CorrectArticleRequest, Correction, CorrectionType,
    CreateReviewRequest, GetStandingRequest, ImportBundleRequest, RetractClaimRequest, Retraction,
    Review, Verdict,
};
use prost_types::Timestamp;
use tonic::Status;

use crate::{
    log::check::differences,
    support::{
        children::claims,
        errors::{description, fields},
        samples::{article, claim, review},
        server::TestServer,
    },
};

/// A time this many seconds later than that of a resource that was just written.
fn later(claim: &Claim, seconds: i64) -> Option<Timestamp> {
    let written = claim.create_time.unwrap();
    Some(Timestamp {
        seconds: written.seconds + seconds,
        nanos: 0,
    })
}

fn at(review_time: Option<Timestamp>) -> Review {
    Review {
        review_time,
        ..review("Desk", Verdict::False, 0)
    }
}

const HOUR: i64 = 3_600;

#[tokio::test]
async fn a_review_in_the_future_is_refused_when_it_is_created_or_changed() {
    let server = TestServer::start().await;
    let [one] = claims(&server).await;
    for seconds in [HOUR, 11 * 365 * 24 * HOUR] {
        let refused = server
            .create_review(&one, at(later(&one, seconds)))
            .await
            .unwrap_err();
        assert_eq!(fields(&refused), ["review.review_time"]);
        let text = description(&refused, "review.review_time");
        assert!(text.contains("more than 5 minutes later"), "{text}");
    }
    let request = CreateReviewRequest {
        parent: one.name.clone(),
        review: Some(at(later(&one, HOUR))),
        validate_only: true,
        ..CreateReviewRequest::default()
    };
    let refused = server.reviews().create_review(request).await.unwrap_err();
    assert_eq!(fields(&refused), ["review.review_time"]);

    // Clocks differ a little.
    let ahead = server
        .create_review(&one, at(later(&one, 60)))
        .await
        .unwrap();
    let moved = Review {
        review_time: later(&one, HOUR),
        ..ahead
    };
    let refused = server
        .update_review(moved.clone(), &["review_time"])
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["review.review_time"]);
    let explained = Review {
        explanation: "It was read again.".to_owned(),
        ..moved
    };
    server
        .update_review(explained, &["explanation"])
        .await
        .unwrap();
}

async fn retract(server: &TestServer, claim: &Claim, seconds: i64) -> Result<Claim, Status> {
    let request = RetractClaimRequest {
        name: claim.name.clone(),
        retraction: Some(Retraction {
            reason: "It did not take place".to_owned(),
            time: later(claim, seconds),
            ..Retraction::default()
        }),
        ..RetractClaimRequest::default()
    };
    Ok(server.claims().retract_claim(request).await?.into_inner())
}

async fn correct(
    server: &TestServer,
    article: &Article,
    time: Option<Timestamp>,
) -> Result<Article, Status> {
    let request = CorrectArticleRequest {
        name: article.name.clone(),
        correction: Some(Correction {
            r#type: CorrectionType::Correction.into(),
            notice: "It was 163.".to_owned(),
            time,
            ..Correction::default()
        }),
        ..CorrectArticleRequest::default()
    };
    Ok(server
        .articles()
        .correct_article(request)
        .await?
        .into_inner())
}

#[tokio::test]
async fn a_retraction_or_a_correction_in_the_future_is_refused() {
    let server = TestServer::start().await;
    let [one] = claims(&server).await;
    let refused = retract(&server, &one, HOUR).await.unwrap_err();
    assert_eq!(fields(&refused), ["retraction.time"]);
    retract(&server, &one, 0).await.unwrap();

    let paper = server.create_article(article("A", "")).await.unwrap();
    correct(&server, &paper, None).await.unwrap();
    correct(&server, &paper, later(&one, 0)).await.unwrap();
    let refused = correct(&server, &paper, later(&one, HOUR))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["correction.time"]);
}

#[tokio::test]
async fn a_bundle_with_a_review_in_the_future_is_refused_as_a_whole() {
    let server = TestServer::start().await;
    let [one] = claims(&server).await;
    let import = |reviews: Vec<Review>| ImportBundleRequest {
        bundle: Some(Bundle {
            claims: vec![BundleClaim {
                claim: Some(claim("It fell")),
                reviews,
                ..BundleClaim::default()
            }],
            ..Bundle::default()
        }),
        ..ImportBundleRequest::default()
    };
    let good = at(later(&one, 0));
    let future = |seconds| at(later(&one, seconds));
    let request = import(vec![future(HOUR), good.clone(), future(2 * HOUR)]);
    let refused = server.bundles().import_bundle(request).await.unwrap_err();
    let expected = [0, 2].map(|at| format!("bundle.claims[0].reviews[{at}].review_time"));
    assert_eq!(fields(&refused), expected);
    server
        .bundles()
        .import_bundle(import(vec![good]))
        .await
        .unwrap();
}

async fn verdict(server: &TestServer, claim: &Claim) -> Verdict {
    let request = GetStandingRequest {
        name: format!("{}/standing", claim.name),
        ..GetStandingRequest::default()
    };
    let standing = server.claims().get_standing(request).await.unwrap();
    standing.into_inner().verdict()
}

/// What a release without this rule could store.
const IN_2036: &str = "update reviews set review_time = '2036-01-01'";

#[tokio::test]
async fn a_stored_review_in_the_future_is_superseded_by_the_next_one() {
    let server = TestServer::start().await;
    let [one] = claims(&server).await;
    let stored = server
        .create_review(&one, review("Desk", Verdict::True, 0))
        .await
        .unwrap();
    server.execute(IN_2036).await;
    // Later than the stored one counts, which is 5 minutes after it was written.
    server
        .execute("update changes set change_time = change_time - interval '1 hour' where kind = 6")
        .await;

    let next = at(later(&one, 0));
    server.create_review(&one, next).await.unwrap();
    assert_eq!(verdict(&server, &one).await, Verdict::False);
    assert!(server.get_review(&stored.name).await.is_ok());

    // Alone, it is still the newest verdict of its desk.
    let other = Review {
        author: "Other".to_owned(),
        ..at(later(&one, 0))
    };
    server.create_review(&one, other).await.unwrap();
    assert_eq!(verdict(&server, &one).await, Verdict::False);
}

#[tokio::test]
async fn the_standing_of_a_stored_review_in_the_future_is_that_which_check_computes() {
    let server = TestServer::start().await;
    let [one] = claims(&server).await;
    let mut stored = Vec::new();
    for author in ["A", "B"] {
        let given = server
            .create_review(&one, review(author, Verdict::True, 0))
            .await;
        stored.push(given.unwrap());
    }
    server.execute(IN_2036).await;
    server.delete_review(&stored[0].name).await.unwrap();
    server.execute(IN_2036).await;
    server.undelete_review(&stored[0].name).await.unwrap();
    let wrong = differences(&server).await.into_iter();
    let standings: Vec<String> = wrong.filter(|it| it.contains("standing")).collect();
    assert_eq!(standings, [""; 0]);
}
