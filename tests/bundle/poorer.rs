//! Bundles that say less about an article than what is stored: they take nothing away.

use claimstore::wire::pb::{
    Article, ArticleView, BundleResult, CreditKind, GetArticleRequest, ImportOutcome,
    ListArticlesRequest, ListSourcesRequest,
};
use serde_json::{Value, json};

use super::import::{BODY, import, name_of, try_import};
use crate::support::server::TestServer;

async fn stored(server: &TestServer, name: &str) -> Article {
    let request = GetArticleRequest {
        name: name.to_owned(),
        view: ArticleView::Full.into(),
        ..GetArticleRequest::default()
    };
    let article = server.articles().get_article(request).await;
    article.unwrap().into_inner()
}

async fn count_of_articles(server: &TestServer) -> usize {
    let mut articles = server.articles();
    let listed = articles.list_articles(ListArticlesRequest::default()).await;
    listed.unwrap().into_inner().articles.len()
}

async fn count_of_sources(server: &TestServer) -> usize {
    let mut sources = server.sources();
    let listed = sources.list_sources(ListSourcesRequest::default()).await;
    listed.unwrap().into_inner().sources.len()
}

/// What a desk knows about an article.
fn rich() -> Value {
    json!({
        "article": {
            "uri": "https://tide.example/ferries",
            "externalIds": [{"system": "cms", "id": "7"}],
            "publisher": "#tide",
            "headline": "Harbour Town bans night ferries",
            "bylines": [
                {"name": "Ada Rossi", "role": "reporter", "source": "#ada", "printed": "DI ADA ROSSI"},
                {"name": "Ben D’Angelo", "role": "photographer"},
            ],
            "language": "en-GB",
            "numberLocale": "it-IT",
            "datePublished": {"instant": "2025-04-27T22:30:00Z", "printed": "28/04/2025"},
            "section": "Local",
            "body": BODY,
            "citations": [
                {"source": "#watch", "printed": "Photo via @HarbourWatch"},
                {"source": "#petition", "printed": "The petition, read on 26 April"},
                {"source": "#statement", "printed": "https://ferries.example/statement"},
            ],
            "credits": [
                {"kind": "CREDIT_KIND_PHOTO", "source": "#watch", "printed": "Photo via @HarbourWatch"},
                {"kind": "CREDIT_KIND_GRAPHIC", "source": "#agency", "printed": "Map: The Agency"},
            ],
        },
        "sources": [
            {"key": "tide", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "The Tide", "url": "https://tide.example/"}},
            {"key": "ada", "source": {"kind": "SOURCE_KIND_PERSON", "displayName": "Ada Rossi"}},
            {"key": "watch", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Harbour Watch"}},
            {"key": "agency", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "sameAs": ["https://agency.example/id"]}},
            {"key": "petition", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/petition"}},
            {"key": "statement", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://ferries.example/statement"}},
        ],
    })
}

/// The same article as it is printed, the way the import of a plain text reads it.
fn poor() -> Value {
    json!({
        "article": {
            "headline": "HARBOUR TOWN BANS NIGHT FERRIES",
            "bylines": [{"name": "ADA ROSSI", "printed": "DI ADA ROSSI"}],
            "language": "en",
            "numberLocale": "it",
            "datePublished": {"year": 2025, "month": 4, "day": 28, "printed": "28/04/2025"},
            "body": format!("{BODY} \n\n"),
            "citations": [
                {"source": "#at-harbourwatch", "printed": "Photo via @HarbourWatch"},
                {"source": "#s1", "printed": "https://news.example/petition"},
                {"source": "#entry-1", "printed": "Map: The Agency"},
            ],
            "credits": [
                {"kind": "CREDIT_KIND_PHOTO", "source": "#at-harbourwatch", "printed": "Photo via @HarbourWatch"},
                {"kind": "CREDIT_KIND_OTHER", "source": "#entry-1", "printed": "Map: The Agency"},
            ],
        },
        "sources": [
            {"key": "at-harbourwatch", "source": {"kind": "SOURCE_KIND_SOCIAL_POST", "displayName": "@HarbourWatch"}},
            {"key": "s1", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/petition"}},
            {"key": "entry-1", "source": {"kind": "SOURCE_KIND_IMAGE", "displayName": "Map: The Agency"}},
        ],
    })
}

fn is_unchanged(results: &[BundleResult]) -> bool {
    let kept = [ImportOutcome::Unchanged, ImportOutcome::Matched];
    results.iter().all(|it| kept.contains(&it.outcome()))
}

#[tokio::test]
async fn a_plain_text_after_a_rich_bundle_changes_nothing_that_is_stored() {
    let server = TestServer::start().await;
    let first = import(&server, rich()).await;
    let name = name_of(&first, "article");
    let before = stored(&server, &name).await;
    let sources = count_of_sources(&server).await;

    let poor_results = import(&server, poor()).await;
    assert_eq!(name_of(&poor_results, "article"), name);
    assert!(is_unchanged(&poor_results), "{poor_results:?}");
    assert_eq!(stored(&server, &name).await, before);
    assert_eq!(count_of_sources(&server).await, sources);

    for bundle in [rich(), poor(), rich(), poor()] {
        let again = import(&server, bundle).await;
        assert!(is_unchanged(&again), "{again:?}");
    }
    let last = stored(&server, &name).await;
    assert_eq!((last.revision, last.version), (1, 1));
    assert_eq!(count_of_articles(&server).await, 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_rich_bundle_after_a_plain_text_fills_the_same_article() {
    let server = TestServer::start().await;
    let first = import(&server, poor()).await;
    let name = name_of(&first, "article");
    let filled = import(&server, rich()).await;
    assert_eq!(name_of(&filled, "article"), name);
    let article = stored(&server, &name).await;
    assert_eq!(article.uri, "https://tide.example/ferries");
    assert_eq!(article.headline, "Harbour Town bans night ferries");
    let authors: Vec<_> = article
        .bylines
        .iter()
        .map(|it| (it.name.as_str(), it.role.as_str(), it.printed.as_str()))
        .collect();
    assert_eq!(
        authors,
        [
            ("Ada Rossi", "reporter", "DI ADA ROSSI"),
            ("Ben D’Angelo", "photographer", "")
        ]
    );
    assert_eq!(article.credits[0].source, name_of(&filled, "sources[2]"));
    assert_eq!(article.credits[1].kind(), CreditKind::Graphic);
    assert_eq!(article.citations.len(), 4);
    // The plain text lists the map among its citations, too: it now cites the agency.
    import(&server, poor()).await;
    let article = stored(&server, &name).await;
    assert_eq!(article.citations[2].source, article.credits[1].source);
    let (revision, version) = (article.revision, article.version);
    assert_eq!(version, 2, "the headline is spelled otherwise");
    for bundle in [poor(), rich(), poor()] {
        let again = import(&server, bundle).await;
        assert!(is_unchanged(&again), "{again:?}");
    }
    let article = stored(&server, &name).await;
    assert_eq!((article.revision, article.version), (revision, version));
    assert_eq!(count_of_articles(&server).await, 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_byline_that_lists_stored_authors_adds_none() {
    let server = TestServer::start().await;
    let article = |bylines: Value| json!({"article": {"uri": "https://tide.example/1", "headline": "A", "bylines": bylines}});
    let both = json!([{"name": "Ada Rossi", "role": "reporter"}, {"name": "Eva Bianchi"}]);
    let line = json!([{"printed": "DI ADA ROSSI, REPORTER, E EVA BIANCHI"}]);
    let name = name_of(&import(&server, article(line.clone())).await, "article");
    import(&server, article(both.clone())).await;
    let filled = stored(&server, &name).await;
    let names: Vec<_> = filled
        .bylines
        .iter()
        .map(|it| (it.name.as_str(), it.printed.as_str()))
        .collect();
    let printed = "DI ADA ROSSI, REPORTER, E EVA BIANCHI";
    assert_eq!(names, [("Ada Rossi", printed), ("Eva Bianchi", printed)]);
    for bylines in [line, both] {
        assert!(is_unchanged(&import(&server, article(bylines)).await));
    }
    let other = json!([{"printed": "BY ADA ROSSI AND CARLA NERI"}]);
    import(&server, article(other)).await;
    assert_eq!(stored(&server, &name).await.bylines.len(), 3);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_same_text_with_a_uri_is_the_same_article_and_another_uri_is_not() {
    let server = TestServer::start().await;
    let text = |uri: &str, body: &str, day: i32, author: &str| {
        json!({"article": {
            "uri": uri, "headline": "Editorial", "body": body,
            "bylines": [{"name": author}],
            "datePublished": {"year": 2025, "month": 4, "day": day},
        }})
    };
    let first = import(&server, text("", "One text.", 27, "Ada Rossi")).await;
    let with_uri = import(
        &server,
        text("https://a.example/1", "One text.\n", 27, "ADA ROSSI"),
    )
    .await;
    assert_eq!(first[0].name, with_uri[0].name);
    let again = import(&server, text("", "One text.", 27, "Ada Rossi")).await;
    assert_eq!(
        (&again[0].name, again[0].outcome()),
        (&first[0].name, ImportOutcome::Unchanged)
    );

    let mut names = vec![first[0].name.clone()];
    for (uri, body, day, author) in [
        ("https://b.example/1", "One text.", 27, "Ada Rossi"),
        ("", "Another text.", 28, "Ada Rossi"),
        ("https://c.example/1", "One text", 27, "Ada Rossi"),
        ("", "One text.", 29, "Ada Rossi"),
        ("", "One text.", 27, "Eva Bianchi"),
    ] {
        let results = import(&server, text(uri, body, day, author)).await;
        assert!(
            !names.contains(&results[0].name),
            "{uri} {body} {day} {author}"
        );
        names.push(results[0].name.clone());
    }
    // Now two articles have this text, and nothing says which one is meant.
    let status = try_import(&server, text("", "One text.", 27, "ADA ROSSI")).await;
    let message = status.unwrap_err().message().to_owned();
    assert!(message.contains("matches two resources"), "{message}");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_bundle_that_names_another_source_for_a_line_is_believed() {
    let server = TestServer::start().await;
    let credited = |key: &str, name: &str| {
        json!({
            "article": {
                "uri": "https://tide.example/1", "headline": "A",
                "credits": [{"kind": "CREDIT_KIND_PHOTO", "source": format!("#{key}"), "printed": "Photo: Agency"}],
            },
            "sources": [{"key": key, "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": name}}],
        })
    };
    let first = import(&server, credited("a", "The Agency of the Coast")).await;
    let other = import(&server, credited("b", "Agency of Inland")).await;
    assert_ne!(name_of(&first, "sources[0]"), name_of(&other, "sources[0]"));
    let article = stored(&server, &first[0].name).await;
    assert_eq!(article.credits.len(), 1);
    assert_eq!(article.credits[0].source, name_of(&other, "sources[0]"));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_printed_credit_that_is_stored_is_neither_another_source_nor_a_citation() {
    for (kind, name, printed, line) in [
        ("PHOTO", "Eva Bianchi", "", "Photo: Eva Bianchi"),
        (
            "PHOTO",
            "Eva Bianchi",
            "Photo: Eva Bianchi",
            "PHOTO: EVA BIANCHI",
        ),
        (
            "PHOTO",
            "Eva Bianchi",
            "Photo by Eva Bianchi",
            "Foto di Eva Bianchi",
        ),
        (
            "PHOTO",
            "E. Bianchi",
            "Photo by Eva Bianchi",
            "Foto: Eva Bianchi",
        ),
        ("PHOTO", "Eva Bianchi", "", "Image: Eva Bianchi"),
        ("GRAPHIC", "The Agency", "", "Map – The Agency"),
        ("PHOTO", "@eva", "", "Photo via @eva"),
    ] {
        let server = TestServer::start().await;
        let kind = format!("CREDIT_KIND_{kind}");
        let rich = json!({
            "article": {
                "uri": "https://tide.example/1", "headline": "A", "body": BODY,
                "credits": [{"kind": kind, "source": "#eva", "printed": printed}],
            },
            "sources": [{"key": "eva", "source": {"kind": "SOURCE_KIND_PERSON", "displayName": name}}],
        });
        let first = import(&server, rich).await;
        let text_kind = match line.split([':', ' ']).next().unwrap() {
            "Image" => "CREDIT_KIND_OTHER",
            "Map" => "CREDIT_KIND_GRAPHIC",
            _ => "CREDIT_KIND_PHOTO",
        };
        let display_name = if line.contains('@') { "@eva" } else { line };
        let text = json!({
            "article": {
                "uri": "https://tide.example/1", "headline": "A", "body": BODY,
                "citations": [{"source": "#entry-1", "printed": line}],
                "credits": [{"kind": text_kind, "source": "#entry-1", "printed": line}],
            },
            "sources": [{"key": "entry-1", "source": {"kind": "SOURCE_KIND_IMAGE", "displayName": display_name}}],
        });
        let again = import(&server, text).await;
        assert_eq!(count_of_sources(&server).await, 1, "{line}");
        let article = stored(&server, &first[0].name).await;
        assert_eq!(article.citations, [], "{line}");
        assert_eq!(article.credits.len(), 1, "{line}");
        assert_eq!(article.credits[0].source, name_of(&again, "sources[0]"));
        assert_eq!(article.credits[0].kind().as_str_name(), kind);
        server.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_credit_of_somebody_else_is_added_with_its_source() {
    let server = TestServer::start().await;
    let credited = |key: &str, name: &str, line: &str| {
        json!({
            "article": {
                "uri": "https://tide.example/1", "headline": "A", "body": BODY,
                "citations": [{"source": format!("#{key}"), "printed": line}],
                "credits": [{"kind": "CREDIT_KIND_PHOTO", "source": format!("#{key}"), "printed": line}],
            },
            "sources": [{"key": key, "source": {"kind": "SOURCE_KIND_IMAGE", "displayName": name}}],
        })
    };
    let first = import(&server, credited("a", "Agency", "Photo: Agency")).await;
    import(
        &server,
        credited("b", "Photo: Press Agency", "Photo: Press Agency"),
    )
    .await;
    let article = stored(&server, &first[0].name).await;
    assert_eq!((article.citations.len(), article.credits.len()), (2, 2));
    assert_eq!(count_of_sources(&server).await, 2);
    server.stop().await.unwrap();
}
