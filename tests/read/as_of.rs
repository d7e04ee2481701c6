//! Reads as of a moment return the state of that moment, and always the same one.

mod clock;
mod lists;

use std::time::Duration;

use claimstore::wire::pb::{
    Article, ArticleView, BatchGetClaimsRequest, BatchGetSourcesRequest, Claim, GetArticleRequest,
    GetClaimRequest, GetSourceRequest, GetStandingRequest, ListArticlesRequest, Source, Verdict,
};
use prost_types::Timestamp;
use sqlx::{Connection as _, PgConnection};
use tonic::{Code, Status};

use crate::support::{
    cluster::database_on_own_server,
    errors::fields,
    samples::{article, claim, outlet, review},
    server::{LIMITS, TestServer},
};

async fn at(
    server: &TestServer,
    name: &str,
    read_time: Option<Timestamp>,
    show_deleted: bool,
) -> Result<Source, Status> {
    let request = GetSourceRequest {
        name: name.to_owned(),
        show_deleted,
        read_time,
        ..GetSourceRequest::default()
    };
    let answer = server.sources().get_source(request).await?;
    Ok(answer.into_inner())
}

/// A microsecond before a time.
fn before(time: Option<Timestamp>) -> Option<Timestamp> {
    let Timestamp { seconds, nanos } = time.unwrap();
    Some(match nanos {
        0 => Timestamp {
            seconds: seconds - 1,
            nanos: 999_999_000,
        },
        nanos => Timestamp {
            seconds,
            nanos: nanos - 1_000,
        },
    })
}

fn named(source: &Source, display_name: &str) -> Source {
    Source {
        name: source.name.clone(),
        display_name: display_name.to_owned(),
        ..Source::default()
    }
}

#[tokio::test]
async fn each_state_is_read_from_its_moment_until_just_before_the_next() {
    let server = TestServer::start().await;
    let first = server.create_source(outlet("A")).await.unwrap();
    let second = server.update_source(named(&first, "B"), &[]).await.unwrap();
    let third = server.delete(&first.name).await.unwrap();
    let third = crate::support::lifetime::stamp(&third);
    let fourth = server.undelete(&first.name).await.unwrap();
    let fourth = crate::support::lifetime::stamp(&fourth);
    let name = &first.name;
    for _ in 0..2 {
        let absent = at(&server, name, before(first.update_time), true).await;
        assert_eq!(absent.unwrap_err().code(), Code::NotFound);
        for moment in [first.update_time, before(second.update_time)] {
            assert_eq!(at(&server, name, moment, false).await.unwrap(), first);
        }
        for moment in [second.update_time, before(third.update_time)] {
            assert_eq!(at(&server, name, moment, false).await.unwrap(), second);
        }
        for moment in [third.update_time, before(fourth.update_time)] {
            let gone = at(&server, name, moment, false).await.unwrap_err();
            assert_eq!(gone.code(), Code::NotFound);
            let shown = at(&server, name, moment, true).await.unwrap();
            assert_eq!(shown.delete_time, third.delete_time);
        }
        let back = at(&server, name, fourth.update_time, false).await.unwrap();
        assert_eq!((back.revision, back.delete_time), (4, None));
    }
}

#[tokio::test]
async fn an_article_is_read_with_the_body_of_that_time() {
    let server = TestServer::start().await;
    let first = server.create_article(article("A", "old")).await.unwrap();
    let second = Article {
        name: first.name.clone(),
        body: "new".to_owned(),
        ..Article::default()
    };
    let second = server.update_article(second, &[]).await.unwrap();
    for (moment, view, body) in [
        (first.update_time, ArticleView::Full, "old"),
        (second.update_time, ArticleView::Full, "new"),
        (first.update_time, ArticleView::Basic, ""),
    ] {
        let request = GetArticleRequest {
            name: first.name.clone(),
            view: view.into(),
            read_time: moment,
            ..GetArticleRequest::default()
        };
        let read = server.articles().get_article(request).await.unwrap();
        let read = read.into_inner();
        assert_eq!((read.body.as_str(), read.update_time), (body, moment));
    }
    let both = GetArticleRequest {
        name: first.name,
        version: 1,
        read_time: second.update_time,
        ..GetArticleRequest::default()
    };
    let status = server.articles().get_article(both).await.unwrap_err();
    assert_eq!(fields(&status), ["version"]);
}

#[tokio::test]
async fn a_page_of_the_past_holds_as_many_articles_as_have_space_with_their_texts() {
    let server = TestServer::start().await;
    let sizes = [1, 1 << 20, 2, 1 << 20, 3, 1 << 20, 4, 900 << 10];
    let mut expected = Vec::new();
    let mut moment = None;
    for (number, size) in sizes.into_iter().enumerate() {
        let created = article(&format!("A {number}"), &"a".repeat(size));
        let created = server.create_article(created).await.unwrap();
        moment = created.update_time;
        expected.push((created.name, size));
    }
    for (name, _) in &expected {
        let changed = Article {
            name: name.clone(),
            body: "new".to_owned(),
            ..Article::default()
        };
        server.update_article(changed, &["body"]).await.unwrap();
    }
    let (mut seen, mut token, mut pages) = (Vec::new(), String::new(), 0);
    while pages == 0 || !token.is_empty() {
        let request = ListArticlesRequest {
            page_token: token,
            view: ArticleView::Full.into(),
            read_time: moment,
            ..ListArticlesRequest::default()
        };
        let page = server.articles().list_articles(request).await.unwrap();
        let page = page.into_inner();
        let read = page.articles.into_iter();
        seen.extend(read.map(|it| (it.name, it.body.len())));
        token = page.next_page_token;
        pages += 1;
    }
    expected.sort();
    assert_eq!(seen, expected);
    // Together they have more than the three mebibytes of a page, and less than those of two.
    assert_eq!(pages, 2);
}

