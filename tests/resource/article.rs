//! Articles: their texts, versions, views and filters.

use claimstore::wire::pb::{
    Article, ArticleFilter, ArticleView, AttributionChain, BatchGetArticlesRequest, ExternalId,
    Genre, GetArticleRequest, ListArticlesRequest,
};
use prost_types::Timestamp;
use sha2::{Digest as _, Sha256};
use tonic::Status;

use crate::support::{
    errors::{missing, sorted_fields, why},
    samples::{BODY, appearance, article, claim, full_article, hop, outlet},
    server::TestServer,
};

/// The given article, with the output-only fields of the answer.
fn as_answered(given: Article, answer: &Article) -> Article {
    Article {
        name: answer.name.clone(),
        body_sha256: answer.body_sha256.clone(),
        version: answer.version,
        revision: answer.revision,
        etag: answer.etag.clone(),
        create_time: answer.create_time,
        update_time: answer.update_time,
        ..given
    }
}

fn sha256(body: &str) -> String {
    format!("{:x}", Sha256::digest(body))
}

#[tokio::test]
async fn every_field_is_kept_and_output_only_ones_are_ignored() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    let given = full_article(&source);
    let created = server
        .create_article(Article {
            name: "no name".to_owned(),
            body_sha256: "0".repeat(64),
            version: 9,
            revision: 9,
            etag: "old".to_owned(),
            create_time: Some(Timestamp::default()),
            update_time: Some(Timestamp::default()),
            ..given.clone()
        })
        .await
        .unwrap();
    assert_eq!((created.version, created.revision), (1, 1));
    assert_eq!(created.body_sha256, sha256(BODY));
    assert_ne!(created.create_time, Some(Timestamp::default()));
    assert_eq!(created.create_time, created.update_time);
    let read = server.get_article(&created.name).await.unwrap();
    assert_eq!(read, as_answered(given, &created));
}

#[tokio::test]
async fn the_body_is_only_in_the_full_view_which_is_the_default_of_get_alone() {
    let server = TestServer::start().await;
    let created = server
        .create_article(article("Soldiers", "They came."))
        .await
        .unwrap();
    assert_eq!(created.body, "", "answers but Get are basic");
    let name = created.name.clone();
    let full = Article {
        body: "They came.".to_owned(),
        ..created.clone()
    };
    for (view, of_get, elsewhere) in [
        (ArticleView::Unspecified, &full, &created),
        (ArticleView::Basic, &created, &created),
        (ArticleView::Full, &full, &full),
    ] {
        let view = view.into();
        let request = GetArticleRequest {
            name: name.clone(),
            view,
            version: 0,
            ..GetArticleRequest::default()
        };
        let read = server.articles().get_article(request).await.unwrap();
        assert_eq!(&read.into_inner(), of_get);
        let request = BatchGetArticlesRequest {
            names: vec![name.clone()],
            view,
            ..BatchGetArticlesRequest::default()
        };
        let read = server.articles().batch_get_articles(request).await.unwrap();
        assert_eq!(&read.into_inner().articles[0], elsewhere);
        let request = ListArticlesRequest {
            view,
            ..ListArticlesRequest::default()
        };
        let read = server.articles().list_articles(request).await.unwrap();
        assert_eq!(&read.into_inner().articles[0], elsewhere);
    }
}

#[tokio::test]
async fn an_unknown_view_is_reported_together_with_other_violations() {
    let server = TestServer::start().await;
    let mut articles = server.articles();
    let get = articles.get_article(GetArticleRequest {
        name: "x".to_owned(),
        view: 9,
        version: 0,
        ..GetArticleRequest::default()
    });
    assert_eq!(sorted_fields(&get.await.unwrap_err()), ["name", "view"]);
    let batch = articles.batch_get_articles(BatchGetArticlesRequest {
        names: vec!["x".to_owned()],
        view: 9,
        ..BatchGetArticlesRequest::default()
    });
    assert_eq!(
        sorted_fields(&batch.await.unwrap_err()),
        ["names[0]", "view"]
    );
    let list = articles.list_articles(ListArticlesRequest {
        page_size: -1,
        view: 9,
        ..ListArticlesRequest::default()
    });
    assert_eq!(
        sorted_fields(&list.await.unwrap_err()),
        ["page_size", "view"]
    );
}

