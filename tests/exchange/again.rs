//! What an export of a store says is known to the store when it is imported again.

use std::fs;

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Article, Claim, Date, ImportBundleRequest, ListClaimsRequest, ListSourcesRequest,
        MergeSourcesRequest, ReportedAppearance, Review, Source, SourceKind, Verdict,
    },
};
use serde_json::Value;

use super::{
    articles::{URI, article, item, retract},
    claimstore, export_lines,
};
use crate::support::{samples::claim, server::TestServer};

const EXAMPLE: &str = include_str!("../../examples/foreign-fighters.json");

async fn import(server: &TestServer, format: &str, text: &str) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("file"), text).unwrap();
    let args = ["import", "--format", format, "file"];
    claimstore(server, &args, directory.path()).await
}

/// A store with an article, its claims and reviews, and a claim that is only reported.
async fn filled() -> TestServer {
    let server = TestServer::start().await;
    let example = ImportBundleRequest {
        bundle: Some(read_bundle(EXAMPLE).unwrap()),
        ..ImportBundleRequest::default()
    };
    server.bundles().import_bundle(example).await.unwrap();
    // Somebody who is known by the name alone, as the one who made a claim and in evidence.
    let speaker = Source {
        kind: SourceKind::Person.into(),
        display_name: "A. Rossi".to_owned(),
        ..Source::default()
    };
    let speaker = server.create_source(speaker).await.unwrap();
    let reported = Claim {
        reported_appearances: vec![ReportedAppearance {
            source: speaker.name.clone(),
            ..ReportedAppearance::default()
        }],
        ..claim("The night ferries run on Sundays")
    };
    server.create_claim(reported).await.unwrap();
    // An article that somebody else names, too, as where its claim was made.
    let printed = serde_json::json!({
        "article": {"uri": "https://paper.example/port", "headline": "Port", "language": "en",
            "datePublished": {"year": 2026, "month": 3, "day": 2}, "body": "The port is closed."},
        "sources": [{"key": "page", "source": {
            "kind": "SOURCE_KIND_NEWS_ARTICLE", "url": "https://paper.example/port"}}],
        "claims": [{
            "claim": {"statement": "The port is closed", "language": "en",
                "reportedAppearances": [{"document": "#page"}]},
            "appearances": [{"anchors": [{"part": "ARTICLE_PART_BODY", "exact": "port is closed"}]}]}],
    });
    let printed = ImportBundleRequest {
        bundle: Some(read_bundle(&printed.to_string()).unwrap()),
        ..ImportBundleRequest::default()
    };
    server.bundles().import_bundle(printed).await.unwrap();
    let request = ListClaimsRequest::default();
    let listed = server.claims().list_claims(request).await;
    for stored in listed.unwrap().into_inner().claims {
        let review = Review {
            author: "The Desk".to_owned(),
            url: format!("https://desk.example/{}", stored.name),
            verdict: Verdict::Mixed.into(),
            evidence: vec![speaker.name.clone()],
            ..Review::default()
        };
        server.create_review(&stored, review).await.unwrap();
    }
    server
}

#[tokio::test]
async fn an_export_that_is_imported_into_its_own_store_changes_nothing() {
    let server = filled().await;
    for format in ["claim-review", "web-annotation", "nanopublication", "ninjs"] {
        let length = server.log_length().await;
        let exported = export_lines(&server, format).await;
        let least = if format == "ninjs" { 1 } else { 20 };
        assert!(exported.lines().count() >= least, "{format}");
        let (code, said) = import(&server, format, &exported).await;
        assert_eq!(code, 0, "{format}: {said}");
        assert_eq!(server.log_length().await, length, "{format}: {said}");
    }
}

#[tokio::test]
async fn what_another_store_exported_is_known_again_by_its_identifiers() {
    let server = filled().await;
    let exported = export_lines(&server, "claim-review").await;
    let other = TestServer::start().await;
    let (code, said) = import(&other, "claim-review", &exported).await;
    assert_eq!(code, 0, "{said}");
    let length = other.log_length().await;
    let (code, said) = import(&other, "claim-review", &exported).await;
    assert_eq!(code, 0, "{said}");
    assert_eq!(other.log_length().await, length, "{said}");
    let request = ListSourcesRequest::default();
    let listed = other.sources().list_sources(request).await;
    let sources = listed.unwrap().into_inner().sources;
    let named = sources.iter().filter(|it| it.display_name == "A. Rossi");
    assert_eq!(named.count(), 1);
}

#[tokio::test]
async fn an_export_of_a_claim_that_says_something_else_by_now_is_listed_and_not_imported() {
    let server = filled().await;
    let request = ListClaimsRequest::default();
    let listed = server.claims().list_claims(request).await.unwrap();
    let formats = ["claim-review", "web-annotation"];
    let mut exported = Vec::new();
    for format in formats {
        exported.push(export_lines(&server, format).await);
    }
    for stored in listed.into_inner().claims {
        let edited = Claim {
            statement: format!("{} (edited)", stored.statement),
            ..stored
        };
        server.update_claim(edited, &["statement"]).await.unwrap();
    }
    let length = server.log_length().await;
    for (format, exported) in formats.into_iter().zip(&exported) {
        let (code, said) = import(&server, format, exported).await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("says something else by now"), "{said}");
        assert_eq!(server.log_length().await, length, "{format}: {said}");
    }
}

