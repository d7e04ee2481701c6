//! Relations: written, listed from both ends if their type is symmetric, and free of cycles.

mod cycle;
mod found;
mod same;
mod written;

use claimstore::wire::pb::{
    Claim, ListRelationsRequest, Relation, RelationFilter, RelationState, RelationType,
};

use crate::support::{
    errors::{description, fields, holder},
    samples::{appearance, article, claim, full_relation, relation},
    server::TestServer,
};

async fn claims(server: &TestServer, count: usize) -> Vec<Claim> {
    let mut claims = Vec::new();
    for number in 0..count {
        let given = claim(&format!("Claim {number}"));
        claims.push(server.create_claim(given).await.unwrap());
    }
    claims
}

async fn listed(server: &TestServer, parent: &Claim, filter: RelationFilter) -> Vec<String> {
    let request = ListRelationsRequest {
        parent: parent.name.clone(),
        filter: Some(filter),
        ..ListRelationsRequest::default()
    };
    let answer = server.claims().list_relations(request).await.unwrap();
    let relations = answer.into_inner().relations;
    relations.into_iter().map(|it| it.name).collect()
}

#[tokio::test]
async fn every_field_is_kept_and_type_and_target_cannot_be_changed() {
    let server = TestServer::start().await;
    let [a, b, c] = &claims(&server, 3).await[..] else {
        panic!("three claims");
    };
    let piece = server.create_article(article("A", "x y")).await.unwrap();
    let printed = server.create_appearance(a, appearance(&piece, "x"));
    let given = full_relation(b, &printed.await.unwrap());
    let created = server.create_relation(a, given.clone()).await.unwrap();
    assert!(created.name.starts_with(&format!("{}/relations/", a.name)));
    let expected = Relation {
        name: created.name.clone(),
        revision: 1,
        etag: created.etag.clone(),
        create_time: created.create_time,
        update_time: created.create_time,
        ..given
    };
    assert_eq!(created, expected);
    assert_eq!(server.get_relation(&created.name).await.unwrap(), expected);

    let moved = Relation {
        target: c.name.clone(),
        r#type: RelationType::Causes.into(),
        ..created.clone()
    };
    let status = server.update_relation(moved, &[]).await.unwrap_err();
    assert_eq!(fields(&status), ["relation.type", "relation.target"]);
    let decided = Relation {
        state: RelationState::Rejected.into(),
        ..created
    };
    let updated = server.update_relation(decided, &["state"]).await.unwrap();
    assert_eq!(updated.state(), RelationState::Rejected);
    assert_eq!(updated.revision, 2);
}

#[tokio::test]
async fn a_symmetric_relation_is_stored_once_and_listed_from_both_ends() {
    let server = TestServer::start().await;
    let claims = claims(&server, 2).await;
    let (a, b) = (&claims[0], &claims[1]);
    for relation_type in [RelationType::Contradicts, RelationType::SameAs] {
        let there = server.create_relation(a, relation(relation_type, b));
        let there = there.await.unwrap();
        let back = server.create_relation(b, relation(relation_type, a)).await;
        let expected = ("type, target, author".to_owned(), there.name.clone());
        assert_eq!(holder(&back.unwrap_err()), expected);
        let filter = RelationFilter {
            r#type: relation_type.into(),
            ..RelationFilter::default()
        };
        assert_eq!(listed(&server, a, filter.clone()).await, [&*there.name]);
        assert_eq!(listed(&server, b, filter).await, [&*there.name]);
    }
    let there = server.create_relation(a, relation(RelationType::Supports, b));
    let there = there.await.unwrap();
    let back = server.create_relation(b, relation(RelationType::Supports, a));
    let back = back.await.unwrap();
    let filter = RelationFilter {
        r#type: RelationType::Supports.into(),
        ..RelationFilter::default()
    };
    assert_eq!(listed(&server, a, filter.clone()).await, [&*there.name]);
    assert_eq!(listed(&server, b, filter).await, [&*back.name]);
}

#[tokio::test]
async fn a_relation_of_a_claim_to_itself_is_refused() {
    let server = TestServer::start().await;
    let claims = claims(&server, 1).await;
    let own = relation(RelationType::Supports, &claims[0]);
    let status = server.create_relation(&claims[0], own).await.unwrap_err();
    assert_eq!(fields(&status), ["relation.target"]);
}

#[tokio::test]
async fn a_confirmed_cycle_of_supersedes_or_derived_from_is_refused() {
    let server = TestServer::start().await;
    let claims = claims(&server, 3).await;
    let [a, b, c] = &claims[..] else {
        panic!("three claims");
    };
    for relation_type in [RelationType::Supersedes, RelationType::DerivedFrom] {
        for (from, to) in [(a, b), (b, c)] {
            let link = relation(relation_type, to);
            server.create_relation(from, link).await.unwrap();
        }
        let closing = relation(relation_type, a);
        let status = server
            .create_relation(c, closing.clone())
            .await
            .unwrap_err();
        assert_eq!(
            description(&status, "relation.target"),
            "leads back to the resource itself"
        );
        let suggested = Relation {
            state: RelationState::Suggested.into(),
            ..closing
        };
        let suggested = server.create_relation(c, suggested).await.unwrap();
        let confirmed = Relation {
            state: RelationState::Confirmed.into(),
            ..suggested
        };
        let status = server.update_relation(confirmed, &["state"]).await;
        assert_eq!(fields(&status.unwrap_err()), ["relation.target"]);
    }
    // A circle of SUPPORTS is allowed.
    for (from, to) in [(a, b), (b, a)] {
        let link = relation(RelationType::Supports, to);
        server.create_relation(from, link).await.unwrap();
    }
}
