//! Pages are complete, ordered, without repeats, and bounded by count and by bytes.

use claimstore::wire::pb::{
    ArticleView, Citation, ListAppearancesRequest, ListArticlesRequest, ListClaimsRequest,
    ListSourcesRequest, Source, SourceFilter, SourceKind,
};
use tonic::Status;
use uuid::Uuid;

use crate::support::{
    errors::{fields, why},
    samples::{appearance, article, claim, outlet},
    server::TestServer,
};

const PAGE_BYTES: usize = 3 << 20;

type Page = (Vec<String>, String);

async fn sources_page(
    server: &TestServer,
    page_size: i32,
    page_token: &str,
    filter: Option<SourceFilter>,
) -> Result<Page, Status> {
    let request = ListSourcesRequest {
        page_size,
        page_token: page_token.to_owned(),
        filter,
        ..ListSourcesRequest::default()
    };
    let answer = server.sources().list_sources(request).await?.into_inner();
    let names = answer.sources.into_iter().map(|it| it.name).collect();
    Ok((names, answer.next_page_token))
}

async fn create_with_id(server: &TestServer, id: Uuid) -> String {
    let request = claimstore::wire::pb::CreateSourceRequest {
        source: Some(outlet("x")),
        source_id: id.to_string(),
        ..Default::default()
    };
    let created = server.sources().create_source(request).await.unwrap();
    created.into_inner().name
}

/// Sources with ids at both ends of the range, not created in the order of their ids.
async fn create_seven(server: &TestServer) -> Vec<String> {
    let mut names = Vec::new();
    for id in [3, u128::MAX, 0, 1 << 127, (1 << 127) - 1, 2, 0xffff_ffff] {
        names.push(create_with_id(server, Uuid::from_u128(id)).await);
    }
    names.sort();
    names
}

