//! Lists that are ordered by a time hold everything once, both ways, with pages of any size.

use std::cmp::Reverse;

use claimstore::wire::pb::{
    Article, ArticleFilter, Date, Genre, ListAppearancesRequest, ListArticlesRequest,
    ListClaimsRequest, ListRelationsRequest, ListReviewsRequest, ListSourcesRequest, RelationType,
    Verdict,
};
use prost_types::Timestamp;
use tonic::{Code, Status};

use crate::support::{
    children::claims,
    errors::{description, fields, reason},
    samples::{appearance, article, claim, outlet, relation, review},
    server::TestServer,
};

type Page = (Vec<String>, String);

/// A page of articles: their headlines, and the token of the next page.
async fn page(server: &TestServer, request: ListArticlesRequest) -> Result<Page, Status> {
    let page = server.articles().list_articles(request).await?.into_inner();
    let headlines = page.articles.into_iter().map(|it| it.headline).collect();
    Ok((headlines, page.next_page_token))
}

fn by(order_by: &str) -> ListArticlesRequest {
    ListArticlesRequest {
        order_by: order_by.to_owned(),
        ..ListArticlesRequest::default()
    }
}

/// All pages of a list of articles, of this size.
async fn walk(server: &TestServer, mut request: ListArticlesRequest, size: i32) -> Vec<String> {
    request.page_size = size;
    let mut seen = Vec::new();
    loop {
        let (headlines, token) = page(server, request.clone()).await.unwrap();
        assert!(headlines.len() <= usize::try_from(size).unwrap());
        seen.extend(headlines);
        if token.is_empty() {
            return seen;
        }
        request.page_token = token;
    }
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Some(Date {
        year,
        month,
        day,
        ..Date::default()
    })
}

fn instant(seconds: i64, nanos: i32) -> Option<Date> {
    Some(Date {
        instant: Some(Timestamp { seconds, nanos }),
        ..Date::default()
    })
}

/// Headlines and dates in the order of their first moments, those with equal ones in turn.
fn dated() -> Vec<(&'static str, Option<Date>)> {
    let words = Some(Date {
        printed: "recently".to_owned(),
        ..Date::default()
    });
    vec![
        ("undated", None),
        ("words", words),
        ("year 1", date(1, 0, 0)),
        ("before 1970", instant(-1, 999_999_000)),
        ("year", date(2025, 0, 0)),
        ("month", date(2025, 1, 0)),
        ("day", date(2025, 1, 1)),
        ("midnight", instant(1_735_689_600, 0)),
        ("after midnight", instant(1_735_689_600, 1_000)),
        ("next day", date(2025, 1, 2)),
        ("last", date(9999, 12, 31)),
    ]
}

/// Articles of these dates. They are not created in the order of their dates.
async fn create_dated(server: &TestServer) -> Vec<(String, Article)> {
    let mut created = Vec::new();
    let all = dated();
    let count = all.len();
    for at in (0..count).map(|at| (at * 7 + 3) % count) {
        let (headline, date_published) = all[at].clone();
        let given = Article {
            date_published,
            genre: match at % 2 {
                0 => Genre::NewsArticle.into(),
                _ => Genre::OpinionNewsArticle.into(),
            },
            ..article(headline, "")
        };
        created.push((at, server.create_article(given).await.unwrap()));
    }
    // Dates whose first moments are equal are ordered by the ids of their articles.
    let moment = |at: usize| match at {
        0 | 1 => 0,
        4..=7 => 4,
        other => other,
    };
    created.sort_by_key(|(at, article)| (moment(*at), article.name.clone()));
    let created = created.into_iter();
    created.map(|(_, it)| (it.headline.clone(), it)).collect()
}

#[tokio::test]
async fn articles_are_listed_by_their_dates_both_ways() {
    let server = TestServer::start().await;
    let expected: Vec<String> = create_dated(&server)
        .await
        .into_iter()
        .map(|it| it.0)
        .collect();
    let reversed: Vec<String> = expected.iter().rev().cloned().collect();
    for size in [1, 2, 3, 5, 11, 100] {
        assert_eq!(walk(&server, by("date_published"), size).await, expected);
        let descending = walk(&server, by("date_published desc"), size).await;
        assert_eq!(descending, reversed, "{size}");
    }
}