#[tokio::test]
async fn a_batch_is_read_as_of_one_moment_and_names_missing_resources() {
    let server = TestServer::start().await;
    let a = server.create_claim(claim("A")).await.unwrap();
    let b = server.create_claim(claim("B")).await.unwrap();
    let changed = Claim {
        name: a.name.clone(),
        subject: "x".to_owned(),
        ..Claim::default()
    };
    let changed = server.update_claim(changed, &[]).await.unwrap();
    let names = vec![b.name.clone(), a.name.clone(), b.name.clone()];
    let batch = async |read_time| {
        let request = BatchGetClaimsRequest {
            names: names.clone(),
            read_time,
            ..BatchGetClaimsRequest::default()
        };
        let answer = server.claims().batch_get_claims(request).await?;
        Ok::<_, Status>(answer.into_inner().claims)
    };
    let then = batch(b.update_time).await.unwrap();
    assert_eq!(then, [b.clone(), a.clone(), b.clone()]);
    let now = batch(changed.update_time).await.unwrap();
    assert_eq!(now, [b.clone(), changed, b.clone()]);
    let status = batch(a.update_time).await.unwrap_err();
    assert_eq!(crate::support::errors::missing(&status), [&*b.name]);
}

#[tokio::test]
async fn a_standing_is_read_as_of_a_moment() {
    let server = TestServer::start().await;
    let reviewed = server.create_claim(claim("A")).await.unwrap();
    let first = server.create_review(&reviewed, review("Desk", Verdict::True, 1));
    let first = first.await.unwrap();
    let second = server.create_review(&reviewed, review("Other", Verdict::False, 2));
    let second = second.await.unwrap();
    for (moment, reviews, disputed) in [
        (reviewed.update_time, 0, false),
        (first.update_time, 1, false),
        (second.update_time, 2, true),
    ] {
        let request = GetStandingRequest {
            name: format!("{}/standing", reviewed.name),
            read_time: moment,
            ..GetStandingRequest::default()
        };
        let standing = server.claims().get_standing(request).await.unwrap();
        let standing = standing.into_inner();
        assert_eq!(
            (standing.review_count, standing.disputed),
            (reviews, disputed)
        );
    }
    let request = GetStandingRequest {
        name: format!("{}/standing", reviewed.name),
        read_time: before(reviewed.update_time),
        ..GetStandingRequest::default()
    };
    let status = server.claims().get_standing(request).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}

#[tokio::test]
async fn a_moment_is_cut_off_to_microseconds() {
    let server = TestServer::start().await;
    let first = server.create_source(outlet("first")).await.unwrap();
    let second = named(&first, "second");
    let second = server.update_source(second, &[]).await.unwrap();
    for (time, expected) in [(first.update_time, &first), (second.update_time, &second)] {
        let finer = time.map(|time| Timestamp {
            nanos: time.nanos + 999,
            ..time
        });
        let read = at(&server, &first.name, finer, false).await;
        assert_eq!(&read.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_read_time_in_the_future_or_with_invalid_nanos_is_refused() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let written = source.update_time.unwrap();
    for (seconds, nanos) in [(written.seconds + 3_600, 0), (written.seconds, -1)] {
        let status = at(
            &server,
            &source.name,
            Some(Timestamp { seconds, nanos }),
            false,
        )
        .await;
        assert_eq!(fields(&status.unwrap_err()), ["read_time"]);
    }
    let request = BatchGetSourcesRequest {
        names: vec![source.name],
        read_time: Some(Timestamp {
            seconds: written.seconds + 3_600,
            nanos: 0,
        }),
        ..BatchGetSourcesRequest::default()
    };
    let status = server
        .sources()
        .batch_get_sources(request)
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["read_time"]);
}

#[tokio::test]
async fn a_recent_read_time_waits_for_open_transactions_and_an_old_one_does_not() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let old = server.create_claim(claim("A")).await.unwrap();
    let url = server.database.options();
    let mut outside = PgConnection::connect_with(&url).await.unwrap();
    // A transaction that already has its id may still commit with a recent time.
    sqlx::raw_sql("begin; select pg_current_xact_id()")
        .execute(&mut outside)
        .await
        .unwrap();
    let get = |read_time| {
        let mut claims = server.claims();
        let request = GetClaimRequest {
            name: old.name.clone(),
            read_time,
            ..GetClaimRequest::default()
        };
        tokio::spawn(async move { claims.get_claim(request).await })
    };
    let waiting = get(old.update_time);
    let long_ago = Some(Timestamp {
        seconds: old.update_time.unwrap().seconds - 60,
        nanos: 0,
    });
    let answered = get(long_ago).await.unwrap().unwrap_err();
    assert_eq!(answered.code(), Code::NotFound, "it waits for nobody");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished());
    sqlx::raw_sql("rollback")
        .execute(&mut outside)
        .await
        .unwrap();
    let read = waiting.await.unwrap().unwrap().into_inner();
    assert_eq!(read, old);
}
