//! Bundles whose resources were merged in the meantime: they match the survivors, and importing
//! them again changes nothing.

use claimstore::wire::{
    json::read_bundle,
    pb::{BundleResult, ImportBundleRequest, ImportOutcome, Source},
};
use serde_json::{Value, json};
use tonic::Status;

use crate::support::{errors::description, samples::outlet, server::TestServer};

async fn import(server: &TestServer, bundle: &Value) -> Result<Vec<BundleResult>, Status> {
    let request = ImportBundleRequest {
        bundle: Some(read_bundle(&bundle.to_string()).unwrap()),
        ..ImportBundleRequest::default()
    };
    let answer = server.bundles().import_bundle(request).await?;
    Ok(answer.into_inner().results)
}

fn claim(statement: &str, words: &str, relations: &Value) -> Value {
    json!({
        "claim": {"statement": statement, "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
        "key": words,
        "appearances": [{
            "anchors": [{"part": "ARTICLE_PART_BODY", "exact": words}],
            "form": "APPEARANCE_FORM_STATED",
            "modality": "MODALITY_CERTAIN",
            "articleStance": "STANCE_REPORTS",
            "chains": [{"hops": [{
                "source": "#page", "stance": "STANCE_ASSERTS",
                "basis": "ATTRIBUTION_BASIS_PRINTED"
            }]}]
        }],
        "reviews": [{
            "author": "Desk", "verdict": "VERDICT_TRUE", "reviewTime": "2025-05-01T00:00:00Z"
        }],
        "relations": relations
    })
}

fn bundle() -> Value {
    let link = json!([{
        "target": "#two", "type": "RELATION_TYPE_SUPPORTS", "author": "Desk",
        "state": "RELATION_STATE_CONFIRMED"
    }]);
    json!({
        "sources": [
            {"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://a.example/"}},
            {"key": "paper", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Paper"}}
        ],
        "article": {
            "uri": "https://news.example/1", "headline": "H", "language": "en",
            "publisher": "#paper", "body": "one two three",
            "citations": [{"source": "#page"}]
        },
        "claims": [
            claim("It is one", "one", &link),
            claim("It is two", "two", &json!([]))
        ]
    })
}

fn unwritten(results: &[BundleResult]) -> bool {
    let written = [ImportOutcome::Created, ImportOutcome::Updated];
    results.iter().all(|it| !written.contains(&it.outcome()))
}

fn names(results: &[BundleResult], prefix: &str) -> Vec<String> {
    let found = results.iter().filter(|it| it.path.starts_with(prefix));
    found.map(|it| it.name.clone()).collect()
}

#[tokio::test]
async fn a_bundle_imported_again_after_its_claims_and_sources_were_merged_changes_nothing() {
    let server = TestServer::start().await;
    let first = import(&server, &bundle()).await.unwrap();
    let named = |path: &str| {
        let found = first.iter().find(|it| it.path == path).unwrap();
        found.name.clone()
    };
    let survivor = server.claims_named(&["It is something"]).await.remove(0);
    let other = server.create_source(outlet("Other")).await.unwrap();
    for path in ["claims[0]", "claims[1]"] {
        let merged = server.get_claim(&named(path)).await.unwrap();
        server.merge_claims(&merged, &survivor).await.unwrap();
    }
    for path in ["sources[0]", "sources[1]"] {
        let merged = Source {
            name: named(path),
            ..Source::default()
        };
        server.merge_sources(&merged, &other).await.unwrap();
    }

    let again = import(&server, &bundle()).await.unwrap();
    assert!(unwritten(&again), "{again:?}");
    let claims: Vec<&BundleResult> = again.iter().filter(|it| it.path.len() == 9).collect();
    assert!(claims.iter().all(|it| it.name == survivor.name));
    for below in ["claims[0].", "claims[1].", "article"] {
        assert_eq!(names(&again, below), names(&first, below), "{below}");
    }

    // After an unmerge, each claim has its own children again.
    for path in ["claims[0]", "claims[1]"] {
        let merged = claimstore::wire::pb::Claim {
            name: named(path),
            ..Default::default()
        };
        server.unmerge_claim(&merged).await.unwrap();
    }
    let third = import(&server, &bundle()).await.unwrap();
    assert!(unwritten(&third), "{third:?}");
    assert_eq!(names(&third, "claims"), names(&first, "claims"));
    server.assert_consistent().await;
}

#[tokio::test]
async fn a_new_appearance_of_a_merged_claim_is_created_below_its_survivor() {
    let server = TestServer::start().await;
    let first = import(&server, &bundle()).await.unwrap();
    let survivor = server.claims_named(&["It is something"]).await.remove(0);
    let merged = first.iter().find(|it| it.path == "claims[0]").unwrap();
    let merged = server.get_claim(&merged.name).await.unwrap();
    server.merge_claims(&merged, &survivor).await.unwrap();
    let mut more = bundle();
    more["claims"][0]["appearances"][0]["anchors"][0]["exact"] = json!("three");
    let results = import(&server, &more).await.unwrap();
    let created = results.iter();
    let created: Vec<&BundleResult> = created
        .filter(|it| it.outcome() == ImportOutcome::Created)
        .collect();
    assert_eq!(created.len(), 1, "{created:?}");
    assert!(created[0].name.starts_with(&survivor.name));
    server.assert_consistent().await;
}

#[tokio::test]
async fn a_bundle_that_names_a_merged_claim_is_refused_and_the_survivor_is_named() {
    let server = TestServer::start().await;
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    server.merge_claims(a, b).await.unwrap();
    let named = json!({"claims": [{"claim": {
        "name": a.name, "statement": "A", "language": "en",
        "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"
    }}]});
    let status = import(&server, &named).await.unwrap_err();
    let said = description(&status, "bundle.claims[0]");
    assert!(said.contains(&b.name), "{said}");
}

const REPEATED: &str =
    "The mayor said the bridge is safe. Later the mayor said the bridge is safe. Critics doubt it.";

/// Stores an article that prints its words twice. Returns a bundle without the article, with a
/// claim that has an appearance at the second place, by its positions or its prefix.
async fn second_place(server: &TestServer, statement: &str, by: &Value) -> Value {
    let article = json!({"article": {
        "uri": "https://news.example/bridge", "headline": "Bridge", "language": "en",
        "body": REPEATED
    }});
    let article = import(server, &article).await.unwrap().remove(0).name;
    let mut anchor = json!({"part": "ARTICLE_PART_BODY", "exact": "the bridge is safe"});
    let by = by.as_object().unwrap().clone();
    anchor.as_object_mut().unwrap().extend(by);
    json!({"claims": [{
        "claim": {"statement": statement, "language": "en"},
        "appearances": [{"article": article, "anchors": [anchor]}]
    }]})
}

#[tokio::test]
async fn an_appearance_of_repeated_words_in_a_stored_article_is_found_at_the_merged_claim() {
    let server = TestServer::start().await;
    for (statement, by) in [
        ("One", json!({"start": 56, "end": 74})),
        ("Two", json!({"prefix": "Later the mayor said "})),
    ] {
        let bundle = second_place(&server, statement, &by).await;
        let first = import(&server, &bundle).await.unwrap();
        let merged = server.get_claim(&first[0].name).await.unwrap();
        let target = format!("Target of {statement}");
        let survivor = server.claims_named(&[&target]).await.remove(0);
        server.merge_claims(&merged, &survivor).await.unwrap();
        for _ in 0..2 {
            let again = import(&server, &bundle).await.unwrap();
            assert!(unwritten(&again), "{again:?}");
            assert_eq!(names(&again, "claims[0]."), names(&first, "claims[0]."));
        }
    }
    server.assert_consistent().await;
}

#[tokio::test]
async fn appearances_that_merged_claims_have_at_one_place_are_both_matched() {
    let server = TestServer::start().await;
    let by = json!({"start": 56, "end": 74});
    let mut bundles = Vec::new();
    for statement in ["One", "Target"] {
        let bundle = second_place(&server, statement, &by).await;
        let first = import(&server, &bundle).await.unwrap();
        let claim = server.get_claim(&first[0].name).await.unwrap();
        bundles.push((bundle, first, claim));
    }
    server
        .merge_claims(&bundles[0].2, &bundles[1].2)
        .await
        .unwrap();
    for (bundle, first, _) in bundles.iter().chain(&bundles) {
        let again = import(&server, bundle).await.unwrap();
        assert!(unwritten(&again), "{again:?}");
        assert_eq!(names(&again, "claims[0]."), names(first, "claims[0]."));
    }
    server.assert_consistent().await;
}