#[tokio::test]
async fn the_version_increases_exactly_when_body_or_headline_change() {
    let server = TestServer::start().await;
    let first = server
        .create_article(article("Soldiers", "They came."))
        .await
        .unwrap();
    let with = |patch: Article| Article {
        name: first.name.clone(),
        ..patch
    };
    let steps: [(Article, &[&str], i32, &str); 7] = [
        (
            Article {
                section: "World".to_owned(),
                ..Article::default()
            },
            &["section"],
            1,
            "They came.",
        ),
        (article("", "They left."), &["body"], 2, "They left."),
        (article("Men", "They left."), &["headline"], 3, "They left."),
        (
            Article {
                section: "Home".to_owned(),
                ..article("Men", "They left.")
            },
            &["headline", "body", "section"],
            3,
            "They left.",
        ),
        (article("Soldiers", "They came."), &[], 4, "They came."),
        (article("", ""), &["body"], 5, ""),
        (article("", "\r\n"), &["body"], 6, "\r\n"),
    ];
    for (patch, paths, version, body) in steps {
        let answer = server.update_article(with(patch), paths).await.unwrap();
        assert_eq!(answer.version, version, "{paths:?}");
        let hash = if body.is_empty() {
            String::new()
        } else {
            sha256(body)
        };
        assert_eq!(answer.body_sha256, hash);
        let read = server.get_article(&first.name).await.unwrap();
        assert_eq!((read.body.as_str(), read.version), (body, version));
    }
}

#[tokio::test]
async fn a_body_keeps_every_code_point() {
    let server = TestServer::start().await;
    for body in [
        "\u{feff}bom, CRLF\r\n\ttab \u{2028} e\u{301} é \u{202e}rtl שלום 👩‍🚀 “”",
        " ",
        "\n\n",
        "\u{10ffff}\u{fffd}\u{1}",
    ] {
        let created = server.create_article(article(body, body)).await;
        // White space alone is not a valid headline, but it is a valid body.
        let created = match created {
            Ok(created) => created,
            Err(_) => server.create_article(article("x", body)).await.unwrap(),
        };
        let read = server.get_article(&created.name).await.unwrap();
        assert_eq!(read.body, body);
        server
            .update_article(
                Article {
                    name: read.name,
                    ..article(&format!("was {body:?}"), "")
                },
                &["headline"],
            )
            .await
            .unwrap();
    }
}

async fn batch(
    server: &TestServer,
    names: &[&str],
    view: ArticleView,
) -> Result<Vec<Article>, Status> {
    let request = BatchGetArticlesRequest {
        names: names.iter().map(|&name| name.to_owned()).collect(),
        view: view.into(),
        ..BatchGetArticlesRequest::default()
    };
    let answer = server.articles().batch_get_articles(request).await?;
    Ok(answer.into_inner().articles)
}

#[tokio::test]
async fn a_batch_is_all_or_nothing() {
    let server = TestServer::start().await;
    let a = server.create_article(article("A", "a")).await.unwrap();
    let b = server.create_article(article("B", "b")).await.unwrap();
    let absent = "articles/00000000-0000-0000-0000-000000000001";
    let names = [b.name.as_str(), &a.name, &b.name];
    let read = batch(&server, &names, ArticleView::Full).await.unwrap();
    let bodies: Vec<&str> = read.iter().map(|it| it.body.as_str()).collect();
    assert_eq!(bodies, ["b", "a", "b"]);
    for view in [ArticleView::Basic, ArticleView::Full] {
        let names = [a.name.as_str(), absent];
        let status = batch(&server, &names, view).await.unwrap_err();
        assert_eq!(missing(&status), [absent]);
    }
}

#[tokio::test]
async fn a_batch_of_more_than_three_mebibytes_is_refused_and_fits_in_the_basic_view() {
    let server = TestServer::start().await;
    let body = "x".repeat(900 << 10);
    let a = server.create_article(article("A", &body)).await.unwrap();
    let name = a.name.as_str();
    let three = [name; 3];
    let read = batch(&server, &three, ArticleView::Full).await.unwrap();
    assert_eq!(read.len(), 3);
    let four = [name; 4];
    let status = batch(&server, &four, ArticleView::Full).await.unwrap_err();
    assert_eq!(why(&status), "RESPONSE_TOO_LARGE");
    assert_eq!(
        batch(&server, &four, ArticleView::Basic).await.unwrap(),
        [a.clone(), a.clone(), a.clone(), a]
    );
}

