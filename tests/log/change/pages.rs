//! Pages of the log.

use claimstore::wire::pb::{
    ArticleView, ChangeOrder, ListChangesRequest, UpdateArticleRequest, change::Resource,
};
use tonic::Code;

use super::{create_as, settled};
use crate::support::{errors::reason, server::TestServer};

#[tokio::test]
async fn pages_join_into_the_whole_log_in_either_order() {
    let server = TestServer::start().await;
    for n in 0..7 {
        create_as(&server, "ada", &format!("{n}")).await;
    }
    let whole = settled(&server, ListChangesRequest::default()).await;
    assert_eq!(whole.len(), 7);
    for order in [ChangeOrder::OldestFirst, ChangeOrder::NewestFirst] {
        for page_size in [1, 3, 7, 100] {
            let mut joined = Vec::new();
            let mut request = ListChangesRequest {
                page_size,
                order: order.into(),
                ..ListChangesRequest::default()
            };
            loop {
                let page = server
                    .changes()
                    .list_changes(request.clone())
                    .await
                    .unwrap()
                    .into_inner();
                joined.extend(page.changes);
                if page.next_page_token.is_empty() {
                    break;
                }
                request.page_token = page.next_page_token;
            }
            if order == ChangeOrder::NewestFirst {
                joined.reverse();
            }
            assert_eq!(joined, whole, "{order:?} by {page_size}");
        }
    }
}

#[tokio::test]
async fn a_page_ends_before_its_bodies_are_too_large_to_send() {
    let server = TestServer::start().await;
    let uri = "https://news.example/1";
    let article = |body: String| claimstore::wire::pb::Article {
        uri: uri.to_owned(),
        headline: "A".to_owned(),
        body,
        ..Default::default()
    };
    let request = claimstore::wire::pb::CreateArticleRequest {
        article: Some(article("0".repeat(1 << 20))),
        ..Default::default()
    };
    let created = server
        .articles()
        .create_article(request)
        .await
        .unwrap()
        .into_inner();
    for n in 1..6 {
        let request = UpdateArticleRequest {
            article: Some(claimstore::wire::pb::Article {
                name: created.name.clone(),
                ..article(n.to_string().repeat(1 << 20))
            }),
            ..UpdateArticleRequest::default()
        };
        server.articles().update_article(request).await.unwrap();
    }
    server.log_settled().await;
    let mut request = ListChangesRequest {
        view: ArticleView::Full.into(),
        ..ListChangesRequest::default()
    };
    let mut bodies = Vec::new();
    let mut pages = 0;
    loop {
        let page = server
            .changes()
            .list_changes(request.clone())
            .await
            .unwrap()
            .into_inner();
        pages += 1;
        for change in page.changes {
            let Some(Resource::Article(article)) = change.resource else {
                panic!("an article")
            };
            bodies.push(article.body);
        }
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    let expected: Vec<String> = (0..6).map(|n| n.to_string().repeat(1 << 20)).collect();
    assert!(bodies == expected, "each change has the body of its time");
    assert_eq!(pages, 3, "two bodies and what is around them fit in 3 MiB");
}

#[tokio::test]
async fn a_page_token_of_another_order_is_refused() {
    let server = TestServer::start().await;
    create_as(&server, "ada", "A").await;
    create_as(&server, "ada", "B").await;
    server.log_settled().await;
    let request = ListChangesRequest {
        page_size: 1,
        ..ListChangesRequest::default()
    };
    let page = server
        .changes()
        .list_changes(request.clone())
        .await
        .unwrap()
        .into_inner();
    let other = ListChangesRequest {
        page_token: page.next_page_token,
        order: ChangeOrder::NewestFirst.into(),
        ..request
    };
    let status = server.changes().list_changes(other).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::InvalidArgument, "PAGE_TOKEN_INVALID".to_owned())
    );
}
