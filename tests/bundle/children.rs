//! Relations and reviews in bundles: what they refer to, and how they are stored.

mod matched;
mod refused;

use std::sync::Arc;

use claimstore::wire::pb::{BundleResult, ImportOutcome, ListRelationsRequest};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::import::{BODY, import, name_of, small, try_import};
use crate::support::{
    children::{claims, list_relations},
    errors::fields,
    server::TestServer,
};

use ImportOutcome::{Created, Matched, Unchanged, Updated};

fn claim(key: &str, relations: &[Value], reviews: &[Value]) -> Value {
    json!({
        "key": key,
        "claim": {"statement": format!("Claim {key}"), "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
        "relations": relations,
        "reviews": reviews,
    })
}

/// A confirmed relation by one author.
fn link(kind: &str, target: &str) -> Value {
    json!({
        "type": format!("RELATION_TYPE_{kind}"), "target": target, "author": "Desk",
        "state": "RELATION_STATE_CONFIRMED",
    })
}

/// A review by a desk, on a day of April 2025.
fn dated_review(author: &str, verdict: &str, day: u8) -> Value {
    json!({
        "author": author, "verdict": format!("VERDICT_{verdict}"),
        "reviewTime": format!("2025-04-{day:02}T12:00:00Z"),
    })
}

/// The same item with more fields.
fn with(mut value: Value, more: Value) -> Value {
    let fields = value.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    value
}

fn assert_all(results: &[BundleResult], outcome: ImportOutcome) {
    assert!(
        results.iter().all(|it| it.outcome() == outcome),
        "{results:?}"
    );
    assert!(
        results.iter().all(|it| it.differences.is_empty()),
        "{results:?}"
    );
}

/// An article with its claim, and two more claims. All refer to one another.
fn whole() -> Value {
    let mut json = small("https://news.example/1", BODY);
    let first = &mut json["claims"][0];
    let behind = [link("SUPPORTS", "#b"), link("CONTRADICTS", "#c")];
    first["relations"] = json!(behind);
    first["reviews"] = json!([with(
        dated_review("Desk", "TRUE", 1),
        json!({"evidence": ["#page", "#c"]})
    )]);
    let before = [link("SUPERSEDES", "#bonus")];
    let rests = json!({"evidence": ["#bonus", "#soldiers"], "url": "https://desk.example/1"});
    let reviews = [
        dated_review("Desk", "FALSE", 2),
        with(dated_review("Other", "MIXED", 2), rests),
    ];
    let all = json["claims"].as_array_mut().unwrap();
    all.push(claim("b", &before, &reviews));
    all.push(claim("c", &[], &[]));
    json
}

#[tokio::test]
async fn keys_refer_forward_and_backward_and_results_keep_the_order_of_the_bundle() {
    let server = TestServer::start().await;
    let results = import(&server, whole()).await;
    let paths: Vec<&str> = results.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "article",
            "sources[0]",
            "sources[1]",
            "claims[0]",
            "claims[0].appearances[0]",
            "claims[0].relations[0]",
            "claims[0].relations[1]",
            "claims[0].reviews[0]",
            "claims[1]",
            "claims[1].relations[0]",
            "claims[1].reviews[0]",
            "claims[1].reviews[1]",
            "claims[2]",
        ]
    );
    assert_all(&results, Created);
    let name = |path| name_of(&results, path);
    let [bonus, b, c] = ["claims[0]", "claims[1]", "claims[2]"].map(name);
    for (path, claim, target) in [
        ("claims[0].relations[0]", &bonus, &b),
        ("claims[0].relations[1]", &bonus, &c),
        ("claims[1].relations[0]", &b, &bonus),
    ] {
        let name = name(path);
        assert!(name.starts_with(&format!("{claim}/relations/")), "{name}");
        let stored = server.get_relation(&name).await.unwrap();
        assert_eq!(&stored.target, target, "{path}");
        assert_eq!(stored.revision, 1);
    }
    for (path, claim, evidence) in [
        ("claims[0].reviews[0]", &bonus, vec![name("sources[0]"), c]),
        ("claims[1].reviews[0]", &b, vec![]),
        (
            "claims[1].reviews[1]",
            &b,
            vec![bonus.clone(), name("sources[1]")],
        ),
    ] {
        let name = name(path);
        assert!(name.starts_with(&format!("{claim}/reviews/")), "{name}");
        let stored = server.get_review(&name).await.unwrap();
        assert_eq!(stored.evidence, evidence, "{path}");
    }
}

