//! Two reviews are the same if they have the same desk and the same canonical url. Without a url
//! the time counts.

use claimstore::wire::pb::{
    CreateReviewRequest, DeleteReviewRequest, ListReviewsRequest, Review, UndeleteReviewRequest,
    UpdateReviewRequest, Verdict,
};
use prost_types::Timestamp;

use crate::support::{
    calls::mask,
    children::{claims, id, list_reviews, review_with_id},
    errors::{holder, missing, why},
    samples::review,
    server::TestServer,
};

const REQUEST: &str = "0198c0de-0000-7000-8000-000000000001";
const URL: &str = "https://desk.example/reviews?id=1&lang=it";

fn at(url: &str, author: &str, second: i64) -> Review {
    Review {
        url: url.to_owned(),
        ..review(author, Verdict::False, second)
    }
}

/// The fields that identify a review at a url, or one without, and who has them.
fn taken_by(name: &str, url: &str) -> (String, String) {
    let fields = match url {
        "" => "author, review_time",
        _ => "author, url",
    };
    (fields.to_owned(), name.to_owned())
}

#[tokio::test]
async fn a_review_with_a_url_is_identified_by_it_whatever_its_time() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let first = server.create_review(&a, at(URL, "Desk", 1)).await.unwrap();
    for (url, author, second) in [
        (URL, "desk.", 1),
        (URL, "Desk", 2),
        (
            "https://DESK.example:443/reviews?lang=it&id=1#top",
            "Desk",
            3,
        ),
        (
            "https://desk.example/reviews?id=1&lang=it&utm_source=x",
            "Desk",
            4,
        ),
        ("http://www.desk.example/reviews/?id=1&lang=it", "Desk", 5),
    ] {
        let status = server.create_review(&a, at(url, author, second)).await;
        assert_eq!(
            holder(&status.unwrap_err()),
            taken_by(&first.name, url),
            "{url}"
        );
    }
    // Another url, desk or claim makes another review, and so does the same time without a url.
    for other in [
        at("https://desk.example/reviews?id=2&lang=it", "Desk", 1),
        at("https://desk.example/Reviews?id=1&lang=it", "Desk", 1),
        at(URL, "Other desk", 1),
        at("", "Desk", 1),
    ] {
        server.create_review(&a, other).await.unwrap();
    }
    let elsewhere = server.create_review(&b, at(URL, "Desk", 1)).await;
    assert_eq!(elsewhere.unwrap().url, URL);
}

#[tokio::test]
async fn a_review_without_a_url_is_identified_by_its_time_to_the_microsecond() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let at_nanos = |nanos| Review {
        review_time: Some(Timestamp {
            seconds: 1_740_000_000,
            nanos,
        }),
        ..review("Desk", Verdict::False, 0)
    };
    let mut names = Vec::new();
    for nanos in [0, 1_000, 2_000, 123_456_000, 999_999_000] {
        let given = at_nanos(nanos);
        let created = server.create_review(&a, given.clone()).await.unwrap();
        assert_eq!(created.review_time, given.review_time);
        let read = server.get_review(&created.name).await.unwrap();
        assert_eq!(read.review_time, given.review_time);
        names.push((nanos, created.name));
    }
    for (nanos, name) in names {
        let again = Review {
            verdict: Verdict::True.into(),
            ..at_nanos(nanos)
        };
        let status = server.create_review(&a, again).await.unwrap_err();
        assert_eq!(holder(&status), taken_by(&name, ""), "{nanos}");
    }
}

#[tokio::test]
async fn reviews_of_different_desks_and_times_are_all_kept() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let mut stored = Vec::new();
    for (author, verdict, second) in [
        ("One desk", Verdict::True, 1),
        ("Other desk", Verdict::False, 1),
        ("Third desk", Verdict::Satire, 1),
        ("One desk", Verdict::Mixed, 2),
        ("ONE desk.", Verdict::False, 3),
    ] {
        let given = review(author, verdict, second);
        stored.push(server.create_review(&a, given).await.unwrap());
    }
    for it in &stored {
        assert_eq!(&server.get_review(&it.name).await.unwrap(), it);
    }
    let request = ListReviewsRequest {
        parent: a.name.clone(),
        ..ListReviewsRequest::default()
    };
    let (found, _) = list_reviews(&server, request).await.unwrap();
    let mut names: Vec<String> = stored.into_iter().map(|it| it.name).collect();
    names.sort_by(|one, other| id(one).cmp(id(other)));
    assert_eq!(found, names);
}

