//! Several bundles in one transaction: each one finds what the earlier ones write.

use claimstore::{
    app::Error,
    domain::{
        resource::Outcome,
        value::{Checker, Violation},
    },
    store::{log::Done, upkeep::check::check},
    wire::resource::bundle::read,
};
use serde_json::{Value, json};

use super::import::{BODY, bundle, small};
use crate::support::{direct::context, server::TestServer};

/// Imports the bundles in one transaction.
async fn import_all(server: &TestServer, all: &[Value]) -> Result<Vec<Done>, Error> {
    let bundles = all.iter().enumerate().map(|(index, json)| {
        let mut check = Checker::at(&format!("bundles[{index}]"));
        let bundle = read(&mut check, bundle(json.clone()));
        check.finish(bundle).unwrap()
    });
    let imported = server.app.import_bundles(context(None), bundles.collect());
    let written = imported.await;
    written.map(|written| written.done)
}

async fn refused(server: &TestServer, all: &[Value]) -> Vec<Violation> {
    match import_all(server, all).await {
        Err(Error::Invalid(violations)) => violations,
        other => panic!("{other:?}"),
    }
}

async fn assert_consistent(server: &TestServer) {
    let report = check(&server.database.options()).await.unwrap();
    assert_eq!(report.differences, []);
}

fn outcomes(done: &[Done]) -> Vec<(&str, Outcome, &[String])> {
    let found = done.iter();
    found
        .map(|it| (it.path.as_str(), it.outcome, &it.differences[..]))
        .collect()
}

/// Bundles that share most of their resources with each other.
pub(super) fn related() -> Vec<Value> {
    let described = |name: &str| {
        json!({
            "article": {"headline": "Recruits", "publisher": "#outlet", "body": BODY},
            "sources": [{"key": "outlet", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": name}}],
        })
    };
    let claim = |key: &str, statement: &str, relations: Value, reviews: Value| {
        json!({
            "key": key, "relations": relations, "reviews": reviews,
            "claim": {"statement": statement, "language": "en", "type": "CLAIM_TYPE_CAUSAL"},
        })
    };
    let link = |target: &str| json!([{"target": target, "type": "RELATION_TYPE_SAME_AS", "author": "Desk", "state": "RELATION_STATE_CONFIRMED"}]);
    let review = |verdict: &str| json!([{"author": "Desk", "verdict": verdict, "reviewTime": "2025-05-01T00:00:00Z"}]);
    let page = |name: &str| json!({"sources": [{"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page", "displayName": name}}]});
    vec![
        small("https://news.example/1", BODY),
        small("https://news.example/1", BODY),
        small("https://news.example/2", BODY),
        page("A page"),
        page("Another name"),
        described("The Outlet"),
        described("the outlet."),
        described("Another outlet"),
        json!({"claims": [
            claim("a", "It is so", link("#b"), review("VERDICT_TRUE")),
            claim("b", "It is thus", json!([]), json!([])),
        ]}),
        json!({"claims": [
            claim("a", "it is so.", json!([]), review("VERDICT_FALSE")),
            claim("b", "It is thus", link("#a"), json!([])),
        ]}),
    ]
}

#[tokio::test]
async fn bundles_of_one_transaction_have_the_same_results_as_one_after_the_other() {
    let (together, apart) = (TestServer::start().await, TestServer::start().await);
    let all = import_all(&together, &related()).await.unwrap();
    let mut one_by_one = Vec::new();
    for bundle in related() {
        one_by_one.extend(import_all(&apart, &[bundle]).await.unwrap());
    }
    assert_eq!(outcomes(&all), outcomes(&one_by_one));
    let firsts = |done: &[Done]| -> Vec<usize> {
        let first = |name| done.iter().position(|it| it.name == name).unwrap();
        done.iter().map(|it| first(it.name)).collect()
    };
    assert_eq!(firsts(&all), firsts(&one_by_one));
    assert_consistent(&together).await;

    // A resource that is created and filled in one transaction has one revision.
    assert!(all.iter().all(|it| it.revision == 1), "{all:?}");
    for done in import_all(&together, &related()).await.unwrap() {
        assert!(done.outcome != Outcome::Created, "{done:?}");
    }
}

#[tokio::test]
async fn a_later_bundle_finds_a_name_that_an_earlier_one_gives() {
    let server = TestServer::start().await;
    let name = "claims/0198c0de-0000-7000-8000-000000000001";
    let named = |statement: &str| json!({"claims": [{"claim": {"name": name, "statement": statement, "language": "en", "type": "CLAIM_TYPE_CAUSAL"}}]});
    let printed = json!({
        "article": {"uri": "https://news.example/1", "headline": "A", "citations": [{"source": "#page"}]},
        "sources": [{"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://a.example/"}}],
        "claims": [{"claim": {"statement": "B", "language": "en", "type": "CLAIM_TYPE_CAUSAL", "translationOf": name}}],
    });
    let done = import_all(&server, &[named("A"), named("A"), printed])
        .await
        .unwrap();
    let found: Vec<Outcome> = done.iter().map(|it| it.outcome).collect();
    use Outcome::{Created, Unchanged};
    assert_eq!(found, [Created, Unchanged, Created, Created, Created]);
    assert_eq!(done[0].name.to_string(), name);
    assert_consistent(&server).await;
}

#[tokio::test]
async fn a_violation_in_one_bundle_has_its_path_and_no_bundle_is_stored() {
    let server = TestServer::start().await;
    let first = small("https://news.example/1", BODY);
    let other = small("https://news.example/2", "Nothing of the kind is printed.");
    let violations = refused(&server, &[first.clone(), other]).await;
    assert_eq!(
        violations[0].field,
        "bundles[1].claims[0].appearances[0].anchors[0].exact"
    );
    let edited = small("https://news.example/1", &format!("{BODY} Now."));
    let violations = refused(&server, &[first, edited]).await;
    assert_eq!(violations[0].field, "bundles[1].article");
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn a_cycle_across_the_bundles_of_one_transaction_is_refused() {
    let server = TestServer::start().await;
    let source = |key: &str, publisher: &str| {
        let url = format!("https://{key}.example/");
        json!({"key": key, "source": {"kind": "SOURCE_KIND_ORGANIZATION", "url": url, "publisher": publisher}})
    };
    let first = json!({"sources": [source("a", "#b"), source("b", "")]});
    let second = json!({"sources": [source("b", "#c"), source("c", "#a"), source("a", "")]});
    let violations = refused(&server, &[first, second]).await;
    let fields: Vec<&str> = violations.iter().map(|it| it.field.as_str()).collect();
    let expected = [0, 1].map(|n| format!("bundles[1].sources[{n}].source.publisher"));
    assert_eq!(fields, expected);
}