#[tokio::test]
async fn the_same_bundle_again_changes_nothing() {
    let server = TestServer::start().await;
    let first = import(&server, whole()).await;
    let length = server.log_length().await;
    let again = import(&server, whole()).await;
    assert_all(&again, Unchanged);
    assert_eq!(server.log_length().await, length);
    for (first, again) in first.iter().zip(&again) {
        assert_eq!((&first.path, &first.name), (&again.path, &again.name));
    }
    // Only what was deleted in the meantime is created again.
    let relation = name_of(&first, "claims[0].relations[0]");
    let review = name_of(&first, "claims[1].reviews[1]");
    server.delete_relation(&relation).await.unwrap();
    server.delete_review(&review).await.unwrap();
    let again = import(&server, whole()).await;
    let created = again.iter().filter(|it| it.outcome() == Created);
    let created: Vec<&str> = created.map(|it| it.path.as_str()).collect();
    assert_eq!(created, ["claims[0].relations[0]", "claims[1].reviews[1]"]);
    assert_ne!(name_of(&again, "claims[0].relations[0]"), relation);
    assert_ne!(name_of(&again, "claims[1].reviews[1]"), review);
}

#[tokio::test]
async fn relations_and_evidence_refer_to_named_and_to_matched_claims() {
    let server = TestServer::start().await;
    let [stored, other] = claims(&server).await;
    // The stored claim is matched by its statement. The other one is referred to by its name only.
    let matched = json!({"key": "known", "claim": {
        "statement": "claim 0.", "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY",
    }});
    let relations = [link("SUPPORTS", "#known"), link("CAUSES", &other.name)];
    let evidence = json!({"evidence": [other.name.as_str(), "#known"]});
    let reviews = [with(dated_review("Desk", "TRUE", 1), evidence)];
    let json = json!({"claims": [claim("new", &relations, &reviews), matched]});
    let results = import(&server, json).await;
    assert_eq!(name_of(&results, "claims[1]"), stored.name);
    for (path, target) in [
        ("claims[0].relations[0]", &stored.name),
        ("claims[0].relations[1]", &other.name),
    ] {
        let relation = server.get_relation(&name_of(&results, path)).await;
        assert_eq!(&relation.unwrap().target, target);
    }
    let review = name_of(&results, "claims[0].reviews[0]");
    let evidence = server.get_review(&review).await.unwrap().evidence;
    assert_eq!(evidence, [other.name.clone(), stored.name.clone()]);
    // A relation is a child of the claim that it starts from, not of its target.
    let request = ListRelationsRequest {
        parent: other.name,
        ..ListRelationsRequest::default()
    };
    assert_eq!(list_relations(&server, request).await.unwrap().0, [""; 0]);
}

#[tokio::test]
async fn a_named_relation_and_review_are_created_under_their_names_and_found_by_them() {
    let server = TestServer::start().await;
    let id = |n| format!("0198c0de-0000-7000-8000-00000000000{n}");
    let under = format!("claims/{}", id(1));
    let relation = format!("{under}/relations/{}", id(2));
    let review = format!("{under}/reviews/{}", id(3));
    let json = |author: &str, day| {
        let link = with(
            link("SUPPORTS", "#b"),
            json!({"name": relation, "author": author}),
        );
        let word = with(dated_review("Desk", "TRUE", day), json!({"name": review}));
        let mut first = claim("a", &[link], &[word]);
        first["claim"]["name"] = json!(under);
        json!({"claims": [first, claim("b", &[], &[])]})
    };
    let first = import(&server, json("Desk", 1)).await;
    assert_all(&first, Created);
    assert_eq!(name_of(&first, "claims[0].relations[0]"), relation);
    assert_eq!(name_of(&first, "claims[0].reviews[0]"), review);
    assert_all(&import(&server, json("Desk", 1)).await, Unchanged);
    // The name finds them even though their other fields would not match.
    let again = import(&server, json("Other", 2)).await;
    assert_eq!((&again[1].name, again[1].outcome()), (&relation, Matched));
    assert_eq!(again[1].differences, ["author"]);
    assert_eq!((&again[2].name, again[2].outcome()), (&review, Updated));
}

