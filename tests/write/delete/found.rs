//! Lists and counts: without `show_deleted`, deleted resources are not in them and link nothing.

use claimstore::wire::pb::{
    Appearance, AppearanceFilter, ArticleFilter, AttributionChain, ClaimFilter, CountClaimsRequest,
    ExternalId, ListAppearancesRequest, ListArticlesRequest, ListClaimsRequest, ListSourcesRequest,
    Source, SourceFilter,
};

use crate::support::{
    samples::{appearance, article, claim, full_article, full_claim, full_source, hop, outlet},
    server::TestServer,
};

async fn sources(server: &TestServer, filter: SourceFilter, show_deleted: bool) -> Vec<String> {
    let request = ListSourcesRequest {
        filter: Some(filter),
        show_deleted,
        ..ListSourcesRequest::default()
    };
    let page = server.sources().list_sources(request).await.unwrap();
    let all = page.into_inner().sources;
    all.into_iter().map(|it| it.name).collect()
}

async fn articles(server: &TestServer, filter: ArticleFilter, show_deleted: bool) -> Vec<String> {
    let request = ListArticlesRequest {
        filter: Some(filter),
        show_deleted,
        ..ListArticlesRequest::default()
    };
    let page = server.articles().list_articles(request).await.unwrap();
    let all = page.into_inner().articles;
    all.into_iter().map(|it| it.name).collect()
}

async fn claims(server: &TestServer, filter: ClaimFilter, show_deleted: bool) -> Vec<String> {
    let request = ListClaimsRequest {
        filter: Some(filter),
        show_deleted,
        ..ListClaimsRequest::default()
    };
    let page = server.claims().list_claims(request).await.unwrap();
    let all = page.into_inner().claims;
    all.into_iter().map(|it| it.name).collect()
}

async fn appearances(
    server: &TestServer,
    parent: &str,
    filter: AppearanceFilter,
    show_deleted: bool,
) -> Vec<String> {
    let request = ListAppearancesRequest {
        parent: parent.to_owned(),
        filter: Some(filter),
        show_deleted,
        ..ListAppearancesRequest::default()
    };
    let page = server.claims().list_appearances(request).await.unwrap();
    let all = page.into_inner().appearances;
    all.into_iter().map(|it| it.name).collect()
}

async fn count(server: &TestServer, filter: ClaimFilter) -> i32 {
    let request = CountClaimsRequest {
        filter: Some(filter),
    };
    let answer = server.claims().count_claims(request).await.unwrap();
    answer.into_inner().count
}

