//! Bundles of one article that have different keys for the same person.

use claimstore::wire::pb::{BundleResult, ImportOutcome, ListSourcesRequest};
use serde_json::{Value, json};

use super::import::{import, name_of};
use crate::support::server::TestServer;

const BODY: &str = "The bridge is safe, said John Smith. Nobody else said so.";

fn person(key: &str, more: Value) -> Value {
    let mut source = json!({"kind": "SOURCE_KIND_PERSON", "displayName": "John Smith"});
    for (field, value) in more.as_object().unwrap() {
        source[field] = value.clone();
    }
    json!({"key": key, "source": source})
}

/// A bundle in which this source says something, as somebody whom the article prints so.
fn said(source: Value, printed: &str) -> Value {
    let key = format!("#{}", source["key"].as_str().unwrap());
    json!({
        "article": {"uri": "https://tide.example/bridge", "headline": "Bridge", "body": BODY},
        "sources": [source],
        "claims": [{
            "claim": {"statement": "The bridge is safe", "language": "en", "type": "CLAIM_TYPE_POSITION"},
            "appearances": [{
                "anchors": [{"exact": "The bridge is safe"}],
                "chains": [{"hops": [{"source": key, "printedName": printed}]}],
            }],
        }],
    })
}

async fn count(server: &TestServer) -> usize {
    let mut sources = server.sources();
    let listed = sources.list_sources(ListSourcesRequest::default()).await;
    listed.unwrap().into_inner().sources.len()
}

fn outcome(results: &[BundleResult], path: &str) -> ImportOutcome {
    let found = results.iter().find(|it| it.path == path);
    found.unwrap().outcome()
}

#[tokio::test]
async fn a_renamed_key_is_the_same_person_at_the_same_hop() {
    let server = TestServer::start().await;
    let first = import(&server, said(person("smith", json!({})), "John Smith")).await;
    let name = name_of(&first, "sources[0]");
    for (key, printed) in [
        ("john", "John Smith"),
        ("js", ""),
        ("john", "Smith"),
        ("smith", "John Smith"),
    ] {
        let again = import(&server, said(person(key, json!({})), printed)).await;
        assert_eq!(name_of(&again, "sources[0]"), name, "{key}");
        assert_eq!(outcome(&again, "sources[0]"), ImportOutcome::Unchanged);
        assert_eq!(count(&server).await, 1);
    }
    let again = import(&server, said(person("john", json!({})), "John Smith")).await;
    assert_eq!(
        outcome(&again, "claims[0].appearances[0]"),
        ImportOutcome::Unchanged
    );
    // What becomes known of the person later fills the same source.
    let known = json!({"sameAs": ["https://www.wikidata.org/entity/Q42"]});
    let filled = import(&server, said(person("other", known), "John Smith")).await;
    assert_eq!(name_of(&filled, "sources[0]"), name);
    assert_eq!(outcome(&filled, "sources[0]"), ImportOutcome::Updated);
    assert_eq!(count(&server).await, 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_person_of_the_same_name_of_whom_something_else_is_said_is_another_one() {
    for (one, other, printed) in [
        (
            json!({}),
            json!({"kind": "SOURCE_KIND_ORGANIZATION"}),
            "John Smith",
        ),
        (
            json!({}),
            json!({"kind": "SOURCE_KIND_UNNAMED_PERSON"}),
            "John Smith",
        ),
        (json!({}), json!({}), "Judge John Smith"),
        (
            json!({"sameAs": ["https://www.wikidata.org/entity/Q42"]}),
            json!({"sameAs": ["https://www.wikidata.org/entity/Q64"]}),
            "John Smith",
        ),
        (
            json!({"url": "https://smith.example/"}),
            json!({"url": "https://john.example/"}),
            "John Smith",
        ),
        (json!({}), json!({"displayName": "Jon Smith"}), "John Smith"),
    ] {
        let server = TestServer::start().await;
        import(
            &server,
            said(person("one", one.clone()), "farmer John Smith"),
        )
        .await;
        import(&server, said(person("two", other.clone()), printed)).await;
        assert_eq!(count(&server).await, 2, "{one} {other} {printed}");
        server.stop().await.unwrap();
    }
}

#[tokio::test]
async fn two_persons_of_one_name_in_an_article_stay_two() {
    let server = TestServer::start().await;
    let both = |keys: [&str; 2]| {
        let mut bundle = said(person(keys[0], json!({})), "");
        let second = person(keys[1], json!({}));
        bundle["sources"].as_array_mut().unwrap().push(second);
        bundle["article"]["citations"] = json!([
            {"source": format!("#{}", keys[0])}, {"source": format!("#{}", keys[1])},
        ]);
        bundle
    };
    let first = import(&server, both(["a", "b"])).await;
    assert_eq!(count(&server).await, 2);
    let again = import(&server, both(["a", "b"])).await;
    assert_eq!(name_of(&again, "sources[1]"), name_of(&first, "sources[1]"));
    // One of them is known by its key, so that the other one is a further person.
    import(&server, both(["a", "c"])).await;
    assert_eq!(count(&server).await, 3);
    // Nothing says which one of three is meant.
    let results = import(&server, said(person("d", json!({})), "")).await;
    assert_eq!(outcome(&results, "sources[0]"), ImportOutcome::Created);
    assert_eq!(count(&server).await, 4);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_person_beside_a_known_one_is_not_that_one() {
    let server = TestServer::start().await;
    import(&server, said(person("a", json!({})), "")).await;
    let mut bundle = said(person("a", json!({})), "");
    bundle["sources"]
        .as_array_mut()
        .unwrap()
        .push(person("b", json!({})));
    let results = import(&server, bundle).await;
    assert_eq!(outcome(&results, "sources[1]"), ImportOutcome::Created);
    assert_eq!(count(&server).await, 2);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn authors_of_one_name_with_different_roles_are_two() {
    let server = TestServer::start().await;
    let written = |key: &str, role: &str| {
        json!({
            "article": {
                "uri": "https://tide.example/1", "headline": "A",
                "bylines": [{"name": "John Smith", "role": role, "source": format!("#{key}")}],
            },
            "sources": [person(key, json!({}))],
        })
    };
    let first = import(&server, written("a", "reporter")).await;
    let same = import(&server, written("b", "Reporter")).await;
    assert_eq!(name_of(&first, "sources[0]"), name_of(&same, "sources[0]"));
    assert_eq!(count(&server).await, 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_person_of_the_same_name_in_another_article_is_another_one() {
    let server = TestServer::start().await;
    import(&server, said(person("a", json!({})), "")).await;
    let mut other = said(person("b", json!({})), "");
    other["article"] = json!({"uri": "https://wave.example/1", "headline": "B", "body": BODY});
    import(&server, other).await;
    assert_eq!(count(&server).await, 2);
    server.stop().await.unwrap();
}
