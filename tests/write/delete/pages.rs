//! Pages and versions hold deleted resources only with `show_deleted`, and a page token is valid
//! for its own `show_deleted` only.

use claimstore::wire::pb::{
    Article, ListAppearancesRequest, ListArticleVersionsRequest, ListArticlesRequest,
    ListClaimsRequest, ListSourcesRequest,
};
use tonic::Status;

use crate::support::{
    errors::{missing, why},
    samples::{appearance, article, claim, outlet},
    server::TestServer,
};

#[tokio::test]
async fn pages_hold_deleted_claims_only_with_show_deleted_and_tokens_depend_on_it() {
    let server = TestServer::start().await;
    let mut all = Vec::new();
    for number in 0..5 {
        let it = server.create_claim(claim(&format!("{number}"))).await;
        all.push(it.unwrap().name);
    }
    all.sort();
    for name in [&all[0], &all[2], &all[4]] {
        server.delete(name).await.unwrap();
    }
    let page = async |token: &str, show_deleted| {
        let request = ListClaimsRequest {
            page_size: 1,
            page_token: token.to_owned(),
            show_deleted,
            ..ListClaimsRequest::default()
        };
        let answer = server.claims().list_claims(request).await?.into_inner();
        let names: Vec<String> = answer.claims.into_iter().map(|it| it.name).collect();
        Ok::<_, Status>((names, answer.next_page_token))
    };
    for (show_deleted, expected) in [
        (true, all.clone()),
        (false, vec![all[1].clone(), all[3].clone()]),
    ] {
        let (mut found, mut token) = (Vec::new(), String::new());
        loop {
            let (names, next) = page(&token, show_deleted).await.unwrap();
            found.extend(names);
            if next.is_empty() {
                break;
            }
            let status = page(&next, !show_deleted).await.unwrap_err();
            assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
            token = next;
        }
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn a_page_token_is_valid_for_its_own_show_deleted_only() {
    let server = TestServer::start().await;
    let said = server.create_claim(claim("It is so")).await.unwrap();
    for words in ["It", "so"] {
        server.create_source(outlet(words)).await.unwrap();
        let text = server.create_article(article(words, "It is so.")).await;
        let it = appearance(&text.unwrap(), words);
        server.create_appearance(&said, it).await.unwrap();
    }
    let list = async |list: &str, token: &str, show_deleted| {
        let (page_size, page_token) = (1, token.to_owned());
        Ok::<_, Status>(match list {
            "sources" => {
                let request = ListSourcesRequest {
                    page_size,
                    page_token,
                    show_deleted,
                    ..ListSourcesRequest::default()
                };
                let page = server.sources().list_sources(request).await?;
                page.into_inner().next_page_token
            }
            "articles" => {
                let request = ListArticlesRequest {
                    page_size,
                    page_token,
                    show_deleted,
                    ..ListArticlesRequest::default()
                };
                let page = server.articles().list_articles(request).await?;
                page.into_inner().next_page_token
            }
            _ => {
                let request = ListAppearancesRequest {
                    parent: "claims/-".to_owned(),
                    page_size,
                    page_token,
                    show_deleted,
                    ..ListAppearancesRequest::default()
                };
                let page = server.claims().list_appearances(request).await?;
                page.into_inner().next_page_token
            }
        })
    };
    for name in ["sources", "articles", "appearances"] {
        for show_deleted in [false, true] {
            let token = list(name, "", show_deleted).await.unwrap();
            assert_ne!(token, "");
            let status = list(name, &token, !show_deleted).await.unwrap_err();
            assert_eq!(why(&status), "PAGE_TOKEN_INVALID", "{name}");
            assert_eq!(list(name, &token, show_deleted).await.unwrap(), "");
        }
    }
}

#[tokio::test]
async fn the_versions_of_a_deleted_article_are_listed_only_with_show_deleted() {
    let server = TestServer::start().await;
    let first = server.create_article(article("A", "One.")).await.unwrap();
    let second = Article {
        name: first.name.clone(),
        ..article("A", "Two.")
    };
    server.update_article(second, &[]).await.unwrap();
    let versions = async |page_size, page_token: &str, show_deleted| {
        let request = ListArticleVersionsRequest {
            name: first.name.clone(),
            page_size,
            page_token: page_token.to_owned(),
            show_deleted,
        };
        let answer = server.articles().list_article_versions(request).await?;
        Ok::<_, Status>(answer.into_inner())
    };
    let live = versions(0, "", false).await.unwrap().articles;
    assert_eq!(live.len(), 2);
    server.delete(&first.name).await.unwrap();
    let status = versions(0, "", false).await.unwrap_err();
    assert_eq!(missing(&status), [first.name.as_str()]);
    assert_eq!(versions(0, "", true).await.unwrap().articles, live);
    let page = versions(1, "", true).await.unwrap();
    let token = page.next_page_token;
    let rest = versions(1, &token, true).await.unwrap();
    assert_eq!([page.articles, rest.articles].concat(), live);

    // An undeletion makes no new version either.
    server.undelete(&first.name).await.unwrap();
    assert_eq!(versions(0, "", false).await.unwrap().articles, live);
    let status = versions(1, &token, false).await.unwrap_err();
    assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
}
