//! Special cases of children of claims: undeletion with the claim, ids per kind, and violations
//! that are reported once.

use claimstore::wire::pb::{
    BundleResult, ChangeFilter, CreateRelationRequest, Decimal, ImportBundleRequest,
    ListChangesRequest, Rating, Relation, RelationType, Review, Verdict,
};
use serde_json::{Value, json};
use tonic::Status;

use crate::support::{
    children::{claims, still_deleted},
    errors::{fields, sorted_fields},
    samples::{appearance, article, relation, review},
    server::TestServer,
};

async fn import(server: &TestServer, json: Value) -> Result<Vec<BundleResult>, Status> {
    let bundle = claimstore::wire::json::read_bundle(&json.to_string()).unwrap();
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let answer = server.bundles().import_bundle(request).await?;
    Ok(answer.into_inner().results)
}

fn stored_claim(number: usize, below: Value) -> Value {
    let mut item = json!({"claim": {
        "statement": format!("Claim {number}"), "language": "en",
        "type": "CLAIM_TYPE_EVENT_OR_PROPERTY",
    }});
    let fields = item.as_object_mut().unwrap();
    fields.extend(below.as_object().unwrap().clone());
    item
}

fn link(kind: &str, target: &str) -> Value {
    json!({
        "type": format!("RELATION_TYPE_{kind}"), "target": target, "author": "Desk",
        "state": "RELATION_STATE_CONFIRMED",
    })
}

#[tokio::test]
async fn no_child_of_a_deleted_claim_is_undeleted_without_it() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let printed = server.create_appearance(&a, appearance(&piece, "x")).await;
    let reviewed = server
        .create_review(&a, review("Desk", Verdict::True, 0))
        .await;
    let link = server
        .create_relation(&b, relation(RelationType::Causes, &a))
        .await;
    server.delete_claim(&a.name).await.unwrap();
    let status = server.undelete_appearance(&printed.unwrap().name).await;
    assert_eq!(still_deleted(&status.unwrap_err()), [a.name.as_str()]);
    let status = server.undelete_review(&reviewed.unwrap().name).await;
    assert_eq!(still_deleted(&status.unwrap_err()), [a.name.as_str()]);
    let status = server.undelete_relation(&link.unwrap().name).await;
    assert_eq!(still_deleted(&status.unwrap_err()), [a.name.as_str()]);
}

#[tokio::test]
async fn a_claim_with_700_relations_can_be_deleted_and_undeleted() {
    let server = TestServer::start().await;
    let [hub] = claims(&server).await;
    for round in 0..2 {
        let relations: Vec<Value> = (0..350)
            .map(|n| link("SUPPORTS", &format!("#{n}")))
            .collect();
        let mut all = vec![stored_claim(0, json!({"relations": relations}))];
        for n in 0..350 {
            let mut target = stored_claim(1_000 * (round + 1) + n, json!({}));
            target["key"] = json!(n.to_string());
            all.push(target);
        }
        import(&server, json!({"claims": all})).await.unwrap();
    }
    server.delete_claim(&hub.name).await.unwrap();
    server.undelete_claim(&hub.name).await.unwrap();
}

#[tokio::test]
async fn an_import_reports_the_different_target_of_a_named_relation() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let stored = server.create_relation(&a, relation(RelationType::Supports, &b));
    let mut other = link("SUPPORTS", &c.name);
    other["name"] = json!(stored.await.unwrap().name);
    let json = json!({"claims": [stored_claim(0, json!({"relations": [other]}))]});
    let results = import(&server, json).await.unwrap();
    assert_eq!(results[1].differences, ["target"]);
}

#[tokio::test]
async fn a_relation_and_a_review_can_have_the_same_id() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let id = "0198c0de-0000-7000-8000-000000000001";
    let mut link = link("SUPPORTS", &b.name);
    link["name"] = json!(format!("{}/relations/{id}", a.name));
    let review = json!({
        "name": format!("{}/reviews/{id}", a.name), "author": "Desk", "verdict": "VERDICT_TRUE",
        "reviewTime": "2025-01-01T00:00:00Z",
    });
    let below = json!({"relations": [link], "reviews": [review]});
    let json = json!({"claims": [stored_claim(0, below)]});
    import(&server, json.clone()).await.unwrap();
    import(&server, json).await.unwrap();
}

#[tokio::test]
async fn a_name_below_the_wrong_claim_has_no_history() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let link = server
        .create_relation(&a, relation(RelationType::Supports, &b))
        .await;
    let reviewed = Review {
        evidence: vec![b.name.clone()],
        ..review("Desk", Verdict::True, 0)
    };
    let reviewed = server.create_review(&a, reviewed).await.unwrap();
    server.log_settled().await;
    for name in [link.unwrap().name, reviewed.name] {
        let filter = ChangeFilter {
            resource_name: name.replace(&a.name, &b.name),
            ..ChangeFilter::default()
        };
        let request = ListChangesRequest {
            filter: Some(filter),
            ..ListChangesRequest::default()
        };
        let answer = server.changes().list_changes(request).await.unwrap();
        assert_eq!(answer.into_inner().changes, []);
    }
}

#[tokio::test]
async fn an_undeletion_that_closes_a_cycle_is_refused_at_the_field_name() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let there = server.create_relation(&a, relation(RelationType::Supersedes, &b));
    let there = there.await.unwrap();
    server.delete_relation(&there.name).await.unwrap();
    let back = relation(RelationType::Supersedes, &a);
    server.create_relation(&b, back).await.unwrap();
    let status = server.undelete_relation(&there.name).await.unwrap_err();
    assert_eq!(fields(&status), ["name"]);
}

#[tokio::test]
async fn an_unreadable_value_causes_no_further_violations() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let number = |value: &str| {
        let value = value.to_owned();
        Some(Decimal { value })
    };
    let mut said = Vec::new();
    let evidence = ["x", &b.name].map(str::to_owned).to_vec();
    for wrong in [
        Review {
            evidence,
            ..review("Desk", Verdict::True, 0)
        },
        Review {
            rating: Some(Rating {
                value: number("3,5"),
                best: number("5"),
                worst: number("1"),
                label: String::new(),
            }),
            ..review("Desk", Verdict::True, 0)
        },
        Review {
            rating: Some(Rating {
                value: number("3"),
                best: number("5,0"),
                worst: number("1"),
                label: String::new(),
            }),
            ..review("Desk", Verdict::True, 0)
        },
    ] {
        let status = server.create_review(&a, wrong).await.unwrap_err();
        said.push(sorted_fields(&status).join(" "));
    }
    let nothing = CreateRelationRequest {
        relation: Some(Relation::default()),
        ..CreateRelationRequest::default()
    };
    let status = server.claims().create_relation(nothing).await.unwrap_err();
    said.push(sorted_fields(&status).join(" "));
    assert_eq!(
        said,
        [
            "review.evidence[0]",
            "review.rating.value.value",
            "review.rating.best.value",
            "parent relation.author relation.state relation.target relation.type",
        ]
    );
}