#[tokio::test]
async fn a_page_of_annotations_tells_the_same_however_an_export_is_divided() {
    let words: Vec<String> = (0..120)
        .map(|it| format!("boat number {it} waits"))
        .collect();
    let server = TestServer::start().await;
    store_article(
        &server,
        &format!("Many boats drift away. {}.", words.join(". ")),
    )
    .await;
    let says = |id: usize, text: &str, words: &str| {
        serde_json::json!({
            "id": format!("https://notes.example/{id}"), "type": "Annotation",
            "body": {"type": "schema:Claim", "schema:text": text, "schema:inLanguage": "en"},
            "target": {"source": "https://paper.example/ships",
                "selector": {"type": "TextQuoteSelector", "exact": words}},
        })
    };
    let mut items = vec![says(1_000, "Boats drift.", "boats drift away")];
    let fillers = words.iter().enumerate();
    items.extend(fillers.map(|(at, words)| says(at, &format!("Boat {at} waits."), words)));
    items.push(says(1_001, "The harbour is empty.", "boats drift away"));
    let page = serde_json::json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://notes.example/page",
        "type": "AnnotationPage", "items": items,
    });
    let (code, said) = import(&server, "web-annotation", &page.to_string()).await;
    assert_eq!(code, 0, "{said}");
    let request = ListClaimsRequest {
        page_size: 1_000,
        ..ListClaimsRequest::default()
    };
    let listed = server.claims().list_claims(request).await.unwrap();
    let claims = listed.into_inner().claims;
    assert_eq!(claims.len(), 122);
    let drifting = claims.into_iter().find(|it| it.statement == "Boats drift.");
    let edited = Claim {
        statement: "Boats drift out to sea.".to_owned(),
        ..drifting.unwrap()
    };
    server.update_claim(edited, &["statement"]).await.unwrap();
    let exported = export_lines(&server, "web-annotation").await;
    let [written] = exported.lines().collect::<Vec<_>>()[..] else {
        panic!("{}", exported.lines().count());
    };
    let written: Value = serde_json::from_str(written).unwrap();
    let text = |at: usize| written["items"][at]["body"]["schema:text"].clone();
    assert_eq!(
        [text(0), text(121)],
        ["Boats drift out to sea.", "The harbour is empty."]
    );
    let length = server.log_length().await;
    let (code, said) = import(&server, "web-annotation", &exported).await;
    assert_eq!(code, 0, "{said}");
    let change = server.log_length().await - length;
    // The page itself is kept as it is now.
    assert_eq!(change, 1, "{said}");
}

#[tokio::test]
async fn an_export_of_a_changed_news_item_is_never_taken_for_a_version_of_its_provider() {
    let too_long = "Ferries stop. ".repeat(20_000);
    for body in ["Ferries stop.", &too_long] {
        let server = TestServer::start().await;
        let give = async |text: &str| {
            let length = server.log_length().await;
            let (code, said) = import(&server, "ninjs", text).await;
            assert_eq!(code, 0, "{said}");
            (server.log_length().await - length, said)
        };
        let mut provided = item(3, 8, body);
        provided["versionCreated"] = "2024-03-02T08:00:00Z".into();
        give(&provided.to_string()).await;
        let name = article(&server, URI).await.name;
        retract(&server, &name).await;
        let first = export_lines(&server, "ninjs").await;
        let (written, said) = give(&first).await;
        assert_eq!(written, 0, "{said}");
        assert!(!said.contains("earlier state"), "{said}");
        let renamed = Article {
            name,
            headline: "Ferries run".to_owned(),
            ..Article::default()
        };
        server.update_article(renamed, &["headline"]).await.unwrap();
        let second = export_lines(&server, "ninjs").await;
        assert_ne!(first, second);
        for (export, is_earlier) in [(&first, true), (&second, false)] {
            let (written, said) = give(export).await;
            assert_eq!(written, 0, "{said}");
            assert_eq!(said.contains("an earlier state"), is_earlier, "{said}");
        }
        provided["version"] = "4".into();
        provided["versionCreated"] = "2025-03-02T08:00:00Z".into();
        provided["bodies"][0]["value"] = "Ferries run at ten.".into();
        give(&provided.to_string()).await;
        assert_eq!(article(&server, URI).await.body, "Ferries run at ten.");
    }
}

/// Stores an article about ships.
async fn store_article(server: &TestServer, body: &str) -> Article {
    let article = Article {
        uri: "https://paper.example/ships".to_owned(),
        headline: "Ships".to_owned(),
        language: "en".to_owned(),
        body: body.to_owned(),
        ..Article::default()
    };
    server.create_article(article).await.unwrap()
}

