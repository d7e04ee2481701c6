//! Reviews: read in batches, listed with filters and in pages, and hidden when they are deleted.

use claimstore::wire::pb::{
    BatchGetReviewsRequest, CreateReviewRequest, ListReviewsRequest, Review, ReviewFilter, Verdict,
};
use tonic::Status;
use uuid::Uuid;

use crate::{
    resource::appearance::absent,
    support::{
        children::{claims, id, list_reviews, review_with_id},
        errors::{missing, sorted_fields, why},
        samples::review,
        server::TestServer,
    },
};

const ANY: &str = "claims/-";

fn by(author: &str) -> ReviewFilter {
    ReviewFilter {
        author: author.to_owned(),
        ..ReviewFilter::default()
    }
}

fn with(verdict: Verdict) -> ReviewFilter {
    ReviewFilter {
        verdict: verdict.into(),
        ..ReviewFilter::default()
    }
}

#[tokio::test]
async fn a_list_holds_what_matches_all_conditions_in_the_order_of_ids() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let create = async |claim, author: &str, verdict, second| {
        let given = review(author, verdict, second);
        server.create_review(claim, given).await.unwrap().name
    };
    use Verdict::{False, MostlyFalse, Satire, True};
    let first = create(&a, "Fact “desk”", False, 1).await;
    let later = create(&a, "FACT \"desk\".", True, 2).await;
    let other = create(&a, "Other", False, 1).await;
    let elsewhere = create(&b, "other.", MostlyFalse, 1).await;

    let none = ReviewFilter::default;
    for (parent, filter, expected) in [
        (ANY, none(), vec![&first, &later, &other, &elsewhere]),
        (&a.name, none(), vec![&first, &later, &other]),
        (&b.name, none(), vec![&elsewhere]),
        (&absent("claims", 1), none(), vec![]),
        (ANY, by("other"), vec![&other, &elsewhere]),
        (&b.name, by(" ＯＴＨＥＲ. "), vec![&elsewhere]),
        (ANY, by("fact «DESK»"), vec![&first, &later]),
        (ANY, by("desk"), vec![]),
        (ANY, with(False), vec![&first, &other]),
        (ANY, with(MostlyFalse), vec![&elsewhere]),
        (&b.name, with(False), vec![]),
        (ANY, with(Satire), vec![]),
        (
            &a.name,
            ReviewFilter {
                verdict: True.into(),
                ..by("Fact 'desk'")
            },
            vec![],
        ),
        (
            &a.name,
            ReviewFilter {
                verdict: True.into(),
                ..by("Fact “desk”")
            },
            vec![&later],
        ),
    ] {
        let request = ListReviewsRequest {
            parent: parent.to_owned(),
            filter: Some(filter.clone()),
            ..ListReviewsRequest::default()
        };
        let (found, token) = list_reviews(&server, request).await.unwrap();
        let mut expected: Vec<String> = expected.into_iter().cloned().collect();
        expected.sort_by(|one, other| id(one).cmp(id(other)));
        assert_eq!((found, token), (expected, String::new()), "{filter:?}");
    }
}

#[tokio::test]
async fn all_invalid_conditions_are_reported() {
    let server = TestServer::start().await;
    let request = ListReviewsRequest {
        parent: "reviews/-".to_owned(),
        page_size: -1,
        filter: Some(ReviewFilter {
            author: "a\0".to_owned(),
            verdict: 99,
            ..ReviewFilter::default()
        }),
        ..ListReviewsRequest::default()
    };
    let status = list_reviews(&server, request).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["filter.author", "filter.verdict", "page_size", "parent"]
    );
    let without_parent = ListReviewsRequest::default();
    let status = list_reviews(&server, without_parent).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["parent"]);
}

#[tokio::test]
async fn pages_of_every_size_hold_everything_once_in_the_order_of_ids() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let mut names = Vec::new();
    let ids = [3, u128::MAX, 0, 1 << 127, (1 << 127) - 1, 2];
    for (number, bits) in ids.into_iter().enumerate() {
        let claim = if number % 2 == 0 { &a } else { &b };
        let given = review(&format!("Desk {number}"), Verdict::Mixed, 0);
        let request = review_with_id(claim, given, &Uuid::from_u128(bits).to_string());
        let created = server.reviews().create_review(request).await.unwrap();
        names.push(created.into_inner().name);
    }
    names.sort_by(|one, other| id(one).cmp(id(other)));
    for parent in [ANY, &a.name] {
        let below = parent.trim_end_matches('-');
        let of_parent = names.iter().filter(|name| name.starts_with(below));
        let expected: Vec<String> = of_parent.cloned().collect();
        for size in 1..=7_usize {
            let (mut seen, mut token) = (Vec::new(), String::new());
            loop {
                let request = ListReviewsRequest {
                    parent: parent.to_owned(),
                    page_size: i32::try_from(size).unwrap(),
                    page_token: token,
                    ..ListReviewsRequest::default()
                };
                let (page, next) = list_reviews(&server, request).await.unwrap();
                let left = expected.len() - seen.len();
                assert_eq!(page.len(), left.min(size), "size {size}");
                seen.extend(page);
                token = next;
                if token.is_empty() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{parent} by {size}");
        }
    }

    let first = ListReviewsRequest {
        parent: ANY.to_owned(),
        page_size: 2,
        filter: Some(with(Verdict::Mixed)),
        ..ListReviewsRequest::default()
    };
    let (_, page_token) = list_reviews(&server, first.clone()).await.unwrap();
    let next = ListReviewsRequest {
        page_token,
        ..first
    };
    for other in [
        ListReviewsRequest {
            parent: a.name.clone(),
            ..next.clone()
        },
        ListReviewsRequest {
            filter: Some(with(Verdict::True)),
            ..next.clone()
        },
        ListReviewsRequest {
            show_deleted: true,
            ..next.clone()
        },
    ] {
        let status = list_reviews(&server, other).await.unwrap_err();
        assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
    }
    let (page, _) = list_reviews(&server, next).await.unwrap();
    assert_eq!(page, names[2..4]);
}

