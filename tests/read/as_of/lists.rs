//! Lists as of a moment: of an article, of a claim and of the whole store.

use claimstore::wire::pb::{
    AppearanceFilter, ArticleFilter, AttributionChain, Claim, ClaimFilter, ListAppearancesRequest,
    ListArticlesRequest, ListClaimsRequest, ListRelationsRequest, ListReviewsRequest,
    ListSourcesRequest, Relation, RelationFilter, RelationType, ReviewFilter, SourceFilter,
    Verdict,
};
use prost_types::Timestamp;
use tonic::Code;

use super::before;
use crate::support::{
    errors::{fields, reason},
    samples::{appearance, article, claim, hop, outlet, page, relation, review},
    server::TestServer,
};

async fn claims_of(server: &TestServer, article: &str, time: Option<Timestamp>) -> Vec<Claim> {
    let request = ListClaimsRequest {
        filter: Some(ClaimFilter {
            article: article.to_owned(),
            ..ClaimFilter::default()
        }),
        read_time: time,
        ..ListClaimsRequest::default()
    };
    let answer = server.claims().list_claims(request).await.unwrap();
    answer.into_inner().claims
}

#[tokio::test]
async fn lists_by_article_hold_what_belonged_to_it_at_that_time() {
    let server = TestServer::start().await;
    let speaker = server.create_source(outlet("A")).await.unwrap();
    let piece = server.create_article(article("A", "x y")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let other = server.create_claim(claim("It is not")).await.unwrap();
    let given = claimstore::wire::pb::Appearance {
        chains: vec![AttributionChain {
            hops: vec![hop(&speaker)],
        }],
        ..appearance(&piece, "x")
    };
    let printed = server.create_appearance(&fact, given).await.unwrap();
    let link = relation(RelationType::Contradicts, &fact);
    let link = server.create_relation(&other, link).await.unwrap();
    let word = review("Desk", Verdict::True, 1);
    let word = server.create_review(&fact, word).await.unwrap();
    let all = word.update_time;

    // Then the appearance changes, and the claim is deleted.
    let silent = claimstore::wire::pb::Appearance {
        name: printed.name.clone(),
        ..appearance(&piece, "x")
    };
    server.update_appearance(silent, &["chains"]).await.unwrap();
    server.delete(&fact.name).await.unwrap();

    let expected = std::slice::from_ref(&fact);
    assert_eq!(claims_of(&server, &piece.name, all).await, expected);
    let early = before(printed.update_time);
    assert_eq!(claims_of(&server, &piece.name, early).await, []);
    assert_eq!(claims_of(&server, &piece.name, None).await, []);
    for (time, expected) in [(all, vec![printed.clone()]), (early, Vec::new())] {
        for (parent, source) in [("claims/-", &*speaker.name), (&*fact.name, "")] {
            let request = ListAppearancesRequest {
                parent: parent.to_owned(),
                filter: Some(AppearanceFilter {
                    article: piece.name.clone(),
                    source: source.to_owned(),
                    ..AppearanceFilter::default()
                }),
                read_time: time,
                ..ListAppearancesRequest::default()
            };
            let answer = server.claims().list_appearances(request).await.unwrap();
            assert_eq!(answer.into_inner().appearances, expected);
        }
    }
    // A symmetric relation is found from both ends.
    for (parent, article) in [
        ("claims/-", &*piece.name),
        (&*fact.name, ""),
        (&*other.name, ""),
    ] {
        let request = ListRelationsRequest {
            parent: parent.to_owned(),
            filter: Some(RelationFilter {
                article: article.to_owned(),
                ..RelationFilter::default()
            }),
            read_time: all,
            ..ListRelationsRequest::default()
        };
        let answer = server
            .claims()
            .list_relations(request.clone())
            .await
            .unwrap();
        assert_eq!(answer.into_inner().relations, std::slice::from_ref(&link));
        let now = ListRelationsRequest {
            read_time: None,
            ..request
        };
        let answer = server.claims().list_relations(now).await.unwrap();
        assert_eq!(answer.into_inner().relations, [] as [Relation; 0]);
    }
    let request = ListReviewsRequest {
        parent: "claims/-".to_owned(),
        filter: Some(ReviewFilter {
            article: piece.name.clone(),
            verdict: Verdict::True.into(),
            ..ReviewFilter::default()
        }),
        read_time: all,
        ..ListReviewsRequest::default()
    };
    let answer = server.reviews().list_reviews(request).await.unwrap();
    assert_eq!(answer.into_inner().reviews, [word]);
}

#[tokio::test]
async fn relations_and_reviews_are_found_by_an_article_while_their_claim_appears_in_it() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "x y")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let other = server.create_claim(claim("It is not")).await.unwrap();
    let printed = server.create_appearance(&fact, appearance(&piece, "x"));
    let printed = printed.await.unwrap();
    let one_way = relation(RelationType::DerivedFrom, &fact);
    server.create_relation(&other, one_way).await.unwrap();
    let link = relation(RelationType::Supports, &other);
    let link = server.create_relation(&fact, link).await.unwrap();
    let word = server.create_review(&fact, review("Desk", Verdict::True, 1));
    let word = word.await.unwrap();
    for is_printed in [true, false] {
        let relations = ListRelationsRequest {
            parent: "claims/-".to_owned(),
            filter: Some(RelationFilter {
                article: piece.name.clone(),
                ..RelationFilter::default()
            }),
            ..ListRelationsRequest::default()
        };
        let relations = server.claims().list_relations(relations).await.unwrap();
        let reviews = ListReviewsRequest {
            parent: "claims/-".to_owned(),
            filter: Some(ReviewFilter {
                article: piece.name.clone(),
                ..ReviewFilter::default()
            }),
            ..ListReviewsRequest::default()
        };
        let reviews = server.reviews().list_reviews(reviews).await.unwrap();
        let (relations, reviews) = (relations.into_inner(), reviews.into_inner());
        match is_printed {
            true => {
                assert_eq!(relations.relations, std::slice::from_ref(&link));
                assert_eq!(reviews.reviews, std::slice::from_ref(&word));
                server.delete(&printed.name).await.unwrap();
            }
            false => assert!(relations.relations.is_empty() && reviews.reviews.is_empty()),
        }
    }
}

