//! Articles that come as news items, and annotations of them.

use std::{fs, path::Path};

use claimstore::wire::pb::{Article, GetArticleRequest, ListAppearancesRequest};
use serde_json::{Value, json};

use super::{claimstore, export_lines};
use crate::support::server::TestServer;

const URI: &str = "https://wire.example/items/7";

fn item(version: u32, hour: u32, body: &str) -> Value {
    json!({
        "uri": URI, "type": "text", "version": version.to_string(), "language": "en",
        "versionCreated": format!("2026-03-02T{hour:02}:00:00Z"),
        "by": "Ada Rossi", "urgency": 4,
        "headlines": [{"role": "main", "value": "Ferries stop at night"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": body}],
    })
}

async fn import(
    server: &TestServer,
    directory: &Path,
    format: &str,
    document: &Value,
) -> (i32, String) {
    let file = directory.join("document.json");
    fs::write(&file, document.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let args = ["import", "--format", format, "--language", "en", file];
    claimstore(server, &args, directory).await
}

async fn article(server: &TestServer, uri: &str) -> Article {
    let request = GetArticleRequest {
        uri: uri.to_owned(),
        ..GetArticleRequest::default()
    };
    let found = server.articles().get_article(request).await;
    found.unwrap().into_inner()
}

#[tokio::test]
async fn a_later_news_item_is_the_next_version_and_an_earlier_one_never_comes_back() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let give = async |document: Value| import(&server, directory, "ninjs", &document).await;
    assert_eq!(give(item(1, 8, "Ferries stop.")).await.0, 0);
    assert_eq!(give(item(2, 9, "Ferries stop at ten.")).await.0, 0);
    let second = article(&server, URI).await;
    assert_eq!(
        (second.version, second.body.as_str()),
        (2, "Ferries stop at ten.")
    );

    let (code, said) = give(item(1, 8, "Ferries stop.")).await;
    assert!(code == 0 && said.contains("an earlier state"), "{said}");
    assert_eq!(article(&server, URI).await.revision, second.revision);

    let mut third = item(3, 10, "Ferries stop at eleven.");
    third["uri"] = json!("https://wire.example/items/8");
    third["evolvedFrom"] = json!(URI);
    assert_eq!(give(third).await.0, 0);
    let stored = article(&server, "https://wire.example/items/8").await;
    assert_eq!((stored.name, stored.version), (second.name, 3));
}

#[tokio::test]
async fn what_changes_in_the_store_changes_in_the_item_and_nothing_else() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let given = item(1, 8, "Ferries stop.");
    let (code, said) = import(&server, directory.path(), "ninjs", &given).await;
    assert_eq!(code, 0, "{said}");
    let exported: Value = serde_json::from_str(&export_lines(&server, "ninjs").await).unwrap();
    assert_eq!(exported, given);

    let stored = article(&server, URI).await;
    let changed = Article {
        name: stored.name,
        headline: "Ferries stop at noon".to_owned(),
        ..Article::default()
    };
    server.update_article(changed, &["headline"]).await.unwrap();
    let exported: Value = serde_json::from_str(&export_lines(&server, "ninjs").await).unwrap();
    assert_eq!(exported["headlines"][0]["value"], "Ferries stop at noon");
    for member in ["uri", "by", "urgency", "bodies", "language"] {
        assert_eq!(exported[member], given[member], "{member}");
    }
}

#[tokio::test]
async fn words_that_an_annotation_says_are_a_claim_become_an_appearance_where_they_stand() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let body = "It is late. Ferries 🚢 stop at ten. Ferries stop at eleven elsewhere.";
    import(&server, directory, "ninjs", &item(1, 8, body)).await;
    let annotation = |id: u32, exact: &str| {
        json!({
            "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
            "id": format!("https://notes.example/{id}"),
            "body": {"type": "TextualBody", "purpose": "describing", "language": "en",
                "value": "Ferries do not run after ten"},
            "target": {"source": URI, "selector": {"type": "TextQuoteSelector", "exact": exact}},
        })
    };
    let given = [
        annotation(1, "Ferries 🚢 stop at ten"),
        annotation(2, "Ferries stop at noon"),
    ];
    for document in &given {
        let file = directory.join("annotation.json");
        fs::write(&file, document.to_string()).unwrap();
        let file = file.to_str().unwrap();
        let purpose = ["--statement-purpose", "describing"];
        let args = [
            "import",
            "--format",
            "web-annotation",
            purpose[0],
            purpose[1],
            file,
        ];
        let (code, said) = claimstore(&server, &args, directory).await;
        assert_eq!(code, 0, "{said}");
    }
    let article = article(&server, URI).await;
    let request = ListAppearancesRequest {
        parent: "claims/-".to_owned(),
        ..ListAppearancesRequest::default()
    };
    let appearances = server.claims().list_appearances(request).await.unwrap();
    let appearances = appearances.into_inner().appearances;
    assert_eq!(appearances.len(), 1);
    let anchor = &appearances[0].anchors[0];
    assert_eq!(appearances[0].article, article.name);
    assert_eq!((anchor.start(), anchor.end()), (12, 33));
    // Both come out as they went in, one of them because its words are not there.
    let exported: Vec<Value> = export_lines(&server, "web-annotation")
        .await
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for document in &given {
        assert!(exported.contains(document), "{document}");
    }
}
