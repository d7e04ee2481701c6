//! Bundles find sources and articles by any spelling of an address, and by aliases. What they
//! give is added, and replaces no address.

use claimstore::wire::pb::{Article, ImportOutcome, Source};
use serde_json::{Value, json};

use super::import::{import, try_import};
use crate::support::{errors::description, server::TestServer};

fn source(url: &str, aliases: &[&str]) -> Value {
    json!({"sources": [{"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": url, "aliases": aliases}}]})
}

fn article(uri: &str, aliases: &[&str]) -> Value {
    json!({"article": {"headline": "A", "uri": uri, "aliases": aliases}})
}

#[tokio::test]
async fn another_spelling_of_an_address_matches_and_changes_nothing() {
    let server = TestServer::start().await;
    let first = import(&server, source("https://www.bbc.com/x", &[])).await;
    for spelling in ["http://bbc.com/x/", "https://m.bbc.com/x?at_medium=RSS"] {
        let again = import(&server, source(spelling, &[])).await;
        assert_eq!(again[0].name, first[0].name);
        assert_eq!(again[0].outcome(), ImportOutcome::Unchanged, "{spelling}");
    }
    let first = import(&server, article("https://www.bbc.com/x", &[])).await;
    let again = import(&server, article("http://bbc.com/x/?CMP=share", &[])).await;
    assert_eq!(again[0].name, first[0].name);
    assert_eq!(again[0].outcome(), ImportOutcome::Unchanged);
}

#[tokio::test]
async fn aliases_of_a_bundle_are_added_and_an_alias_finds_what_it_joins() {
    let server = TestServer::start().await;
    let first = import(
        &server,
        source("https://www.bbc.com/x", &["https://bbc.in/1"]),
    )
    .await;
    let name = &first[0].name;
    let more = ["http://bbc.in/1/", "https://bbc.in/2"];
    let again = import(&server, source("https://bbc.com/x", &more)).await;
    assert_eq!(again[0].outcome(), ImportOutcome::Updated);
    for alias in ["http://www.bbc.in/1", "https://bbc.in/2"] {
        let again = import(&server, source(alias, &[])).await;
        assert_eq!(
            (&again[0].name, again[0].outcome()),
            (name, ImportOutcome::Unchanged)
        );
    }
    let stored: Source = server.get_source(name).await.unwrap();
    assert_eq!(stored.url, "https://www.bbc.com/x");
    assert_eq!(stored.aliases, ["https://bbc.in/1", "https://bbc.in/2"]);

    let first = import(&server, article("urn:cms:1", &["https://www.bbc.com/x"])).await;
    let again = import(&server, article("http://bbc.com/x/", &["https://bbc.in/1"])).await;
    assert_eq!(again[0].name, first[0].name);
    let stored: Article = server.get_article(&first[0].name).await.unwrap();
    assert_eq!(stored.uri, "urn:cms:1");
    assert_eq!(
        stored.aliases,
        ["https://www.bbc.com/x", "https://bbc.in/1"]
    );
}

#[tokio::test]
async fn two_spellings_of_one_address_in_a_bundle_are_refused() {
    let server = TestServer::start().await;
    let page = |url: &str| json!({"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": url}});
    let both = json!({"sources": [page("https://www.bbc.com/x"), page("http://bbc.com/x/")]});
    let status = try_import(&server, both).await.unwrap_err();
    assert!(status.message().contains("sources[0]"), "{status:?}");
}

#[tokio::test]
async fn a_bundle_joins_its_addresses_to_the_one_that_is_stored() {
    let server = TestServer::start().await;
    let first = import(&server, source("https://a.example/1", &[])).await;
    let redirected = source("https://a.example/2", &["https://a.example/1"]);
    let again = import(&server, redirected).await;
    assert_eq!(
        (&again[0].name, again[0].outcome()),
        (&first[0].name, ImportOutcome::Updated)
    );
    let stored: Source = server.get_source(&first[0].name).await.unwrap();
    assert_eq!(stored.url, "https://a.example/1");
    assert_eq!(stored.aliases, ["https://a.example/2"]);
    // If both addresses are stored apart, only a person can join them.
    let other = import(&server, source("https://a.example/3", &[])).await;
    let redirected = source("https://a.example/3", &["https://a.example/1"]);
    let status = try_import(&server, redirected).await.unwrap_err();
    let said = description(&status, "bundle.sources[0]");
    assert!(
        said.contains(&first[0].name) && said.contains(&other[0].name),
        "{said}"
    );
}
