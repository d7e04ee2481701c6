//! Bundles and deleted resources: a key does not match them, and a name that means one is refused.

use claimstore::wire::pb::{ImportOutcome, change::Resource};
use serde_json::json;

use super::import::{BODY, import, name_of, outcomes, small, try_import};
use crate::support::{
    errors::{description, fields, missing},
    server::TestServer,
};

const URI: &str = "https://news.example/1";

#[tokio::test]
async fn deleted_resources_are_created_anew() {
    let server = TestServer::start().await;
    let first = import(&server, small(URI, BODY)).await;
    let name = |path| name_of(&first, path);
    server.delete_by_force(&name("article")).await.unwrap();
    for path in ["claims[0]", "sources[0]", "sources[1]"] {
        server.delete(&name(path)).await.unwrap();
    }
    let second = import(&server, small(URI, BODY)).await;
    assert!(
        outcomes(&second)
            .iter()
            .all(|(_, it)| *it == ImportOutcome::Created),
        "{second:?}"
    );
    for (old, new) in first.iter().zip(&second) {
        assert_ne!(old.name, new.name, "{}", old.path);
        assert!(!server.is_live(&old.name).await);
        assert!(server.is_live(&new.name).await);
    }
    let again = import(&server, small(URI, BODY)).await;
    assert!(
        outcomes(&again)
            .iter()
            .all(|(_, it)| *it == ImportOutcome::Unchanged),
        "{again:?}"
    );
    for (new, again) in second.iter().zip(&again) {
        assert_eq!(new.name, again.name);
    }
}

#[tokio::test]
async fn a_deleted_source_known_by_its_key_alone_is_created_anew() {
    let server = TestServer::start().await;
    let first = import(&server, small(URI, BODY)).await;
    let name = |path| name_of(&first, path);
    server
        .delete(&name("claims[0].appearances[0]"))
        .await
        .unwrap();
    server.delete(&name("sources[1]")).await.unwrap();
    let second = import(&server, small(URI, BODY)).await;
    assert_eq!(
        outcomes(&second),
        [
            ("article", ImportOutcome::Unchanged),
            ("sources[0]", ImportOutcome::Unchanged),
            ("sources[1]", ImportOutcome::Created),
            ("claims[0]", ImportOutcome::Unchanged),
            ("claims[0].appearances[0]", ImportOutcome::Created),
        ]
    );
    // From then on the key means the new source, even if the old one is undeleted.
    server.undelete(&name("sources[1]")).await.unwrap();
    let third = import(&server, small(URI, BODY)).await;
    assert!(
        outcomes(&third)
            .iter()
            .all(|(_, it)| *it == ImportOutcome::Unchanged),
        "{third:?}"
    );
    assert_eq!(
        name_of(&third, "sources[1]"),
        name_of(&second, "sources[1]")
    );
}

#[tokio::test]
async fn a_deleted_article_known_by_its_description_is_created_anew() {
    let server = TestServer::start().await;
    let bundle = json!({"article": {"headline": "Recruits", "body": BODY}});
    let first = import(&server, bundle.clone()).await;
    server.delete(&first[0].name).await.unwrap();
    let second = import(&server, bundle.clone()).await;
    assert_eq!(second[0].outcome(), ImportOutcome::Created);
    assert_ne!(first[0].name, second[0].name);
    server.delete(&second[0].name).await.unwrap();
    server.undelete(&first[0].name).await.unwrap();
    let third = import(&server, bundle).await;
    assert_eq!(third[0].outcome(), ImportOutcome::Unchanged);
    assert_eq!(third[0].name, first[0].name);
}