#[tokio::test]
async fn articles_are_listed_by_their_creation_both_ways() {
    let server = TestServer::start().await;
    let mut created = create_dated(&server).await;
    let time = |it: &Article| {
        let time = it.create_time.unwrap();
        (time.seconds, time.nanos)
    };
    created.sort_by_key(|(_, it)| time(it));
    let mut newest = created[0].1.clone();
    // A change of an article does not change when it was created.
    newest.section = "World".to_owned();
    server.update_article(newest, &["section"]).await.unwrap();
    let expected: Vec<String> = created.iter().map(|it| it.0.clone()).collect();
    created.sort_by_key(|(_, it)| Reverse(time(it)));
    let reversed: Vec<String> = created.iter().map(|it| it.0.clone()).collect();
    for size in [1, 4, 100] {
        assert_eq!(walk(&server, by("create_time"), size).await, expected);
        assert_eq!(walk(&server, by("create_time desc"), size).await, reversed);
    }
}

#[tokio::test]
async fn filters_and_orders_go_together() {
    let server = TestServer::start().await;
    let created = create_dated(&server).await;
    let news = created
        .iter()
        .filter(|(_, it)| it.genre() == Genre::NewsArticle);
    let expected: Vec<String> = news.map(|(headline, _)| headline.clone()).collect();
    let request = ListArticlesRequest {
        filter: Some(ArticleFilter {
            genre: Genre::NewsArticle.into(),
            ..ArticleFilter::default()
        }),
        ..by("date_published asc")
    };
    assert_eq!(walk(&server, request, 2).await, expected);
}

#[tokio::test]
async fn writes_between_pages_neither_repeat_nor_hide_what_was_there() {
    let server = TestServer::start().await;
    let there: Vec<String> = create_dated(&server)
        .await
        .into_iter()
        .map(|it| it.0)
        .collect();
    for order_by in [
        "date_published",
        "date_published desc",
        "create_time",
        "create_time desc",
    ] {
        let mut request = ListArticlesRequest {
            page_size: 2,
            ..by(order_by)
        };
        let mut seen = Vec::new();
        for number in 0.. {
            let (headlines, token) = page(&server, request.clone()).await.unwrap();
            seen.extend(headlines);
            if token.is_empty() {
                break;
            }
            request.page_token = token;
            for (headline, date_published) in dated() {
                let written = Article {
                    date_published,
                    ..article(&format!("{order_by} {number} {headline}"), "")
                };
                if number < 4 {
                    server.create_article(written).await.unwrap();
                }
            }
        }
        let mut once: Vec<&String> = seen.iter().filter(|it| there.contains(it)).collect();
        let in_order: Vec<&String> = once.clone();
        once.sort();
        let mut all: Vec<&String> = there.iter().collect();
        all.sort();
        assert_eq!(once, all, "{order_by}");
        let mut others: Vec<&String> = seen.iter().filter(|it| !there.contains(it)).collect();
        let count = others.len();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), count, "{order_by}");
        if order_by == "date_published" {
            assert_eq!(in_order, there.iter().collect::<Vec<_>>());
        }
    }
}

