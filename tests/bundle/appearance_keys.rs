//! Appearances with keys: relations of the same bundle name the appearance that prints them.

use claimstore::wire::pb::{ImportOutcome, RelationType};
use serde_json::{Value, json};

use super::import::{BODY, import, name_of, outcomes, small, try_import};
use crate::support::{
    errors::{description, sorted_fields},
    server::TestServer,
};

use ImportOutcome::{Created, Unchanged, Updated};

/// An article that prints two claims and says that one explains the other.
fn because() -> Value {
    let body = "Prices rose because the bridge was closed.";
    let appearance = |key: &str, exact: &str, more: Value| json!({"name": key, "anchors": [{"exact": exact}, more]});
    let drawn = json!({"exact": "because", "purpose": "ANCHOR_PURPOSE_RELATION",
        "relationType": "RELATION_TYPE_EXPLAINS"});
    let evidence = json!({"exact": "rose", "purpose": "ANCHOR_PURPOSE_EVIDENCE"});
    json!({
        "article": {"uri": "https://news.example/1", "headline": "Bridge", "body": body},
        "claims": [
            {
                "key": "closed",
                "claim": {"statement": "The bridge was closed", "language": "en"},
                "appearances": [appearance("#c", "the bridge was closed", drawn)],
                // This names an appearance of a later claim.
                "relations": [relation("EXPLAINS", "#rose", "#c"), relation("CAUSES", "#rose", "#r")],
            },
            {
                "key": "rose",
                "claim": {"statement": "Prices rose", "language": "en"},
                "appearances": [appearance("#r", "Prices rose", evidence)],
            },
        ],
    })
}

fn relation(kind: &str, target: &str, appearance: &str) -> Value {
    json!({
        "type": format!("RELATION_TYPE_{kind}"), "target": target, "author": "The article",
        "state": "RELATION_STATE_CONFIRMED", "appearance": appearance,
    })
}

#[tokio::test]
async fn relations_name_appearances_of_the_same_import() {
    let server = TestServer::start().await;
    let results = import(&server, because()).await;
    let name = |path| name_of(&results, path);
    let keys = results.iter().map(|it| it.key.as_str());
    assert_eq!(
        keys.collect::<Vec<_>>(),
        ["", "closed", "c", "", "", "rose", "r"]
    );
    for (relation, appearance) in [
        ("claims[0].relations[0]", "claims[0].appearances[0]"),
        ("claims[0].relations[1]", "claims[1].appearances[0]"),
    ] {
        let stored = server.get_relation(&name(relation)).await.unwrap();
        assert_eq!(stored.appearance, name(appearance), "{relation}");
    }
    let explains = server.get_relation(&name("claims[0].relations[0]")).await;
    assert_eq!(explains.unwrap().r#type(), RelationType::Explains);

    let again = import(&server, because()).await;
    assert!(
        again.iter().all(|it| it.outcome() == Unchanged),
        "{again:?}"
    );
    let names = |results: &[claimstore::wire::pb::BundleResult]| {
        let names = results.iter().map(|it| it.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&again), names(&results));
}

#[tokio::test]
async fn a_key_means_the_stored_appearance_that_its_item_matches() {
    let server = TestServer::start().await;
    let mut without = because();
    without["claims"][0]["relations"] = json!([]);
    let first = import(&server, without).await;
    let printed = name_of(&first, "claims[0].appearances[0]");
    // The article has a new version meanwhile, and the words have moved in it.
    let mut edited = because();
    edited["article"]["body"] = json!("Late. Prices rose because the bridge was closed.");
    let second = import(&server, edited).await;
    assert_eq!(
        outcomes(&second),
        [
            ("article", Updated),
            ("claims[0]", Unchanged),
            ("claims[0].appearances[0]", Updated),
            ("claims[0].relations[0]", Created),
            ("claims[0].relations[1]", Created),
            ("claims[1]", Unchanged),
            ("claims[1].appearances[0]", Updated),
        ]
    );
    let relation = name_of(&second, "claims[0].relations[0]");
    let relation = server.get_relation(&relation).await.unwrap();
    assert_eq!(relation.appearance, printed);
}

#[tokio::test]
async fn a_stored_relation_gets_the_appearance_that_it_lacks() {
    let server = TestServer::start().await;
    let mut without = because();
    for relation in without["claims"][0]["relations"].as_array_mut().unwrap() {
        relation.as_object_mut().unwrap().remove("appearance");
    }
    import(&server, without).await;
    let second = import(&server, because()).await;
    let relation = second.iter().find(|it| it.path == "claims[0].relations[1]");
    assert_eq!(relation.unwrap().outcome(), Updated);
    let stored = server.get_relation(&relation.unwrap().name).await.unwrap();
    assert_eq!(
        stored.appearance,
        name_of(&second, "claims[1].appearances[0]")
    );
}

#[tokio::test]
async fn wrong_keys_of_appearances_are_reported_by_path() {
    let server = TestServer::start().await;
    let mut json = because();
    json["claims"][0]["appearances"][0]["name"] = json!("#rose");
    json["claims"][1]["appearances"][0]["name"] = json!("#not a key");
    json["claims"][0]["relations"] = json!([
        relation("EXPLAINS", "#rose", "#closed"),
        relation("SUPPORTS", "#rose", "#nobody"),
    ]);
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "bundle.claims[0].appearances[0].name",
            "bundle.claims[0].relations[0].appearance",
            "bundle.claims[0].relations[1].appearance",
            "bundle.claims[1].appearances[0].name",
        ]
    );
    assert!(
        description(&status, "bundle.claims[0].appearances[0].name").contains("another one's key")
    );
    assert_eq!(server.log_length().await, 0);

    let mut empty = because();
    empty["claims"][0]["appearances"][0]["name"] = json!("#");
    empty["claims"][0]["relations"] = json!([]);
    let status = try_import(&server, empty).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["bundle.claims[0].appearances[0].name"]
    );
}

