//! The versions of an article stay readable.

use claimstore::wire::pb::{
    Article, ArticleView, CountClaimsRequest, CreateArticleRequest, GetArticleRequest,
    ListArticleVersionsRequest, UpdateArticleRequest,
};
use sqlx::{Connection as _, PgConnection};
use tonic::Code;

use crate::support::{
    errors::{fields, reason},
    server::TestServer,
};

const MISSING: &str = "articles/0198c0de-0000-7000-8000-000000000001";

/// An article whose body was `One.`, then `Two.`, then `Three.`, each in two revisions.
async fn three_versions(server: &TestServer) -> String {
    let article = |name: &str, body: &str, section: &str| Article {
        name: name.to_owned(),
        headline: "A".to_owned(),
        body: body.to_owned(),
        section: section.to_owned(),
        ..Article::default()
    };
    let request = CreateArticleRequest {
        article: Some(article("", "One.", "first")),
        ..CreateArticleRequest::default()
    };
    let created = server
        .articles()
        .create_article(request)
        .await
        .unwrap()
        .into_inner();
    for (body, section) in [
        ("One.", "last"),
        ("Two.", "first"),
        ("Two.", "last"),
        ("Three.", "first"),
        ("Three.", "last"),
    ] {
        let request = UpdateArticleRequest {
            article: Some(article(&created.name, body, section)),
            ..UpdateArticleRequest::default()
        };
        server.articles().update_article(request).await.unwrap();
    }
    created.name
}

async fn read(server: &TestServer, name: &str, version: i32, view: ArticleView) -> Article {
    let request = GetArticleRequest {
        name: name.to_owned(),
        view: view.into(),
        version,
        ..GetArticleRequest::default()
    };
    server
        .articles()
        .get_article(request)
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test]
async fn a_version_is_read_in_its_last_state() {
    let server = TestServer::start().await;
    let name = three_versions(&server).await;
    for (version, body, revision) in [(1, "One.", 2), (2, "Two.", 4), (3, "Three.", 6)] {
        let article = read(&server, &name, version, ArticleView::Full).await;
        assert_eq!(
            (article.body.as_str(), article.section.as_str()),
            (body, "last")
        );
        assert_eq!((article.version, article.revision), (version, revision));
        let basic = read(&server, &name, version, ArticleView::Basic).await;
        assert_eq!(basic.body, "");
        assert_eq!(basic.body_sha256, article.body_sha256);
    }
    let newest = read(&server, &name, 0, ArticleView::Full).await;
    assert_eq!(newest, read(&server, &name, 3, ArticleView::Full).await);
}

#[tokio::test]
async fn versions_are_listed_in_their_first_state_in_pages_of_every_size() {
    let server = TestServer::start().await;
    let name = three_versions(&server).await;
    for page_size in [0, 1, 2, 3] {
        let mut request = ListArticleVersionsRequest {
            name: name.clone(),
            page_size,
            ..ListArticleVersionsRequest::default()
        };
        let mut found = Vec::new();
        loop {
            let page = server
                .articles()
                .list_article_versions(request.clone())
                .await
                .unwrap();
            let page = page.into_inner();
            found.extend(page.articles);
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        let found: Vec<(i32, i64, &str)> = found
            .iter()
            .map(|it| (it.version, it.revision, it.section.as_str()))
            .collect();
        assert_eq!(found, [(1, 1, "first"), (2, 3, "first"), (3, 5, "first")]);
    }
}

#[tokio::test]
async fn a_missing_version_or_article_is_not_found() {
    let server = TestServer::start().await;
    let name = three_versions(&server).await;
    for (name, version, said) in [
        (name.as_str(), 4, "has no version 4"),
        (MISSING, 1, "does not exist"),
    ] {
        let request = GetArticleRequest {
            name: name.to_owned(),
            version,
            ..GetArticleRequest::default()
        };
        let status = server.articles().get_article(request).await.unwrap_err();
        assert_eq!(
            reason(&status),
            (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned())
        );
        assert_eq!(status.message(), format!("{name} {said}"));
    }
    let request = ListArticleVersionsRequest {
        name: MISSING.to_owned(),
        ..ListArticleVersionsRequest::default()
    };
    let status = server
        .articles()
        .list_article_versions(request)
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}

#[tokio::test]
async fn invalid_requests_for_versions_are_reported_by_field() {
    let server = TestServer::start().await;
    let request = GetArticleRequest {
        name: "articles/1".to_owned(),
        view: 9,
        version: -1,
        ..GetArticleRequest::default()
    };
    let status = server.articles().get_article(request).await.unwrap_err();
    assert_eq!(fields(&status), ["view", "version", "name"]);
    let request = ListArticleVersionsRequest {
        page_size: -1,
        ..ListArticleVersionsRequest::default()
    };
    let status = server
        .articles()
        .list_article_versions(request)
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["page_size", "name"]);
}

#[tokio::test]
async fn a_count_stops_at_its_bound_and_reports_that_there_is_more() {
    let server = TestServer::start().await;
    let mut connection = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    let count = async || {
        let request = CountClaimsRequest::default();
        let answer = server
            .claims()
            .count_claims(request)
            .await
            .unwrap()
            .into_inner();
        (answer.count, answer.exceeded)
    };
    assert_eq!(count().await, (0, false));
    let insert = "
        insert into claims (id, revision, doc_version, doc, type, language, identity)
        select gen_random_uuid(), 1, 1, '', 1, 'en', decode(md5(n::text), 'hex')
        from generate_series($1::integer, $2::integer) n
    ";
    for (first, last, expected) in [
        (1, 10_000, (10_000, false)),
        (10_001, 10_001, (10_000, true)),
    ] {
        sqlx::query(insert)
            .bind(first)
            .bind(last)
            .execute(&mut connection)
            .await
            .unwrap();
        assert_eq!(count().await, expected);
    }
}
