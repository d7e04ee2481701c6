//! Articles that come as news items, and annotations of them.

use std::{fs, path::Path};

use claimstore::wire::pb::{
    Article, Citation, Credit, CreditKind, GetArticleRequest, ListAppearancesRequest,
    ListArticlesRequest, RetractArticleRequest, Retraction,
};
use serde_json::{Value, json};

use super::{claimstore, export_lines};
use crate::support::{
    samples::{self, page},
    server::TestServer,
};

pub const URI: &str = "https://wire.example/items/7";

pub fn item(version: u32, hour: u32, body: &str) -> Value {
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
    let options = ["--format", format, "--language", "en"];
    import_with(server, directory, &options, document).await
}

async fn import_with(
    server: &TestServer,
    directory: &Path,
    options: &[&str],
    document: &Value,
) -> (i32, String) {
    let file = directory.join("document.json");
    fs::write(&file, document.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let args = [&["import"], options, &[file]].concat();
    claimstore(server, &args, directory).await
}

/// The only item of an export.
async fn exported(server: &TestServer) -> Value {
    serde_json::from_str(&export_lines(server, "ninjs").await).unwrap()
}

async fn change(server: &TestServer, name: &str, field: &str, change: Article) -> Article {
    let changed = Article {
        name: name.to_owned(),
        ..change
    };
    server.update_article(changed, &[field]).await.unwrap()
}

pub async fn retract(server: &TestServer, name: &str) {
    let request = RetractArticleRequest {
        name: name.to_owned(),
        retraction: Some(Retraction {
            reason: "They do not.".to_owned(),
            ..Retraction::default()
        }),
        ..RetractArticleRequest::default()
    };
    server.articles().retract_article(request).await.unwrap();
}

async fn count(server: &TestServer) -> usize {
    let request = ListArticlesRequest::default();
    let listed = server.articles().list_articles(request).await.unwrap();
    listed.into_inner().articles.len()
}

pub async fn article(server: &TestServer, uri: &str) -> Article {
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
async fn the_same_item_again_changes_nothing_that_a_desk_wrote_since() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let give = async |document: Value| import(&server, directory, "ninjs", &document).await;
    assert_eq!(give(item(1, 8, "Ferries stop.")).await.0, 0);
    let stored = article(&server, URI).await;
    let headline = Article {
        headline: "Ferries stop at noon".to_owned(),
        ..Article::default()
    };
    change(&server, &stored.name, "headline", headline).await;
    let section = Article {
        section: "World".to_owned(),
        ..Article::default()
    };
    let edited = change(&server, &stored.name, "section", section).await;
    // The same, and something else under the same version.
    let mut same = item(1, 8, "Ferries stop.");
    for is_changed in [false, true] {
        let (code, said) = give(same.clone()).await;
        assert!(code == 0 && said.contains("updated 0,"), "{said}");
        let listed = said.contains("says something else than the state with the same version");
        assert_eq!(listed, is_changed, "{said}");
        assert_eq!(article(&server, URI).await.revision, edited.revision);
        same["urgency"] = json!(5);
    }
    // What a later item says replaces what the desk wrote, and the rest stays.
    assert_eq!(give(item(2, 9, "Ferries stop at ten.")).await.0, 0);
    let later = article(&server, URI).await;
    assert_eq!(later.headline, "Ferries stop at night");
    assert_eq!(
        (later.body.as_str(), later.section.as_str()),
        ("Ferries stop at ten.", "World")
    );
}

#[tokio::test]
async fn an_item_that_does_not_say_which_state_it_is_replaces_none_that_does() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let give = async |document: &Value| import(&server, directory, "ninjs", document).await;
    let without = |body: &str| {
        let mut item = item(1, 8, body);
        let members = item.as_object_mut().unwrap();
        members.remove("version");
        members.remove("versionCreated");
        item
    };
    // As long as no state is known, the last one counts.
    assert_eq!(give(&without("One.")).await.0, 0);
    assert_eq!(give(&without("Two.")).await.0, 0);
    assert_eq!(article(&server, URI).await.body, "Two.");
    assert_eq!(give(&item(2, 9, "Three.")).await.0, 0);
    let (code, said) = give(&without("One.")).await;
    assert_eq!(code, 3, "{said}");
    let why = "cannot be compared with the state that is stored, version 2 of 2026-03-02T09:00:00";
    assert!(
        said.contains(why) && said.contains("Give it a versionCreated"),
        "{said}"
    );
    assert_eq!(article(&server, URI).await.body, "Three.");
}

#[tokio::test]
async fn an_earlier_item_never_replaces_one_that_was_too_long_to_be_kept() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let give = async |document: Value| import(&server, directory, "ninjs", &document).await;
    assert_eq!(give(item(1, 8, "Ferries stop.")).await.0, 0);
    let long = "Ferries stop. ".repeat(20_000);
    let (code, said) = give(item(3, 10, &long)).await;
    assert!(
        code == 0 && said.contains("the document itself is not kept"),
        "{said}"
    );
    let stored = article(&server, URI).await;
    let (code, said) = give(item(2, 9, "Ferries run.")).await;
    assert!(code == 0 && said.contains("an earlier state"), "{said}");
    assert_eq!(give(item(3, 10, &long)).await.0, 0);
    assert_eq!(article(&server, URI).await.revision, stored.revision);
    // It is written of what is stored, and not of the item that was kept before.
    let item = exported(&server).await;
    assert_eq!(item["profile"], "claimstore");
    assert_eq!(item["bodies"][0]["value"], long);
}