#[tokio::test]
async fn claims_and_their_children_and_sources_are_listed_by_time() {
    let server = TestServer::start().await;
    let [first, second, third] = claims(&server).await;
    let paper = server
        .create_article(article("A", "one two three"))
        .await
        .unwrap();
    let mut appearances = Vec::new();
    let mut reviews = Vec::new();
    for (claim, word, time) in [
        (&second, "one", 30),
        (&first, "two", 10),
        (&second, "three", 20),
    ] {
        let printed = server
            .create_appearance(claim, appearance(&paper, word))
            .await;
        appearances.push(printed.unwrap().name);
        let judged = server
            .create_review(claim, review("Desk", Verdict::True, time))
            .await;
        reviews.push(judged.unwrap().name);
    }
    let mut relations = Vec::new();
    for (from, to) in [(&third, &first), (&first, &second), (&second, &third)] {
        let related = relation(RelationType::Supports, to);
        relations.push(server.create_relation(from, related).await.unwrap().name);
    }
    let mut sources = Vec::new();
    for name in ["C", "A", "B"] {
        sources.push(server.create_source(outlet(name)).await.unwrap().name);
    }

    macro_rules! listed {
        ($client:ident.$call:ident($request:ident { $($rest:tt)* }).$field:ident, $order_by:expr) => {{
            let mut request = $request {
                page_size: 2,
                order_by: $order_by.to_owned(),
                $($rest)*
                ..$request::default()
            };
            let page = server.$client().$call(request.clone()).await.unwrap().into_inner();
            let mut names: Vec<String> = page.$field.into_iter().map(|it| it.name).collect();
            request.page_token = page.next_page_token;
            let page = server.$client().$call(request).await.unwrap().into_inner();
            assert_eq!(page.next_page_token, "");
            names.extend(page.$field.into_iter().map(|it| it.name));
            names
        }};
    }
    let all = "claims/-".to_owned();
    let reversed = |names: &[String]| names.iter().rev().cloned().collect::<Vec<_>>();
    let claims = [&first, &second, &third].map(|it| it.name.clone());
    assert_eq!(
        listed!(
            claims.list_claims(ListClaimsRequest {}).claims,
            "create_time"
        ),
        claims
    );
    let found = listed!(
        claims.list_claims(ListClaimsRequest {}).claims,
        "create_time desc"
    );
    assert_eq!(found, reversed(&claims));
    let found = listed!(
        sources.list_sources(ListSourcesRequest {}).sources,
        "create_time desc"
    );
    assert_eq!(found, reversed(&sources));
    let found = listed!(
        claims
            .list_appearances(ListAppearancesRequest {
                parent: all.clone(),
            })
            .appearances,
        "create_time"
    );
    assert_eq!(found, appearances);
    let found = listed!(
        claims
            .list_relations(ListRelationsRequest {
                parent: all.clone(),
            })
            .relations,
        "create_time desc"
    );
    assert_eq!(found, reversed(&relations));
    let found = listed!(
        reviews
            .list_reviews(ListReviewsRequest {
                parent: all.clone(),
            })
            .reviews,
        "create_time"
    );
    assert_eq!(found, reviews);
    let found = listed!(
        reviews
            .list_reviews(ListReviewsRequest {
                parent: all.clone(),
            })
            .reviews,
        "review_time desc"
    );
    assert_eq!(found, [0, 2, 1].map(|at: usize| reviews[at].clone()));
}

#[tokio::test]
async fn deleted_articles_keep_their_place_in_an_order() {
    let server = TestServer::start().await;
    let created = create_dated(&server).await;
    let (gone, name) = (created[5].0.clone(), created[5].1.name.clone());
    let request = claimstore::wire::pb::DeleteArticleRequest {
        name,
        ..Default::default()
    };
    server.articles().delete_article(request).await.unwrap();
    let all: Vec<String> = created.into_iter().map(|it| it.0).collect();
    let shown = ListArticlesRequest {
        show_deleted: true,
        ..by("date_published")
    };
    assert_eq!(walk(&server, shown, 3).await, all);
    let live: Vec<String> = all.into_iter().filter(|it| *it != gone).collect();
    assert_eq!(walk(&server, by("date_published"), 3).await, live);
}

#[tokio::test]
async fn a_token_is_bound_to_its_order() {
    let server = TestServer::start().await;
    create_dated(&server).await;
    let first = ListArticlesRequest {
        page_size: 2,
        ..by("date_published")
    };
    let (_, page_token) = page(&server, first).await.unwrap();
    for order_by in ["", "date_published desc", "create_time"] {
        let other = ListArticlesRequest {
            page_token: page_token.clone(),
            ..by(order_by)
        };
        let refused = page(&server, other).await.unwrap_err();
        let expected = (Code::InvalidArgument, "PAGE_TOKEN_INVALID".to_owned());
        assert_eq!(reason(&refused), expected, "{order_by}");
    }
}

#[tokio::test]
async fn an_order_that_is_not_offered_is_refused() {
    let server = TestServer::start().await;
    for order_by in [
        "headline",
        "create_time, name",
        "create_time descending",
        "Create_time",
    ] {
        let refused = page(&server, by(order_by)).await.unwrap_err();
        assert_eq!(fields(&refused), ["order_by"], "{order_by}");
        let text = description(&refused, "order_by");
        assert!(text.contains("create_time or date_published"), "{text}");
    }
    let stored = server.create_claim(claim("It rose")).await.unwrap();
    let past = ListClaimsRequest {
        order_by: "create_time".to_owned(),
        read_time: stored.create_time,
        ..ListClaimsRequest::default()
    };
    let refused = server.claims().list_claims(past).await.unwrap_err();
    assert_eq!(fields(&refused), ["order_by"]);
}