#[tokio::test]
async fn an_item_that_names_something_deleted_is_refused_with_its_path() {
    let server = TestServer::start().await;
    let first = import(&server, small(URI, BODY)).await;
    let name = |path| name_of(&first, path);
    server.delete_by_force(&name("article")).await.unwrap();
    for path in ["claims[0]", "sources[0]", "sources[1]"] {
        server.delete(&name(path)).await.unwrap();
    }
    let length = server.log_length().await;
    let mut named = small(URI, BODY);
    named["article"]["name"] = json!(name("article"));
    named["sources"][0]["source"]["name"] = json!(name("sources[0]"));
    named["sources"][1]["source"]["name"] = json!(name("sources[1]"));
    named["claims"][0]["claim"]["name"] = json!(name("claims[0]"));
    let status = try_import(&server, named).await.unwrap_err();
    let mut paths = fields(&status);
    paths.sort();
    assert_eq!(
        paths,
        ["article", "claims[0]", "sources[0]", "sources[1]"].map(|it| format!("bundle.{it}"))
    );
    let said = description(&status, "bundle.sources[1]");
    assert!(said.contains(&name("sources[1]")), "{said}");
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn a_deleted_appearance_that_is_named_is_refused_with_its_path() {
    let server = TestServer::start().await;
    let first = import(&server, small(URI, BODY)).await;
    let path = "claims[0].appearances[0]";
    let deleted = name_of(&first, path);
    server.delete(&deleted).await.unwrap();
    let length = server.log_length().await;
    let mut named = small(URI, BODY);
    named["claims"][0]["appearances"][0]["name"] = json!(deleted);
    let status = try_import(&server, named.clone()).await.unwrap_err();
    assert_eq!(fields(&status), [format!("bundle.{path}")]);
    assert_eq!(server.log_length().await, length);
    server.undelete(&deleted).await.unwrap();
    let again = import(&server, named).await;
    assert_eq!(name_of(&again, path), deleted);
}

#[tokio::test]
async fn the_name_of_a_deleted_source_is_refused_even_if_a_url_finds_a_live_one() {
    let server = TestServer::start().await;
    let page = |name: &str| {
        json!({"sources": [{"source": {
            "name": name, "kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page",
        }}]})
    };
    let old = import(&server, page("")).await.remove(0).name;
    server.delete(&old).await.unwrap();
    let new = import(&server, page("")).await.remove(0).name;
    assert_ne!(old, new);
    let status = try_import(&server, page(&old)).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.sources[0]"]);
    let named = import(&server, page(&new)).await;
    assert_eq!(named[0].outcome(), ImportOutcome::Unchanged);
}

#[tokio::test]
async fn a_reference_to_something_deleted_is_not_found() {
    let server = TestServer::start().await;
    let source = json!({"sources": [{"source": {
        "kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page",
    }}]});
    let gone = import(&server, source).await.remove(0).name;
    server.delete(&gone).await.unwrap();
    let length = server.log_length().await;
    let mut hop = small(URI, BODY);
    hop["claims"][0]["appearances"][0]["chains"][0]["hops"][0]["source"] = json!(gone);
    let mut citation = small(URI, BODY);
    citation["article"]["citations"][0]["source"] = json!(gone);
    let mut publisher = small(URI, BODY);
    publisher["sources"][0]["source"]["publisher"] = json!(gone);
    for bundle in [hop, citation, publisher] {
        let status = try_import(&server, bundle).await.unwrap_err();
        assert_eq!(missing(&status), [gone.as_str()]);
    }
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn an_appearance_in_a_deleted_article_or_of_a_deleted_claim_is_refused() {
    let server = TestServer::start().await;
    let first = import(&server, small(URI, BODY)).await;
    let article = name_of(&first, "article");
    let claim = name_of(&first, "claims[0]");
    server.delete_by_force(&article).await.unwrap();
    let mut elsewhere = small(URI, BODY);
    elsewhere["claims"][0]["appearances"][0]["article"] = json!(article);
    elsewhere["article"]["uri"] = json!("https://news.example/2");
    let status = try_import(&server, elsewhere).await.unwrap_err();
    assert_eq!(missing(&status), [article.as_str()]);

    // The claim is found by its statement, and is live.
    let second = import(&server, small(URI, BODY)).await;
    assert_eq!(name_of(&second, "claims[0]"), claim);
    assert_ne!(name_of(&second, "article"), article);
    let printed = name_of(&second, "claims[0].appearances[0]");
    let Resource::Appearance(found) = server.find(&printed, false).await.unwrap() else {
        panic!("it is no appearance");
    };
    assert_eq!(found.article, name_of(&second, "article"));
}