#[tokio::test]
async fn pages_of_every_size_hold_everything_once_in_order() {
    let server = TestServer::start().await;
    let names = create_seven(&server).await;
    for size in 1..=8_usize {
        let (mut seen, mut token) = (Vec::new(), String::new());
        loop {
            let page = sources_page(&server, i32::try_from(size).unwrap(), &token, None);
            let (page, next) = page.await.unwrap();
            let left = names.len() - seen.len();
            assert_eq!(page.len(), left.min(size), "size {size}");
            assert_eq!(next.is_empty(), left <= size, "size {size}");
            seen.extend(page);
            token = next;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(seen, names, "size {size}");
    }
}

#[tokio::test]
async fn writes_between_pages_neither_repeat_nor_hide_anything() {
    let server = TestServer::start().await;
    let names = create_seven(&server).await;
    let (first, token) = sources_page(&server, 3, "", None).await.unwrap();
    let before = create_with_id(&server, Uuid::from_u128(1)).await;
    let behind = create_with_id(&server, Uuid::from_u128(u128::MAX - 1)).await;
    server
        .update_source(
            Source {
                name: names[6].clone(),
                ..outlet("changed")
            },
            &[],
        )
        .await
        .unwrap();
    let (rest, end) = sources_page(&server, 100, &token, None).await.unwrap();
    assert_eq!(end, "");
    let mut expected = names[3..].to_vec();
    expected.push(behind);
    expected.sort();
    assert_eq!(first, names[..3]);
    assert_eq!(rest, expected);
    assert!(!rest.contains(&before));
}

#[tokio::test]
async fn an_empty_list_ends_at_once() {
    let server = TestServer::start().await;
    let page = sources_page(&server, 1, "", None).await.unwrap();
    assert_eq!(page, (Vec::new(), String::new()));
}

#[tokio::test]
async fn a_page_size_of_zero_means_100_and_one_above_1000_means_1000() {
    let server = TestServer::start().await;
    // Inserted with SQL, because a thousand calls would prove nothing more.
    server
        .execute(
            "insert into sources (id, revision, doc_version, doc, kind) \
             select gen_random_uuid(), 1, 1, ''::bytea, 2 from generate_series(1, 1001)",
        )
        .await;
    for (size, expected) in [
        (0, 100),
        (999, 999),
        (1_000, 1_000),
        (1_001, 1_000),
        (i32::MAX, 1_000),
    ] {
        let (page, token) = sources_page(&server, size, "", None).await.unwrap();
        assert_eq!(page.len(), expected, "{size}");
        assert_ne!(token, "");
    }
    for size in [-1, i32::MIN] {
        let status = sources_page(&server, size, "", None).await.unwrap_err();
        assert_eq!(fields(&status), ["page_size"]);
    }
}

#[tokio::test]
async fn a_page_token_is_valid_for_its_own_filter_and_method_only() {
    let server = TestServer::start().await;
    create_seven(&server).await;
    let filter = |kind: SourceKind| {
        Some(SourceFilter {
            kind: kind.into(),
            ..SourceFilter::default()
        })
    };
    let organizations = || filter(SourceKind::Organization);
    let (_, token) = sources_page(&server, 2, "", organizations()).await.unwrap();
    // The page size may change.
    let next = sources_page(&server, 5, &token, organizations()).await;
    assert_eq!(next.unwrap().0.len(), 5);

    let longer = format!("{token}AAAA");
    for (token, filter) in [
        (token.as_str(), None),
        (&token, filter(SourceKind::Person)),
        (&token[1..], organizations()),
        (&longer, organizations()),
        ("x", organizations()),
        ("\0", organizations()),
        ("👩‍🚀", None),
    ] {
        let status = sources_page(&server, 2, token, filter).await.unwrap_err();
        assert_eq!(why(&status), "PAGE_TOKEN_INVALID", "{token:?}");
    }
    let of_another_method = server
        .claims()
        .list_claims(ListClaimsRequest {
            page_token: sources_page(&server, 2, "", None).await.unwrap().1,
            ..ListClaimsRequest::default()
        })
        .await;
    assert_eq!(why(&of_another_method.unwrap_err()), "PAGE_TOKEN_INVALID");
}

#[tokio::test]
async fn an_empty_filter_equals_no_filter() {
    let server = TestServer::start().await;
    create_seven(&server).await;
    let (_, token) = sources_page(&server, 2, "", None).await.unwrap();
    let empty = Some(SourceFilter::default());
    let next = sources_page(&server, 2, &token, empty).await.unwrap();
    assert_eq!(next, sources_page(&server, 2, &token, None).await.unwrap());
}

#[tokio::test]
async fn a_page_token_is_valid_for_its_own_parent_and_view_only() {
    let server = TestServer::start().await;
    let text = server.create_article(article("A", "a b c")).await.unwrap();
    server.create_article(article("B", "")).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    for words in ["a", "b", "c"] {
        let it = appearance(&text, words);
        server.create_appearance(&claim, it).await.unwrap();
    }
    let appearances = async |parent: &str, token: &str| {
        let request = ListAppearancesRequest {
            parent: parent.to_owned(),
            page_size: 2,
            page_token: token.to_owned(),
            ..ListAppearancesRequest::default()
        };
        let answer = server.claims().list_appearances(request).await?;
        Ok::<_, Status>(answer.into_inner())
    };
    let first = appearances(&claim.name, "").await.unwrap();
    let token = first.next_page_token;
    let last = appearances(&claim.name, &token).await.unwrap();
    assert_eq!(
        (last.appearances.len(), last.next_page_token),
        (1, String::new())
    );
    let status = appearances("claims/-", &token).await.unwrap_err();
    assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
    assert_eq!(
        fields(&appearances("", &token).await.unwrap_err()),
        ["parent"]
    );

    let articles = async |view: ArticleView, token: &str| {
        let request = ListArticlesRequest {
            page_size: 1,
            page_token: token.to_owned(),
            view: view.into(),
            ..ListArticlesRequest::default()
        };
        let answer = server.articles().list_articles(request).await?;
        Ok::<_, Status>(answer.into_inner().next_page_token)
    };
    let token = articles(ArticleView::Full, "").await.unwrap();
    assert_eq!(articles(ArticleView::Full, &token).await.unwrap(), "");
    let status = articles(ArticleView::Basic, &token).await.unwrap_err();
    assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
}

#[tokio::test]
async fn a_page_ends_before_three_mebibytes_and_the_pages_are_complete() {
    let server = TestServer::start().await;
    let mut expected = Vec::new();
    for number in 0..8 {
        let body = format!("{number}").repeat(if number % 2 == 0 { 1 << 20 } else { 700 << 10 });
        let created = server.create_article(article(&format!("A {number}"), &body));
        expected.push((created.await.unwrap().name, body.len()));
    }
    expected.sort();
    for (view, fewest_pages) in [(ArticleView::Full, 3), (ArticleView::Basic, 1)] {
        let (mut seen, mut token, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let request = ListArticlesRequest {
                page_token: token,
                view: view.into(),
                ..ListArticlesRequest::default()
            };
            let page = server.articles().list_articles(request).await.unwrap();
            let page = page.into_inner();
            let bytes: usize = page.articles.iter().map(|it| it.body.len()).sum();
            assert!(bytes <= PAGE_BYTES, "a page of {bytes} bytes");
            pages += 1;
            seen.extend(page.articles.into_iter().map(|it| (it.name, it.body.len())));
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        if view == ArticleView::Full {
            assert_eq!(seen, expected);
        } else {
            assert_eq!(seen.len(), expected.len());
        }
        assert!(pages >= fewest_pages, "{pages} pages");
    }
}

#[tokio::test]
async fn an_article_larger_than_a_page_is_alone_on_its_page() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("x")).await.unwrap();
    let citation = Citation {
        source: source.name,
        printed: "𝔘".repeat(2_048),
    };
    let mut small = Vec::new();
    for name in ["A", "B"] {
        small.push(server.create_article(article(name, "")).await.unwrap());
    }
    let large = claimstore::wire::pb::Article {
        citations: vec![citation; 500],
        ..article("Large", &"x".repeat(1 << 20))
    };
    let large = server.create_article(large).await.unwrap();
    let after = server.create_article(article("C", "")).await.unwrap();
    let list = async |token: &str| {
        let request = ListArticlesRequest {
            page_token: token.to_owned(),
            view: ArticleView::Full.into(),
            ..ListArticlesRequest::default()
        };
        let page = server.articles().list_articles(request).await.unwrap();
        let page = page.into_inner();
        let names: Vec<String> = page.articles.into_iter().map(|it| it.name).collect();
        (names, page.next_page_token)
    };
    let (first, token) = list("").await;
    assert_eq!(first, [small[0].name.clone(), small[1].name.clone()]);
    let (second, token) = list(&token).await;
    assert_eq!(second, [large.name]);
    assert_eq!(list(&token).await, (vec![after.name], String::new()));
}