#[tokio::test]
async fn an_update_cannot_make_a_review_the_same_as_another() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let by_url = server.create_review(&a, at(URL, "Desk", 1)).await.unwrap();
    let by_time = server.create_review(&a, at("", "Desk", 1)).await.unwrap();
    let other_url = "https://other.example/";
    let other = server.create_review(&a, at(other_url, "Other", 1)).await;
    let other = other.unwrap();
    let later = server.create_review(&a, at("", "Desk", 2)).await.unwrap();
    let patch = |name: &str, given: Review| Review {
        name: name.to_owned(),
        ..given
    };
    let same_url = format!("{URL}#top");
    for (name, given, paths, held_by) in [
        (
            &other.name,
            at(&same_url, "desk", 9),
            vec!["author", "url"],
            &by_url,
        ),
        (
            &later.name,
            at("", "Desk", 1),
            vec!["review_time"],
            &by_time,
        ),
        (&later.name, at(&same_url, "", 0), vec!["url"], &by_url),
        // Without its url it is identified by its time.
        (&by_url.name, at("", "", 0), vec!["url"], &by_time),
        (
            &other.name,
            at("", "DESK", 0),
            vec!["author", "url"],
            &by_time,
        ),
    ] {
        let status = server.update_review(patch(name, given), &paths).await;
        assert_eq!(
            holder(&status.unwrap_err()),
            taken_by(&held_by.name, &held_by.url)
        );
    }
    // Its own identity does not block an update, and the time does not count beside a url.
    let spelt = patch(&by_url.name, at(&same_url, "DESK", 2));
    let spelt = server.update_review(spelt, &[]).await.unwrap();
    assert_eq!((spelt.revision, spelt.url), (2, same_url));

    // Another review can take an identity that is free.
    let moved = patch(&by_time.name, at("", "", 3));
    server.update_review(moved, &["review_time"]).await.unwrap();
    server.create_review(&a, at("", "Desk", 1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_concurrent_reviews_with_one_url_succeeds_and_the_others_name_it() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    for round in 0..10 {
        let url = format!("https://desk.example/{round}");
        let create = |second| server.create_review(&a, at(&url, "Desk", second));
        let all = tokio::join!(create(1), create(2), create(3), create(4));
        let (mut won, mut named) = (Vec::new(), Vec::new());
        for result in [all.0, all.1, all.2, all.3] {
            match result {
                Ok(created) => won.push(created.name),
                Err(status) => named.push(holder(&status).1),
            }
        }
        assert_eq!(won.len(), 1);
        assert_eq!(named, vec![won[0].clone(); 3]);
    }
}

#[tokio::test]
async fn a_deleted_review_blocks_no_other_until_it_is_undeleted() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    for url in [URL, ""] {
        let first = server.create_review(&a, at(url, "Desk", 1)).await.unwrap();
        server.delete_review(&first.name).await.unwrap();
        let second = server.create_review(&a, at(url, "desk", 1)).await.unwrap();
        let status = server.undelete_review(&first.name).await.unwrap_err();
        assert_eq!(holder(&status), taken_by(&second.name, url));
        server.delete_review(&second.name).await.unwrap();
        server.undelete_review(&first.name).await.unwrap();
        let status = server.undelete_review(&second.name).await.unwrap_err();
        assert_eq!(holder(&status), taken_by(&first.name, url));
    }
}