async fn batch(server: &TestServer, parent: &str, names: &[&str]) -> Result<Vec<Review>, Status> {
    let request = BatchGetReviewsRequest {
        parent: parent.to_owned(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
        ..BatchGetReviewsRequest::default()
    };
    let answer = server.reviews().batch_get_reviews(request).await?;
    Ok(answer.into_inner().reviews)
}

#[tokio::test]
async fn a_batch_reads_children_of_one_claim_or_of_any() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let create = async |claim| {
        let given = review("Desk", Verdict::Unproven, 0);
        server.create_review(claim, given).await.unwrap()
    };
    let (one, other) = (create(&a).await, create(&b).await);
    for parent in ["", ANY] {
        let read = batch(&server, parent, &[&other.name, &one.name, &other.name]).await;
        assert_eq!(read.unwrap(), [other.clone(), one.clone(), other.clone()]);
    }
    let read = batch(&server, &a.name, &[&one.name]).await.unwrap();
    assert_eq!(read, std::slice::from_ref(&one));
    let names = [one.name.as_str(), &other.name, &a.name, "x"];
    let status = batch(&server, &a.name, &names).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names[1]", "names[2]", "names[3]"]);
    let status = batch(&server, "sources/-", &[]).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names", "parent"]);
    let many = vec![one.name.as_str(); 1_001];
    let status = batch(&server, "", &many).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names"]);

    let elsewhere = one.name.replace(&a.name, &b.name);
    let gone = format!("{}/{}", a.name, absent("reviews", 1));
    let status = batch(&server, "", &[&gone, &one.name, &elsewhere]).await;
    let mut expected = [elsewhere.clone(), gone];
    expected.sort();
    assert_eq!(missing(&status.unwrap_err()), expected);
    let status = server.get_review(&elsewhere).await.unwrap_err();
    assert_eq!(missing(&status), [elsewhere]);
}

#[tokio::test]
async fn a_deleted_review_is_read_only_with_show_deleted() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let created = server.create_review(&a, review("Desk", Verdict::True, 0));
    let created = created.await.unwrap();
    let other = server.create_review(&a, review("Other", Verdict::True, 0));
    let other = other.await.unwrap();
    let deleted = server.delete_review(&created.name).await.unwrap();
    let expected = Review {
        revision: 2,
        etag: deleted.etag.clone(),
        update_time: deleted.delete_time,
        delete_time: deleted.delete_time,
        ..created.clone()
    };
    assert!(deleted.delete_time.is_some());
    assert_eq!(deleted, expected);

    let name = created.name.as_str();
    let status = server.get_review(name).await.unwrap_err();
    assert_eq!(missing(&status), [name]);
    assert_eq!(server.find_review(name).await.unwrap(), deleted);
    let status = batch(&server, "", &[name, &other.name]).await.unwrap_err();
    assert_eq!(missing(&status), [name]);
    let request = BatchGetReviewsRequest {
        names: vec![name.to_owned(), other.name.clone()],
        show_deleted: true,
        ..BatchGetReviewsRequest::default()
    };
    let read = server.reviews().batch_get_reviews(request).await.unwrap();
    assert_eq!(read.into_inner().reviews, [deleted, other.clone()]);
    for parent in [ANY, &a.name] {
        for (show_deleted, expected) in [
            (false, vec![other.name.as_str()]),
            (true, vec![name, &other.name]),
        ] {
            let request = ListReviewsRequest {
                parent: parent.to_owned(),
                show_deleted,
                ..ListReviewsRequest::default()
            };
            let (found, _) = list_reviews(&server, request).await.unwrap();
            assert_eq!(found, expected);
        }
    }

    for status in [
        server.delete_review(name).await.unwrap_err(),
        server
            .update_review(created.clone(), &[])
            .await
            .unwrap_err(),
    ] {
        assert_eq!(missing(&status), [name]);
    }
    let back = server.undelete_review(name).await.unwrap();
    let expected = Review {
        revision: 3,
        etag: back.etag.clone(),
        update_time: back.update_time,
        ..created.clone()
    };
    assert_eq!(back, expected);
    assert_eq!(server.get_review(name).await.unwrap(), back);
    let status = server.undelete_review(name).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_NOT_DELETED");
}

#[tokio::test]
async fn a_name_of_another_kind_is_refused() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let created = server.create_review(&a, review("Desk", Verdict::True, 0));
    let relation = created
        .await
        .unwrap()
        .name
        .replace("/reviews/", "/relations/");
    for name in ["", "x", &a.name, &relation] {
        let status = server.get_review(name).await.unwrap_err();
        assert_eq!(sorted_fields(&status), ["name"], "{name}");
        let status = server.delete_review(name).await.unwrap_err();
        assert_eq!(sorted_fields(&status), ["name"], "{name}");
    }
    let nothing = CreateReviewRequest::default();
    let status = server.reviews().create_review(nothing).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["parent", "review"]);
}