#[tokio::test]
async fn an_article_that_is_known_by_an_external_id_alone_never_goes_back() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let options = ["--format", "ninjs", "--id-role", "cms"];
    let give = async |version: u32, hour: u32, body: &str| {
        let mut item = item(version, hour, body);
        item["uri"] = json!(format!("https://wire.example/transmissions/{version}"));
        item["altIds"] = json!([{"role": "cms", "value": "7"}]);
        import_with(&server, directory, &options, &item).await
    };
    assert_eq!(give(1, 9, "Ferries stop at ten.").await.0, 0);
    let (code, said) = give(2, 8, "Ferries stop.").await;
    assert!(code == 0 && said.contains("an earlier state"), "{said}");
    assert_eq!(count(&server).await, 1);
    assert_eq!(give(3, 10, "Ferries stop at eleven.").await.0, 0);
    let stored = article(&server, "https://wire.example/transmissions/3").await;
    assert_eq!(stored.body, "Ferries stop at eleven.");
}

#[tokio::test]
async fn an_own_export_is_the_article_that_it_was_made_of() {
    let server = TestServer::start().await;
    let copy = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let source = server
        .create_source(page("https://pictures.example/1"))
        .await;
    let source = source.unwrap().name;
    let given = Article {
        language: "en".to_owned(),
        citations: vec![Citation {
            source: source.clone(),
            printed: "A picture".to_owned(),
        }],
        credits: vec![Credit {
            kind: CreditKind::Photo.into(),
            source,
            printed: "P. Hoto".to_owned(),
        }],
        ..samples::article("Ferries stop", "Ferries stop at night.")
    };
    let stored = server.create_article(given).await.unwrap();
    let first = exported(&server).await;
    // It has no address: what it is known by is made of its name.
    assert!(first["uri"].as_str().unwrap().starts_with("urn:uuid:"));
    let base = [
        "export",
        "--format",
        "ninjs",
        "--base-url",
        "https://store.example/",
        "based",
    ];
    assert_eq!(claimstore(&server, &base, directory).await.0, 0);
    let based = fs::read_to_string(directory.join("based")).unwrap();
    let based: Value = serde_json::from_str(&based).unwrap();
    for item in [&first, &based] {
        let (code, said) = import(&server, directory, "ninjs", item).await;
        assert!(code == 0 && said.contains("updated 0,"), "{said}");
        assert_eq!(count(&server).await, 1);
    }
    for _ in 0..2 {
        let (code, said) = import(&copy, directory, "ninjs", &first).await;
        assert_eq!(code, 0, "{said}");
    }
    let headline = Article {
        headline: "Ferries run".to_owned(),
        ..Article::default()
    };
    change(&server, &stored.name, "headline", headline).await;
    let second = exported(&server).await;
    let (code, said) = import(&copy, directory, "ninjs", &second).await;
    assert_eq!(code, 0, "{said}");
    for server in [&server, &copy] {
        let (code, said) = import(server, directory, "ninjs", &first).await;
        assert!(code == 0 && said.contains("an earlier state"), "{said}");
        assert_eq!(count(server).await, 1);
        assert_eq!(
            exported(server).await["headlines"][0]["value"],
            "Ferries run"
        );
    }
    // A later state that was written elsewhere is the next one of the same article.
    let mut third = second;
    third["versionCreated"] = json!("2100-01-01T00:00:00Z");
    third["headlines"][0]["value"] = json!("Ferries run again");
    let (code, said) = import(&server, directory, "ninjs", &third).await;
    assert_eq!(code, 0, "{said}");
    let item = exported(&server).await;
    assert_eq!((count(&server).await, &item["uri"]), (1, &first["uri"]));
    assert_eq!(item["headlines"][0]["value"], "Ferries run again");
}

#[tokio::test]
async fn a_kept_item_of_a_retracted_article_says_so() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let given = item(1, 8, "Ferries stop.");
    import(&server, directory.path(), "ninjs", &given).await;
    retract(&server, &article(&server, URI).await.name).await;
    let item = exported(&server).await;
    let notice =
        json!([{"role": "retraction", "contentType": "text/plain", "value": "They do not."}]);
    assert_eq!(item["descriptions"], notice);
    assert_eq!(item["bodies"], given["bodies"]);
}

#[tokio::test]
async fn a_list_without_items_and_an_item_without_an_address_are_refused() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let (code, said) = import(&server, directory, "ninjs", &json!([])).await;
    assert!(
        code == 3 && said.contains("is an empty list"),
        "{code} {said}"
    );
    let mut without = item(1, 8, "Ferries stop.");
    without.as_object_mut().unwrap().remove("uri");
    let (code, said) = import(&server, directory, "ninjs", &without).await;
    assert!(
        code == 3 && said.contains("/uri: is required"),
        "{code} {said}"
    );
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