#[tokio::test]
async fn a_key_in_a_source_reference_must_be_that_of_a_source() {
    let server = TestServer::start().await;
    let mut json = small("https://news.example/1", BODY);
    json["claims"][0]["appearances"][0]["name"] = json!("#lead");
    json["claims"][0]["appearances"][0]["chains"][0]["hops"][0]["source"] = json!("#lead");
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["bundle.claims[0].appearances[0].chains[0].hops[0].source"]
    );
}

#[tokio::test]
async fn an_import_without_a_note_keeps_the_stored_one() {
    let server = TestServer::start().await;
    let mut noted = because();
    noted["claims"][0]["claim"]["note"] = json!("Ask the council");
    noted["claims"][0]["appearances"][0]["note"] = json!("The lead");
    import(&server, noted).await;
    let again = import(&server, because()).await;
    assert!(
        again.iter().all(|it| it.outcome() == Unchanged),
        "{again:?}"
    );
    let claim = server.get_claim(&name_of(&again, "claims[0]")).await;
    assert_eq!(claim.unwrap().note, "Ask the council");
    let printed = name_of(&again, "claims[0].appearances[0]");
    let printed = server.get_appearance(&printed).await.unwrap();
    assert_eq!(printed.note, "The lead");
}

#[tokio::test]
async fn a_type_that_the_bundle_leaves_open_does_not_differ() {
    let server = TestServer::start().await;
    let mut typed = because();
    typed["claims"][0]["claim"]["type"] = json!("CLAIM_TYPE_CAUSAL");
    import(&server, typed).await;
    let again = import(&server, because()).await;
    assert!(
        again.iter().all(|it| it.outcome() == Unchanged),
        "{again:?}"
    );
    let claim = server.get_claim(&name_of(&again, "claims[0]")).await;
    let causal = claimstore::wire::pb::ClaimType::Causal;
    assert_eq!(claim.unwrap().r#type(), causal);
}