/// Stores an article, and imports an annotation of words in it.
async fn annotated(body: &str) -> (TestServer, Article) {
    let server = TestServer::start().await;
    let article = store_article(&server, body).await;
    let (code, said) = import(&server, "web-annotation", ANNOTATION).await;
    assert_eq!(code, 0, "{said}");
    (server, article)
}

const ANNOTATION: &str = r#"{"@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://notes.example/1", "type": "Annotation", "rights": "https://own.example/",
    "body": {"type": "schema:Claim", "schema:text": "Ships wait.", "schema:inLanguage": "en"},
    "target": {"source": "https://paper.example/ships", "selector": [
        {"type": "TextQuoteSelector", "exact": "ships wait outside"},
        {"type": "TextPositionSelector", "start": 4, "end": 22}]}}"#;

/// The annotations in an export: their ids, and the places of their words.
async fn annotations(server: &TestServer) -> Vec<(String, Value)> {
    let exported = export_lines(server, "web-annotation").await;
    let values = exported
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of = |it: Value| {
        let id = it["id"].as_str().unwrap().to_owned();
        (id, it["target"]["selector"][1]["start"].clone())
    };
    values.map(of).collect()
}

#[tokio::test]
async fn a_whole_export_has_a_kept_annotation_once_and_where_its_words_are_now() {
    let (server, article) = annotated("The ships wait outside the port.").await;
    let id = "https://notes.example/1".to_owned();
    assert_eq!(annotations(&server).await, [(id.clone(), 4.into())]);
    let edited = Article {
        name: article.name.clone(),
        body: "Today the ships wait outside the port.".to_owned(),
        ..Article::default()
    };
    server.update_article(edited, &["body"]).await.unwrap();
    assert_eq!(annotations(&server).await, [(id.clone(), 10.into())]);
    let exported = export_lines(&server, "web-annotation").await;
    assert!(exported.contains("https://own.example/"), "{exported}");

    // Merged into another source, the document is no longer written, and the appearance is.
    let request = ListSourcesRequest::default();
    let listed = server.sources().list_sources(request).await;
    let kept = listed.unwrap().into_inner().sources.remove(0);
    let survivor = Source {
        kind: SourceKind::Document.into(),
        url: "https://notes.example/all".to_owned(),
        ..Source::default()
    };
    let survivor = server.create_source(survivor).await.unwrap();
    let merge = MergeSourcesRequest {
        name: kept.name,
        into: survivor.name,
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let left = annotations(&server).await;
    assert_eq!(left.len(), 1);
    assert!(left[0].0.starts_with("urn:uuid:"), "{left:?}");
}

#[tokio::test]
async fn an_annotation_that_could_only_be_kept_is_not_changed_by_its_own_export() {
    let server = TestServer::start().await;
    store_article(&server, "No vessel is here.").await;
    let (code, said) = import(&server, "web-annotation", ANNOTATION).await;
    assert!(code == 0 && said.contains("left out"), "{said}");
    let exported = export_lines(&server, "web-annotation").await;
    let length = server.log_length().await;
    import(&server, "web-annotation", &exported).await;
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn when_an_article_was_stored_is_not_when_another_store_says_that_it_was_published() {
    let server = TestServer::start().await;
    let article = Article {
        headline: "Ships".to_owned(),
        language: "en".to_owned(),
        body: "The ships wait.".to_owned(),
        date_published: Some(Date {
            year: 2026,
            month: 3,
            day: 2,
            ..Date::default()
        }),
        ..Article::default()
    };
    server.create_article(article).await.unwrap();
    let exported = export_lines(&server, "ninjs").await;
    let other = TestServer::start().await;
    import(&other, "ninjs", &exported).await;
    let there = export_lines(&other, "ninjs").await;
    let there: Value = serde_json::from_str(&there).unwrap();
    assert!(there["firstCreated"].is_null(), "{there}");
}

#[tokio::test]
async fn an_item_of_others_cannot_take_the_identifier_of_a_stored_article() {
    let server = TestServer::start().await;
    let article = Article {
        headline: "Ships".to_owned(),
        language: "en".to_owned(),
        body: "The ships wait.".to_owned(),
        ..Article::default()
    };
    let stored = server.create_article(article).await.unwrap();
    let id = stored.name.strip_prefix("articles/").unwrap();
    let length = server.log_length().await;
    for uri in [
        format!("urn:uuid:{id}"),
        format!("https://other.example/{}", stored.name),
    ] {
        let mut foreign = item(1, 8, "Ferries stop.");
        foreign["uri"] = uri.into();
        let (code, said) = import(&server, "ninjs", &foreign.to_string()).await;
        assert_eq!(code, 3, "{said}");
        assert!(said.contains("has the identifier of articles/"), "{said}");
    }
    assert_eq!(server.log_length().await, length);
}