#[tokio::test]
async fn a_list_holds_what_matches_all_conditions_in_the_order_of_names() {
    let server = TestServer::start().await;
    let outlet = async |name| server.create_source(outlet(name)).await.unwrap();
    let (paper, photo, kyiv) = (
        outlet("Paper").await,
        outlet("Photo").await,
        outlet("Kyiv").await,
    );
    let full = server.create_article(full_article(&photo)).await.unwrap();
    let plain = Article {
        publisher: paper.name.clone(),
        genre: Genre::SatiricalArticle.into(),
        ..article("Plain", "Kyiv says so.")
    };
    let plain = server.create_article(plain).await.unwrap();
    let other = server.create_article(article("Other", "")).await.unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let mut printed = appearance(&plain, "says so");
    printed.chains = vec![AttributionChain {
        hops: vec![hop(&kyiv)],
    }];
    server.create_appearance(&said, printed).await.unwrap();

    let none = ArticleFilter::default;
    let external = |id: &str| ArticleFilter {
        external_id: Some(ExternalId {
            system: "cms".to_owned(),
            id: id.to_owned(),
        }),
        ..none()
    };
    let publisher = |name: &str| ArticleFilter {
        publisher: name.to_owned(),
        ..none()
    };
    let source = |name: &str| ArticleFilter {
        source: name.to_owned(),
        ..none()
    };
    let uri = |uri: &str| ArticleFilter {
        uri: uri.to_owned(),
        ..none()
    };
    let of_claim = ArticleFilter {
        claim: said.name.clone(),
        ..none()
    };
    let of_genre = ArticleFilter {
        genre: Genre::AnalysisNewsArticle.into(),
        ..none()
    };
    let both = |genre: Genre| ArticleFilter {
        uri: full.uri.clone(),
        publisher: photo.name.clone(),
        source: photo.name.clone(),
        genre: genre.into(),
        ..external("48213")
    };
    for (filter, expected) in [
        (none(), vec![&full, &plain, &other]),
        (uri("https://paper.example/48213"), vec![&full]),
        (
            uri("http://www.PAPER.example/48213/?utm_source=x"),
            vec![&full],
        ),
        (uri("urn:newsml:paper.example:48213"), vec![&full]),
        (uri("urn:newsml:PAPER.example:48213"), vec![]),
        (external("48213"), vec![&full]),
        (external("48214"), vec![]),
        (publisher(&paper.name), vec![&plain]),
        (source(&photo.name), vec![&full]),
        (source(&kyiv.name), vec![&plain]),
        (of_claim.clone(), vec![&plain]),
        (of_genre, vec![&full]),
        (both(Genre::AnalysisNewsArticle), vec![&full]),
        (both(Genre::SatiricalArticle), vec![]),
        (
            ArticleFilter {
                source: kyiv.name.clone(),
                publisher: paper.name.clone(),
                ..of_claim
            },
            vec![&plain],
        ),
    ] {
        let request = ListArticlesRequest {
            filter: Some(filter.clone()),
            ..ListArticlesRequest::default()
        };
        let answer = server.articles().list_articles(request).await.unwrap();
        let mut expected: Vec<Article> = expected.into_iter().cloned().collect();
        expected.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!(answer.into_inner().articles, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn all_invalid_conditions_are_reported() {
    let server = TestServer::start().await;
    let name = "claims/00000000-0000-0000-0000-000000000001";
    let request = ListArticlesRequest {
        filter: Some(ArticleFilter {
            uri: "paper".to_owned(),
            external_id: Some(ExternalId {
                system: "C M S".to_owned(),
                id: String::new(),
            }),
            publisher: name.to_owned(),
            source: name.to_owned(),
            claim: "x".to_owned(),
            genre: -1,
            ..ArticleFilter::default()
        }),
        ..ListArticlesRequest::default()
    };
    let status = server.articles().list_articles(request).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "filter.claim",
            "filter.external_id.id",
            "filter.external_id.system",
            "filter.genre",
            "filter.publisher",
            "filter.source",
            "filter.uri"
        ]
    );
}