#[tokio::test]
async fn an_id_is_taken_for_all_claims_even_after_a_deletion() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let create = async |claim, author: &str| {
        let request = review_with_id(claim, review(author, Verdict::True, 0), REQUEST);
        server.reviews().create_review(request).await
    };
    let first = create(&a, "Desk").await.unwrap().into_inner();
    assert_eq!(first.name, format!("{}/reviews/{REQUEST}", a.name));
    let taken = ("name".to_owned(), first.name.clone());
    let status = create(&b, "Other").await.unwrap_err();
    assert_eq!(holder(&status), taken);
    server.delete_review(&first.name).await.unwrap();
    for claim in [&a, &b] {
        let status = create(claim, "Other").await.unwrap_err();
        assert_eq!(holder(&status), taken);
    }
    let given = review("Desk", Verdict::True, 0);
    server.delete_claim(&b.name).await.unwrap();
    let status = server.create_review(&b, given).await.unwrap_err();
    assert_eq!(missing(&status), [b.name]);
}

#[tokio::test]
async fn a_stale_etag_is_refused_and_an_update_without_changes_writes_nothing() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let first = server.create_review(&a, at(URL, "Desk", 1)).await.unwrap();
    let reviewed = Review {
        verdict: Verdict::True.into(),
        ..first.clone()
    };
    let second = server.update_review(reviewed.clone(), &["verdict"]).await;
    let second = second.unwrap();
    let status = server.update_review(reviewed, &["verdict"]).await;
    assert_eq!(why(&status.unwrap_err()), "ETAG_MISMATCH");
    let length = server.log_length().await;
    let same = server.update_review(second.clone(), &["*"]).await.unwrap();
    assert_eq!(same, second);
    assert_eq!(server.log_length().await, length);

    let delete = |etag: &str| DeleteReviewRequest {
        name: first.name.clone(),
        etag: etag.to_owned(),
        ..DeleteReviewRequest::default()
    };
    let status = server.reviews().delete_review(delete(&first.etag)).await;
    assert_eq!(why(&status.unwrap_err()), "ETAG_MISMATCH");
    let deleted = server.reviews().delete_review(delete(&second.etag)).await;
    let deleted = deleted.unwrap().into_inner();
    let undelete = |etag: &str| UndeleteReviewRequest {
        name: first.name.clone(),
        etag: etag.to_owned(),
        ..UndeleteReviewRequest::default()
    };
    let stale = undelete(&second.etag);
    let status = server.reviews().undelete_review(stale).await.unwrap_err();
    assert_eq!(why(&status), "ETAG_MISMATCH");
    let back = undelete(&deleted.etag);
    let back = server.reviews().undelete_review(back).await.unwrap();
    assert_eq!(back.into_inner().revision, 4);
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_and_a_dry_run_stores_nothing() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let mut client = server.reviews();
    let create = |author: &str, validate_only| CreateReviewRequest {
        parent: a.name.clone(),
        review: Some(at(URL, author, 1)),
        request_id: REQUEST.to_owned(),
        validate_only,
        ..CreateReviewRequest::default()
    };
    let length = server.log_length().await;
    let dry_run = client.create_review(create("Desk", true)).await.unwrap();
    assert_eq!(dry_run.into_inner().revision, 1);
    assert_eq!(server.log_length().await, length);
    let created = client.create_review(create("Desk", false)).await.unwrap();
    let created = created.into_inner();
    let update = UpdateReviewRequest {
        review: Some(Review {
            explanation: "Nobody counted them.".to_owned(),
            ..created.clone()
        }),
        update_mask: mask(&["explanation"]),
        request_id: REQUEST.to_owned(),
        ..UpdateReviewRequest::default()
    };
    let updated = client.update_review(update.clone()).await.unwrap();
    let updated = updated.into_inner();
    let again = client.create_review(create("Desk", false)).await.unwrap();
    assert_eq!(again.into_inner(), created, "as it was then");
    let again = client.update_review(update).await.unwrap();
    assert_eq!(again.into_inner(), updated);
    let status = client.create_review(create("Other", false)).await;
    assert_eq!(why(&status.unwrap_err()), "REQUEST_ID_REUSED");
    // The two writes, and the change of the claim's standing by the first one.
    assert_eq!(server.log_length().await, length + 3);
}
