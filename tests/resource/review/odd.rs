//! Reviews as fact-check desks really publish them: odd scales, no date, times with
//! nanoseconds. They are stored as given, and what is odd is named.

use claimstore::wire::pb::{
    Claim, Decimal, GetStandingRequest, Rating, Review, ReviewWarning, Standing, Verdict,
};
use prost_types::Timestamp;

use crate::support::{
    children::claims,
    errors::holder,
    samples::{claim, review},
    server::TestServer,
};

async fn standing_of(server: &TestServer, of: &Claim) -> Standing {
    let request = GetStandingRequest {
        name: format!("{}/standing", of.name),
        ..GetStandingRequest::default()
    };
    let answer = server.claims().get_standing(request).await.unwrap();
    answer.into_inner()
}

fn decimal(digits: &str) -> Option<Decimal> {
    let value = digits.to_owned();
    (!value.is_empty()).then_some(Decimal { value })
}

fn rated(second: i64, value: &str, worst: &str, best: &str) -> Review {
    Review {
        rating: Some(Rating {
            value: decimal(value),
            worst: decimal(worst),
            best: decimal(best),
            label: String::new(),
        }),
        ..review("Desk", Verdict::Mixed, second)
    }
}

fn undated(author: &str, verdict: Verdict) -> Review {
    Review {
        review_time: None,
        ..review(author, verdict, 0)
    }
}

#[tokio::test]
async fn an_odd_rating_is_stored_as_given_and_what_is_odd_is_named() {
    use ReviewWarning::{
        RatingScaleIncomplete as Incomplete, RatingScaleInvalid as Invalid,
        RatingValueAbsent as Absent, RatingValueOutOfScale as OutOfScale,
    };
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    for (second, (given, expected)) in (0..).zip([
        (["3", "1", "5"], vec![]),
        (["3", "", "5"], vec![Incomplete]),
        (["3", "", ""], vec![Incomplete]),
        (["8", "", "10"], vec![Incomplete]),
        (["8", "1", ""], vec![Incomplete, OutOfScale]),
        (["1", "1", "1"], vec![Invalid]),
        (["2", "5", "1"], vec![Invalid]),
        (["-1", "1", "5"], vec![OutOfScale]),
        (["", "", "5"], vec![Incomplete, Absent]),
        (["", "1", ""], vec![Incomplete, Absent]),
        (["", "1", "5"], vec![Absent]),
        (["", "5", ""], vec![Incomplete, Invalid, Absent]),
    ]) {
        let [value, worst, best] = given;
        let given = rated(second, value, worst, best);
        let created = server.create_review(&a, given.clone()).await.unwrap();
        assert_eq!(created.rating, given.rating);
        let read = server.get_review(&created.name).await.unwrap();
        assert_eq!(read.warnings().collect::<Vec<_>>(), expected, "{given:?}");
        assert_eq!(read, created);
    }
    let standing = standing_of(&server, &a).await;
    assert_eq!(standing.verdict(), Verdict::Mixed, "the desk's own verdict");
}

#[tokio::test]
async fn a_warning_goes_when_its_cause_does() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let created = server.create_review(&a, rated(1, "7", "1", "5")).await;
    let created = created.unwrap();
    assert_eq!(
        created.warnings,
        [ReviewWarning::RatingValueOutOfScale as i32]
    );
    let wider = Review {
        rating: rated(1, "", "", "10").rating,
        // What a caller gives here is ignored.
        warnings: vec![ReviewWarning::ReviewTimeAbsent.into()],
        ..created
    };
    let updated = server.update_review(wider, &["rating.best"]).await.unwrap();
    assert!(updated.warnings.is_empty());
}

#[tokio::test]
async fn a_review_without_a_time_counts_until_its_desk_has_one_with_a_time() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let given = undated("Desk", Verdict::False);
    let created = server.create_review(&a, given).await.unwrap();
    assert_eq!(created.review_time, None);
    assert_eq!(created.warnings, [ReviewWarning::ReviewTimeAbsent as i32]);
    let standing = standing_of(&server, &a).await;
    assert_eq!(standing.verdict(), Verdict::False);
    assert_eq!(standing.verdicts[0].review_time, None);

    // The earliest time that there is.
    let first = Review {
        review_time: Some(Timestamp {
            seconds: -62_135_596_800,
            nanos: 0,
        }),
        ..review("desk", Verdict::True, 0)
    };
    server.create_review(&a, first).await.unwrap();
    let other = undated("Other desk", Verdict::False);
    server.create_review(&a, other).await.unwrap();
    let standing = standing_of(&server, &a).await;
    assert_eq!(standing.verdict(), Verdict::True);
    let desks = standing.verdicts.iter();
    let desks: Vec<_> = desks.map(|it| (it.author.as_str(), it.verdict())).collect();
    assert_eq!(
        desks,
        [("desk", Verdict::True), ("Other desk", Verdict::False)]
    );
}

#[tokio::test]
async fn a_desk_has_one_review_without_url_and_time_of_a_claim() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let first = server.create_review(&a, undated("Desk", Verdict::False));
    let first = first.await.unwrap();
    let again = server
        .create_review(&a, undated("DESK", Verdict::True))
        .await;
    assert_eq!(holder(&again.unwrap_err()).1, first.name);
    let there = server.create_review(&b, undated("Desk", Verdict::True));
    there.await.unwrap();
    let dated = server.create_review(&a, review("Desk", Verdict::True, 0));
    dated.await.unwrap();
}

#[tokio::test]
async fn a_time_is_cut_off_to_microseconds() {
    let server = TestServer::start().await;
    let judged = server.create_claim(claim("Judged")).await.unwrap();
    for (seconds, nanos, kept) in [
        (1_740_000_000, 123_456_789, 123_456_000),
        (-1, 999_999_999, 999_999_000),
        (0, 1, 0),
    ] {
        let given = Review {
            review_time: Some(Timestamp { seconds, nanos }),
            ..review("Desk", Verdict::False, 0)
        };
        let created = server.create_review(&judged, given.clone()).await.unwrap();
        let expected = Some(Timestamp {
            seconds,
            nanos: kept,
        });
        assert_eq!(created.review_time, expected);
        let again = server.create_review(&judged, given).await.unwrap_err();
        assert_eq!(holder(&again).1, created.name);
    }
}