#[tokio::test]
async fn pages_as_of_a_moment_hold_everything_once_despite_writes_in_between() {
    let server = TestServer::start().await;
    let mut expected = Vec::new();
    for number in 0..30 {
        let source = outlet(&format!("Source {number}"));
        expected.push(server.create_source(source).await.unwrap());
    }
    let time = expected.last().unwrap().update_time;
    expected.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut found, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListSourcesRequest {
            page_size: 4,
            page_token,
            read_time: time,
            ..ListSourcesRequest::default()
        };
        let answer = server.sources().list_sources(request).await.unwrap();
        let answer = answer.into_inner();
        found.extend(answer.sources);
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
        server.create_source(outlet("later")).await.unwrap();
        let gone = &expected[found.len() % expected.len()];
        let _ = server.delete(&gone.name).await;
    }
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_page_token_of_another_moment_is_refused() {
    let server = TestServer::start().await;
    let first = server.create_source(outlet("A")).await.unwrap();
    let second = server.create_source(outlet("B")).await.unwrap();
    let list = |page_token, read_time| ListSourcesRequest {
        page_size: 1,
        page_token,
        read_time,
        ..ListSourcesRequest::default()
    };
    let page = list(String::new(), second.update_time);
    let page = server.sources().list_sources(page).await.unwrap();
    let token = page.into_inner().next_page_token;
    for other in [None, first.update_time] {
        let status = server
            .sources()
            .list_sources(list(token.clone(), other))
            .await;
        let expected = (Code::InvalidArgument, "PAGE_TOKEN_INVALID".to_owned());
        assert_eq!(reason(&status.unwrap_err()), expected);
    }
}

#[tokio::test]
async fn filters_that_need_the_present_are_refused_with_a_read_time() {
    let server = TestServer::start().await;
    let source = server
        .create_source(page("https://a.example/"))
        .await
        .unwrap();
    let time = source.update_time;
    let name = "articles/0198c0de-0000-7000-8002-000000000001".to_owned();
    let sources = ListSourcesRequest {
        filter: Some(SourceFilter {
            article: name.clone(),
            url: "https://a.example/".to_owned(),
            ..SourceFilter::default()
        }),
        read_time: time,
        ..ListSourcesRequest::default()
    };
    let status = server.sources().list_sources(sources).await.unwrap_err();
    assert_eq!(fields(&status), ["filter.article"]);
    let articles = ListArticlesRequest {
        filter: Some(ArticleFilter {
            source: source.name.clone(),
            rests_on_retracted: Some(true),
            ..ArticleFilter::default()
        }),
        read_time: time,
        ..ListArticlesRequest::default()
    };
    let status = server.articles().list_articles(articles).await.unwrap_err();
    assert_eq!(
        fields(&status),
        ["filter.source", "filter.rests_on_retracted"]
    );
    let claims = ListClaimsRequest {
        filter: Some(ClaimFilter {
            source: source.name.clone(),
            article: name,
            ..ClaimFilter::default()
        }),
        read_time: time,
        ..ListClaimsRequest::default()
    };
    let status = server.claims().list_claims(claims).await.unwrap_err();
    assert_eq!(fields(&status), ["filter.source"]);
    let future = ListSourcesRequest {
        read_time: Some(Timestamp {
            seconds: 4_000_000_000,
            nanos: 0,
        }),
        ..ListSourcesRequest::default()
    };
    let status = server.sources().list_sources(future).await.unwrap_err();
    assert_eq!(fields(&status), ["read_time"]);
}