#[tokio::test]
async fn a_relation_refers_to_a_named_appearance_of_the_same_bundle() {
    let server = TestServer::start().await;
    let id = "0198c0de-0000-7000-8000-000000000001";
    let under = format!("claims/{id}");
    let printed = format!("{under}/appearances/{id}");
    let mut json = small("https://news.example/1", BODY);
    json["claims"][0]["claim"]["name"] = json!(under);
    json["claims"][0]["appearances"][0]["name"] = json!(printed);
    let link = with(link("REFINES", "#bonus"), json!({"appearance": printed}));
    json["claims"]
        .as_array_mut()
        .unwrap()
        .push(claim("b", &[link], &[]));
    let results = import(&server, json.clone()).await;
    let relation = name_of(&results, "claims[1].relations[0]");
    let relation = server.get_relation(&relation).await.unwrap();
    assert_eq!(relation.appearance, printed);
    assert_all(&import(&server, json).await, Unchanged);
}

#[tokio::test]
async fn relations_and_reviews_count_towards_the_thousand_resources_of_a_bundle() {
    let server = TestServer::start().await;
    let json = |reviews: u32| {
        let relations: Vec<Value> = (0..499)
            .map(|n| {
                with(
                    link("SUPPORTS", "#b"),
                    json!({"author": format!("Model {n}")}),
                )
            })
            .collect();
        let reviews: Vec<Value> = (0..reviews)
            .map(|n| dated_review(&format!("Desk {n}"), "TRUE", 1))
            .collect();
        json!({"claims": [claim("a", &relations, &reviews), claim("b", &[], &[])]})
    };
    let status = try_import(&server, json(500)).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle"]);
    assert_eq!(server.log_length().await, 0);
    let results = import(&server, json(499)).await;
    assert_eq!(results.len(), 1_000);
    assert_all(&results, Created);
    assert_eq!(results[999].path, "claims[1]");
    assert_all(&import(&server, json(499)).await, Unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_imports_of_the_same_relation_and_review_create_one_of_each() {
    let server = Arc::new(TestServer::start().await);
    for round in 0..10 {
        let (a, b) = (format!("{round} a"), format!("{round} b"));
        let claims = |a_links: &[Value], b_links: &[Value]| {
            let word = [dated_review("Desk", "TRUE", 1)];
            let mut both = [claim(&a, a_links, &word), claim(&b, b_links, &[])];
            (both[0]["key"], both[1]["key"]) = (json!("a"), json!("b"));
            json!({"claims": both})
        };
        let there = claims(&[link("CONTRADICTS", "#b")], &[]);
        let back = claims(&[], &[link("CONTRADICTS", "#a")]);
        let mut imports = JoinSet::new();
        for json in [&there, &back, &there, &back] {
            let (server, json) = (Arc::clone(&server), json.clone());
            imports.spawn(async move { import(&server, json).await });
        }
        let all = imports.join_all().await;
        for results in &all {
            assert_eq!(results.len(), 4);
        }
        for part in ["/relations/", "/reviews/"] {
            let parts = all.iter().flatten().filter(|it| it.name.contains(part));
            let (mut names, mut created) = (Vec::new(), 0);
            for it in parts {
                names.push(it.name.as_str());
                created += usize::from(it.outcome() == Created);
            }
            names.dedup();
            assert_eq!((names.len(), created), (1, 1), "{all:?}");
        }
    }
}