#[tokio::test]
async fn a_deleted_appearance_links_nothing_without_show_deleted() {
    let server = TestServer::start().await;
    let kyiv = server.create_source(outlet("Kyiv")).await.unwrap().name;
    let plan = server.create_source(outlet("The plan")).await.unwrap().name;
    let text = server.create_article(article("A", "It is so.")).await;
    let text = text.unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let mut first = hop(&Source {
        name: kyiv.clone(),
        ..Source::default()
    });
    first.document = plan.clone();
    let printed = Appearance {
        chains: vec![AttributionChain { hops: vec![first] }],
        ..appearance(&text, "so")
    };
    let printed = server.create_appearance(&said, printed).await.unwrap().name;

    let look = async |show_deleted| {
        let server = &server;
        let in_article = SourceFilter {
            article: text.name.clone(),
            ..SourceFilter::default()
        };
        let mut found = vec![sources(server, in_article, show_deleted).await];
        let printing = ArticleFilter {
            claim: said.name.clone(),
            ..ArticleFilter::default()
        };
        found.push(articles(server, printing, show_deleted).await);
        let of_article = ClaimFilter {
            article: text.name.clone(),
            ..ClaimFilter::default()
        };
        found.push(claims(server, of_article, show_deleted).await);
        for source in [&kyiv, &plan] {
            let resting = ArticleFilter {
                source: source.clone(),
                ..ArticleFilter::default()
            };
            found.push(articles(server, resting, show_deleted).await);
            let of_source = ClaimFilter {
                source: source.clone(),
                ..ClaimFilter::default()
            };
            found.push(claims(server, of_source.clone(), show_deleted).await);
            let of_source = AppearanceFilter {
                source: source.clone(),
                ..AppearanceFilter::default()
            };
            found.push(appearances(server, "claims/-", of_source, show_deleted).await);
        }
        let of_article = AppearanceFilter {
            article: text.name.clone(),
            ..AppearanceFilter::default()
        };
        found.push(appearances(server, &said.name, of_article, show_deleted).await);
        found
    };
    let count = async || {
        let of_source = ClaimFilter {
            source: kyiv.clone(),
            ..ClaimFilter::default()
        };
        count(&server, of_source).await
    };
    let (of, on) = (vec![text.name.clone()], vec![said.name.clone()]);
    let it = vec![printed.clone()];
    let mut both = vec![kyiv.clone(), plan.clone()];
    both.sort();
    let all = vec![
        both,
        of.clone(),
        on.clone(),
        of.clone(),
        on.clone(),
        it.clone(),
        of,
        on,
        it.clone(),
        it,
    ];
    let nothing = vec![Vec::<String>::new(); all.len()];
    assert_eq!(look(false).await, all);
    assert_eq!(count().await, 1);
    server.delete(&printed).await.unwrap();
    assert_eq!(look(false).await, nothing);
    assert_eq!(look(true).await, all);
    assert_eq!(count().await, 0);
    server.undelete(&printed).await.unwrap();
    assert_eq!(look(false).await, all);
    server.delete_by_force(&text.name).await.unwrap();
    assert_eq!(look(false).await, nothing);
    assert_eq!(look(true).await, all);
    server.undelete(&text.name).await.unwrap();
    assert_eq!(look(false).await, all);
    server.delete(&said.name).await.unwrap();
    assert_eq!(look(false).await, nothing);
    assert_eq!(look(true).await, all);
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn deleted_resources_match_filters_only_with_show_deleted() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let source = server.create_source(full_source(&paper)).await.unwrap();
    let text = server.create_article(full_article(&source)).await.unwrap();
    let original = server.create_claim(claim("Original")).await.unwrap();
    let said = server.create_claim(full_claim(&original)).await.unwrap();
    for name in [&said.name, &text.name, &source.name] {
        server.delete(name).await.unwrap();
    }
    for filter in [
        SourceFilter {
            kind: source.kind,
            ..SourceFilter::default()
        },
        SourceFilter {
            url: source.url.clone(),
            ..SourceFilter::default()
        },
        SourceFilter {
            same_as: source.same_as[0].clone(),
            ..SourceFilter::default()
        },
        SourceFilter {
            publisher: paper.name.clone(),
            ..SourceFilter::default()
        },
    ] {
        let live = sources(&server, filter.clone(), false).await;
        assert_eq!(live, [""; 0], "{filter:?}");
        let all = sources(&server, filter.clone(), true).await;
        assert_eq!(all, [source.name.as_str()], "{filter:?}");
    }
    for filter in [
        ArticleFilter {
            uri: text.uri.clone(),
            ..ArticleFilter::default()
        },
        ArticleFilter {
            external_id: Some(ExternalId {
                system: "cms".to_owned(),
                id: "48213".to_owned(),
            }),
            ..ArticleFilter::default()
        },
        ArticleFilter {
            publisher: source.name.clone(),
            ..ArticleFilter::default()
        },
        ArticleFilter {
            source: source.name.clone(),
            ..ArticleFilter::default()
        },
        ArticleFilter {
            genre: text.genre,
            ..ArticleFilter::default()
        },
    ] {
        let live = articles(&server, filter.clone(), false).await;
        assert_eq!(live, [""; 0], "{filter:?}");
        let all = articles(&server, filter.clone(), true).await;
        assert_eq!(all, [text.name.as_str()], "{filter:?}");
    }
    for filter in [
        ClaimFilter {
            r#type: said.r#type,
            tag: said.tags[0].clone(),
            ..ClaimFilter::default()
        },
        ClaimFilter {
            measure: said.quantities[0].measure.clone(),
            language: "en".to_owned(),
            ..ClaimFilter::default()
        },
    ] {
        let live = claims(&server, filter.clone(), false).await;
        assert_eq!(live, [""; 0], "{filter:?}");
        assert_eq!(count(&server, filter.clone()).await, 0);
        let all = claims(&server, filter.clone(), true).await;
        assert_eq!(all, [said.name.as_str()], "{filter:?}");
    }
    assert_eq!(count(&server, ClaimFilter::default()).await, 1);
}

#[tokio::test]
async fn a_live_and_a_deleted_source_with_one_key_are_both_found_with_show_deleted() {
    let server = TestServer::start().await;
    let given = full_source(&Source::default());
    let old = server.create_source(given.clone()).await.unwrap().name;
    server.delete(&old).await.unwrap();
    let new = server.create_source(given.clone()).await.unwrap().name;
    let filter = SourceFilter {
        url: given.url,
        same_as: given.same_as[0].clone(),
        ..SourceFilter::default()
    };
    let live = sources(&server, filter.clone(), false).await;
    assert_eq!(live, [new.as_str()]);
    let mut both = [old, new];
    both.sort();
    assert_eq!(sources(&server, filter, true).await, both);
}
